"""A meeting is planned, held, and its minutes are confirmed by somebody who did not write them (A5-04)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from supervision.models import Meeting, MeetingState
from supervision.services.meetings import writers_of


def _not_before_the_day(meeting, by):
    return gettext("The day of the meeting is still to come.") if meeting.met_on > timezone.localdate() else ""


def _lacking(meeting):
    if not meeting.attendances.exists():
        yield Missing(
            gettext("Nobody is entered as present."), reverse("supervision:meeting_attendance", args=[meeting.pk])
        )
    if not meeting.minutes and not meeting.agenda.exclude(text="", outcome="").exists():
        yield Missing(gettext("The minutes are empty."), reverse("supervision:meeting_minutes", args=[meeting.pk]))


def _members(meeting):
    return [
        member.user for member in meeting.committee.members.on(meeting.met_on).select_related("user") if member.user_id
    ]


MEETING = Machine(
    model=Meeting,
    authors=writers_of,
    looks={
        MeetingState.PLANNED: Look("info", "calendar-event"),
        MeetingState.HELD: Look("warning", "pencil"),
        MeetingState.CONFIRMED: Look("success", "check-circle"),
        MeetingState.CANCELLED: Look("secondary", "x-circle"),
    },
    transitions=(
        Transition(
            "hold",
            _("The meeting was held"),
            (MeetingState.PLANNED,),
            MeetingState.HELD,
            Verb.PLAN_VISIT,
            refuse=_not_before_the_day,
            confirm=_("From now on its minutes are written."),
            look=Look("primary", "people"),
        ),
        Transition(
            "confirm",
            _("Confirm the minutes"),
            (MeetingState.HELD,),
            MeetingState.CONFIRMED,
            Verb.PLAN_VISIT,
            stamp="confirmed",
            needs_note=True,
            not_own=True,
            missing=_lacking,
            tell=_members,
            news=_("The minutes of %(row)s have been confirmed: %(note)s"),
            confirm=_("The minutes cannot be changed any more."),
            look=Look("success", "check-circle"),
            note_label=_("How they were confirmed, such as at which meeting, with which corrections"),
        ),
        Transition(
            "cancel",
            _("Cancel the meeting"),
            (MeetingState.PLANNED,),
            MeetingState.CANCELLED,
            Verb.PLAN_VISIT,
            needs_note=True,
            tell=_members,
            news=_("%(row)s has been cancelled: %(note)s"),
            confirm=_("It keeps its number; a new meeting gets the next one."),
            look=Look("outline-danger", "x-lg"),
            note_label=_("Reason"),
        ),
    ),
)
