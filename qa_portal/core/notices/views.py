"""How notices reach a person: the settings page, the link in each mail that stops a kind, and LINE."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qa_portal.core.models import Channel, Pace
from qa_portal.core.pages import READ_WRITE

from . import line
from .forms import NoticeForm, choose
from .mails import read_stop_key


@READ_WRITE
def notice_settings(request):
    """How each kind of notice reaches me, and when it must not."""
    form = NoticeForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("core:notice_settings")
    return _settings_page(request, form, status=422 if form.is_bound else 200)


def _settings_page(request, form, *, code="", status=200):
    context = {"form": form, "profile": form.profile, "has_line": bool(settings.LINE_TOKEN)}
    context |= {"line": settings.LINE_ACCOUNT, "code": code}
    return render(request, "core/notice_settings.html", context, status=status)


@csrf_exempt
@login_not_required
@READ_WRITE
def notice_stop(request, key):
    """No more mails of a kind, by the link of a mail: asked here, or done at once by a mail program (RFC 8058). The
    signed key is all that it takes, so no page of another site can guess one."""
    found = read_stop_key(key)
    if found is None:
        raise Http404
    person, kinds = found
    if request.method == "POST":
        choose(person, [kind.key for kind in kinds], Channel.MAIL, Pace.OFF)
    return render(request, "core/notice_stop.html", {"kinds": kinds, "is_stopped": request.method == "POST"})


@require_POST
def line_code(request):
    """A new code for linking one's LINE, which no other answer shows again."""
    _with_line()
    code = line.new_code(request.user)
    return _settings_page(request, NoticeForm(user=request.user), code=code)


@require_POST
def line_unlink(request):
    _with_line()
    line.unlink(request.user)
    messages.success(request, _("Nothing goes to your LINE any more."))
    return redirect("core:notice_settings")


@csrf_exempt
@login_not_required
@require_POST
def line_webhook(request):
    """What LINE tells the portal. What is not signed with the channel's secret did not come from LINE."""
    _with_line()
    if not line.is_signed(request.body, request.headers.get("X-Line-Signature", "")):
        raise PermissionDenied
    for event in _events(request.body):
        line.take(event)
    return HttpResponse()


def _events(body):
    try:
        found = json.loads(body).get("events", [])
    except (ValueError, AttributeError):
        return []
    return [event for event in found if isinstance(event, dict)] if isinstance(found, list) else []


def _with_line():
    if not (settings.LINE_TOKEN and settings.LINE_SECRET):
        raise Http404
