"""The approval chain of an office (A10-03, A18, F54, F56): whom a proposal, or an amendment of one, is shown to next,
who may answer there, and what the answer leads to. `subject` is either of the two.

In an office without desks the director or a deputy decides. Whoever holds a desk may answer there, and so may whoever
acts for a holder today; never the people whose own work it is. A desk of which every holder is an author, with nobody
acting for them, is passed over and the next step decides. The last step is never passed over."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import (
    Amendment,
    AmendmentState,
    Approval,
    ApprovalDesk,
    Decision,
    DeskHolder,
    Project,
    ProjectState,
    ProposedVersion,
    Remark,
    WorkGroup,
)
from projects.services import snapshot
from qa_portal.core.models import Acting, User
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import ROLES, Verb
from qa_portal.core.workflow import Missing, Quiet, Refused, own_work, perform


@dataclass(frozen=True)
class Seat:
    """Where somebody sits now: an approval that they may decide, and for whom they act there."""

    approval: Approval
    on_behalf_of: User | None = None


# ---------------------------------------------------------------- what lies where


def project_of(subject):
    return subject.project if isinstance(subject, Amendment) else subject


def text_of(subject):
    """The project whose rows are the text that is decided about."""
    return subject.working_copy if isinstance(subject, Amendment) else subject


def subject_of(text):
    """What a text is decided as: a working copy is its amendment."""
    return text.amendment if text.is_working_copy else text


def _own_rows(rows, subject):
    """Of a proposal without those of its amendments, or of an amendment."""
    return rows if isinstance(subject, Amendment) else rows.filter(amendment=None)


def approvals_of(subject):
    return _own_rows(subject.approvals.select_related("desk", "decided_by", "on_behalf_of"), subject)


def approvals_in_order(subject):
    """As `approvals_of`, read: from the first round to the last, step by step."""
    return _approvals(subject.pk, of=type(subject))


@prepared
def _approvals(subject, *, of):
    rows = Approval.objects.select_related("desk", "decided_by", "on_behalf_of").order_by("round", "step", "pk")
    return rows.filter(amendment=subject) if of is Amendment else rows.filter(project=subject, amendment=None)


def versions_of(subject):
    return _own_rows(subject.proposed_versions, subject).order_by("round")


def waiting_on(subject):
    return approvals_of(subject).waiting()


# ---------------------------------------------------------------- who sits at a desk: from the desk to the people


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


# ---------------------------------------------------------------- and from the person to the desks


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


# ---------------------------------------------------------------- what stands in the way


def missing_desks(subject):
    """Desks of the office's chain at which nobody could decide: said before the proposal is sent on its way."""
    steps = steps_after(subject, 0, asked=())
    for desks in steps:
        own = _passed_over(subject, desks, is_last=desks is steps[-1])
        for desk in desks:
            if desk not in own and not deciders(desk, subject):
                yield Missing(_why_nobody(desk, subject))


def _why_nobody(desk, subject):
    sitting = [str(person) for person in holders(desk, project_of(subject)) if person in subject.authors]
    if sitting:
        return _(
            "At the last desk “%(desk)s” sits only %(people)s, whose own project it is. Ask the administrator of the "
            "office to enter who acts for them (back office, acting people)."
        ) % {"desk": desk, "people": ", ".join(sitting)}
    return _(
        "Nobody sits at the desk “%(desk)s” who could decide. Ask the administrator of the office to name somebody "
        "(back office, approval desks)."
    ) % {"desk": desk}


def is_last(approval):
    """Whether its answer decides: no other desk is asked at the same time, and none after it."""
    others = waiting_on(approval.subject).exclude(pk=approval.pk)
    asked = approvals_of(approval.subject).filter(round=approval.round).values("desk")
    return not others.exists() and not steps_after(approval.subject, approval.step, asked)


def refuse_endorse(subject, by):
    seat = seat_of(subject, by)
    if seat is None:
        return _not_theirs(subject, by)
    return Quiet(_("Yours is the last desk: approve it, or return it.")) if is_last(seat.approval) else ""


def refuse_approve(subject, by):
    if not waiting_on(subject).exists():
        return ""
    seat = seat_of(subject, by)
    if seat is None:
        return _not_theirs(subject, by)
    return "" if is_last(seat.approval) else Quiet(_("Other desks decide after yours: agree at your desk."))


def refuse_return(subject, by):
    if not waiting_on(subject).exists():
        return "" if by.can(Verb.APPROVE_PROJECT) else _not_theirs(subject, by)
    return "" if seat_of(subject, by) else _not_theirs(subject, by)


def _not_theirs(subject, by):
    if by in subject.authors:
        return Quiet(own_work())
    desks = ", ".join(str(approval.desk) for approval in waiting_on(subject))
    if not desks:
        return Quiet(_("The director or a deputy decides about it."))
    return Quiet(_("It is not on your desk now. It is on: %(desks)s.") % {"desks": desks})


def check_still_there(subject, approval_pk, *, by):
    """Raises Refused when the desk that a page was opened for has been decided meanwhile, by a second press or by
    somebody else. The caller is in a transaction."""
    type(project_of(subject))._base_manager.select_for_update().get(pk=project_of(subject).pk)
    approval = approvals_of(subject).filter(pk=approval_pk).first()
    if approval is None or approval.is_waiting:
        return
    if approval.decided_by:
        values = {"desk": approval.desk, "person": approval.decided_by}
        raise Refused(_("At the desk “%(desk)s” %(person)s has decided already.") % values)
    raise Refused(_("The desk “%(desk)s” is not asked any more.") % {"desk": approval.desk})


# ---------------------------------------------------------------- effects of the steps


def open_round(subject, by, note):
    """It is proposed: what it says is kept, and the first desks are asked."""
    number = versions_of(subject).count() + 1
    ProposedVersion.objects.create(
        project=project_of(subject),
        amendment=subject if isinstance(subject, Amendment) else None,
        round=number,
        content=snapshot.take(text_of(subject)),
    )
    _ask_next(subject, number, after=0)


def pass_desk(subject, by, note):
    """One desk agrees; when nobody else of its step is waited for, the next step is asked."""
    approval = _decide(subject, Decision.PASSED, by, note)
    if not waiting_on(subject).exists():
        _ask_next(subject, approval.round, after=approval.step)


def pass_last_desk(subject, by, note):
    """The last desk agrees; in an office without desks there is none."""
    if waiting_on(subject).exists():
        _decide(subject, Decision.PASSED, by, note)


def return_desk(subject, by, note):
    """One desk returns it: the others are not asked any more."""
    if waiting_on(subject).exists():
        _decide(subject, Decision.RETURNED, by, note)
    drop_desks(subject, by, note)


def drop_desks(subject, by, note):
    for approval in waiting_on(subject):
        approval.decision = Decision.DROPPED
        approval.save()


def asked_now(subject):
    """Who has just got it on the desk; in an office without desks those who decide."""
    waiting = list(waiting_on(subject))
    if not waiting:
        return User.objects.of_district(project_of(subject).district_id).in_role("director", "deputy")
    step = approvals_of(subject).filter(round=waiting[0].round, step=waiting[0].step)
    if step.filter(decision=Decision.PASSED).exists():
        return []
    return {person for approval in waiting for person in deciders(approval.desk, subject)}


def _decide(subject, decision, by, note):
    seat = seat_of(subject, by)
    approval = seat.approval
    approval.decision, approval.note = decision, note.strip()
    approval.decided_at, approval.decided_by, approval.on_behalf_of = timezone.now(), by, seat.on_behalf_of
    approval.save()
    return approval


def _ask_next(subject, number, after):
    steps = steps_after(subject, after, approvals_of(subject).filter(round=number).values("desk"))
    for desks in steps:
        own = _passed_over(subject, desks, is_last=desks is steps[-1])
        for desk in desks:
            _ask(subject, desk, number, Decision.DROPPED if desk in own else Decision.WAITING)
        if len(own) < len(desks):
            return


def _ask(subject, desk, number, decision):
    own = _("Passed over: its own people wrote the proposal.") if decision == Decision.DROPPED else ""
    Approval.objects.create(
        project=project_of(subject),
        amendment=subject if isinstance(subject, Amendment) else None,
        desk=desk,
        round=number,
        step=desk.step,
        due_on=timezone.localdate() + timedelta(days=desk.days),
        decision=decision,
        note=own,
    )


def steps_after(subject, step, asked):
    """The desks that follow, in lists of those that are asked at once."""
    desks = ApprovalDesk.objects.in_use(project_of(subject).district_id).filter(step__gt=step).exclude(pk__in=asked)
    return [list(group) for _step, group in groupby(desks.order_by("step", "pk"), key=lambda desk: desk.step)]


def _passed_over(subject, desks, *, is_last):
    """Those of a step's desks at which only authors sit; not where this would leave nobody to decide at the end."""
    own = [desk for desk in desks if _is_own(desk, subject)]
    return [] if is_last and len(own) == len(desks) else own


def _is_own(desk, subject):
    if deciders(desk, subject):
        return False
    return any(person in subject.authors for person in holders(desk, project_of(subject)))


# ---------------------------------------------------------------- remarks


@transaction.atomic
def settle(remark, *, by):
    """The proposer says that what was asked for is done. Raises Refused the second time."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.settled_at:
        raise Refused(_("This remark is marked as settled already."))
    remark.settled_at, remark.settled_by = timezone.now(), by
    remark.save()
    return remark


def remarks_of(subject):
    """What the desks asked for when it was last returned."""
    latest = approvals_of(subject).filter(decision=Decision.RETURNED).order_by("-round").first()
    return latest.remarks.select_related("approval__desk", "settled_by") if latest else []


@transaction.atomic
def give_back(subject, *, by, reason, remarks, summary):
    """Return it with remarks ({section: text}) and a reason for the whole; `summary` is both in one text, for the
    notice and the history. In an office without desks the summary is all that is kept."""
    subject = perform(subject, "return", by=by, note=summary)
    approval = approvals_of(subject).filter(decision=Decision.RETURNED).order_by("-decided_at", "-pk").first()
    if approval:
        approval.note = reason
        approval.save()
        for section, text in remarks.items():
            Remark.objects.create(approval=approval, section=section, text=text)
    return subject
