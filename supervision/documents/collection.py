"""What came back of a form as a workbook: one row a sheet and one column an item, the arithmetic of each score, and
each item counted up."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet
from supervision.models import ItemKind
from supervision.reports.collection import answers_of, form_of, summarise

NUMERIC = {ItemKind.RATED: "number", ItemKind.NUMBER: "money"}


def collection_sheets(collection, sheets):
    """`sheets`: the rows that may be read, in the order of the file."""
    form = form_of(collection)
    rows = answers_of(sheets, form)
    heading = [collection.title, f"{collection.instrument} · {collection.year_label}"]
    counted = [(item, group) for _section, items in summarise(rows, form) for item in items for group in _groups(item)]
    scores = [(row, section) for row in rows for section in form.sections if row.section_score(section).items]
    totals = [(row, None) for row in rows if row.score.items]
    answers = [*OWNER_COLUMNS, *map(_item_column, form.items), *SCORE_COLUMNS]
    return [
        Sheet(pgettext("form", "Answers"), answers, rows, heading),
        Sheet(_("Arithmetic"), ARITHMETIC_COLUMNS, [*scores, *totals], heading),
        Sheet(_("Item by item"), SUMMARY_COLUMNS, counted, heading),
    ]


def _groups(item):
    return [item.whole, *item.groups]


def _code(row):
    return row.sheet.school.moe_code if row.sheet.school else None


def _network(row):
    return row.sheet.school and row.sheet.school.network and row.sheet.school.network.name


OWNER_COLUMNS = [
    Column("code", gettext_lazy("10-digit ministry code"), _code, 14),
    Column("owner", gettext_lazy("Filled in by"), lambda row: str(row.sheet.owner), 34),
    Column("network", gettext_lazy("Network"), _network, 24),
    Column("state", gettext_lazy("State"), lambda row: row.sheet.get_state_display(), 18),
    Column("sent", gettext_lazy("Sent on"), lambda row: row.sheet.sent_on, 14, kind="date"),
]
SCORE_COLUMNS = [
    Column(
        "total",
        gettext_lazy("Sum of points"),
        lambda row: row.score.total if row.score.count else None,
        12,
        kind="number",
    ),
    Column("count", gettext_lazy("Items rated"), lambda row: row.score.count or None, 10, kind="number"),
    Column("mean", gettext_lazy("Mean"), lambda row: row.score.mean, 10, kind="money"),
    Column("level", gettext_lazy("Level"), lambda row: row.score.level and row.score.level.word, 16),
]


def _item_column(item):
    width = 40 if item.kind == ItemKind.TEXT else 16
    kind = NUMERIC.get(item.kind, "text")
    return Column(f"item_{item.pk}", f"{item.number} {item.text}", lambda row: row.value(item), width, kind=kind)


def _score(pair):
    row, section = pair
    return row.section_score(section) if section else row.score


ARITHMETIC_COLUMNS = [
    Column("owner", gettext_lazy("Filled in by"), lambda pair: str(pair[0].sheet.owner), 34),
    Column("section", gettext_lazy("Section"), lambda pair: str(pair[1] or _("The whole form")), 40),
    Column("points", gettext_lazy("Points"), lambda pair: " + ".join(map(str, _score(pair).points)), 34),
    Column("total", gettext_lazy("Sum of points"), lambda pair: _score(pair).total, 12, kind="number"),
    Column("count", gettext_lazy("Items rated"), lambda pair: _score(pair).count, 10, kind="number"),
    Column(
        "away", gettext_lazy("Not applicable, left out"), lambda pair: _score(pair).not_applicable, 14, kind="number"
    ),
    Column("mean", gettext_lazy("Mean"), lambda pair: _score(pair).mean, 10, kind="money"),
    Column("level", gettext_lazy("Level"), lambda pair: _score(pair).level and _score(pair).level.word, 16),
]
SUMMARY_COLUMNS = [
    Column("number", gettext_lazy("Item number"), lambda pair: pair[0].item.number, 10),
    Column("item", pgettext_lazy("form", "Item"), lambda pair: pair[0].item.text, 50),
    Column("group", gettext_lazy("Network"), lambda pair: pair[1].name, 24),
    Column("sheets", gettext_lazy("Forms sent"), lambda pair: pair[1].sheets, 10, kind="number"),
    Column("answered", gettext_lazy("Answered"), lambda pair: pair[1].answered, 10, kind="number"),
    Column("away", gettext_lazy("Not applicable"), lambda pair: pair[1].not_applicable, 12, kind="number"),
    Column("skipped", gettext_lazy("Not asked"), lambda pair: pair[1].not_asked, 12, kind="number"),
    Column("total", gettext_lazy("Sum"), lambda pair: pair[1].total if pair[1].values else None, 12, kind="money"),
    Column("mean", gettext_lazy("Mean"), lambda pair: pair[1].mean, 10, kind="money"),
    Column("parts", gettext_lazy("How many chose what"), lambda pair: pair[1].in_words, 60),
]
