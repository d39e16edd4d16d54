"""Beginning from a Word file: choose it, look at what was read beside where it stands, make the draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.forms.word import Review, WordFileForm
from projects.models import ProposalReading
from projects.services import word_drafts
from projects.word import Reading, Unreadable
from projects.word.old_word import is_installed
from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb


@requires(Verb.PROPOSE_PROJECT)
def word_begin(request):
    """The upload, and the readings that wait to be finished."""
    reads_old = is_installed()
    form = WordFileForm(request.POST or None, request.FILES or None, reads_old=reads_old)
    if request.method == "POST" and form.is_valid() and (row := _read(form, request.user)):
        return redirect("projects:word_review", row.pk)
    waiting = ProposalReading.objects.visible_to(request.user).filter(project=None).select_related("file")
    context = {"form": form, "reads_old": reads_old, "waiting": waiting[:20]}
    return render(request, "projects/word_begin.html", context, status=422 if form.errors else 200)


def _read(form, user):
    """The kept reading, or None with the reason at the field."""
    upload = form.cleaned_data["file"]
    try:
        return word_drafts.keep_reading(upload, word_drafts.read_upload(upload), by=user)
    except (Unreadable, ValidationError) as error:
        form.add_error("file", error if isinstance(error, ValidationError) else str(error))
        return None


@requires(Verb.PROPOSE_PROJECT)
def word_review(request, pk):
    row = get_object_or_404(ProposalReading.objects.visible_to(request.user).select_related("file", "project"), pk=pk)
    if row.project:
        messages.info(request, _("This file has become a draft already. Here it is."))
        return redirect(row.project)
    reading = Reading.from_data(row.reading)
    if request.method == "POST":
        review = Review(reading, user=request.user, data=request.POST)
        if review.is_valid():
            project = word_drafts.make_draft(row, review, by=request.user)
            unsaved.forget(request.user, request.path)
            messages.success(request, _("The draft is made. Go on with its sections in any order."))
            return redirect(project)
        return _page(request, row, review, status=422)
    typing = unsaved.find(request.user, request.path)
    review = Review(reading, user=request.user, data=typing.data if typing else None)
    if typing:
        for form in review.all_forms:
            as_typed(form)
    return _page(request, row, review, typing=typing)


def _page(request, row, review, *, typing=None, status=200):
    context = {"row": row, "review": review, "unsaved": typing}
    return render(request, "projects/word_review.html", context, status=status)


@requires(Verb.PROPOSE_PROJECT)
def word_delete(request, pk):
    row = get_object_or_404(ProposalReading.objects.visible_to(request.user).select_related("file"), pk=pk)
    if row.project_id:
        messages.error(request, _("This file has become a draft. Delete the draft instead."))
        return redirect("projects:word_begin")
    if request.method == "POST":
        word_drafts.throw_away(row)
        messages.success(request, _("The file and what was read in it are thrown away."))
        return redirect("projects:word_begin")
    return render(request, "projects/word_delete.html", {"row": row})
