"""The register of evidence of a school's year, and where each piece is shown."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE, ListPage, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import Refused
from schools.evidence_sources import offers_of
from schools.forms.evidence import AtPlaceForm, EvidenceForm, PickForm, PlacesForm
from schools.lists.evidence import COLUMNS, EvidenceFilter
from schools.models import Evidence, School
from schools.reports.evidence import linked
from schools.services import evidence as services

FIRST_YEAR = 2543  # the first regulation of internal quality assurance (A1-31)
WITH_ALL = ("school__district", "stored", "record_type")


def own_school(request, pk):
    """A school to whose own people the user belongs."""
    return get_object_or_404(School.objects.desk_of(request.user).select_related("district").distinct(), pk=pk)


def year_or_404(year):
    """An academic year (B.E.) for which something can be kept."""
    if not FIRST_YEAR <= year <= academic_year(timezone.localdate()) + 1:
        raise Http404
    return year


def own_evidence(request, pk):
    return get_object_or_404(Evidence.objects.editable_by(request.user).select_related(*WITH_ALL), pk=pk)


class EvidenceList(ListPage):
    """A school's own people see all of it, the office what hangs on reports that it may read."""

    verb = Verb.VIEW_SARS
    model = Evidence
    filterset_class = EvidenceFilter
    columns = COLUMNS
    default_sort = "-dated"
    sheet_name = gettext_lazy("Evidence")
    template_name = "schools/evidence_list.html"

    @cached_property
    def school(self):
        year_or_404(self.kwargs["year"])
        return get_object_or_404(School.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_queryset(self):
        rows = super().get_queryset().filter(school=self.school, academic_year=self.kwargs["year"])
        return rows.select_related("stored", "record_type").annotate(use_count=Count("uses", distinct=True))

    def get_context_data(self, **kwargs):
        user, year = self.request.user, self.kwargs["year"]
        is_own = user.can(Verb.RATE_SAR) and School.objects.desk_of(user).filter(pk=self.school.pk).exists()
        return super().get_context_data(**kwargs) | {
            "school": self.school,
            "year": year,
            "can_write": is_own,
            "unused": self.school.evidence.in_year(year).unused().count() if is_own else 0,
        }


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_add(request, pk, year):
    """A file or an address of the school's own; `?at=` shows it at once at a place."""
    school = own_school(request, pk)
    evidence = Evidence(school=school, academic_year=year_or_404(year))
    place = services.places_of(school, year).get(request.GET.get("at"))
    form = EvidenceForm(request.POST or None, request.FILES or None, instance=evidence)
    if form.is_valid():
        try:
            return _added(request, form, place)
        except Refused as error:
            form.add_error(None, str(error))
            transaction.set_rollback(True)
    context = {"form": form, "school": school, "year": year, "place": place}
    return render(request, "schools/evidence_add.html", context, status=422 if form.errors else 200)


def _added(request, form, place):
    evidence = services.add_own(form.save(commit=False), form.cleaned_data["upload"], by=request.user)
    if place:
        services.show_also_at(evidence, place, by=request.user)
    messages.success(request, _("The evidence is in the register."))
    return redirect(place.url if place else evidence)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_pick(request, pk, year):
    """What the portal holds of the school's year and the register does not yet."""
    school = own_school(request, pk)
    form = PickForm(request.POST or None, offers=_new_offers(school, year_or_404(year)))
    if form.is_valid():
        picked = [services.pick(school, year, offer) for offer in form.chosen_offers()]
        messages.success(request, _("Taken into the register: %(count)s.") % {"count": len(picked)})
        return redirect("schools:evidence_list", pk, year)
    context = {"form": form, "school": school, "year": year, "kinds": _by_kind(form)}
    return render(request, "schools/evidence_pick.html", context, status=422 if form.errors else 200)


def _new_offers(school, year):
    there = set(school.evidence.in_year(year).exclude(record_id=None).values_list("record_type__model", "record_id"))
    return [
        offer for offer in offers_of(school, year) if (offer.source.model._meta.model_name, offer.row.pk) not in there
    ]


def _by_kind(form):
    """[(word, icon, [(offer, its checkbox)])] of a form's offers."""
    kinds = {}
    for offer, box in zip(form.offers.values(), form["offers"].subwidgets, strict=True):
        kinds.setdefault((offer.source.word, offer.source.icon), []).append((offer, box))
    return [(word, icon, rows) for (word, icon), rows in kinds.items()]


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_at(request, pk, year, key):
    """Choose what is shown at one place: tick rows of the register, or what the portal holds besides."""
    school = own_school(request, pk)
    place = services.places_of(school, year_or_404(year)).get(key)
    if place is None:
        raise Http404
    if place.refusal:
        messages.error(request, place.refusal)
        return redirect(place.sar)
    register = school.evidence.in_year(year).select_related("stored", "record_type")
    initial = {"evidence": list(place.uses().values_list("evidence", flat=True))}
    form = AtPlaceForm(request.POST or None, initial=initial, register=register, offers=_new_offers(school, year))
    if request.method == "POST" and form.is_valid():
        picked = [services.pick(school, year, offer) for offer in form.chosen_offers()]
        services.show_at(place, [*form.cleaned_data["evidence"], *picked], by=request.user)
        messages.success(request, _("Saved."))
        return redirect(place.url)
    context = {"form": form, "school": school, "year": year, "place": place, "kinds": _by_kind(form)}
    return render(request, "schools/evidence_at.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Verb.VIEW_SARS)
def evidence_detail(request, pk):
    rows = Evidence.objects.visible_to(request.user).select_related(*WITH_ALL).distinct()
    evidence = get_object_or_404(rows, pk=pk)
    is_own = Evidence.objects.editable_by(request.user).filter(pk=pk).exists()
    can_write = request.user.can(Verb.RATE_SAR) and is_own
    context = {
        "evidence": evidence,
        "link": linked([evidence], request.user)[0],
        "uses": services.uses_for(evidence, request.user, is_own=is_own),
        "can_write": can_write,
        "refusal": services.keep_refusal(evidence) if can_write else "",
    }
    return render(request, "schools/evidence_detail.html", context)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_edit(request, pk):
    evidence = own_evidence(request, pk)
    if sentence := services.keep_refusal(evidence):
        return _kept(request, evidence, sentence)
    form = EvidenceForm(request.POST or None, request.FILES or None, instance=evidence)
    if form.is_valid():
        services.add_own(form.save(commit=False), form.cleaned_data.get("upload"), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(evidence)
    context = {"form": form, "evidence": evidence, "back_url": evidence.get_absolute_url()}
    return render(request, "schools/evidence_edit.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_places(request, pk):
    """Everywhere that one piece of evidence is shown."""
    evidence = own_evidence(request, pk)
    places = services.places_of(evidence.school, evidence.academic_year)
    open_places = {key: place for key, place in places.items() if not place.refusal}
    initial = {"places": services.keys_of(evidence, open_places)}
    form = PlacesForm(request.POST or None, places=open_places, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.show_in(evidence, form.wanted(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(evidence)
    context = {"form": form, "evidence": evidence, "back_url": evidence.get_absolute_url(), "groups": form.groups()}
    return render(request, "schools/evidence_places.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def evidence_remove(request, pk):
    """Asks, then takes a piece of evidence out of the register and of every place."""
    evidence = own_evidence(request, pk)
    if sentence := services.keep_refusal(evidence):
        return _kept(request, evidence, sentence)
    if request.method == "POST":
        school, year = evidence.school_id, evidence.academic_year
        services.remove(evidence)
        messages.success(request, _("The evidence is taken out."))
        return redirect("schools:evidence_list", school, year)
    uses = services.uses_for(evidence, request.user, is_own=True)
    return render(request, "schools/evidence_remove.html", {"evidence": evidence, "uses": uses})


def _kept(request, evidence, sentence):
    messages.error(request, sentence)
    return redirect(evidence)


@require_safe
@requires(Verb.VIEW_SARS)
def evidence_file(request, pk):
    rows = Evidence.objects.visible_to(request.user).exclude(stored=None).select_related("stored").distinct()
    return serve_file(get_object_or_404(rows, pk=pk).stored)
