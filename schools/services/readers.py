"""Who reads a report for the office (A10-06): never somebody of its school, never with a conflict of interest."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act, told
from qa_portal.core.roles import ROLES, Scope, Verb
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused, own_work, wrong_state
from schools.models import Conflict, Membership, Sar, SarReader, SarState

ASSIGNED = must_act(_("You read %(row)s."))
ASSIGNED_UNTIL = must_act(_("You read %(row)s until %(due)s."))
REPLACED = told(_("You do not read %(row)s any more: %(reason)s"))
READING_ROLES = [slug for slug, role in ROLES.items() if Verb.REVIEW_SAR in role.verbs and role.scope is Scope.DISTRICT]


def people_who_read(district):
    """Active people of the office who may read, with `readings_to_do`: what each has still to read."""
    to_do = Q(sar_readings__ended_on=None) & ~Q(sar_readings__sar__state=SarState.ACCEPTED)
    people = User.objects.filter(pk__in=User.objects.in_role(*READING_ROLES).of_district(district).values("pk"))
    return people.annotate(readings_to_do=Count("sar_readings", filter=to_do, distinct=True)).order_by("first_name")


def refusals(people, schools):
    """{(person's key, school's key): why this person must not read that school's report}."""
    found = conflict_sentences(people, schools)
    ever = Membership.objects.filter(user__in=people, school__in=schools).select_related("user", "school")
    for row in ever:
        facts = {"person": row.user, "school": row.school}
        found[row.user_id, row.school_id] = _("%(person)s belongs or belonged to %(school)s.") % facts
    return found


def conflict_sentences(people, schools):
    """The same, of today's conflicts of interest alone."""
    found = {}
    for row in Conflict.objects.current().filter(user__in=people, school__in=schools).select_related("user", "school"):
        facts = {"person": row.user, "school": row.school, "reason": row.reason}
        sentence = _("%(person)s has a conflict of interest with %(school)s: %(reason)s") % facts
        found[row.user_id, row.school_id] = sentence
    return found


# ---------------------------------------------------------------- assigning


@transaction.atomic
def assign_reader(sar, person, *, due_on, by):
    """The person reads the report from now on and is told. Refused with a sentence."""
    sar = Sar.objects.select_for_update(of=("self",)).select_related("cycle", "school").get(pk=sar.pk)
    if sar.state == SarState.ACCEPTED:
        raise Refused(wrong_state(sar))
    if sentence := refusals([person], [sar.school]).get((person.pk, sar.school_id)):
        raise Refused(sentence)
    if sar.readings.active().filter(reader=person).exists():
        raise Refused(_("%(person)s reads this report already.") % {"person": person})
    reading = SarReader.objects.create(sar=sar, reader=person, due_on=due_on, assigned_by=by)
    words = ASSIGNED_UNTIL if due_on else ASSIGNED
    notify([person], words, {"row": str(sar), "due": due_on and format_date(due_on)}, sar.get_absolute_url())
    return reading


@transaction.atomic
def end_reading(reading, *, reason, by, successor=None):
    """The reading ends with its reason; a successor takes it over with the same day."""
    Sar.objects.select_for_update().get(pk=reading.sar_id)
    reading = (
        SarReader.objects.select_for_update(of=("self",)).select_related("sar__school", "reader").get(pk=reading.pk)
    )
    if reading.ended_on:
        raise Refused(_("This reading has ended already."))
    reading.ended_on, reading.end_reason = timezone.localdate(), reason
    reading.save(by=by)
    values = {"row": str(reading.sar), "reason": reason}
    notify([reading.reader], REPLACED, values, reading.sar.get_absolute_url())
    if successor:
        assign_reader(reading.sar, successor, due_on=reading.due_on, by=by)


@dataclass(frozen=True)
class Planned:
    """One report of a distribution: who would read it, or why nobody of those chosen."""

    sar: Sar
    reader: User | None
    sentence: str = ""


def plan_evenly(sars, people):
    """Each school's reports go to the chosen person who has the least to read and may read them."""
    people, by_school = list(people), _by_school(sars)
    refused = refusals(people, list(by_school))
    load = {person: person.readings_to_do for person in people}
    for school, rows in by_school.items():
        free = [person for person in people if (person.pk, school) not in refused]
        chosen = min(free, key=load.get, default=None)
        if chosen:
            load[chosen] += len(rows)
        sentence = "" if chosen else _("None of the chosen people may read this school's report.")
        yield from (Planned(row, chosen, sentence) for row in rows)


def plan_by_supervisor(sars):
    """Each report goes to the supervisor who leads at its school (`school.lead`: rows `for_list`)."""
    sars = list(sars)
    leads = [sar.school.lead for sar in sars if sar.school.lead]
    refused = refusals(leads, [sar.school_id for sar in sars])
    for sar in sars:
        lead = sar.school.lead
        sentence = refused.get((lead.pk, sar.school_id), "") if lead else _("The school has no supervisor.")
        yield Planned(sar, None if sentence else lead, sentence)


def _by_school(sars):
    found = {}
    for sar in sars:
        found.setdefault(sar.school_id, []).append(sar)
    return found


# ---------------------------------------------------------------- who may judge


def judging_refusal(sar, person):
    """Why this person may not answer the report, or "": a conflict of interest, or others were asked to read it. The
    heads of the office may always. Who ever belonged to the school is refused before this is asked."""
    if sentence := conflict_sentences([person], [sar.school_id]).get((person.pk, sar.school_id)):
        return sentence
    readings = sar.readings.active().select_related("reader")
    readers = [reading.reader for reading in readings]
    if not readers or person in readers or person.can(Verb.ASSIGN_SUPERVISORS):
        return ""
    return _("This report is read by %(readers)s.") % {"readers": ", ".join(str(reader) for reader in readers)}


def reading_refusal(sar, person):
    """Why this person cannot write a reader's words on the report now, or ""."""
    if sar.state != SarState.SUBMITTED:
        return wrong_state(sar)
    if person.memberships.filter(school=sar.school_id).exists():
        return own_work()
    return judging_refusal(sar, person)
