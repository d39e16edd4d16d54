"""Reminders of forms that are asked for, on the days that the office's FollowUpRules say, until the form is sent.
However many forms a person owes, a day's reminder is one notice.

A day that the queue slept through is made good on the next; each mark is told once, and a later last day has its
own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from supervision.models import FollowUpRules, Sheet, SheetReminder
from supervision.services.collections import people_of_sheets

ONE = must_act(_("“%(row)s” is not sent yet. The last day is %(due)s."))
MANY = must_act(_("%(count)s forms are not sent yet: %(rows)s."))


@dataclass(frozen=True)
class SheetPlan:
    """Whom a reminder would reach: {Sheet: people}, and the sheets of schools where nobody has an account."""

    reached: dict
    unreached: list

    @property
    def people(self):
        return {person for people in self.reached.values() for person in people}

    def by_person(self):
        found = {}
        for sheet, people in self.reached.items():
            for person in people:
                found.setdefault(person, []).append(sheet)
        return found


def reminder_plan(sheets):
    """Of these sheets those that are owed and were not reminded today."""
    today = SheetReminder.objects.filter(sent_at__date=timezone.localdate())
    owed = list(sheets.owed().exclude(pk__in=today.values("sheet")).select_related("collection", "school", "person"))
    reached = people_of_sheets(owed)
    return SheetPlan(reached, [sheet for sheet in owed if sheet not in reached])


@transaction.atomic
def remind_by_hand(sheets, *, by):
    """Tell those who owe these sheets, each person once. Returns the SheetPlan of what was told."""
    plan = reminder_plan(sheets)
    SheetReminder.objects.bulk_create(
        SheetReminder(sheet=sheet, due_on=sheet.due_on, sent_by=by) for sheet in plan.reached
    )
    _tell(plan)
    return plan


@transaction.atomic
def remind_sheets():
    """Tell those whose day it is. Returns how many sheets somebody was told of. Safe to run twice."""
    today, own, usual = timezone.localdate(), FollowUpRules.objects.by_district(), FollowUpRules()
    earliest = min(rules.marks[0] for rules in [usual, *own.values()])
    rows = Sheet.objects.owed().with_due().filter(due__lte=today - timedelta(days=earliest))
    rows = rows.select_for_update(of=("self",)).select_related("collection", "school", "person")
    wanted = {}
    for sheet in rows.prefetch_related("reminders"):
        rules = own.get(sheet.collection.district_id, usual)
        wanted[sheet] = rules.last_mark((today - sheet.due_on).days)
    due = [sheet for sheet, mark in wanted.items() if _is_wanted(sheet, mark, today)]
    plan = SheetPlan(people_of_sheets(due), [])
    SheetReminder.objects.bulk_create(
        SheetReminder(sheet=sheet, due_on=sheet.due_on, days=wanted[sheet]) for sheet in plan.reached
    )
    _tell(plan)
    return len(plan.reached)


def _is_wanted(sheet, mark, today):
    """Not twice, not on the day of a reminder by hand, and not for a mark that had passed when the sheet was given."""
    told = sheet.reminders.all()
    if mark is None or any((row.due_on, row.days) == (sheet.due_on, mark) for row in told):
        return False
    if any(timezone.localdate(row.sent_at) == today for row in told):
        return False
    return sheet.due_on + timedelta(days=mark) > timezone.localdate(sheet.created_at)


class _Owed(list):
    """Sheets as words in the language in which they are told."""

    def __str__(self):
        return "; ".join(_("%(row)s (due %(due)s)") % {"row": row, "due": format_date(row.due_on)} for row in self)


def _tell(plan):
    for person, owed in plan.by_person().items():
        if len(owed) == 1:
            [sheet] = owed
            notify([person], ONE, {"row": sheet, "due": format_date(sheet.due_on)}, sheet.get_absolute_url())
        else:
            url = f"{reverse('supervision:sheet_list')}?standing=owed"
            notify([person], MANY, {"count": len(owed), "rows": _Owed(owed)}, url)
