"""For a person of a school without an account: the one thing that a link is for (F37)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE
from qa_portal.core.workflow import MACHINES, Refused
from supervision.forms.answer_link import LinkAcknowledgeForm, LinkFinishForm
from supervision.models import AgreedAction, Visit
from supervision.reports import held_by
from supervision.services.answer_links import answer_by_link, count_opening, link_of, why_not


@login_not_required
@never_cache
@READ_WRITE
def answer(request, token):
    link = link_of(token)
    refusal = _refused(request, link)
    if refusal:
        return refusal
    form = _form(link, request)
    if request.method == "POST" and form.is_valid():
        return _act(request, link, form, token)
    if request.method == "GET":
        count_opening(link)
    status = 422 if request.method == "POST" else 200
    return _private(render(request, f"answer/{_kind(link)}.html", _context(link, form), status=status))


@login_not_required
@never_cache
@require_safe
def thanks(request, token):
    link = link_of(token)
    if link is None or not link.used_at:
        return _gone(request, link, _not_ours(), 404)
    return _private(render(request, "answer/thanks.html", {"link": link, "office": link.of.school.district}))


def _kind(link):
    return "visit" if link.visit_id else "action"


def _form(link, request):
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if link.visit_id:
        transition = MACHINES[Visit].by_name["acknowledge"]
        return LinkAcknowledgeForm(data, files, transition=transition, visit=link.visit)
    return LinkFinishForm(data, files, transition=MACHINES[AgreedAction].by_name["finish"])


def _context(link, form):
    context = {"link": link, "form": form, "office": link.of.school.district, "visit": link.of, "action": link.action}
    return context | (held_by(link.visit) if link.visit_id else {})


def _act(request, link, form, token):
    replies = form.replies() if link.visit_id else None
    said = form.cleaned_data
    try:
        answer_by_link(link, name=said["name"], note=said["note"], replies=replies, upload=said.get("evidence"))
    except Refused as refused:
        return _gone(request, link, str(refused), 410)
    return redirect("answer:thanks", token=token)


def _refused(request, link):
    """A plain sentence instead of the page: 404 for an address that the portal never gave, 410 for one whose time is
    over."""
    if link is None:
        return _gone(request, None, _not_ours(), 404)
    sentence = why_not(link)
    return _gone(request, link, sentence, 410) if sentence else None


def _not_ours():
    return _("This is not an address of the portal. Please open the link or the QR code once more.")


def _gone(request, link, sentence, status):
    office = link.of.school.district if link else None
    page = render(request, "answer/gone.html", {"sentence": sentence, "office": office}, status=status)
    return _private(page)


def _private(response):
    """The address is a secret of who holds it: no search engine, and it is told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
