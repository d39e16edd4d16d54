"""Who sits at an approval desk (F54). Whoever holds a desk may answer there, and so may whoever acts for a holder
today; never the people whose own work it is. It is asked from a desk to its people, and from a person to the desks."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from projects.models import (
    Amendment,
    AmendmentState,
    Approval,
    ApprovalDesk,
    DeskHolder,
    Project,
    ProjectState,
    WorkGroup,
)
from projects.services.approvals import project_of, waiting_on
from qa_portal.core.models import Acting, User
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import ROLES, Verb


@dataclass(frozen=True)
class Seat:
    """Where somebody sits now: an approval that they may decide, and for whom they act there."""

    approval: Approval
    on_behalf_of: User | None = None


# ---------------------------------------------------------------- from the desk to its people


def holders(desk, project):
    """The people whose desk it is: heads of the project's groups (who leads the office's group where these have none),
    all people of a role, or those named at the desk."""
    people = User.objects.of_district(project.district_id)
    if desk.holder == DeskHolder.PEOPLE:
        return people.filter(pk__in=desk.people.values("pk"))
    if desk.holder == DeskHolder.GROUP_HEAD:
        heads = people.filter(headed_groups__projects=project).distinct()
        return heads if heads.exists() else people.in_role(DeskHolder.GROUP_HEAD)
    return people.in_role(desk.holder)


def deciders(desk, subject):
    """{person: the absent one for whom they act, or None} of those who may decide there today."""
    project = project_of(subject)
    sitting = dict.fromkeys(holders(desk, project))
    acting = Acting.objects.on(timezone.localdate()).filter(person__in=list(sitting)).order_by("pk")
    for row in acting.select_related("person", "deputy"):
        sitting.setdefault(row.deputy, row.person)
    verb = _verb_at(desk)
    roles = [slug for slug, role in ROLES.items() if verb in role.verbs]
    able = set(User.objects.of_district(project.district_id).in_role(*roles).filter(pk__in=[p.pk for p in sitting]))
    return {person: absent for person, absent in sitting.items() if person in able - subject.authors}


def _verb_at(desk):
    later = ApprovalDesk.objects.in_use(desk.district_id).filter(step__gt=desk.step)
    return Verb.CHECK_PROJECT if later.exists() else Verb.APPROVE_PROJECT


# ---------------------------------------------------------------- from a person to the desks


def waiting_for(user):
    """The waiting approvals that the user may decide today, by the same rule as `deciders`; `acting_for` is the key of
    the absent person, 0 at one's own desk."""
    seats = [When(_sits(user.pk, _desk_roles(user)), then=Value(0))]
    absent = _absent_for(user.district_id, user.pk, on=timezone.localdate())
    seats += [When(_sits(person.pk, _desk_roles(person)), then=Value(person.pk)) for person in absent]
    rows = Approval.objects.waiting().filter(project__district=user.district_id)
    rows = rows.annotate(acting_for=Case(*seats, default=None, output_field=IntegerField()))
    return _with_verb(rows, *_may(user)).filter(acting_for__isnull=False).exclude(_written_by(user.pk))


@prepared
def _absent_for(district, deputy, *, on):
    """The people for whom somebody acts on a day."""
    acting = Acting.objects.on(on).filter(deputy=deputy)
    return User.objects.of_district(district).filter(absences__in=acting).distinct().order_by("pk")


def undesked_for(user):
    """Proposals and amendments that no desk is asked about, as in an office without desks, and that the user may
    decide."""
    if not user.can(Verb.APPROVE_PROJECT):
        return []
    projects, amendments = (_undesked(user.district_id, user.pk, of=of) for of in (Project, Amendment))
    people = ("project__owner", "project__created_by", "created_by", "working_copy__owner", "submitted_by")
    return [
        *projects.select_related("owner", "created_by", "submitted_by").order_by("submitted_at", "pk"),
        *amendments.select_related(*people).order_by("submitted_at", "pk"),
    ]


def _undesked(district, user, *, of):
    """Of an office, but for the user's own (`authors`)."""
    asked = Approval.objects.waiting()
    if of is Project:
        rows = Project.objects.filter(district=district, state=ProjectState.SUBMITTED)
        own = Q(owner=user) | Q(created_by=user)
        return rows.exclude(own).exclude(pk__in=asked.filter(amendment=None).values("project"))
    rows = Amendment.objects.filter(project__district=district, state=AmendmentState.SUBMITTED)
    own = Q(project__owner=user) | Q(project__created_by=user) | Q(created_by=user) | Q(working_copy__owner=user)
    return rows.exclude(own).exclude(pk__in=asked.exclude(amendment=None).values("amendment"))


def waiting_count(user):
    """How many proposals and amendments the user's desk shows (views.chain.DeskList)."""
    if _absent_for(user.district_id, user.pk, on=timezone.localdate()):
        return waiting_for(user).count() + len(undesked_for(user))
    checks, approves = _may(user)
    waiting = _own_keys(user.district_id, user.pk, roles=_desk_roles(user), approves=approves) if checks else []
    undesked = [_undesked_keys(user.district_id, user.pk, of=of) for of in (Project, Amendment) if approves]
    return len(waiting) + sum(map(len, undesked))


@prepared
def _own_keys(district, user, *, roles, approves):
    """Of the approvals that wait at one's own desk."""
    rows = Approval.objects.waiting().filter(_sits(user, roles), project__district=district)
    return _with_verb(rows, True, approves).exclude(_written_by(user)).order_by().values_list("pk", flat=True)


@prepared
def _undesked_keys(district, user, *, of):
    return _undesked(district, user, of=of).order_by().values_list("pk", flat=True)


def _desk_roles(person):
    return frozenset(person.roles)


def _may(user):
    """Whether the user may check proposals, and approve them."""
    return user.can(Verb.CHECK_PROJECT), user.can(Verb.APPROVE_PROJECT)


def _sits(person, roles):
    groups = WorkGroup.objects.filter(projects=OuterRef("project"))
    headed = Exists(groups.filter(head__is_active=True, head__district=F("district")))
    leads = Q(Exists(groups.filter(head=person)))
    if DeskHolder.GROUP_HEAD in roles:
        leads |= ~Q(headed)
    named = Exists(ApprovalDesk.people.through.objects.filter(approvaldesk=OuterRef("desk"), user=person))
    return (
        Q(desk__holder__in=roles - {DeskHolder.GROUP_HEAD})
        | (Q(desk__holder=DeskHolder.PEOPLE) & named)
        | (Q(desk__holder=DeskHolder.GROUP_HEAD) & leads)
    )


def _with_verb(rows, checks, approves):
    if not checks:
        return rows.none()
    if approves:
        return rows
    later = ApprovalDesk.objects.filter(
        district=OuterRef("desk__district"), is_active=True, step__gt=OuterRef("desk__step")
    )
    return rows.filter(Exists(later))


def _written_by(user):
    of_project = Q(project__owner=user) | Q(project__created_by=user)
    return of_project | Q(amendment__created_by=user) | Q(amendment__working_copy__owner=user)


def seat_of(subject, user):
    """Where the user may decide about the subject now, their own desk before that of an absent one; None: nowhere."""
    rows = waiting_for(user).filter(pk__in=waiting_on(subject).values("pk")).select_related("desk")
    approval = rows.order_by("acting_for", "step", "pk").first()
    if approval is None:
        return None
    return Seat(approval, User.objects.filter(pk=approval.acting_for).first())
