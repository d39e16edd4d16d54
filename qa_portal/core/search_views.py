from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qa_portal.core import search
from qa_portal.core.models import User
from qa_portal.core.roles import Verb


@require_safe
def search_all(request):
    """What the person may read of all apps, by kind; with `kind`, of one kind all that is counted."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[: search.LONGEST]
    only = request.GET.get("kind", "")
    refusal = _refusal(text)
    context = {
        "text": text,
        "refusal": refusal,
        "groups": [] if refusal else search.find(request.user, text, only=only),
        "only": only,
        "all_query": urlencode({"q": text}),
    }
    return render(request, "core/search.html", context)


def _refusal(text):
    """Why there is nothing to search for yet; "" when there is."""
    if not text:
        return _("Type a school, a project, a person or any words into the box above.")
    if search.is_too_short(text):
        said = ngettext(
            "Please type at least %(count)d letter: shorter words are in almost everything.",
            "Please type at least %(count)d letters: shorter words are in almost everything.",
            search.LEAST,
        )
        return said % {"count": search.LEAST}
    return ""


@require_safe
def person_detail(request, pk):
    """A colleague: position and how to reach them."""
    if not request.user.can(Verb.VIEW_DASHBOARD):
        raise PermissionDenied
    person = get_object_or_404(User.objects.colleagues_of(request.user).select_related("district"), pk=pk)
    return render(request, "core/person_detail.html", {"person": person})
