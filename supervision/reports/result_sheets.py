"""Results as sheets, in the columns that the import reads (supervision.imports.results)."""

from django.utils.translation import gettext as _

from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet
from schools.services.expected import taught_levels
from supervision.imports.results import EDUCATION, HEADERS, LONG, WHOLE
from supervision.models import StandardResult


def _cell(name, value, width=16):
    return Column(name, HEADERS[name][0], value, width)


TEMPLATE_COLUMNS = [
    _cell("moe_code", lambda row: row[0].moe_code),
    _cell("school", lambda row: row[0].name, 34),
    _cell("education", lambda row: EDUCATION[row[1]][0]),
    _cell("standard", lambda row: WHOLE[0] if row[2] is None else str(row[2].number), 12),
    *(_cell(name, lambda row: "", 18) for name in ("level", "score", "is_certified", "dated")),
    *(_cell(name, lambda row: "", 36) for name in LONG),
]


def template_sheet(in_round, schools):
    """For each school and level of education that the round assesses a row for the whole and one for each standard,
    the results to be filled in."""
    parts = {level: [None, *framework.standards.all()] for level, framework in in_round.frameworks.items()}
    rows = [
        (school, level, standard)
        for school in schools
        for level, standards in parts.items()
        if level in taught_levels(school)
        for standard in standards
    ]
    columns = [column for column in TEMPLATE_COLUMNS if in_round.has_scores or column.key != "score"]
    return Sheet(_("Results"), columns, rows, has_foot=False)


RESULT_COLUMNS = [
    _cell("moe_code", lambda row: row.paper.assessment.school.moe_code),
    _cell("school", lambda row: row.paper.assessment.school.name, 34),
    _cell("education", lambda row: EDUCATION[row.paper.assessment.level][0]),
    _cell("standard", lambda row: str(row.standard.number), 12),
    _cell("level", lambda row: row.level and row.level.name),
    _cell("score", lambda row: row.score if row.score is None else str(row.score)),
    _cell("note", lambda row: row.note, 36),
]


def standards_sheet(papers):
    """The results of standards on these papers in the columns that the import reads, with round, attempt and kind."""
    rows = StandardResult.objects.filter(paper__in=papers.order_by().values("pk"))
    rows = rows.select_related("paper__assessment__school", "paper__assessment__round", "standard", "level")
    about = [
        Column("round", _("Round"), lambda row: row.paper.assessment.round.name, 34),
        Column("attempt", _("Attempt"), lambda row: row.paper.assessment.attempt, 10, kind="number"),
        Column("kind", _("Kind"), lambda row: str(row.paper.get_kind_display()), 12),
    ]
    order = ("paper__assessment__school__name_sort", "paper", "standard__number")
    return Sheet(_("By standard"), [*about, *RESULT_COLUMNS], rows.order_by(*order).iterator(2000))
