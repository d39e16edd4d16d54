"""Where a school writes on one standard of its report."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.sar import StandardForm
from schools.reports.sar import hint, last_year, screen
from schools.reports.sar_history import standard_history, words_to_mend
from schools.services.writing import save_ratings, writing_refusal

from .sar import own_sar
from .sar_writing import READ_WRITE, opened, refused


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_standard(request, pk, number):
    """One standard: its items, its level with the reason, its words."""
    sar = own_sar(request, pk)
    standard = get_object_or_404(sar.framework.standards, number=number)
    try:
        sar = opened(request, sar, writing_refusal)
    except Refused as error:
        return refused(request, sar, error)
    section, ratings = screen(sar, standard)
    levels = sar.framework.levels.all()
    form = StandardForm(request.POST or None, instance=section, levels=levels, ratings=ratings)
    if form.is_valid():
        if form.has_changed():
            save_ratings(form.save(commit=False), form.item_levels())
        messages.success(request, _("Saved."))
        return redirect(*_after(request, sar, standard))
    context = _standard_context(sar, standard, form, ratings, levels)
    context["entries"] = standard_history(section, ratings)
    return render(request, "schools/sar_standard.html", context, status=422 if form.errors else 200)


def _after(request, sar, standard):
    """Where "save and next" leads: the next standard, after the last the summary."""
    if "next" not in request.POST:
        return "schools:sar_standard", sar.pk, standard.number
    following = _beside(sar, standard)["next"]
    return ("schools:sar_standard", sar.pk, following.number) if following else ("schools:sar_summary", sar.pk)


def _beside(sar, standard):
    standards = list(sar.framework.standards.all())
    place = standards.index(standard)
    following = standards[place + 1] if place + 1 < len(standards) else None
    return {"previous": standards[place - 1] if place else None, "next": following, "standards": standards}


def _standard_context(sar, standard, form, ratings, levels):
    items_before, standards_before = last_year(sar)
    items = [
        {"field": form[name], "indicator": rating.indicator, "previous": items_before.get(rating.indicator_id)}
        for name, rating in form.ratings.items()
    ]
    return _beside(sar, standard) | {
        "sar": sar,
        "standard": standard,
        "form": form,
        "items": items,
        "level_before": standards_before.get(standard.pk),
        "hint": hint(ratings, levels),
        "to_mend": words_to_mend(sar),
    }
