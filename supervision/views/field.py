"""The field pages: a shell that a service worker keeps, and what it asks the portal for (static/js/field)."""

import json
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from supervision.imports.field import take_in
from supervision.models import FieldRecord, FieldRevision
from supervision.reports.field_pack import my_visits, pack_index, person_of, visit_pack
from supervision.reports.field_shell import shell, version, worker_text
from supervision.reports.field_standing import record_answer
from supervision.services.field_files import file_standing, take_piece
from supervision.services.field_parts import content_fingerprint
from supervision.services.field_records import NotTaken, Sent, may_carry, receive


@login_not_required
@never_cache
@require_safe
def field_shell(request):
    """The same bytes for everybody: whose records are shown, only the device knows."""
    return HttpResponse(shell())


@login_not_required
@never_cache
@require_safe
def field_worker(request):
    return HttpResponse(worker_text(), content_type="text/javascript")


@require_safe
@requires(Verb.REPORT_VISIT)
@never_cache
def field_token(request):
    """Who is signed in, and a fresh token: a browser that was killed may have lost its cookie (A device asks first)."""
    return JsonResponse({"token": get_token(request), "person": person_of(request.user), "version": version()})


@require_safe
@requires(Verb.REPORT_VISIT)
@never_cache
def field_pack_list(request):
    return JsonResponse(pack_index(request.user))


@require_safe
@requires(Verb.REPORT_VISIT)
@never_cache
def field_pack(request, uid):
    visits = my_visits(request.user).select_related("school__network", "instrument").prefetch_related("members")
    return JsonResponse(visit_pack(get_object_or_404(visits, uid=uid), request.user))


# ---------------------------------------------------------------- records


@require_http_methods(["GET", "POST"])
@requires(Verb.REPORT_VISIT)
@never_cache
def field_record(request, uid):
    """GET: where the record stands. POST: take in a content; 200 with its receipt, 409 with its conflict."""
    if request.method == "GET":
        return JsonResponse(record_answer(_record(request, uid)))
    try:
        received = receive(_sent(request, uid), by=request.user)
    except NotTaken as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    record = received.record
    if received.conflict is None or received.conflict.settled_at:
        take_in_locked(record.pk, request.user)
        record.refresh_from_db()
    answer = record_answer(record, revision=received.revision, conflict=received.conflict)
    return JsonResponse(answer, status=409 if received.conflict and not received.conflict.settled_at else 200)


@transaction.atomic
def take_in_locked(pk, by):
    """The record's newest content goes into its visit as far as it may; two requests at once are two in a row."""
    record = FieldRecord.objects.select_related("visit").get(pk=pk)
    type(record.visit).objects.select_for_update().get(pk=record.visit_id)
    record.refresh_from_db()
    take_in(record, by=by)


def _sent(request, uid):
    body = {}
    with suppress(ValueError):
        body = json.loads(request.body)
    if not isinstance(body, dict):
        raise NotTaken(_("This is not a record of the field pages."), 400)
    return Sent(uid, body.get("content"), str(body.get("sha256", "")), str(body.get("device", ""))[:60])


def _record(request, uid):
    """The record of this id that the person wrote or may bring; 404 for any other."""
    record = get_object_or_404(FieldRecord.objects.select_related("visit"), uid=uid)
    is_mine = record.user_id == request.user.pk or may_carry(record.visit, request.user)
    return record if is_mine else get_object_or_404(FieldRecord.objects.none())


@require_http_methods(["GET", "PUT"])
@requires(Verb.REPORT_VISIT)
@never_cache
def field_file(request, record, uid):
    """GET: how far a photo or signature is. PUT: one more piece of it, at the header Upload-Offset."""
    row = _record(request, record)
    try:
        if request.method == "PUT":
            standing = _take_piece(request, row, uid)
        else:
            standing = file_standing(row, uid, by=request.user)
    except NotTaken as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    return JsonResponse(standing)


def _take_piece(request, record, uid):
    numbers = [request.META.get(name, "") for name in ("HTTP_UPLOAD_OFFSET", "CONTENT_LENGTH")]
    offset, length = (int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1 for text in numbers)
    standing = take_piece(record, uid, offset=offset, length=length, stream=request, by=request.user)
    if standing["is_stored"]:
        take_in_locked(record.pk, request.user)
    return standing


@require_safe
@requires(Verb.VIEW_VISITS)
def field_receipt(request, receipt):
    """What was taken in under a receipt, and whether what is stored still hashes to it."""
    records = FieldRecord.objects.visible_to(request.user)
    rows = FieldRevision.objects.filter(record__in=records).select_related("record__visit__school", "record__user")
    revision = get_object_or_404(rows, receipt=receipt)
    context = {
        "revision": revision,
        "visit": revision.record.visit,
        "reckoned": content_fingerprint(revision.content),
        "files": revision.record.files.select_related("file"),
        "visit_url": reverse("supervision:visit_detail", args=[revision.record.visit_id]),
    }
    return render(request, "supervision/field_receipt.html", context)
