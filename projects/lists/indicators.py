"""The list of indicators of projects: its filters and columns. What the portal counts by itself stands on the page of
each project: counting it for a whole list would ask the database once a row."""

import django_filters as filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Met, Project, ProjectIndicator, ResultLevel
from projects.services.measures import MEASURES
from qa_portal.core.columns import Column


class IndicatorFilter(filters.FilterSet):
    text = filters.CharFilter(label=gettext_lazy("Project name"), method="by_text")
    fiscal_year = filters.ChoiceFilter(
        label=gettext_lazy("Fiscal year"), field_name="project__fiscal_year", empty_label=gettext_lazy("All years")
    )
    level = filters.ChoiceFilter(label=gettext_lazy("Kind of result"), choices=ResultLevel)
    met = filters.ChoiceFilter(label=gettext_lazy("Target reached"), field_name="actual__met", choices=Met)

    class Meta:
        model = ProjectIndicator
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        projects = Project.objects.visible_to(self.request.user).approved()
        years = projects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.filters["fiscal_year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_text(self, rows, name, value):
        return rows.filter(project__in=Project.objects.search(value))


def _actual(row):
    return getattr(row, "actual", None)


def _met(row):
    actual = _actual(row)
    return str(actual.get_met_display()) if actual else ""


def _source(row):
    if row.measure in MEASURES:
        return _("Counted by the portal")
    return _("Typed by a person") if _actual(row) else _("No data")


COLUMNS = [
    Column(
        "text",
        gettext_lazy("Indicator"),
        lambda row: row.text,
        50,
        link=lambda row: reverse("projects:project_indicators", args=[row.project_id]),
    ),
    Column("project", gettext_lazy("Project"), lambda row: row.project.name, 40, "project__name_sort"),
    Column("year", gettext_lazy("Fiscal year"), lambda row: str(row.project.fiscal_year), 10, "project__fiscal_year"),
    Column("level", gettext_lazy("Kind of result"), lambda row: str(row.get_level_display()), 14, "level"),
    Column("target", gettext_lazy("Target as written"), lambda row: row.target_text, 30),
    Column("goal", gettext_lazy("Target number"), lambda row: row.target_value, 12, "target_value", kind="number"),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit, 12),
    Column(
        "reached",
        gettext_lazy("Actual number"),
        lambda row: _actual(row) and _actual(row).value,
        12,
        "actual__value",
        kind="number",
    ),
    Column("result", gettext_lazy("Actual result in words"), lambda row: _actual(row) and _actual(row).text, 40),
    Column("met", gettext_lazy("Target reached"), _met, 14, "actual__met"),
    Column("source", gettext_lazy("Source"), _source, 20),
]
