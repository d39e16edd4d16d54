from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import District
from qa_portal.core.pages import ListPage, requires, workbook_response
from qa_portal.core.roles import Scope, Verb
from qa_portal.office.documents import school_map
from qa_portal.office.filters import DistrictFilter
from qa_portal.office.forms.figures import AsAtForm, FiguresForm
from qa_portal.office.reports import districts, waiting
from qa_portal.office.reports.areas import AREAS, AreaPage
from qa_portal.office.reports.as_at import UNTOLD, AsAt
from qa_portal.office.reports.overview import Overview, values_shown
from qa_portal.office.reports.period import OfficeYear, known_years
from qa_portal.office.reports.school_map import MEASURES, SchoolMap

from .offices import office_of


@requires(Verb.VIEW_DASHBOARD)
def dashboard(request):
    """Where the menu leads: one's own office; for those who see the nation, the list of offices."""
    if request.user.scope is Scope.NATION:
        return redirect("office:district_list")
    return district_dashboard(request, request.user.district_id)


def asked_year(request, district):
    """(form, OfficeYear) that a page of figures was asked for."""
    form = FiguresForm(request.GET, district=district, years=known_years(district))
    form.is_valid()
    year = OfficeYear.of(district, form.cleaned_data.get("year")).following()
    return form, replace(year, narrowing=form.narrowing)


def _frame(request, form, year, here):
    """What the pages of an office's year share: their tabs and filters; the address keeps what was asked."""
    return {
        "form": form,
        "year": year,
        "areas": AREAS,
        "here": here,
        "query": urlencode({"year": year.fiscal} | year.narrowing.asked),
    }


@requires(Verb.VIEW_DASHBOARD)
def district_dashboard(request, district):
    form, year = asked_year(request, office_of(request.user, district))
    values = values_shown(year)
    context = {
        "page": Overview(year, values),
        "acts": waiting.can_act(request.user),
        "waiting": [] if year.narrowing else _waiting(request.user, year, values),
    }
    return render(request, "office/dashboard.html", context | _frame(request, form, year, ""))


def _waiting(user, year, values):
    schools = values["shares"]
    found = waiting.waiting(year, values["waiting"], unvisited=schools["schools"] - schools["visited"])
    return waiting.waiting_for(user, found)


@requires(Verb.VIEW_DASHBOARD)
def dashboard_area(request, district, area):
    """One area of an office's year; `?format=xlsx` as a workbook."""
    if area not in AREAS:
        raise Http404
    form, year = asked_year(request, office_of(request.user, district))
    page = AreaPage.of(AREAS[area], year)
    if request.GET.get("format") == "xlsx":
        return workbook_response(page.sheets(), str(page.area.label))
    return render(request, "office/dashboard_area.html", {"page": page} | _frame(request, form, year, area))


@requires(Verb.VIEW_DASHBOARD)
def dashboard_map(request, district):
    """The schools where they stand, by what `?measure=` asks."""
    form, year = asked_year(request, office_of(request.user, district))
    measure = request.GET.get("measure") if request.GET.get("measure") in MEASURES else next(iter(MEASURES))
    page = SchoolMap(year, MEASURES[measure])
    points = [
        (row.latitude, row.longitude, f"{row}: {page.word(row)}", row.get_absolute_url(), row.is_well)
        for row in page.placed
    ]
    context = {
        "page": page,
        "picture": school_map.draw(points, title=page.table.title, told=page.measure.label),
        "measures": MEASURES,
        "measure": measure,
    }
    return render(request, "office/dashboard_map.html", context | _frame(request, form, year, "map"))


@requires(Verb.VIEW_DASHBOARD)
def dashboard_as_at(request, district):
    """What can be told of the office as it stood at the end of `?day=`, today without one."""
    office = office_of(request.user, district)
    form = AsAtForm(request.GET, district=office, years=known_years(office))
    form.is_valid()
    year = replace(OfficeYear.of(office).following(), narrowing=form.narrowing)
    context = {"page": AsAt.of(year, form.cleaned_data.get("day") or year.today), "untold": UNTOLD}
    return render(request, "office/dashboard_as_at.html", context | _frame(request, form, year, "as_at"))


class DistrictList(ListPage):
    """The offices that the user sees, with a few sums of the present year."""

    verb = Verb.VIEW_DASHBOARD
    model = District
    filterset_class = DistrictFilter
    columns = districts.COLUMNS
    template_name = "office/district_list.html"
    sheet_name = _("Education area offices")

    def get_queryset(self):
        return districts.with_sums(super().get_queryset(), OfficeYear.of(None))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"year": OfficeYear.of(None)}
