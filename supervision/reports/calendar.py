"""What happens on which day: visits, events of the plan and meetings, for the month's page and for a person's feed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.workflow import machine_of
from supervision.models import Meeting, MeetingState, PlanEvent, Visit, VisitState

MINE, OFFICE = "mine", "office"
MEETING_LOOKS = {
    MeetingState.PLANNED: ("info", "calendar-event"),
    MeetingState.HELD: ("success", "check-circle"),
    MeetingState.CONFIRMED: ("success", "check-circle"),
}


@dataclass(frozen=True)
class Entry:
    """Something on a day, with times where they are known. `uid` stays the same for good; `move_url` puts it off."""

    uid: str
    day: date
    title: str
    place: str
    url: str
    standing: tuple
    changed_at: datetime
    begins_at: time | None = None
    ends_at: time | None = None
    move_url: str = ""


def entries(user, first, last, whose=MINE):
    """The Entry of each day from `first` to `last` in their order; three queries. Nothing that was cancelled."""
    found = [
        *map(_of_visit, _visits(user, whose).filter(held_on__range=(first, last))),
        *map(_of_event, _events(user, whose).filter(day__range=(first, last))),
        *map(_of_meeting, _meetings(user, whose).filter(met_on__range=(first, last))),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.begins_at or time.min, entry.title))


def _visits(user, whose):
    rows = Visit.objects.visible_to(user).exclude(state__in=(VisitState.CANCELLED, VisitState.POSTPONED))
    rows = rows.filter(members__user=user) if whose == MINE else rows
    return rows.select_related("school")


def _events(user, whose):
    rows = (
        PlanEvent.objects.visible_to(user).filter(cancel_reason="").annotate(day=Coalesce("held_on", F("planned_on")))
    )
    rows = rows.filter(item__owners=user) if whose == MINE else rows
    return rows.select_related("item", "school")


def _meetings(user, whose):
    rows = Meeting.objects.visible_to(user).exclude(state=MeetingState.CANCELLED)
    seats = Q(committee__members__user=user)
    return (rows.filter(seats).distinct() if whose == MINE else rows).select_related("committee", "school")


def _of_visit(visit):
    look = machine_of(visit).looks[visit.state]
    return Entry(
        uid=f"visit-{visit.uid}",
        day=visit.held_on,
        title=_("Visit: %(school)s") % {"school": visit.school.name},
        place=str(visit.school.place),
        url=visit.get_absolute_url(),
        standing=(visit.get_state_display(), look.colour, look.icon),
        changed_at=visit.updated_at,
        move_url=f"{visit.get_absolute_url()}postpone/" if visit.is_planned else "",
    )


def _of_event(event):
    return Entry(
        uid=f"event-{event.pk}",
        day=event.day,
        title=str(event),
        place=event.place or (event.school.name if event.school else ""),
        url=event.item.get_absolute_url(),
        standing=event.standing,
        changed_at=event.updated_at,
    )


def _of_meeting(meeting):
    return Entry(
        uid=f"meeting-{meeting.pk}",
        day=meeting.met_on,
        title=str(meeting),
        place=meeting.place or (meeting.school.name if meeting.school else ""),
        url=meeting.get_absolute_url(),
        standing=(meeting.get_state_display(), *MEETING_LOOKS[meeting.state]),
        changed_at=meeting.updated_at,
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
    )
