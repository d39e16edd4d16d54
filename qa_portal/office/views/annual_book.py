"""The annual book of the office: its foreword, its files as the queue makes them, its published versions."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView

from qa_portal.core import jobs
from qa_portal.core.models import District, Job
from qa_portal.core.pages import READ_WRITE, Edit, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year
from qa_portal.office.annual_book.book import usual_foreword
from qa_portal.office.forms.annual_book import AnnualBookForm, ForewordForm, PublishBookForm
from qa_portal.office.models import AnnualForeword, Publication, PublicationKind
from qa_portal.office.reports.annual_standing import lacks
from qa_portal.office.reports.period import OfficeYear, known_years

from .offices import office_year, own_office

EARLIER = 20
KINDS = ("annual_book", "publish_annual_book")


@requires(Verb.EXPORT_REPORTS)
@READ_WRITE
def annual_book(request):
    district = own_office(request.user)
    years = known_years(district)
    asked = request.GET.get("year", "")
    fiscal = next((year for year in years if str(year) == asked), fiscal_year(localdate()))
    form = AnnualBookForm(request.POST or None, years=years, initial={"year": fiscal})
    if request.method == "POST" and form.is_valid():
        return redirect(_start(form.cleaned_data, request.user))
    earlier = Job.objects.visible_to(request.user).filter(kind__in=KINDS).select_related("result")
    context = {
        "form": form,
        "district": district,
        "year": fiscal,
        "years": years,
        "versions": versions_of(OfficeYear.of(district, fiscal)),
        "may_write": request.user.can(Verb.WRITE_SYNTHESIS),
        "earlier": earlier[:EARLIER],
    }
    return render(request, "office/annual_book.html", context, status=422 if form.errors else 200)


def versions_of(year):
    rows = Publication.objects.filter(kind=PublicationKind.ANNUAL, district=year.district)
    return rows.filter(academic_year=year.own_academic).order_by("-number")


def _start(asked, user):
    label = _("Annual book %(year)s, %(format)s") % {"year": asked["year"], "format": asked["format"]}
    params = {name: asked[name] for name in ("year", "format", "thai_digits")}
    return jobs.start("annual_book", label=label, params=params, by=user, district=user.district)


class ForewordEdit(Edit, UpdateView):
    """The office's own foreword of a year; what the portal would say stands there at first."""

    model = AnnualForeword
    form_class = ForewordForm
    verb = Verb.WRITE_SYNTHESIS
    template_name = "office/annual_foreword.html"
    saved_message = gettext_lazy("The foreword is saved.")

    def get_object(self):
        year = office_year(self.request.user, own_office(self.request.user).pk, self.kwargs["fiscal"])
        if self.request.method == "POST":
            District.objects.select_for_update().get(pk=year.district.pk)  # two first saves at once are two in a row
        about = {"district": year.district, "fiscal_year": year.fiscal}
        words = "\n".join(usual_foreword(year))
        return self.get_queryset().filter(**about).first() or AnnualForeword(**about, text=words)

    def get_success_url(self):
        return f"{reverse('office:annual_book')}?year={self.object.fiscal_year}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.get_success_url()}


@requires(Verb.WRITE_SYNTHESIS)
@READ_WRITE
def annual_publish(request, fiscal):
    """Says what publishing does and what the year still lacks, then has the queue make the version."""
    district = own_office(request.user)
    year = office_year(request.user, district.pk, fiscal)
    missing = lacks(year)
    form = PublishBookForm(request.POST or None, is_finished=not missing)
    if form.is_valid():
        label = _("Publication: annual book %(year)s") % {"year": fiscal}
        params = {"year": fiscal, **{name: form.cleaned_data[name] for name in ("note", "thai_digits")}}
        return redirect(
            jobs.start("publish_annual_book", label=label, params=params, by=request.user, district=district)
        )
    context = {"form": form, "year": year, "missing": missing, "versions": versions_of(year)}
    return render(request, "office/annual_publish.html", context, status=422 if form.errors else 200)
