from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.models import Sar, SarReminder
from schools.models.sar import OWING, asked_on, sendable_on
from schools.services.people import writers_by_school

REMINDER = must_act(_("%(row)s has not reached the office yet. It is due on %(due)s."))
DIGEST = must_act(_("%(count)s reports have not reached the office yet: %(rows)s."))


def is_to_remind(day):
    """Owed, can still be sent, not reminded on that day."""
    reminded = SarReminder.objects.filter(sar=OuterRef("pk"), sent_at__date=day)
    return OWING & asked_on(day) & sendable_on(day) & ~Exists(reminded)


def to_remind(sars, *, on=None):
    """Of these reports, those that are to be reminded on that day (today)."""
    return sars.filter(is_to_remind(on or timezone.localdate()))


@dataclass(frozen=True)
class ReminderPlan:
    """Whom a reminder would reach: {Sar: people}, and the reports of schools where nobody has an account."""

    reached: dict[Sar, list[User]]
    unreached: list[Sar]

    @property
    def people(self):
        return {person for people in self.reached.values() for person in people}

    def by_person(self):
        """{person: the reports that they are reminded of}."""
        found = {}
        for sar, people in self.reached.items():
            for person in people:
                found.setdefault(person, []).append(sar)
        return found


def reminder_plan(sars, *, on=None):
    owed = list(to_remind(sars, on=on).select_related("cycle", "school"))
    people = writers_by_school({sar.school_id for sar in owed})
    reached = {sar: people[sar.school_id] for sar in owed if sar.school_id in people}
    return ReminderPlan(reached, [sar for sar in owed if sar not in reached])


@transaction.atomic
def remind(sars, *, by):
    """Tell the people of each school that its reports are owed, each person once however many they are, and record it;
    `by` is None for the cycle's own cadence. Returns (reports, people) reached."""
    plan = reminder_plan(sars)
    SarReminder.objects.bulk_create(SarReminder(sar=sar, sent_by=by) for sar in plan.reached)
    for person, owed in plan.by_person().items():
        _tell(person, owed)
    return len(plan.reached), len(plan.people)


class _Owed(list):
    """Reports as words in the language in which they are told."""

    def __str__(self):
        return "; ".join(_("%(row)s (due %(due)s)") % {"row": sar, "due": format_date(sar.due_on)} for sar in self)


def _tell(person, owed):
    if len(owed) == 1:
        [sar] = owed
        return notify([person], REMINDER, {"row": sar, "due": format_date(sar.due_on)}, sar.get_absolute_url())
    values = {"count": len(owed), "rows": _Owed(owed)}
    return notify([person], DIGEST, values, f"{reverse('schools:sar_list')}?standing=owing")
