"""The checklist of a year, made of the rules; ticking; reminders before, on and after the day."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.office.models import ChecklistItem, ChecklistRule

EVERY = 7  # days: told that long before, on the day, and as often after it
COMING = must_act(_("“%(row)s” is to be done by %(due)s."))
LATE = must_act(_("“%(row)s” was to be done by %(due)s and is not ticked yet."))


@transaction.atomic
def make_year(district, fiscal_year):
    """Items of all active rules that the year has not yet; what is there stays as it is. Returns how many are new."""
    rules = ChecklistRule.objects.filter(district=district, is_active=True).exclude(items__fiscal_year=fiscal_year)
    return [_item(rule, fiscal_year).pk for rule in rules.select_for_update(of=("self",))]


def _item(rule, fiscal_year):
    facts = {"task": rule.task, "owner": rule.owner, "due_on": rule.due_in(fiscal_year)}
    return ChecklistItem.objects.create(district=rule.district, rule=rule, fiscal_year=fiscal_year, **facts)


def tick(item, *, by):
    """Save the item as its form left it: whoever gives the day ticked it, a day taken away unticks it."""
    item.done_by = (item.done_by or by) if item.done_on else None
    item.save(by=by)


def last_mark(days_late):
    """The latest day of reminding that has passed, in days after the last day; None before the first."""
    if days_late < -EVERY:
        return None
    return days_late // EVERY * EVERY


def remind_checklist():
    """Tell the owners of what is not ticked. Returns how many items were told of. Safe to run twice."""
    today = timezone.localdate()
    rows = ChecklistItem.objects.open().filter(owner__is_active=True).select_related("owner")
    return sum(_remind(row, last_mark((today - row.due_on).days)) for row in rows)


@transaction.atomic
def _remind(row, mark):
    if mark is None:
        return False
    waiting = ChecklistItem.objects.filter(Q(reminded=None) | Q(reminded__lt=mark), pk=row.pk)
    is_first = bool(waiting.update(reminded=mark))
    if is_first:
        sentence = LATE if mark > 0 or row.due_on < timezone.localdate() else COMING
        notify([row.owner], sentence, {"row": row, "due": format_date(row.due_on)}, row.get_absolute_url())
    return is_first
