"""The proposed calendar becomes planned visits in one act; those that nobody has touched can be taken back (F23)."""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core.workflow import Refused
from schools.models import School
from supervision.models import CalendarProposal, PlanState, SupervisionPlan, Visit, VisitMember, VisitState
from supervision.services.visit_news import tell_of_planned, tell_of_taken_back

BATCH = 500


@transaction.atomic
def confirm_calendar(plan, *, uid, options, placed, by):
    """The planned visits of `placed` (reports.proposed_calendar.Placed), each with its person as the lead. `uid` is the
    form's own: the same again gives the proposal of the first time. A time of an item at a school for which a visit
    stands already gets none. Refused unless the plan is in force."""
    plan = SupervisionPlan.objects.select_for_update().get(pk=plan.pk)
    known = CalendarProposal.objects.filter(uid=uid, plan=plan).first()
    if known:
        return known
    if plan.state != PlanState.APPROVED:
        raise Refused(_("Visits are made of a plan that is approved. Please propose it and have it approved first."))
    wanted = _still_wanted(plan, placed)
    proposal = CalendarProposal.objects.create(
        uid=uid, plan=plan, options=options, visits_made=len(wanted), confirmed_by=by
    )
    teams = _make_visits(proposal, wanted, by)
    tell_of_planned(teams, by=by)
    return proposal


def _still_wanted(plan, placed):
    there = Visit.objects.filter(plan_item__plan=plan, turn__isnull=False).exclude(state=VisitState.CANCELLED)
    taken = set(there.values_list("plan_item", "school", "turn"))
    return [one for one in placed if (one.turn.item.pk, one.turn.school.pk, one.turn.number) not in taken]


def _make_visits(proposal, placed, by):
    """[(visit, [its lead])]; the number of queries grows only with the batches."""
    last = _last_numbers({one.turn.school.pk for one in placed}, proposal.plan.fiscal_year)
    visits = []
    for one in placed:
        visit = _visit_of(one, proposal)
        visit.number(last[visit.school_id])
        last[visit.school_id] += 1
        visits.append(visit)
    bulk_create_with_history(visits, Visit, batch_size=BATCH, default_user=by)
    pairs = list(zip(visits, placed, strict=True))
    members = [VisitMember(visit=visit, user=one.person, role=VisitMember.Role.LEAD, version=1) for visit, one in pairs]
    bulk_create_with_history(members, VisitMember, batch_size=BATCH, default_user=by)
    return [(visit, [one.person]) for visit, one in pairs]


def _visit_of(one, proposal):
    item = one.turn.item
    facts = {"purpose": item.purpose, "instrument_id": item.instrument_id}
    visit = Visit(
        school=one.turn.school,
        planned_on=one.day,
        plan_item=item,
        turn=one.turn.number,
        proposal=proposal,
        version=1,
        **facts,
    )
    visit.settle_years()
    return visit


def _last_numbers(schools, year):
    """{school's pk: last number of its visits of a fiscal year}; the schools stay locked, their visits are numbered one
    after another."""
    list(School.objects.select_for_update().filter(pk__in=schools).order_by("pk").values_list("pk"))
    rows = Visit.objects.filter(school__in=schools).numbered_in(year).order_by().values_list("school")
    return defaultdict(int, rows.annotate(last=Max("serial")))


# ---------------------------------------------------------------- taking back


def untouched(proposal):
    """Its visits to come that are as they were made: nothing was written, moved, answered or sent, the team is the
    same. A day that has passed counts as touched: a phone may still bring what was seen on it."""
    rows = Visit.objects.filter(
        proposal=proposal, version=1, state=VisitState.PLANNED, planned_on__gt=timezone.localdate()
    )
    there = [relation for relation in Visit._meta.related_objects if relation.name != "members"]
    for relation in there:
        hanging = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.exclude(Exists(hanging))
    changed = VisitMember.history.filter(visit=OuterRef("pk")).filter(~Q(history_type="+") | ~Q(role="lead"))
    return rows.exclude(Exists(changed))


@transaction.atomic
def take_back(proposal, *, by):
    """Take back what nobody has touched; what was touched stays. The number taken back. Refused where nothing is left
    to take back."""
    proposal = CalendarProposal.objects.select_for_update().get(pk=proposal.pk)
    going = untouched(proposal)
    visits = list(going.select_for_update(of=("self",)).select_related("school"))
    if not visits:
        raise Refused(_("Nothing is left to take back: each visit was made, moved or written on."))
    members = VisitMember.objects.filter(visit__in=[visit.pk for visit in visits]).select_related("user")
    teams = defaultdict(list)
    for member in members:
        teams[member.visit_id].append(member.user)
    tell_of_taken_back([(visit, teams[visit.pk]) for visit in visits], by=by)
    _delete(VisitMember, list(members), by)
    _delete(Visit, visits, by)
    proposal.visits_taken_back += len(visits)
    proposal.taken_back_at, proposal.taken_back_by = timezone.now(), by
    proposal.save()
    return len(visits)


def _delete(model, rows, by):
    """Rows on which nothing hangs, with the last entry of their history, in a number of queries that grows only with
    the batches. The database itself refuses a row to which something still points."""
    history, now = model.history.model, timezone.now()
    names = [field.attname for field in history.tracked_fields]
    facts = {"history_date": now, "history_user": by, "history_type": "-"}
    gone = [history(**facts, **{name: getattr(row, name) for name in names}) for row in rows]
    history.objects.bulk_create(gone, batch_size=BATCH)
    model.objects.filter(pk__in=[row.pk for row in rows])._raw_delete(connection.alias)
