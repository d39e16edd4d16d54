"""Building a draft, one question a page: its scale, its sections, its items. The places of rows change on the
instrument's page, where nothing is typed. What is in use never changes: its pages are 404 here."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from supervision.forms.instrument import InstrumentSectionForm, ItemForm, ScaleForm
from supervision.models import Instrument, InstrumentItem, ItemKind
from supervision.services.instruments import (
    add_item,
    add_section,
    duplicate_item,
    move_row,
    remove_row,
    save_item_parts,
    save_levels,
)

STEPS = {"up": -1, "down": 1}


def _draft(request, pk):
    """The draft, locked for a POST: who builds it at the same time waits."""
    rows = Instrument.objects.editable_by(request.user)
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("district"), pk=pk)


def _page(request, template, form, **context):
    context |= {"form": form, "back_url": context["instrument"].get_absolute_url()}
    return render(request, f"supervision/{template}.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_scale(request, pk):
    instrument = _draft(request, pk)
    form = ScaleForm(request.POST or None, instrument=instrument)
    if form.is_valid():
        save_levels(instrument, form.levels)
        messages.success(request, _("Saved."))
        return redirect(instrument)
    return _page(request, "instrument_scale", form, instrument=instrument)


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_section_add(request, pk):
    instrument = _draft(request, pk)
    form = InstrumentSectionForm(request.POST or None)
    if form.is_valid():
        section = add_section(instrument, title=form.cleaned_data["title"], guidance=form.cleaned_data["guidance"])
        return redirect("supervision:instrument_item_add", pk, section.pk)
    return _page(request, "instrument_section", form, instrument=instrument)


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_section(request, pk, section):
    instrument = _draft(request, pk)
    row = get_object_or_404(instrument.sections, pk=section)
    form = InstrumentSectionForm(request.POST or None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(_at(instrument, f"section-{row.pk}"))
    return _page(request, "instrument_section", form, instrument=instrument, section=row)


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_item_add(request, pk, section):
    """One more item at the end of a section; “and one more” keeps adding."""
    instrument = _draft(request, pk)
    row = get_object_or_404(instrument.sections.select_related("instrument"), pk=section)
    new = InstrumentItem(section=row, kind=_kind(request))
    form = ItemForm(request.POST or None, instance=new)
    if form.is_valid():
        item = form.save(commit=False)
        facts = {name: getattr(item, name) for name in (*form.Meta.fields, "asked_if", "asked_if_answer")}
        _save_parts(add_item(row, **facts), form)
        messages.success(request, _("The item is added."))
        if "more" in request.POST:
            return redirect(f"{request.path}?kind={item.kind}")
        return redirect(_at(instrument, f"section-{row.pk}"))
    return _page(request, "instrument_item", form, instrument=instrument, section=row)


def _kind(request):
    asked = request.GET.get("kind", "")
    return asked if asked in ItemKind else ItemKind.RATED


@READ_WRITE
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_item(request, pk, item):
    instrument = _draft(request, pk)
    rows = InstrumentItem.objects.filter(section__instrument=instrument).select_related("section__instrument")
    row = get_object_or_404(rows, pk=item)
    form = ItemForm(request.POST or None, instance=row)
    if form.is_valid():
        _save_parts(form.save(), form)
        messages.success(request, _("Saved."))
        return redirect(_at(instrument, f"item-{row.pk}"))
    return _page(request, "instrument_item", form, instrument=instrument, section=row.section, item=row)


def _save_parts(item, form):
    save_item_parts(item, choices=form.choices, described=form.described)


@require_POST
@requires(Verb.MANAGE_INSTRUMENTS)
@transaction.atomic
def instrument_move(request, pk, what, row, act):
    """Moves a section or an item up or down, doubles an item, takes one out."""
    instrument = _draft(request, pk)
    found = get_object_or_404(_rows(instrument, what), pk=row)
    if act in STEPS:
        move_row(found, STEPS[act])
    elif act == "double" and what == "item":
        found = duplicate_item(found)
    elif act == "remove":
        messages.success(request, _("Taken out: %(row)s") % {"row": str(found)})
        remove_row(found)
    return redirect(_at(instrument, f"{what}-{row}" if act == "remove" else f"{what}-{found.pk}"))


def _rows(instrument, what):
    if what == "section":
        return instrument.sections.select_related("instrument")
    return InstrumentItem.objects.filter(section__instrument=instrument).select_related("section__instrument")


def _at(instrument, place):
    return f"{reverse('supervision:instrument_detail', args=[instrument.pk])}#{place}"
