"""The money of the office's projects of one fiscal year."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.models import Project, current_fiscal_year
from projects.reports import year_money
from projects.reports.year_money import Side
from projects.reports.year_sums import PlanYear, known_years
from projects.services.ledger import Money
from qa_portal.core.models import District
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb

PER_PAGE = 100


@requires(Verb.VIEW_PROJECTS)
def year_spending(request):
    """`?by=` one of the sides, `&key=` the projects behind one of its rows; `?format=xlsx` all sides as sheets."""
    districts = District.objects.visible_to(request.user).order_by("code")
    years = sorted({current_fiscal_year(), *known_years(Project.objects.visible_to(request.user))}, reverse=True)
    year = PlanYear(_chosen(districts, request, "district"), _year(years, request))
    if request.GET.get("format") == "xlsx":
        name = _("Money of fiscal year %(year)s") % {"year": year.fiscal}
        return workbook_response(year_money.sheets(year), name)
    side, key = _side(request), request.GET.get("key", "")
    context = {"year": year, "years": years, "districts": districts, "side": side, "sides": Side, "key": key}
    return render(request, "projects/year_spending.html", context | _shown(request, year, side, key))


def _chosen(rows, request, name):
    """The row that the address names, else the first: who sees the whole country looks at one office at a time."""
    asked = request.GET.get(name, "")
    return next((row for row in rows if str(row.pk) == asked), None) or rows.first()


def _year(years, request):
    asked = request.GET.get("fiscal_year", "")
    return next((year for year in years if str(year) == asked), current_fiscal_year())


def _side(request):
    asked = request.GET.get("by")
    return Side(asked) if asked in Side.values else Side.PROJECT


def _shown(request, year, side, key):
    rows = year_money.within(year, side, key) if key else year_money.rows(year, side)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page_obj": page,
        "is_paginated": page.has_other_pages(),
        "total": sum((row.money for row in rows), Money()) if key else year.total.money,
    }
    if side == Side.QUARTER and not key:
        shown["quarters"] = year_money.quarters(year)
    return shown
