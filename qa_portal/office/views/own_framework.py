"""The items of the office's own standards: read by all who see the reports, kept by those who keep the standards, while
no report uses them (A9-01..04)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from qa_portal.office.forms.own_framework import ItemForm, WordsForm
from qa_portal.office.models import LevelWords, OwnItem
from qa_portal.office.services.own_framework import remove_item, save_item, save_level_words
from schools.models import Framework, FrameworkKind, Indicator
from schools.services.frameworks import frozen_sentence


def _office_frameworks(rows):
    return rows.filter(kind=FrameworkKind.OFFICE)


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_framework(request, pk):
    """Indicators, items, criteria and levels as they are read."""
    rows = _office_frameworks(Framework.objects.visible_to(request.user)).select_related("district")
    framework = get_object_or_404(rows, pk=pk)
    indicators = Indicator.objects.filter(standard__framework=framework).select_related("standard")
    keeps = Framework.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "framework": framework,
        "indicators": indicators.prefetch_related("own_items__ticks", "level_words__level"),
        "is_keeper": keeps and not framework.is_used,
        "may_copy": request.user.can(Verb.MANAGE_CYCLES),
        "frozen": frozen_sentence() if framework.is_used else "",
    }
    return render(request, "office/own_framework.html", context)


def _kept_indicator(request, pk):
    frameworks = _office_frameworks(Framework.objects.editable_by(request.user))
    rows = Indicator.objects.filter(standard__framework__in=frameworks)
    return get_object_or_404(rows.select_related("standard__framework"), pk=pk)


def _refused(request, framework, refused):
    messages.error(request, str(refused))
    return redirect("office:own_framework", framework.pk)


@requires(Verb.MANAGE_CYCLES)
def own_item_add(request, pk):
    indicator = _kept_indicator(request, pk)
    return _item_page(request, OwnItem(indicator=indicator))


@requires(Verb.MANAGE_CYCLES)
def own_item_edit(request, pk):
    item = get_object_or_404(OwnItem, pk=pk)
    _kept_indicator(request, item.indicator_id)
    return _item_page(request, item)


def _item_page(request, item):
    framework = item.indicator.standard.framework
    if framework.is_used:
        return _refused(request, framework, frozen_sentence())
    form = ItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        try:
            save_item(form.instance, form.tick_names)
        except Refused as refused:
            return _refused(request, framework, refused)
        messages.success(request, _("Saved."))
        return redirect("office:own_framework", framework.pk)
    context = {"form": form, "item": item, "framework": framework}
    return render(request, "office/own_item_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.MANAGE_CYCLES)
def own_item_remove(request, pk):
    item = get_object_or_404(OwnItem, pk=pk)
    framework = _kept_indicator(request, item.indicator_id).standard.framework
    try:
        remove_item(item)
    except Refused as refused:
        return _refused(request, framework, refused)
    messages.success(request, _("The item is gone; those below moved up."))
    return redirect("office:own_framework", framework.pk)


@requires(Verb.MANAGE_CYCLES)
def own_words(request, pk):
    """What each level means for an indicator."""
    indicator = _kept_indicator(request, pk)
    framework = indicator.standard.framework
    if framework.is_used:
        return _refused(request, framework, frozen_sentence())
    texts = dict(LevelWords.objects.filter(indicator=indicator).values_list("level", "text"))
    levels = list(framework.levels.order_by("value"))
    form = WordsForm(request.POST or None, levels=levels, texts=texts)
    if request.method == "POST" and form.is_valid():
        try:
            save_level_words(indicator, form.texts())
        except Refused as refused:
            return _refused(request, framework, refused)
        messages.success(request, _("Saved."))
        return redirect("office:own_framework", framework.pk)
    context = {"form": form, "indicator": indicator, "framework": framework}
    return render(request, "office/own_words.html", context, status=422 if form.errors else 200)
