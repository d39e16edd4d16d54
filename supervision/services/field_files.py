"""Photos and drawn signatures come from the field in pieces and go on after a broken line (core.uploads). A file has
the id that its device gave it: sent again it is the same file."""

from django.utils.translation import gettext as _

from qa_portal.core import files, uploads
from qa_portal.core.models import Upload
from supervision.models import FieldFile
from supervision.services.field_records import NotTaken


def file_standing(record, uid, *, by):
    """How far the file is: bytes that have arrived, and whether it is stored."""
    said = _described(record, uid)
    if _stored(record, uid, said):
        return {"offset": said["size"], "size": said["size"], "is_stored": True}
    upload = _begun(said, by)
    return {"offset": uploads.arrived(upload) if upload else 0, "size": said["size"], "is_stored": False}


def take_piece(record, uid, *, offset, length, stream, by):
    """Take one piece, and the whole once it is the last one; how far the file is then. NotTaken for what no record
    speaks of, for a piece that belongs elsewhere, and for a file that is not what the device said."""
    said = _described(record, uid)
    if not _stored(record, uid, said):
        try:
            _take(record, uid, said, offset, length, stream, by)
        except uploads.NotTaken as error:
            raise NotTaken(str(error), error.status) from error
    return file_standing(record, uid, by=by)


def _take(record, uid, said, offset, length, stream, by):
    facts = {"size": said["size"], "sha256": said["sha256"]}
    upload = _begun(said, by) or uploads.begin(name=f"{uid}.jpg", kinds=[files.JPEG], by=by, **facts)
    if not upload.arrived_at and uploads.arrived(upload) < upload.size:
        uploads.append(upload, offset=offset, length=length, stream=stream)
    if uploads.arrived(upload) < upload.size:
        return
    upload = uploads.finish(upload)
    if upload.refusal:
        raise NotTaken(upload.refusal)
    FieldFile.objects.get_or_create(
        uid=uid, defaults={"record": record, "file": upload.stored, "sha256": said["sha256"]}
    )


def _begun(said, by):
    return Upload.objects.visible_to(by).filter(sha256=said["sha256"], size=said["size"], refusal="").first()


def _described(record, uid):
    """What the record says of the file: its hash and its size, from whichever content names it."""
    contents = [record.content, *record.conflicts.values_list("content", flat=True)]
    for content in contents:
        for kind in ("photo", "sign"):
            said = content["parts"].get(f"{kind}:{uid}", {})
            if said.get("sha256") and isinstance(said.get("size"), int):
                return said
    raise NotTaken(_("The record does not speak of this file."), 404)


def _stored(record, uid, said):
    known = FieldFile.objects.filter(uid=uid).first()
    if known and (known.record_id != record.pk or known.sha256 != said["sha256"]):
        raise NotTaken(_("This id is of another file."), 422)
    return bool(known)
