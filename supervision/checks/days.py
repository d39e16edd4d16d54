"""What stands against a day for a visit or an event, as sentences: for a person to weigh, never a prohibition."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from qa_portal.core.thai import academic_year
from supervision.models import Holiday, Meeting, MeetingState, PlanEvent, SemesterDays, Visit
from supervision.models.holiday import SATURDAY
from supervision.models.visit import GONE


def conflicts_of_visits(visits):
    """Of visits that were planned together: what stands against their days, but not that they are on one day."""
    together = [visit.pk for visit in visits]
    said = (sentence for visit in visits for sentence in conflicts_of_visit(visit, visit.planned_on, beside=together))
    return list(dict.fromkeys(said))


def conflicts_of_visit(visit, day, beside=()):
    """Of a visit if it were on this day: no work day, schools closed, another visit there, the team elsewhere.
    `beside`: visits (pk) that are meant to be on that day too."""
    district = visit.school.district_id
    people = [member.user_id for member in visit.members.all()]
    others = Visit.objects.filter(held_on=day).exclude(state__in=GONE).exclude(pk__in=[visit.pk, *beside])
    return [
        *days_off(district, day),
        *_vacation(district, day),
        *(_("The school has another visit on this day: %(row)s.") % {"row": row} for row in _codes(others, visit)),
        *_busy(people, day, others),
    ]


def conflicts_of_event(event, day):
    """Of an event: no work day, or those who are responsible are elsewhere."""
    people = [owner.pk for owner in event.item.owners.all()]
    others = Visit.objects.filter(held_on=day).exclude(state__in=GONE)
    return [*days_off(event.item.plan.district_id, day), *_busy(people, day, others, event)]


def days_off(district, day):
    if day.weekday() >= SATURDAY:
        yield _("This day is a %(weekday)s.") % {"weekday": WEEKDAYS[day.weekday()]}
    for holiday in Holiday.objects.of(district).filter(day=day):
        yield _("This day is a day off: %(name)s.") % {"name": holiday.name}


def _vacation(district, day):
    semesters = SemesterDays.objects.by_year(district)[academic_year(day)]
    if not any(first <= day <= last for first, last in semesters):
        yield _("Schools are closed on this day: it lies between two semesters.")


def _codes(others, visit):
    return others.filter(school=visit.school_id).values_list("code", flat=True)


def _busy(people, day, visits, event=None):
    """Where these people are on that day already."""
    there = visits.filter(members__user__in=people).order_by("members__user__first_name", "code")
    for first, last, school in there.values_list(
        "members__user__first_name", "members__user__last_name", "school__name"
    ):
        yield _("%(person)s visits %(school)s on this day.") % {"person": f"{first} {last}", "school": school}
    events = PlanEvent.objects.filter(cancel_reason="", item__owners__in=people).exclude(pk=event and event.pk)
    events = events.annotate(day=Coalesce("held_on", F("planned_on"))).filter(day=day).select_related("item")
    for row in events.distinct():
        yield _("On this day there is also: %(row)s.") % {"row": row}
    meetings = Meeting.objects.filter(met_on=day, committee__members__user__in=people)
    for row in meetings.exclude(state=MeetingState.CANCELLED).select_related("committee").distinct():
        yield _("On this day there is also: %(row)s.") % {"row": row}
