"""A visit from its plan to the school's answer: which schools, who goes, put off, cancelled, acknowledged."""

import uuid

from django.db import transaction

from qa_portal.core.thai import format_date
from qa_portal.core.workflow import perform
from schools.models import School
from supervision.models import Postponement, Visit, VisitMember
from supervision.services.replies import keep_reply
from supervision.services.visit_news import tell_of_planned


@transaction.atomic
def plan_visits(schools, *, planned_on, lead, members=(), uid, by, **fields):
    """One visit to each school on one day, with one team, in the order given. Each of the team is told once.

    `uid` is the form's own: sent twice, it gives the visits of the first time. `fields` are the Visit's own."""
    team = {"lead": lead, "members": members}
    made = [
        make_visit(school, uid=uuid.uuid5(uid, school.moe_code), planned_on=planned_on, **team, **fields)
        for school in schools
    ]
    tell_of_planned([(visit, [lead, *members]) for visit, is_new in made if is_new], by=by)
    return [visit for visit, _is_new in made]


def make_visit(school, *, uid, planned_on, lead, members=(), **fields):
    """(the visit, whether it is new). Tells nobody: who makes many tells each person once (visit_news)."""
    School.objects.select_for_update().get(pk=school.pk)  # its visits are numbered one after another
    known = Visit.objects.filter(uid=uid).first()
    if known:
        return known, False
    visit = Visit.objects.create(uid=uid, school=school, planned_on=planned_on, **fields)
    set_team(visit, lead=lead, members=members)
    return visit, True


@transaction.atomic
def set_team(visit, *, lead, members):
    """The team as given and nobody else; who stays keeps the row. The lead is not a member twice."""
    wanted = dict.fromkeys(members, VisitMember.Role.MEMBER) | {lead: VisitMember.Role.LEAD}
    present = {member.user: member for member in visit.members.select_related("user")}
    for person in present.keys() - wanted.keys():
        present[person].delete()
    # Members before the lead: the old lead steps down before the new one takes over.
    for person, role in sorted(wanted.items(), key=lambda pair: pair[1] == VisitMember.Role.LEAD):
        _set_member(visit, person, role, present.get(person))
    visit.__dict__.pop("team", None)


def _set_member(visit, person, role, member):
    if member is None:
        VisitMember.objects.create(visit=visit, user=person, role=role)
    elif member.role != role:
        member.role = role
        member.save()


@transaction.atomic
def postpone_visit(visit, *, reason, note="", new_date=None, by):
    """Put a planned visit off; with `new_date` it is planned again at once."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.is_planned:
        Postponement.objects.create(visit=visit, was_on=visit.planned_on, reason=reason, note=note)
    visit = perform(visit, "postpone", by=by, note=note)
    return replan_visit(visit, new_date=new_date, by=by) if new_date else visit


@transaction.atomic
def replan_visit(visit, *, new_date, by):
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    for postponement in visit.postponements.filter(moved_to=None):
        postponement.moved_to = new_date
        postponement.save()
        visit.planned_on = new_date
        visit.save()
    return perform(visit, "replan", by=by, note=format_date(new_date))


@transaction.atomic
def cancel_visit(visit, *, reason, note="", by):
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    visit.cancel_reason = reason
    visit.save()
    return perform(visit, "cancel", by=by, note=note)


@transaction.atomic
def acknowledge_visit(visit, *, answer, replies, by):
    """The school's answer as a whole and, where given, to each finding. `replies`: {finding: what keep_reply takes}."""
    visit = perform(visit, "acknowledge", by=by, note=answer)
    for finding, reply in replies.items():
        keep_reply(finding, by=by, **reply)
    return visit
