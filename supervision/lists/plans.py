from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.thai import format_range
from supervision.models import SemesterDays, SupervisionPlan

PLAN_COLUMNS = [
    Column("year", _("Fiscal year"), lambda p: str(p.fiscal_year), 12, "fiscal_year"),
    Column("name", _("Plan"), lambda p: p.name, 50, "name", SupervisionPlan.get_absolute_url),
    Column("items", _("Items of the plan"), lambda p: p.item_count, 10, "item_count", kind="number"),
    Column("state", _("State"), lambda p: p.get_state_display(), 22, "state", kind="state"),
]

BAND_COLUMNS = [
    Column("name", _("Group of schools"), lambda b: b.name, 40, "name", lambda b: b.get_absolute_url()),
    Column("year", _("Fiscal year"), lambda b: str(b.fiscal_year), 12, "fiscal_year"),
    Column("schools", _("Schools"), lambda b: b.school_count, 10, "school_count", kind="number"),
]


def _span(row, number):
    return format_range(*row.semesters[number], style="short")


SEMESTER_COLUMNS = [
    Column(
        "year", _("Academic year"), lambda s: str(s.academic_year), 14, "academic_year", SemesterDays.get_absolute_url
    ),
    Column("first", _("Semester 1"), lambda s: _span(s, 0), 28, "first_begins_on"),
    Column("second", _("Semester 2"), lambda s: _span(s, 1), 28, "second_begins_on"),
]


def coverage_columns(standings):
    """School, network, and one column for each item that is counted by school."""
    return [
        Column("school", _("School"), lambda s: s.name, 30, "name_sort", lambda s: s.get_absolute_url()),
        Column("network", _("Network"), lambda s: s.network and s.network.name, 22, "network__name_sort"),
        *[_item_column(item, standings) for item in standings.items if item.is_by_school and item.is_counted],
    ]


def _item_column(item, standings):
    def look(school):
        found = standings.at(item, school.pk)
        if found is None:
            return _("Not for it"), "secondary", "dash"
        word, colour, icon = found.standing
        return f"{found.kept}/{found.total} {word}", colour, icon

    return Column(f"item-{item.pk}", str(item), lambda school: str(look(school)[0]), 22, look=look)
