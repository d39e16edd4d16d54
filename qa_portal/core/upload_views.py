"""What static/js/upload.js asks: begin an upload, bring a piece, finish. Each answer says how far it is."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from qa_portal.core import kept_files, uploads
from qa_portal.core.models import Upload
from qa_portal.core.templatetags.portal import file_size


def upload_list(request):
    """GET: the person's unfinished uploads. POST: begin one, or go on with the one that is the same file."""
    if request.method == "POST":
        return _begin(request)
    return JsonResponse({"unfinished": [_facts(row) for row in Upload.objects.visible_to(request.user).unfinished()]})


def _begin(request):
    asked = request.POST
    size = asked.get("size", "")
    try:
        upload = uploads.begin(
            name=asked.get("name", ""),
            size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
            sha256=asked.get("sha256", ""),
            kinds=asked.get("kinds", "").split(","),
            by=request.user,
        )
    except uploads.NotTaken as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    return JsonResponse(_facts(upload))


@require_http_methods(["GET", "PATCH", "DELETE"])
def upload_detail(request, key):
    """GET: how far it is. PATCH: one more piece at the header Upload-Offset. DELETE: throw it away."""
    upload = _own(request, key)
    acts = {"PATCH": _append, "DELETE": _throw_away}
    return _answer(upload, acts.get(request.method, _look), request)


@require_POST
def upload_finish(request, key):
    return _answer(_own(request, key), lambda upload, request: uploads.finish(upload), request)


def _own(request, key):
    return get_object_or_404(Upload.objects.visible_to(request.user).select_related("stored", "uploaded_by"), key=key)


def _look(upload, request):
    """Nothing but the answer is asked for."""


def _append(upload, request):
    offset, length = (request.META.get(name, "") for name in ("HTTP_UPLOAD_OFFSET", "CONTENT_LENGTH"))
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1 for text in (offset, length)]
    uploads.append(upload, offset=numbers[0], length=numbers[1], stream=request)


def _throw_away(upload, request):
    uploads.throw_away(upload)


def _answer(upload, act, request):
    try:
        act(upload, request)
    except uploads.NotTaken as error:
        upload.refresh_from_db()
        return JsonResponse(_facts(upload) | {"message": str(error)}, status=error.status)
    return JsonResponse(_facts(upload) if upload.pk else {})


def _facts(upload):
    """`ticket` is what a form sends in place of the file, once the upload is ready."""
    facts = {
        "url": upload.get_absolute_url(),
        "name": upload.name,
        "kinds": upload.kinds,
        "size": upload.size,
        "offset": uploads.arrived(upload),
        "standing": upload.standing,
        "message": upload.refusal,
    }
    if upload.stored:
        facts |= {"ticket": kept_files.ticket(upload.stored, upload.uploaded_by), "told": told(upload.stored)}
    return facts


def told(stored):
    """What was found in a stored file, in a line."""
    parts = [file_size(stored)]
    if stored.pages:
        parts.append(ngettext("%(n)s page", "%(n)s pages", stored.pages) % {"n": stored.pages})
    if stored.scanned_pages:
        parts.append(_("%(n)s of them scanned, without text") % {"n": stored.scanned_pages})
    if stored.is_held:
        parts.append(_("held until the virus scan answers"))
    return " · ".join(parts)
