"""Private files: what may come in. A file is judged by its content, never by its name."""

import hashlib
import io
import re
import zipfile

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from qa_portal.core.models import StoredFile
from qa_portal.core.thai import normalise

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
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
OLE, OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "WordDocument".encode("utf-16-le")  # Office before 2007
UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*]')
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
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


def check(upload, allowed=PAPERS):
    """The upload's content and media type. ValidationError: too large, empty, of a type not allowed, or damaged."""
    if upload.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise ValidationError(
            _("The file is %(size)s MB; the limit is %(limit)s MB. Please make it smaller and try again."),
            params={"size": upload.size // (1024 * 1024), "limit": settings.MAX_UPLOAD_MB},
            code="too_large",
        )
    upload.seek(0)
    content = upload.read()
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    media_type = sniff(content)
    if media_type not in allowed:
        raise ValidationError(
            _("This is not a file of the kind asked for. Please choose: %(kinds)s."),
            params={"kinds": ", ".join(sorted(NAMES[kind] for kind in allowed))},
            code="type",
        )
    return content, media_type


def _clean_photo(content, media_type):
    """The photo upright, at most 2000 pixels wide or high, and without what the camera wrote into it (place, owner)."""
    try:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        picture.thumbnail((MAX_PHOTO_SIDE, MAX_PHOTO_SIDE))
        out = io.BytesIO()
        if media_type == JPEG:
            picture.convert("RGB").save(out, "JPEG", quality=82, optimize=True)
        else:
            picture.save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture is damaged and cannot be opened."), code="damaged") from error
    return out.getvalue()


def _pdf_pages(content):
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return len(document.pages)
    except pikepdf.PasswordError as error:
        raise ValidationError(
            _("The PDF is locked with a password. Please save it without one and try again."), code="locked"
        ) from error
    except (pikepdf.PdfError, RuntimeError) as error:
        raise ValidationError(
            _("The PDF is damaged and cannot be opened. Please make it again and try once more."), code="damaged"
        ) from error


def examine(upload, allowed=PAPERS):
    """(content as it is to be stored, media type, pages or None). ValidationError says what to do about it."""
    content, media_type = check(upload, allowed)
    if media_type in PHOTOS:
        return _clean_photo(content, media_type), media_type, None
    return content, media_type, _pdf_pages(content) if media_type == PDF else None


def safe_name(name):
    """The uploaded name without folders and characters that a disk refuses; Thai marks stay."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return normalise(UNSAFE.sub("_", last)).strip(". ")[-200:] or "file"


def store(upload, *, district, by, allowed=PAPERS):
    """Keep an upload as a StoredFile of the district."""
    content, media_type, pages = examine(upload, allowed)
    return keep(content, upload.name, media_type, district=district, by=by, pages=pages)


def keep(content, name, media_type, *, district, by, pages=None):
    """Keep bytes that were examined, or that the portal made itself. Same content twice is two rows and one file on
    disk."""
    stored = StoredFile(
        district=district,
        name=safe_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=pages,
        stored_by=by,
    )
    field = StoredFile._meta.get_field("content")
    path = field.generate_filename(stored, "")
    stored.content.name = path if field.storage.exists(path) else field.storage.save(path, ContentFile(content))
    stored.save()
    return stored


def throw_away(stored):
    """Delete a StoredFile, and its content unless another row has the same. ProtectedError while something shows it."""
    stored.delete()
    if not StoredFile.objects.filter(content=stored.content.name).exists():
        transaction.on_commit(lambda: stored.content.storage.delete(stored.content.name))
