"""What schools write, sentence by sentence, gathered under themes by the reader (A4-03 4.7.2)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from qa_portal.office.forms.synthesis import SentenceFilter, ThemeForm
from qa_portal.office.models import Quote, Side, Synthesis, Theme
from qa_portal.office.reports.synthesis import themes
from qa_portal.office.reports.synthesis.book import gathered_themes
from qa_portal.office.services import synthesis as writing

from .synthesis import begun, synthesis_of, unbegun

SENTENCES = 50


@requires(Verb.WRITE_SYNTHESIS)
@READ_WRITE
def sentence_list(request, district, year, side):
    """The sentences of one side, to be ticked and put under a theme; the words that many schools use as a hint."""
    row = synthesis_of(Synthesis.objects.editable_by(request.user), district, year)
    if side not in Side.values:
        raise Http404
    asked = SentenceFilter(request.GET or None)
    sentences, under, shown = _found(row, side, asked.cleaned_data if asked.is_valid() else {})
    form = ThemeForm(request.POST or None, synthesis=row, side=side)
    if request.method == "POST" and form.is_valid() and _gather(request, form, row, side, sentences):
        return redirect(request.get_full_path())
    page = Paginator(shown, SENTENCES).get_page(request.GET.get("page"))
    context = {
        "synthesis": row,
        "district": row.district,
        "side": Side(side),
        "sides": Side,
        "form": form,
        "asked": asked,
        "page_obj": page,
        "is_paginated": page.has_other_pages(),
        "rows": [(said, under.get(said.place, [])) for said in page],
        "ticked": set(request.POST.getlist("sentence")),
        "words": themes.frequent_words(sentences),
        "count": len(sentences),
        "without": sum(said.place not in under for said in sentences),
    }
    return render(request, "office/sentence_list.html", context, status=422 if form.errors else 200)


def _found(row, side, about):
    """(sentences asked for, {place: themes}, those of them to be shown)."""
    about = dict(about)
    untold, text = about.pop("untold", False), about.pop("q", "")
    sentences = themes.said(row, side, text=text, **about)
    under = themes.tagged(row, side)
    shown = [said for said in sentences if said.place not in under] if untold else sentences
    return sentences, under, shown


def _gather(request, form, row, side, sentences):
    """Whether the ticked sentences stand under the theme now; what hinders it is said at the form."""
    ticked = set(request.POST.getlist("sentence"))
    chosen = [said for said in sentences if said.key in ticked]
    try:
        theme, new = writing.gather(row, side, chosen, name=form.cleaned_data["name"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    words = ngettext("%(n)s sentence is under “%(name)s” now.", "%(n)s sentences are under “%(name)s” now.", new)
    messages.success(request, words % {"n": new, "name": theme.name})
    return True


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def theme_list(request, district, year):
    """The themes with their sentences and where each comes from."""
    row = begun(request.user, district, year)
    if row is None:
        return unbegun(request, district, year)
    found = gathered_themes(row)
    context = {
        "synthesis": row,
        "district": row.district,
        "sides": [(side, found[side.value]) for side in Side],
        "may_write": request.user.can(Verb.WRITE_SYNTHESIS),
    }
    return render(request, "office/theme_list.html", context)


@requires(Verb.WRITE_SYNTHESIS)
@READ_WRITE
def theme_edit(request, pk):
    """Another name; the name of another theme joins the two."""
    theme = get_object_or_404(Theme, pk=pk, synthesis__in=Synthesis.objects.editable_by(request.user))
    row = theme.synthesis
    back = reverse("office:theme_list", args=[row.district_id, row.academic_year])
    form = ThemeForm(request.POST or None, synthesis=row, side=theme.side, initial={"name": theme.name})
    if form.is_valid():
        writing.rename(theme, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"theme": theme, "synthesis": row, "district": row.district, "form": form, "back_url": back}
    return render(request, "office/theme_edit.html", context, status=422 if form.errors else 200)


@requires(Verb.WRITE_SYNTHESIS)
@require_POST
def quote_remove(request, pk):
    rows = Quote.objects.filter(theme__synthesis__in=Synthesis.objects.editable_by(request.user))
    quote = get_object_or_404(rows.select_related("theme__synthesis"), pk=pk)
    row = quote.theme.synthesis
    writing.let_go(quote)
    messages.success(request, _("The sentence stands under this theme no more."))
    return redirect("office:theme_list", row.district_id, row.academic_year)
