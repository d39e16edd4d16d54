"""The list of honours, and the results of an award as a sheet."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from schools.models import Honour


def _is_public(honour):
    return str(honour.standing[0])


HONOUR_COLUMNS = [
    Column("recipient", gettext_lazy("Given to"), lambda h: h.recipient, 36, "recipient", Honour.get_absolute_url),
    Column("title", gettext_lazy("Honour"), lambda h: h.title, 40, "title"),
    Column("school", gettext_lazy("School"), lambda h: h.school and h.school.name, 26, "school__name_sort"),
    Column("given_by", gettext_lazy("Given by"), lambda h: h.given_by, 26, "given_by"),
    Column("given_on", gettext_lazy("Given on"), lambda h: h.given_on, 14, "given_on", kind="date"),
    Column("year", gettext_lazy("Academic year"), lambda h: str(h.academic_year), 12, "academic_year"),
    Column("number", gettext_lazy("Certificate"), lambda h: h.number, 12),
    Column("public", gettext_lazy("Shown to everybody"), _is_public, 14, "is_public", kind="state"),
]

HONOUR_SHEET_COLUMNS = [
    *HONOUR_COLUMNS,
    Column("reason", gettext_lazy("For what"), lambda h: h.reason, 50),
    Column("code", gettext_lazy("Ministry code"), lambda h: h.school and h.school.moe_code, 14),
]


def result_columns(judging):
    """The result as it is announced: a column for each judge."""
    columns = [
        Column("place", _("Placed"), lambda r: r.place or None, 8, kind="number"),
        Column("practice", _("Entry"), lambda r: r.nomination.practice.title, 44),
        Column("school", _("School"), lambda r: r.nomination.practice.school.name, 28),
    ]
    columns += [
        Column(f"judge-{judge.pk}", str(judge), _total_by(place), 14, kind="number")
        for place, judge in enumerate(judging.judges)
    ]
    return [
        *columns,
        Column("mean", _("Mean"), lambda r: r.mean, 10, kind="money"),
        Column("percent", _("Percent"), lambda r: r.percent, 10, kind="money"),
        Column("rank", _("Rank"), lambda r: r.rank and r.rank.name, 22),
    ]


def _total_by(place):
    def value(result):
        judgement = result.judgements[place]
        return judgement.total if judgement.is_counted else None

    return value
