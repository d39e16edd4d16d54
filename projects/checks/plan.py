"""What is odd about a plan beside its sums: times outside its year, numbers that jump, activities without money or with
two titles (A12-08, A12-10, A12-11). Warnings for those who write; nothing here hinders anybody."""

import re
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from projects.checks.findings import Finding, Level
from qa_portal.core.thai import fiscal_year_range, format_date, search_key, to_arabic, why_no_dates

ALIKE = 0.7


def where(activity):
    """The id of the activity's row in the table of activities, its money having another."""
    return f"plan-{activity.pk}"


def _warn(kind, place, sentence):
    return Finding(kind, place, sentence, level=Level.WARNING)


def odd_time(period, fiscal_year):
    """The sentence for a time whose days do not exist, or that is not wholly within the fiscal year; "" for one that
    is, and for words."""
    if period.start is None:
        why = why_no_dates(period.text)
        return _("“%(period)s” is no time: %(why)s") % {"period": period.text, "why": why} if why else ""
    first, last = fiscal_year_range(fiscal_year)
    if first <= period.start and (period.end or period.start) <= last:
        return ""
    return _("“%(period)s” is not within fiscal year %(year)s (%(first)s – %(last)s).") % {
        "period": period.text,
        "year": fiscal_year,
        "first": format_date(first),
        "last": format_date(last),
    }


def read_period(period):
    """What the portal reads in a typed time; "" where the text has no dates."""
    if period.start is None:
        return ""
    days = dict.fromkeys([format_date(period.start), format_date(period.end or period.start)])
    return _("Read as %(days)s") % {"days": " – ".join(days)}


def check_periods(budget):
    project = budget.project
    for place, row in (
        ("basics", project),
        *((where(group.activity), group.activity) for group in budget.with_activity),
    ):
        if sentence := odd_time(row.period, project.fiscal_year):
            yield _warn("period", place, sentence)


def check_numbers(budget):
    """Printed numbers of the lines that leave some out: 1, 2, 5."""
    printed = [to_arabic(line.number).strip(". ") for line in budget.lines]
    numbers = [int(number) for number in printed if re.fullmatch(r"\d{1,4}", number, re.ASCII)]
    missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    if missing and len(numbers) > 1:
        said = ", ".join(map(str, missing[:10]))
        yield _warn("numbers", "lines", _("The numbers of the budget lines leave out %(missing)s.") % {"missing": said})


def check_unfunded(budget):
    if not budget.lines or all(line.activity_id is None for line in budget.lines):
        return
    for group in budget.with_activity:
        if not group.lines:
            sentence = _("%(activity)s: no budget line belongs to this activity.") % {"activity": group.activity}
            yield _warn("unfunded", where(group.activity), sentence)


def check_titles(budget):
    for group in budget.with_activity:
        activity = group.activity
        if activity.budget_title and not _are_alike(activity.budget_title, activity.title):
            titles = {"title": activity.title, "other": activity.budget_title}
            yield _warn("titles", where(activity), _("“%(title)s” is called “%(other)s” in the budget table.") % titles)


def _are_alike(one, other):
    """Whether two titles are one, give or take the word กิจกรรม and some letters."""
    keys = [search_key(title).removeprefix("กิจกรรม") for title in (one, other)]
    return SequenceMatcher(None, *keys, autojunk=False).ratio() > ALIKE


CHECKS = (check_periods, check_numbers, check_unfunded, check_titles)
