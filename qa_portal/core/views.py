import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from qa_portal.core import jobs, unsaved
from qa_portal.core.menu import HOMES
from qa_portal.core.models import Job, JobState, Notice, UnsavedForm
from qa_portal.core.pages import FileHeld, FileLost, serve_file
from qa_portal.core.storage import StorageAway
from qa_portal.core.workflow import Refused

AWAY = (OperationalError, InterfaceError, StorageAway)
TRY_AGAIN = 10  # seconds after which the database or the storage may be back
MAX_PATH = UnsavedForm._meta.get_field("path").max_length


def home(request):
    """Each person begins on the page of their role."""
    for url_name, verb in HOMES:
        if request.user.can(verb):
            return redirect(url_name)
    return render(request, "core/no_role.html")


@login_not_required
@require_POST
def choose_language(request):
    """Thai or English, for this browser and for the signed-in user's mails."""
    code = request.POST.get("language")
    response = redirect(_own_page(request, request.POST.get("next", "/")))
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=31_536_000, samesite="Lax")
        if request.user.is_authenticated:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


class NoticeList(ListView):
    model = Notice
    paginate_by = 25
    template_name = "core/notice_list.html"

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user)


def notice_open(request, pk):
    """Read the notice and go to the page that it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return redirect(notice.url)


@require_POST
def notices_read(request):
    Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("core:notice_list")


class JobList(ListView):
    """What the person has had made, and what is being made."""

    model = Job
    paginate_by = 25
    template_name = "core/job_list.html"

    def get_queryset(self):
        return Job.objects.visible_to(self.request.user).select_related("result")


def job_detail(request, pk):
    """How far the work is; htmx asks for the middle of the page alone, as long as it is unfinished."""
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("result"), pk=pk)
    template = "core/job_progress.html" if request.htmx and not request.htmx.boosted else "core/job_detail.html"
    return render(request, template, {"job": job})


def job_file(request, pk):
    """The file, while its person may still do what it was made for."""
    rows = Job.objects.visible_to(request.user).filter(state=JobState.DONE, kind__in=jobs.KINDS)
    job = get_object_or_404(rows.select_related("result"), pk=pk)
    if not request.user.can(jobs.KINDS[job.kind].verb):
        raise PermissionDenied
    return serve_file(job.result)


@require_POST
def job_again(request, pk):
    return _with_job(request, pk, jobs.go_on)


@require_POST
def job_stop(request, pk):
    return _with_job(request, pk, jobs.stop)


def _with_job(request, pk, act):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        act(job)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(job)


@require_POST
def unsaved_keep(request):
    """What is typed into a page, while it is typed. `seen`: the time at which this window last heard that the typing
    was kept; where the stored one is another, the page is being typed in two windows and the last one counts."""
    path, seen = _path(request), request.POST.get("seen", "")
    before = unsaved.find(request.user, path)
    try:
        kept = unsaved.keep(request.user, path, request.POST.get("fields", ""))
    except unsaved.NotKept as error:
        return JsonResponse({"error": str(error)}, status=422)
    is_elsewhere = before is not None and before.seen != seen
    answer = {"time": f"{timezone.localtime(kept.saved_at):%H:%M}", "seen": kept.saved_at.isoformat()}
    return JsonResponse(answer | {"elsewhere": is_elsewhere})


@require_POST
def unsaved_forget(request):
    """Throw the typing of a page away and open the page as it is stored."""
    unsaved.forget(request.user, _path(request))
    return redirect(_own_page(request, _path(request)))


def _path(request):
    return request.POST.get("path", "").replace("\x00", "")[:MAX_PATH]


def _own_page(request, target):
    is_own = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_own else "/"


def bad_request(request, exception=None):
    """What cannot be read at all: 413 when there is too much of it."""
    is_too_large = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent))
    return render(request, "400.html", {"is_too_large": is_too_large}, status=413 if is_too_large else 400)


def csrf_failure(request, reason=""):
    """A page that was opened before the last sign-in: what was typed is given back, to be copied."""
    return render(request, "403_csrf.html", {"typed": _typed_texts(request)}, status=403)


def signed_out(request, sign_in_url):
    """A form that arrives after signing out: what was typed is given back, to be copied."""
    context = {"typed": _typed_texts(request), "sign_in_url": sign_in_url}
    return render(request, "core/signed_out.html", context, status=403)


def _typed_texts(request):
    """The texts of a posted form, and nothing that another site's page sent."""
    own = f"{request.scheme}://{request.get_host()}"
    return typed_texts(request.POST) if request.headers.get("Origin", own) == own else []


def typed_texts(data):
    """What a person wrote among the posted fields: no keys, choices or passwords."""
    fields = [values for name, values in data.lists() if "password" not in name]
    return [text for values in fields for text in values if " " in text or not text.isascii()]


def forbidden(request, exception=None):
    """Also to a form of somebody whose role was taken away while they typed."""
    held = str(exception) if isinstance(exception, FileHeld) else ""
    context = {"reason": held, "typed": _given_back(request)}
    return render(request, "core/file_held.html" if held else "403.html", context, status=403)


def not_found(request, exception=None):
    """Also to a form whose row went on, or away, while somebody typed, and for a file that is lost."""
    lost = str(exception) if isinstance(exception, FileLost) else ""
    return render(request, "404.html", {"reason": lost, "typed": _given_back(request)}, status=404)


def _given_back(request):
    """What somebody who is signed in typed into a form of the portal, which was read before its view."""
    user = getattr(request, "user", None)
    return _typed_texts(request) if request.resolver_match and user and user.is_authenticated else []


def server_error(request):
    """503 when the database or the storage does not answer: the same may be asked again. Otherwise 500. What was typed
    comes back only if the form was read before the fault."""
    typed = typed_texts(getattr(request, "_post", QueryDict()))
    page = render_to_string("500.html", {"typed": typed, "script": _autosave_script()})
    if isinstance(sys.exception(), AWAY):
        return HttpResponse(page, status=503, headers={"Retry-After": TRY_AGAIN})
    return HttpResponse(page, status=500)


def _autosave_script():
    try:
        return static("js/autosave.js")
    except ValueError:  # the list of static files is damaged
        return ""
