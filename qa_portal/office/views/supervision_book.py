"""The supervision report of a year: asked for here, made by the queue."""

from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qa_portal.core import jobs
from qa_portal.core.models import Job
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year
from qa_portal.office.forms.supervision_book import SupervisionBookForm
from qa_portal.office.reports.period import known_years

from .offices import own_office

EARLIER = 20


@requires(Verb.EXPORT_REPORTS)
def supervision_book(request):
    district = own_office(request.user)
    years = known_years(district)
    form = SupervisionBookForm(request.POST or None, years=years, district=district, initial=_asked(request, years))
    if request.method == "POST" and form.is_valid():
        return redirect(_start(form.cleaned_data, request.user))
    earlier = Job.objects.visible_to(request.user).filter(kind="supervision_book").select_related("result")
    context = {"form": form, "earlier": earlier[:EARLIER], "district": district}
    return render(request, "office/supervision_book.html", context, status=422 if form.errors else 200)


def _asked(request, years):
    """The year that the page was opened for, else the present one."""
    asked = request.GET.get("year", "")
    return {"year": next((year for year in years if str(year) == asked), fiscal_year(localdate()))}


def _start(asked, user):
    network = asked["network"]
    label = _("Supervision report %(year)s, %(whose)s, %(format)s") % {
        "year": asked["year"],
        "whose": network or user.district.short_name,
        "format": asked["format"],
    }
    params = {name: asked[name] for name in ("year", "format", "thai_digits")} | {"network": network and network.pk}
    return jobs.start("supervision_book", label=label, params=params, by=user, district=user.district)
