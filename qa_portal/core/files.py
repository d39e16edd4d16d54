"""Private files: what may come in. A file is judged by its content, never by its name."""

import hashlib
import io
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from simple_history.models import HistoricalChanges

from qa_portal.core import held_files, quota, shelf, strange_files, virus_scan
from qa_portal.core.models import StoredFile, StoredText
from qa_portal.core.pdf_intake.inspection import Findings, inspect
from qa_portal.core.pdf_intake.refusals import refusal
from qa_portal.core.thai import normalise

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
ZIP = "application/zip"  # made by the portal, never taken
PHOTOS = {JPEG, PNG}
SHEETS = {XLSX, CSV}
PAPERS = {PDF, DOCX, XLSX, *PHOTOS}
NAMES = {
    PDF: "PDF",
    JPEG: "JPEG",
    PNG: "PNG",
    DOC: "Word (.doc)",
    DOCX: "Word (.docx)",
    XLSX: "Excel (.xlsx)",
    CSV: "CSV",
}
ENDINGS = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    DOC: (".doc",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    CSV: (".csv", ".txt"),
}
HEAD = 1024  # bytes in which a PDF has to begin
OWNERLESS = timedelta(days=7)  # longer than a ticket for a kept upload is good (core.kept_files)
WAIT = 60  # seconds that a form waits for a free place to check its file
OLE, OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "WordDocument".encode("utf-16-le")  # Office before 2007
UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*]')
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
JPEG_END = b"\xff\xd9"
MAX_PHOTO_SIDE = 2000  # pixels: enough for a full page in print
Image.MAX_IMAGE_PIXELS = 60_000_000


def sniff(content):
    """The media type that the content itself shows, or "" when it is none that the portal takes."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(OLE):
        return DOC if OLD_WORD in content else ""
    return _sniff_office(content) if content.startswith(b"PK") else _sniff_text(content)


def _sniff_text(content):
    """Text without control characters passes as CSV: nothing but an import takes it."""
    return "" if CONTROL.search(as_text(content)) else CSV


def as_text(content):
    """The text of bytes in one of the encodings that Excel writes: UTF-8, UTF-16 ("Unicode text"), Thai Windows."""
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp874", errors="replace")


def _sniff_office(content):
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


class FileOnDisk(File):
    """A file of our own, in the place of an upload; storing it moves it."""

    def __init__(self, file, name, path):
        super().__init__(file, name)
        self.path = path

    def temporary_file_path(self):
        return self.path


class KeptUpload(File):
    """A file that came in earlier and is stored already, in the place of an upload (core.kept_files)."""

    def __init__(self, stored, ticket):
        super().__init__(stored.content, stored.name)
        self.stored, self.ticket, self.size = stored, ticket, stored.size


@dataclass(frozen=True)
class Examined:
    """What may come in: its content as it is to be stored, and what was found in it."""

    content: File
    media_type: str
    findings: Findings | None = None  # of a PDF
    is_held: bool = False  # the virus scan gave no verdict


def check(upload, allowed=PAPERS):
    """The upload's media type. ValidationError: too large, empty, or of a type not allowed."""
    upload.seek(0)
    head = upload.read(HEAD)
    if not head:
        raise ValidationError(_("The file is empty."), code="empty")
    check_size(upload.size, limit_mb({sniff(head)} & {PDF} & set(allowed)))
    if b"%PDF-" in head[1:] and PDF in allowed and not head.startswith(b"%PDF-"):
        raise refusal("junk")
    upload.seek(0)
    content = head if head.startswith(b"%PDF-") else upload.read()
    media_type = sniff(content)
    _check_kind(media_type, allowed, strange_files.advice(content))
    if media_type in {DOCX, XLSX}:
        strange_files.check_packed(content)
    return media_type


def limit_mb(kinds):
    """The most that a file of these kinds may have."""
    return settings.MAX_PDF_MB if PDF in kinds else settings.MAX_UPLOAD_MB


def check_size(size, limit):
    """ValidationError for a size in bytes over a limit in MB."""
    if size > limit * 1024 * 1024:
        raise ValidationError(
            _("The file is %(size)s MB; the limit is %(limit)s MB. Please make it smaller and try again."),
            params={"size": size // (1024 * 1024), "limit": limit},
            code="too_large",
        )


def _check_kind(media_type, allowed, advice=""):
    if media_type not in allowed:
        kinds = ", ".join(sorted(NAMES[kind] for kind in allowed))
        raise ValidationError(
            _("%(what)s Please choose: %(kinds)s."),
            params={"what": advice or _("This is not a file of the kind asked for."), "kinds": kinds},
            code="type",
        )


def _is_bare(picture, content):
    """A JPEG of pixels and their colours alone, as a canvas writes it: nothing to take out, nothing behind."""
    told = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile"}
    if picture.format != "JPEG" or picture.mode not in ("RGB", "L"):
        return False
    places = {place for place, _data in picture.applist}
    is_only_picture = places <= {"APP0", "APP2"} and set(picture.info) <= told
    return is_only_picture and content.find(JPEG_END) == len(content) - len(JPEG_END)


def _clean_photo(content, media_type):
    """The photo upright, at most 2000 pixels wide or high, and without what the camera wrote into it (place, owner).
    What is all that already stays as it came, byte for byte."""
    try:
        picture = Image.open(io.BytesIO(content))
        if max(picture.size) <= MAX_PHOTO_SIDE and _is_bare(picture, content):
            picture.load()
            return content
        picture.thumbnail((MAX_PHOTO_SIDE, MAX_PHOTO_SIDE))  # first: the large picture is in memory once
        picture = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        if media_type == JPEG:
            picture.convert("RGB").save(out, "JPEG", quality=82, optimize=True, comment=None)
        else:
            picture.save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture is damaged and cannot be opened."), code="damaged") from error
    return out.getvalue()


def examine(upload, allowed=PAPERS, *, wait=WAIT):
    """The Examined of an upload; a second question is answered from the first. ValidationError says what to do about
    the file, as Busy does when so many are being checked that none was begun within `wait` seconds."""
    if isinstance(upload, KeptUpload):
        _check_kind(upload.stored.media_type, allowed)
        return None
    if not hasattr(upload, "examined"):
        upload.examined = _examine(upload, allowed, wait)
    _check_kind(upload.examined.media_type, allowed)
    return upload.examined


def _examine(upload, allowed, wait):
    media_type = check(upload, allowed)
    findings = None
    if media_type == PDF:
        with _on_disk(upload) as path:
            findings = inspect(path, wait=wait)
    is_held = virus_scan.is_on() and _has_no_verdict(upload)
    upload.seek(0)
    content = ContentFile(_clean_photo(upload.read(), media_type)) if media_type in PHOTOS else upload
    return Examined(content, media_type, findings, is_held)


@contextmanager
def _on_disk(upload):
    if hasattr(upload, "temporary_file_path"):
        yield upload.temporary_file_path()
        return
    with tempfile.NamedTemporaryFile() as copy:
        upload.seek(0)
        shutil.copyfileobj(upload, copy)
        copy.flush()
        yield copy.name


def _has_no_verdict(upload):
    try:
        virus = virus_scan.scan(upload)
    except virus_scan.NotAnswering:
        return True
    if virus:
        raise ValidationError(
            _("The virus scan found “%(virus)s” in this file. Clean the machine it comes from and save it anew there."),
            params={"virus": virus},
            code="virus",
        )
    return False


def safe_name(name):
    """The uploaded name without folders and characters that a disk refuses; Thai marks stay."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return normalise(UNSAFE.sub("_", last)).strip(". ")[-200:] or "file"


def _name_of_kind(name, media_type):
    """A safe name that ends as its content does: what opens the file is chosen by its ending."""
    name, endings = safe_name(name), ENDINGS.get(media_type, ("",))
    return name if name.lower().endswith(endings) else name + endings[0]


def store(upload, *, district, by, allowed=PAPERS):
    """Keep an upload as a StoredFile of the district. PermissionDenied for another person's kept upload, NoRoom
    (core.quota) where the office or the school has its share."""
    found = examine(upload, allowed)
    if found is None:
        if upload.stored.stored_by_id != by.pk or upload.stored.district_id != district.pk:
            raise PermissionDenied
        return upload.stored
    quota.check(found.content.size, by=by)
    return _keep(found, upload.name, district=district, by=by)


def keep(content, name, media_type, *, district, by, pages=None):
    """Keep what the portal made itself: bytes, or the Path of a file, which is never read whole and may be moved. Same
    content twice is two rows and one file on disk."""
    if not isinstance(content, Path):
        return _keep(Examined(ContentFile(content), media_type), name, district=district, by=by, pages=pages)
    with content.open("rb") as file:
        made = FileOnDisk(file, name, str(content))
        return _keep(Examined(made, media_type), name, district=district, by=by, pages=pages)


@transaction.atomic
def _keep(found, name, *, district, by, pages=None):
    findings = found.findings
    stored = StoredFile(
        district=district,
        name=_name_of_kind(name, found.media_type),
        media_type=found.media_type,
        size=found.content.size,
        sha256=sha256_of(found.content),
        pages=findings.pages if findings else pages,
        text_pages=findings and findings.text_pages,
        held_since=timezone.now() if found.is_held else None,
        stored_by=by,
    )
    stored.content.name = _on_shelf(stored, "content", found.content)
    if findings:
        stored.picture.name = _on_shelf(stored, "picture", ContentFile(findings.picture))
    stored.save()
    if found.is_held:
        held_files.ask_again_later()
    if findings:
        StoredText.objects.create(stored=stored, text=searchable(findings.texts))
    return stored


def _on_shelf(stored, name, content):
    """The path of this content in the storage, where it may be already. ValidationError when the disk is full."""
    field = StoredFile._meta.get_field(name)
    try:
        return shelf.put(field.storage, field.generate_filename(stored, ""), content)
    except OSError as error:
        if error.errno in shelf.FULL:
            raise quota.NoRoom(shelf.NO_ROOM, code="disk_full") from error
        raise


def sha256_of(file):
    file.seek(0)
    return hashlib.file_digest(file.file, "sha256").hexdigest()


def searchable(texts):
    """The texts of pages as one, without what no database stores."""
    return "\f".join(CONTROL.sub(" ", normalise(text, collapse=False)) for text in texts)


def throw_away(stored):
    """Delete a StoredFile; core.shelf sweeps its content once no row has the same. ProtectedError while something shows
    it."""
    stored.delete()


def without_owner(before):
    """Those stored before a moment that no row, and no history of one, names: left behind by forms that were never
    sent."""
    named = Q()  # asked of each file in turn: forty anti-joins take PostgreSQL seconds to plan
    for model, name in _naming():
        named |= Exists(model._base_manager.filter(**{name: OuterRef("pk")}))
    return StoredFile.objects.filter(stored_at__lt=before).exclude(named).order_by("pk")


def _naming():
    """(model, name of its field) of all that may name a file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is StoredFile and model is not StoredText:
                yield model, field.name


def rows_of(files):
    """{key of a file: the rows that show it, without their histories}."""
    found = {stored.pk: [] for stored in files}
    for model, name in _naming() if found else ():
        if not issubclass(model, HistoricalChanges):
            for row in model._base_manager.filter(**{f"{name}__in": list(found)}):
                found[getattr(row, f"{name}_id")].append(row)
    return found


def clear():
    """Throw away what belongs to nothing, and sweep the storage. The number of files, and of contents."""
    rows = without_owner(timezone.now() - OWNERLESS)
    count = 0
    for stored in rows:
        throw_away(stored)
        count += 1
    return count, shelf.sweep()
