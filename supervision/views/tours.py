"""Rounds of visits by teams: read by the office, kept by the head of its group (A5-05)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, FormPage, ListPage, docx_response, pdf_response, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from supervision.checks.tours import flaws_of
from supervision.documents.tour import render_tour, render_tour_docx, tour_sheets
from supervision.filters.tours import TourFilter
from supervision.forms.tours import MakeVisitsForm, PeopleForm, RouteForm, TourForm
from supervision.lists.tours import TOUR_COLUMNS
from supervision.models import Tour
from supervision.reports.tours import coverage_of, grid_of, travel_of
from supervision.services.tours import make_visits, propose_route, save_people, save_route, set_teams
from supervision.views.office import OfVisits, for_office


class TourList(OfVisits, ListPage):
    model = Tour
    columns = TOUR_COLUMNS
    filterset_class = TourFilter
    template_name = "supervision/tour_list.html"
    sheet_name = gettext_lazy("Rounds of visits by teams")
    default_sort = "-begins_on"

    def get_queryset(self):
        counts = {
            "team_count": Count("teams", distinct=True),
            "school_count": Count("schools", distinct=True),
            "visit_count": Count("teams__stops__visit", distinct=True),
        }
        return super().get_queryset().annotate(**counts)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_keeper": self.request.user.can(Verb.MANAGE_VISITS)}


def shown(tour):
    """What the page, the step to the visits and the papers say of a round."""
    teams = list(tour.teams.with_route())
    coverage = coverage_of(tour, teams)
    days, grid = grid_of(tour, teams)
    return {
        "tour": tour,
        "teams": teams,
        "coverage": coverage,
        "flaws": flaws_of(tour, teams, coverage.missing),
        "days": days,
        "grid": grid,
        "travel": travel_of(tour, teams),
        "open_stops": sum(1 for team in teams for stop in team.stops.all() if not stop.visit_id),
    }


class TourDetail(OfVisits, DetailView):
    model = Tour
    template_name = "supervision/tour_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("plan_item")

    def get_context_data(self, **kwargs):
        tour, user = self.object, self.request.user
        is_keeper = Tour.objects.editable_by(user).filter(pk=tour.pk).exists()
        context = shown(tour) | {"is_keeper": is_keeper, "orders": tour.orders.all(), "entries": entries_of(tour)}
        return super().get_context_data(**kwargs) | context


class TourForms(OfVisits, Edit):
    model = Tour
    form_class = TourForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/tour_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
                set_teams(self.object, form.cleaned_data["team_count"])
        except Refused as refused:
            form.add_error("team_count", str(refused))
            return self.form_invalid(form)
        return response


class TourCreate(TourForms, CreateView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Tour(district=self.request.user.district)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:tour_list")}

    def get_success_url(self):
        return reverse("supervision:tour_people", args=[self.object.pk])


class TourEdit(TourForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class TourPart(OfVisits, Edit, UpdateView):
    """A part of a round that is saved as a whole, so that two who write at once are told of each other."""

    model = Tour
    verb = Verb.MANAGE_VISITS

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class TourPeople(TourPart):
    form_class = PeopleForm
    template_name = "supervision/tour_people.html"

    def form_valid(self, form):
        save_people(self.object, form.seats)
        return super().form_valid(form)


class TourRoute(TourPart):
    form_class = RouteForm
    template_name = "supervision/tour_route.html"

    def form_valid(self, form):
        save_route(self.object, form.places)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"uncovered": self.object.uncovered().count()}


@require_POST
@requires(Verb.MANAGE_VISITS)
def tour_propose(request, pk):
    """Schools without a team get one, and a day; what a person has placed stays."""
    tour = get_object_or_404(Tour.objects.editable_by(request.user), pk=pk)
    count = propose_route(tour)
    if count:
        said = ngettext(
            "%(count)s school has a team and a day now.", "%(count)s schools have a team and a day now.", count
        )
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Every school has a team already."))
    return redirect("supervision:tour_route", pk=tour.pk)


class TourVisits(OfVisits, FormPage):
    """What would be made, what does not fit, and the visits."""

    form_class = MakeVisitsForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/tour_visits.html"

    @cached_property
    def facts(self):
        rows = Tour.objects.editable_by(self.request.user).select_related("district", "plan_item")
        return shown(get_object_or_404(rows, pk=self.kwargs["pk"]))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "has_flaws": bool(self.facts["flaws"])}

    def get_context_data(self, **kwargs):
        stopped = any(flaw.stops_round for flaw in self.facts["flaws"])
        return super().get_context_data(**kwargs) | self.facts | {"is_stopped": stopped}

    def form_valid(self, form):
        tour = self.facts["tour"]
        about = {key: form.cleaned_data[key] for key in ("purpose", "purpose_text", "instrument")}
        try:
            count = make_visits(tour, by=self.request.user, **about)
        except Refused as refused:
            messages.error(self.request, str(refused))
            return redirect("supervision:tour_visits", pk=tour.pk)
        said = ngettext("%(count)s visit is planned.", "%(count)s visits are planned.", count)
        messages.success(self.request, said % {"count": count})
        return redirect(tour)


def _visible(request, pk):
    return get_object_or_404(Tour.objects.visible_to(request.user).select_related("district"), pk=pk)


@require_safe
@for_office
def tour_pdf(request, pk):
    tour = _visible(request, pk)
    return pdf_response(render_tour(tour), tour.name)


@require_safe
@for_office
def tour_docx(request, pk):
    tour = _visible(request, pk)
    return docx_response(render_tour_docx(tour), tour.name)


@require_safe
@for_office
def tour_xlsx(request, pk):
    tour = _visible(request, pk)
    return workbook_response(tour_sheets(tour), tour.name)
