"""Instruments as pages: read by all who read visits; drafts of one's own office are built here."""

from django.contrib import messages
from django.db.models import Count, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Edit, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from supervision.filters.instruments import InstrumentFilter
from supervision.forms.instrument import InstrumentForm
from supervision.forms.record import SectionPreview
from supervision.lists.instruments import INSTRUMENT_COLUMNS
from supervision.models import Audience, Instrument, Visit, rule_in_words
from supervision.services.instruments import delete_draft, new_edition
from supervision.views.lists import SupervisionList


class InstrumentList(SupervisionList):
    model = Instrument
    filterset_class = InstrumentFilter
    template_name = "supervision/instrument_list.html"
    sheet_name = gettext_lazy("Instruments")
    default_sort = "form_code"
    columns = INSTRUMENT_COLUMNS

    def get_queryset(self):
        rows = super().get_queryset().select_related("district")
        return rows.annotate(
            item_count=Count("sections__items", distinct=True), visit_count=Count("visits", distinct=True)
        )


def visible_instrument(request, pk):
    rows = Instrument.objects.visible_to(request.user).select_related("district__logo", "published_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_detail(request, pk):
    """The whole form as it is read; a draft is built from here."""
    instrument = visible_instrument(request, pk)
    is_keeper = Instrument.objects.editable_by(request.user).filter(pk=pk).exists()
    levels = list(instrument.levels.all())
    editions = Instrument.objects.visible_to(request.user).filter(code=instrument.code).select_related("district")
    context = {
        "instrument": instrument,
        "levels": levels,
        "sections": list(_sections(instrument, levels)),
        "editions": editions.order_by("district", "-edition"),
        "visit_count": Visit.objects.visible_to(request.user).filter(instrument=instrument).count(),
        "is_keeper": is_keeper,
        "may_copy": bool(request.user.can(Verb.MANAGE_INSTRUMENTS) and request.user.district_id),
        "is_for_visits": instrument.audience == Audience.SUPERVISOR,
        "entries": entries_of(instrument) if is_keeper else [],
    }
    return render(request, "supervision/instrument_detail.html", context)


def _sections(instrument, levels):
    """(section, [(item, its rule in words)])."""
    related = ("items__choices", "items__descriptions__level", "items__indicator__standard", "items__asked_if")
    for section in instrument.sections.prefetch_related(*related):
        yield section, [(item, rule_in_words(item, levels)) for item in section.items.all()]


class InstrumentAdd(Edit, CreateView):
    model = Instrument
    verb = Verb.MANAGE_INSTRUMENTS
    form_class = InstrumentForm
    template_name = "supervision/instrument_form.html"
    extra_context = {"back_url": reverse_lazy("supervision:instrument_list")}
    saved_message = gettext_lazy("The instrument is begun. Now its scale, then its sections and items.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Instrument(district=self.request.user.district)}


class InstrumentEdit(Edit, UpdateView):
    model = Instrument
    verb = Verb.MANAGE_INSTRUMENTS
    form_class = InstrumentForm
    template_name = "supervision/instrument_form.html"
    context_object_name = "instrument"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
def instrument_copy(request, pk):
    """A new edition: a draft of one's own office that says the same."""
    instrument = visible_instrument(request, pk)
    if request.user.district_id is None:
        messages.error(request, _("A new edition belongs to an education area office: sign in as somebody of one."))
        return redirect(instrument)
    if request.method == "POST":
        copy = new_edition(instrument, district=request.user.district)
        messages.success(request, _("The new edition is a draft: change it, then put it into use."))
        return redirect(copy)
    return render(request, "supervision/instrument_copy.html", {"instrument": instrument})


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
def instrument_delete(request, pk):
    """Asks, then deletes a draft of one's own office."""
    instrument = get_object_or_404(Instrument.objects.filter(district=request.user.district_id or 0), pk=pk)
    if request.method != "POST" and instrument.is_draft:
        return render(request, "supervision/instrument_delete.html", {"instrument": instrument})
    try:
        delete_draft(instrument, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(instrument)
    messages.success(request, _("Deleted: %(instrument)s.") % {"instrument": instrument})
    return redirect("supervision:instrument_list")


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_preview(request, pk):
    """As the one who fills it in will see it, on a phone; nothing is saved."""
    instrument = visible_instrument(request, pk)
    prefetch_related_objects([instrument], *SectionPreview.parts)
    visit = Visit(instrument=instrument)
    sections = [(section, SectionPreview(visit=visit, section=section).rows()) for section in instrument.sections.all()]
    context = {"instrument": instrument, "sections": sections, "back_url": reverse("supervision:instrument_list")}
    return render(request, "supervision/instrument_preview.html", context)
