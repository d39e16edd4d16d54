"""What happens on which day: visits, events of the plan and meetings, for the month's page and for a person's feed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.workflow import machine_of
from supervision.models import CommitteeMember, Meeting, MeetingState, PlanEvent, Visit, VisitMember, VisitState

MINE, OFFICE, TEAM = "mine", "office", "team"
MEETING_LOOKS = {
    MeetingState.PLANNED: ("info", "calendar-event"),
    MeetingState.HELD: ("success", "check-circle"),
    MeetingState.CONFIRMED: ("success", "check-circle"),
}


@dataclass(frozen=True)
class Asked:
    """What of the calendar is shown: whose, and of them only one person's, one item's, one network's (pks)."""

    whose: str = MINE
    supervisor: int | None = None
    item: int | None = None
    network: int | None = None


@dataclass(frozen=True)
class Entry:
    """Something on a day, with times where they are known. `uid` stays the same for good; `move_url` puts it off.
    `people`: pks of those who go, for the team's page; `on_tour`: with a team whose day has several schools."""

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
    people: tuple = ()
    is_visit: bool = False
    on_tour: bool = False


def entries(user, first, last, asked=None):
    """The Entry of each day from `first` to `last` in their order; three queries, three more for the team's people.
    Nothing that was cancelled."""
    asked = asked or Asked()
    found = [
        *map(_of_visit, _visits(user, asked).filter(held_on__range=(first, last))),
        *map(_of_event, _events(user, asked).filter(day__range=(first, last))),
        *map(_of_meeting, _meetings(user, asked).filter(met_on__range=(first, last))),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.begins_at or time.min, entry.title, entry.uid))


def _narrowed(rows, user, asked, *, person, item, network):
    """The rows of the asked person, item and network by the paths to them."""
    wanted = {item: asked.item, network: asked.network}
    rows = rows.filter(**{path: value for path, value in wanted.items() if value})
    for one in {user.pk if asked.whose == MINE else None, asked.supervisor} - {None}:
        rows = rows.filter(**{person: one})
    return rows


def _visits(user, asked):
    rows = Visit.objects.visible_to(user).exclude(state__in=(VisitState.CANCELLED, VisitState.POSTPONED))
    paths = {"person": "members__user", "item": "plan_item", "network": "school__network"}
    rows = _narrowed(rows, user, asked, **paths).select_related("school")
    if asked.whose == TEAM:
        return rows.select_related("tour_stop").prefetch_related(
            Prefetch("members", VisitMember.objects.order_by("pk"))
        )
    return rows


def _events(user, asked):
    rows = (
        PlanEvent.objects.visible_to(user).filter(cancel_reason="").annotate(day=Coalesce("held_on", F("planned_on")))
    )
    paths = {"person": "item__owners", "item": "item", "network": "school__network"}
    rows = _narrowed(rows, user, asked, **paths).select_related("item", "school")
    return rows.prefetch_related("item__owners") if asked.whose == TEAM else rows


def _meetings(user, asked):
    rows = Meeting.objects.visible_to(user).exclude(state=MeetingState.CANCELLED)
    paths = {"person": "committee__members__user", "item": "plan_item", "network": "school__network"}
    rows = _narrowed(rows, user, asked, **paths).select_related("committee", "school")
    rows = rows.distinct()
    seats = CommitteeMember.objects.filter(~Q(user=None)).order_by("pk")
    return rows.prefetch_related(Prefetch("committee__members", seats)) if asked.whose == TEAM else rows


def _loaded(row, name):
    """The related rows where they were asked for with the row, else none."""
    return getattr(row, name).all() if name in getattr(row, "_prefetched_objects_cache", {}) else ()


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
        people=tuple(member.user_id for member in _loaded(visit, "members")),
        is_visit=True,
        on_tour="tour_stop" in visit._state.fields_cache and visit._state.fields_cache["tour_stop"] is not None,
    )


def _of_event(event):
    is_open = not event.held_on
    return Entry(
        uid=f"event-{event.pk}",
        day=event.day,
        title=str(event),
        place=event.place or (event.school.name if event.school else ""),
        url=event.item.get_absolute_url(),
        standing=event.standing,
        changed_at=event.updated_at,
        move_url=f"{event.item.get_absolute_url()}events/{event.pk}/move/" if is_open else "",
        people=tuple(owner.pk for owner in _loaded(event.item, "owners")),
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
        people=tuple(seat.user_id for seat in _loaded(meeting.committee, "members")),
    )
