"""For the machines that watch, and the page of who runs the portal."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_q.models import Failure
from django_q.tasks import async_task
from prometheus_client import CONTENT_TYPE_LATEST

from qa_portal.core import files, quota
from qa_portal.core.backup.making import kept
from qa_portal.core.models import StoredFile
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb

from . import metrics, state

SHOWN = 20  # failed tasks, lost files, and backups, of the page


@login_not_required
@require_safe
def healthz(request):
    """The process lives. Asks nothing of anybody else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request):
    """200 when this process can answer people, 503 with what is missing."""
    found = state.readiness()
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


@login_not_required
@require_safe
def metrics_told(request):
    """For Prometheus: 404 for who has neither the token nor an address of the networks."""
    if not (_has_token(request) or _is_near(request)):
        raise Http404
    return HttpResponse(metrics.told(), content_type=CONTENT_TYPE_LATEST)


def _has_token(request):
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")


def _is_near(request):
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.METRICS_NETWORKS)


# ---------------------------------------------------------------- the operator's page


@require_safe
@requires(Verb.OPERATE_PORTAL)
def operation(request):
    backups = kept(settings.BACKUP_DIR)
    context = {
        "queue": state.queue(),
        "failures": [(task, _kind_of_fault(task)) for task in Failure.objects.order_by("-stopped")[:SHOWN]],
        "lost": _lost_files(),
        "lost_count": StoredFile.objects.lost().count(),
        "mails": state.mails(),
        "backups": backups[:SHOWN],
        "backup_standing": state.backup_standing(next(iter(backups), None)),
        "backup_dir": settings.BACKUP_DIR,
        "disks": state.disks(),
        "stored": quota.standing(),
        "limits": (settings.OFFICE_QUOTA_GB, settings.SCHOOL_QUOTA_GB),
        "versions": state.versions(),
        "missing_migrations": state.missing_migrations(),
        "unscheduled": state.unscheduled(),
    }
    return render(request, "observe/operation.html", context)


def _lost_files():
    """[(file, [(what shows it, its page or "")])], the last that were missed first."""
    found = StoredFile.objects.lost().select_related("district").order_by("-missing_since", "pk")[:SHOWN]
    rows = files.rows_of(found)
    return [(stored, [_place(row) for row in rows[stored.pk]]) for stored in found]


def _place(row):
    page = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return f"{capfirst(row._meta.verbose_name)}: {row}", page


def _kind_of_fault(task):
    """The exception's name: its words may hold what somebody wrote."""
    last = str(task.result or "").strip().rpartition("\n")[2]
    return last.partition(":")[0].rpartition(".")[2][:60]


@require_POST
@requires(Verb.OPERATE_PORTAL)
def task_again(request, pk):
    """Put a failed task into the queue once more; tasks may run twice without harm."""
    task = get_object_or_404(Failure, pk=pk)
    async_task(task.func, *(task.args or ()), hook=task.hook, group=task.group, **(task.kwargs or {}))
    task.delete()
    messages.success(request, _("The task is in the queue again."))
    return redirect("core:operation")
