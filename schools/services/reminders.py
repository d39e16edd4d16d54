from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.models import (
    CycleState,
    Sar,
    SarReminder,
)
from schools.services.people import people_of

REMINDER = _("%(row)s has not reached the office yet. It is due on %(due)s.")


def to_remind(sars):
    """Of these reports, those that are owed, can still be sent and were not reminded today."""
    today = SarReminder.objects.filter(sent_at__date=timezone.localdate())
    return sars.owing().filter(cycle__state=CycleState.OPEN).exclude(pk__in=today.values("sar"))


@dataclass(frozen=True)
class ReminderPlan:
    """Whom a reminder would reach: {Sar: people}, and the reports of schools where nobody has an account."""

    reached: dict[Sar, list[User]]
    unreached: list[Sar]

    @property
    def people(self):
        return {person for people in self.reached.values() for person in people}


def reminder_plan(sars):
    owed = list(to_remind(sars).select_related("cycle", "school"))
    people = people_of({sar.school_id for sar in owed}, "school_head", "school_teacher")
    reached = {sar: people[sar.school_id] for sar in owed if sar.school_id in people}
    return ReminderPlan(reached, [sar for sar in owed if sar not in reached])


@transaction.atomic
def remind(sars, *, by):
    """Tell the people of each school that its report is owed, and record it. Returns (reports, people) reached."""
    plan = reminder_plan(sars)
    SarReminder.objects.bulk_create(SarReminder(sar=sar, sent_by=by) for sar in plan.reached)
    for sar, people in plan.reached.items():
        notify(people, REMINDER, {"row": str(sar), "due": format_date(sar.due_on)}, sar.get_absolute_url())
    return len(plan.reached), len(plan.people)
