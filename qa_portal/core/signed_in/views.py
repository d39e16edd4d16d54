"""The person's own places of sign-in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from . import places


@require_safe
def signed_in_list(request):
    rows = places.places_of(request.user)
    here = [row for row in rows if _is_here(request, row)]
    elsewhere = [row for row in rows if not _is_here(request, row)]
    return render(request, "signed_in/list.html", {"here": here, "elsewhere": elsewhere})


def _is_here(request, place):
    return place.session_id == request.session.session_key


@require_POST
def signed_in_end(request, number):
    """One of the others; this one is left by signing out."""
    found = [row for row in _elsewhere(request) if row.number == number]
    if not found:
        raise Http404
    places.end(found, person=request.user, by=request.user)
    messages.success(request, _("Signed out there: %(device)s.") % {"device": found[0]})
    return redirect("core:signed_in_list")


@require_POST
def signed_in_end_others(request):
    found = _elsewhere(request)
    if found:
        places.end(found, person=request.user, by=request.user)
        said = ngettext("Signed out in %(count)d other place.", "Signed out in %(count)d other places.", len(found))
        messages.success(request, said % {"count": len(found)})
    return redirect("core:signed_in_list")


def _elsewhere(request):
    return [row for row in places.places_of(request.user) if not _is_here(request, row)]
