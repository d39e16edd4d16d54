"""The office's own wording of notices and mails."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.history import entries_of
from qa_portal.core.models import NoticeWording
from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import normalise

from .catalogue import Entry, entries_for, sentences
from .wording import places_of, sample
from .wording_form import WordingForm


@require_safe
@requires(Verb.MANAGE_DISTRICT)
def wording_list(request):
    search = normalise(request.GET.get("q", ""))
    entries = entries_for(_office(request), search)
    return render(request, "core/wording_list.html", {"entries": entries, "search": search})


@READ_WRITE
@requires(Verb.MANAGE_DISTRICT)
@transaction.atomic
def wording_edit(request, key):
    """Change the words, with a preview on made-up values before they are saved."""
    text, row = _text(key), _row(request, key)
    form = WordingForm(request.POST or None, instance=row, text=text)
    is_right = form.is_bound and form.is_valid()
    if is_right and "look" not in request.POST:
        form.save()
        messages.success(request, _("Saved."))
        return redirect("core:wording_edit", key=key)
    entry = Entry(key, text, row.words if row.pk else "")
    context = {
        "form": form,
        "entry": entry,
        "preview": sample(form.cleaned_data["words"], text) if is_right else entry.shown,
        "places": sorted(places_of(text)),
        "entries": entries_of(row) if row.pk else [],
    }
    status = 422 if form.is_bound and not is_right else 200
    return render(request, "core/wording_edit.html", context, status=status)


@require_POST
@requires(Verb.MANAGE_DISTRICT)
@transaction.atomic
def wording_reset(request, key):
    """Back to the portal's own words; what the office wrote stays in the history."""
    rows = NoticeWording.objects.select_for_update().filter(district=_office(request))
    row = get_object_or_404(rows, key=key)
    row.words = ""
    row.save()
    messages.success(request, _("The portal's own wording is back."))
    return redirect("core:wording_edit", key=key)


def _office(request):
    if request.user.district is None:
        raise Http404
    return request.user.district


def _text(key):
    if key not in sentences():
        raise Http404
    return sentences()[key]


def _row(request, key):
    office = _office(request)
    row = NoticeWording.objects.filter(district=office, key=key).first()
    return row or NoticeWording(district=office, key=key)
