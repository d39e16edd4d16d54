"""Uploads that come in piece by piece and go on after a broken line, a reload or a night.

Begin, append at an offset, finish; what has been put away says how much has arrived, so that an answer that was lost on
its way doubles nothing. A finished upload is checked like any other and becomes a StoredFile, for which the form has a
ticket (core.kept_files) in place of the file. Where the bytes lie meanwhile, core.upload_parts knows."""

import re
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core import files, quota, shelf
from qa_portal.core.models import Upload, User
from qa_portal.core.pdf_intake.inspection import Busy
from qa_portal.core.upload_parts import DiskPart, part_of

MAX_UNFINISHED = 5  # uploads of one person
MAX_PIECE = 16 * 1024 * 1024  # bytes that one request may bring
RESERVE = 200 * 1024 * 1024  # bytes of the disk that uploads leave free
SHA256 = re.compile(r"[0-9a-f]{64}")


class NotTaken(Exception):
    """A piece, or the whole, is not taken: the sentence and the HTTP status say why."""

    def __init__(self, sentence, status):
        super().__init__(sentence)
        self.status = status


class AtWork(NotTaken):
    """Another request works on this upload."""

    def __init__(self):
        super().__init__(_("Another request is still at work on this upload."), 409)


# ---------------------------------------------------------------- where the parts are


def folder_of(upload):
    return DiskPart(upload).folder


def arrived(upload):
    """Bytes that have arrived."""
    return upload.size if upload.arrived_at else part_of(upload).size()


@contextmanager
def _at_work(upload):
    """The upload's part, for this request alone. AtWork when another has it."""
    part = part_of(upload)
    with part.alone() as is_free:
        if not is_free:
            raise AtWork
        upload.refresh_from_db()
        yield part


# ---------------------------------------------------------------- beginning


@transaction.atomic
def begin(*, name, size, sha256, kinds, by):
    """The upload of this file: the one that the person began earlier, where the browser reckoned the same SHA-256, else
    a new one. NotTaken when it is too large or the person, the disk or a share (core.quota) has no room for it."""
    if by.district is None:
        raise NotTaken(_("Your account belongs to no office, so it cannot upload files."), 403)
    # Two requests at once are two in a row; rows that name the person are written meanwhile.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    sha256 = sha256 if SHA256.fullmatch(sha256) else ""
    kinds = [kind for kind in kinds if kind in files.NAMES]
    _check_size(size, kinds)
    found = sha256 and Upload.objects.visible_to(by).filter(sha256=sha256, size=size, refusal="").first()
    if found:
        found.kinds = kinds
        found.save()
        return found
    _check_room(size, by)
    return Upload.objects.create(name=files.safe_name(name), size=size, sha256=sha256, kinds=kinds, uploaded_by=by)


def _check_size(size, kinds):
    if size < 1:
        raise NotTaken(_("The file is empty."), 422)
    try:
        files.check_size(size, files.limit_mb(kinds))
    except ValidationError as error:
        raise NotTaken(error.messages[0], 413) from error


def _check_room(size, by):
    mine = Upload.objects.visible_to(by).unfinished()
    if mine.count() >= MAX_UNFINISHED:
        raise NotTaken(_("You have %(n)s unfinished uploads. Finish one or throw one away.") % {"n": mine.count()}, 429)
    promised = (mine.aggregate(Sum("size"))["size__sum"] or 0) + size
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < promised + RESERVE:
        raise _no_room()
    try:
        quota.check(promised, by=by)
    except quota.NoRoom as error:
        raise NotTaken(error.messages[0], 507) from error


def _no_room():
    return NotTaken(str(shelf.NO_ROOM), 507)


# ---------------------------------------------------------------- appending


def append(upload, *, offset, length, stream):
    """Take `length` bytes that belong at `offset`; the bytes that have arrived then. A line that breaks leaves what
    came through. NotTaken for any other offset than what has arrived, and for more than the upload is long."""
    with _at_work(upload) as part:
        if upload.arrived_at:
            raise NotTaken(_("This upload is finished already."), 409)
        if offset != part.size():
            raise NotTaken(_("This piece belongs elsewhere in the file."), 409)
        if not 0 < length <= min(MAX_PIECE, upload.size - offset):
            raise NotTaken(_("This piece is longer than what is missing."), 413)
        try:
            part.append(stream)
        except OSError as error:
            raise _no_room() from error
        return part.size()


# ---------------------------------------------------------------- finishing


def finish(upload):
    """Check what has arrived and store it, or say why it is refused; the upload as it is then: still "checking" when
    no place for checks is free, which asks to finish once more. Finishing twice is finishing once. NotTaken while bytes
    are missing, AtWork while another request checks."""
    with _at_work(upload) as part:
        if upload.is_settled:
            return upload
        _check_whole(upload, part)
        if not upload.arrived_at:
            upload.arrived_at = timezone.now()
            upload.save()
        _judge(upload, part)
        return upload


def _check_whole(upload, part):
    if part.size() == upload.size:
        return
    if upload.arrived_at:  # a check that was killed at its last step: the file has to come once more
        upload.arrived_at = None
        upload.save()
    raise NotTaken(_("The file has not arrived whole yet."), 409)


def _judge(upload, part):
    try:
        with part.whole() as path, path.open("rb") as content:
            _store(upload, files.FileOnDisk(content, upload.name, str(path)))
    except Busy:
        return
    except ValidationError as error:
        if isinstance(error, quota.NoRoom):
            raise NotTaken(error.messages[0], 507) from error
        upload.refusal = " ".join(error.messages)
        upload.save()
        part.empty()
    else:
        part.empty()


def _store(upload, file):
    if upload.sha256 and files.sha256_of(file) != upload.sha256:
        raise ValidationError(_("The file was changed on its way. Please choose it once more."), code="changed")
    files.examine(file, set(upload.kinds), wait=0)
    by = upload.uploaded_by
    with transaction.atomic():
        upload.stored = files.store(file, district=by.district, by=by, allowed=set(upload.kinds))
        upload.save()


# ---------------------------------------------------------------- clearing


def throw_away(upload):
    """Forget an upload and its parts. AtWork while another request has it. Its StoredFile goes too, unless something
    shows it."""
    with _at_work(upload) as part:
        stored = upload.stored
        upload.delete()
        if stored:
            _throw_away_stored(stored)
    part.forget()


def _throw_away_stored(stored):
    try:
        with transaction.atomic():
            files.throw_away(stored)
    except ProtectedError:
        return  # it is where it was meant for


def clear():
    """Throw away the uploads that nobody has touched for settings.UPLOAD_DAYS days. Their number."""
    limit, count = timezone.now() - timedelta(days=settings.UPLOAD_DAYS), 0
    for upload in Upload.objects.filter(touched_at__lt=limit).select_related("stored"):
        touched_at = part_of(upload).touched_at()
        if touched_at and touched_at >= limit:
            continue
        try:
            throw_away(upload)
        except AtWork:
            continue
        count += 1
    return count
