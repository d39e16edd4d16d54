"""Files that the portal does not take: what each is, told by its content, and what its owner can do about it."""

import io
import zipfile
import zlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEIC = _(
    "This is a photo in a phone's own format (HEIC). Save it as JPEG, or set the phone's camera to “Most Compatible”."
)
VIDEO = _("This is a video, which the portal does not keep. Put it where it can be watched, and give its web address.")
OLD = _(
    "This file is locked with a password, or of an Office before 2007. "
    "Open it, and save it in today's format without one."
)
SLIDES = _("This is a presentation. Save it as PDF.")
ARCHIVE = _("Several files are packed in this one. Unpack it.")
TORN = _("The file is damaged or not whole, perhaps because a copy or a download broke off. Save it anew.")
SWOLLEN = _("The file is packed in such a way that it becomes far too large when it is opened.")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and what Office locks with a password
STILLS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
UNPACKED = 6  # times the largest file that is taken


def advice(content):
    """What to do about a file whose kind is not asked for, or "" when nothing is known of it."""
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in STILLS else VIDEO
    if content.startswith(OLE):
        return OLD
    if content.startswith(ARCHIVES):
        return ARCHIVE
    return _advice_on_packed(content) if content.startswith(b"PK") else ""


def _advice_on_packed(content):
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return TORN
    if "ppt/presentation.xml" in names:
        return SLIDES
    return "" if "[Content_Types].xml" in names else ARCHIVE


def check_packed(content):
    """ValidationError for a file of Office of which a part cannot be read, or that grows without measure."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED * settings.MAX_UPLOAD_MB * 1024 * 1024:
            raise ValidationError(SWOLLEN, code="bomb")
        if _is_torn(packed):
            raise ValidationError(TORN, code="damaged")


def _is_torn(packed):
    try:
        return packed.testzip() is not None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return True
