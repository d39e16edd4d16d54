"""The files of a good practice: added and described by its school, opened by those who may see them."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state
from schools.forms.practices import FileWordsForm, PracticeFileForm
from schools.models import Practice, PracticeFile
from schools.services import practices as services


def _own(request, pk):
    """(entry, None) of those that the user writes, or (entry, the answer that says why it cannot be written now)."""
    practice = get_object_or_404(Practice.objects.written_by(request.user).select_related("school__district"), pk=pk)
    return practice, None if practice.is_writable else _closed(request, practice, wrong_state(practice))


def _closed(request, practice, sentence):
    messages.error(request, str(sentence))
    return redirect(practice)


def _own_file(request, pk, file):
    practice, answer = _own(request, pk)
    return get_object_or_404(practice.files.select_related("stored", "practice"), pk=file), answer


@READ_WRITE
@requires(Verb.WRITE_PRACTICE)
def practice_file_add(request, pk):
    practice, answer = _own(request, pk)
    if answer:
        return answer
    form = PracticeFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _added(request, practice, **form.cleaned_data)
    files = practice.files.select_related("stored")
    context = {"practice": practice, "form": form, "files": files, "back_url": practice.get_absolute_url()}
    return render(request, "schools/practice_file_add.html", context, status=422 if form.errors else 200)


def _added(request, practice, *, upload, caption, is_public):
    """One more is offered at once where the person asked for it."""
    try:
        services.add_file(practice, upload, caption=caption, is_public=is_public, by=request.user)
    except Refused as error:
        return _closed(request, practice, error)
    messages.success(request, _("The file is kept."))
    return redirect("schools:practice_file_add", practice.pk) if "more" in request.POST else redirect(practice)


@READ_WRITE
@requires(Verb.WRITE_PRACTICE)
@transaction.atomic
def practice_file_edit(request, pk, file):
    """The caption of a file, and whether everybody may see it."""
    row, answer = _own_file(request, pk, file)
    if answer:
        return answer
    form = FileWordsForm(request.POST or None, instance=row)
    if form.is_valid():
        services.lock_writable(row.practice)
        form.save()
        messages.success(request, _("Saved."))
        return redirect(row.practice)
    context = {"practice": row.practice, "file": row, "form": form, "back_url": row.practice.get_absolute_url()}
    return render(request, "schools/practice_file_edit.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.WRITE_PRACTICE)
def practice_file_remove(request, pk, file):
    """Asks, then takes a file out of the entry."""
    row, answer = _own_file(request, pk, file)
    if answer:
        return answer
    if request.method != "POST":
        return render(request, "schools/practice_file_remove.html", {"practice": row.practice, "file": row})
    try:
        services.remove_file(row, by=request.user)
    except Refused as error:
        return _closed(request, row.practice, error)
    messages.success(request, _("The file is taken out."))
    return redirect(row.practice)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def practice_file(request, pk, file):
    rows = PracticeFile.objects.visible_to(request.user).select_related("stored")
    row = get_object_or_404(rows, pk=file, practice__pk=pk)
    return serve_file(row.stored, inline=row.is_picture)
