"""The forms and guides of a cycle: added and removed by the office, downloaded by the schools."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE, requires, serve_file
from qa_portal.core.roles import Verb
from schools.forms.cycle import PaperForm
from schools.models import Cycle, CyclePaper
from schools.services.cycle_papers import add_paper, remove_paper


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def cycle_paper_add(request, pk):
    cycle = get_object_or_404(Cycle.objects.editable_by(request.user), pk=pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        paper = add_paper(cycle, form.cleaned_data["file"], title=form.cleaned_data["title"], by=request.user)
        messages.success(request, _("Schools can now download “%(title)s”.") % {"title": paper})
        return redirect(cycle)
    context = {"cycle": cycle, "form": form, "back_url": cycle.get_absolute_url()}
    return render(request, "schools/cycle_paper_add.html", context, status=422 if form.errors else 200)


def _paper(cycles, pk, paper):
    return get_object_or_404(CyclePaper.objects.select_related("cycle", "stored"), pk=paper, cycle=pk, cycle__in=cycles)


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def cycle_paper_remove(request, pk, paper):
    row = _paper(Cycle.objects.editable_by(request.user), pk, paper)
    if request.method == "POST":
        remove_paper(row, by=request.user)
        messages.success(request, _("Schools can no longer download “%(title)s”.") % {"title": row.title})
        return redirect(row.cycle)
    return render(request, "schools/cycle_paper_remove.html", {"cycle": row.cycle, "paper": row})


@require_safe
@requires(Verb.VIEW_SARS)
def cycle_paper(request, pk, paper):
    """The file itself, for everybody who sees the cycle."""
    return serve_file(_paper(Cycle.objects.visible_to(request.user), pk, paper).stored)
