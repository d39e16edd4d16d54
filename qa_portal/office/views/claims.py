"""Claim against seen (F40): the lines of one office, and those of one school with the evidence of each figure."""

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qa_portal.core.addresses import year_in
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.office import filters
from qa_portal.office.reports import claim_lines, claims
from qa_portal.office.reports.period import OfficeYear
from schools.models import Sar, School
from supervision.reports.claims import SIDES
from supervision.reports.claims import claims as claim_rows

from .rows import Rows


class ClaimRows(Rows):
    """The widest claims above what was seen first."""

    model = Sar
    filterset_class = filters.ClaimRowsFilter
    columns = claims.COLUMNS
    sheet_name = _("Claim against seen")
    template_name = "office/claims.html"
    default_sort = "-difference"

    @cached_property
    def academic_year(self):
        """The year asked for, else that of the latest SARs."""
        asked = year_in(self.request.GET.get("year", ""))
        return asked or OfficeYear.of(self.district).following().academic

    def get_columns(self):
        """The sheet has the network too, for which a page has no room."""
        if self.request.GET.get("format") == "xlsx":
            return self.columns
        return [column for column in self.columns if column.key != "network"]

    def get_filterset_kwargs(self, filterset_class):
        """The form says which year is shown, also where none was asked for."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        asked = self.request.GET.copy()
        asked["year"] = asked.get("year") or self.academic_year
        return kwargs | {"data": asked}

    @property
    def against(self):
        asked = self.request.GET.get("against")
        return asked if asked in SIDES else None

    def rows(self):
        return claim_rows(self.district.schools.all(), self.academic_year, against=self.against)

    def _ordering(self):
        """What is missing stands last, whichever way the list is sorted."""
        first, *others = super()._ordering()
        if isinstance(first, str):
            first = OrderBy(F(first.removeprefix("-")), descending=first.startswith("-"))
        first.nulls_last = True
        return [first, *others, "standard_number"]

    @cached_property
    def counts(self):
        return claims.count_by_direction(self.object_list)

    def get_template_names(self):
        names = super().get_template_names()
        return names if names[0] == self.template_name else ["office/claims_fragment.html"]

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = sum(self.counts.values())
        return paginator

    def get_context_data(self, **kwargs):
        counted = [(claims.DIRECTION_LABELS[key], key, lines) for key, lines in self.counts.items()]
        return super().get_context_data(**kwargs) | {"year": self.academic_year, "counted": counted}


@require_safe
@requires(Verb.VIEW_VISITS)
def school_claims(request, pk):
    """One school's lines of a year; its own people see their own school's only. What htmx asks for stands beside a
    report: the lines of its level of education."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    years = claim_lines.years_of(school)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else next(iter(years), None)
    context = {"school": school, "year": year, "years": years}
    if request.htmx and not request.htmx.boosted:
        rows = claims.of_school(school, year, request.user).filter(level=request.GET.get("level", ""))
        return render(request, "office/claims_beside.html", context | {"columns": claims.BESIDE, "rows": rows})
    context["groups"] = claim_lines.lines_of(school, year, request.user)
    return render(request, "office/claims_school.html", context)
