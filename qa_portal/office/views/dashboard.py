from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import District
from qa_portal.core.pages import ListPage, requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.office.filters import DistrictFilter
from qa_portal.office.forms.year import YearForm
from qa_portal.office.reports import dashboard as dashboards
from qa_portal.office.reports import districts
from qa_portal.office.reports.period import OfficeYear, known_years

from .offices import office_of


@requires(Verb.VIEW_DASHBOARD)
def dashboard(request):
    """Where the menu leads: one's own office; for those who see the nation, the list of offices."""
    if request.user.scope is Scope.NATION:
        return redirect("office:district_list")
    return district_dashboard(request, request.user.district_id)


@requires(Verb.VIEW_DASHBOARD)
def district_dashboard(request, district):
    office = office_of(request.user, district)
    years = known_years(office)
    form = YearForm(request.GET, years=years)
    year = OfficeYear.of(office, form.cleaned_data["year"] if form.is_valid() else None).following()
    page = dashboards.build(year)
    context = {
        "page": page,
        "year": year,
        "years": years,
        "acts": dashboards.can_act(request.user),
        "waiting": dashboards.waiting_for(request.user, page.waiting),
    }
    return render(request, "office/dashboard.html", context)


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
