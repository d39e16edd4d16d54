"""The outside of a Word file: whether it may be opened at all, and its parts as XML. Nothing in it is trusted."""

import io
import posixpath
import zipfile
import zlib

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from qa_portal.core.files import DOC, OLE, sniff

MAX_UNPACKED = 200 * 1024 * 1024  # all parts together, photos included
MAX_PART = 30 * 1024 * 1024  # one part of text; a proposal of a hundred pages has 2 MB
MAX_PARTS = 5000
MAX_RATIO = 1000
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Unreadable(Exception):
    """The file cannot be read. Its text is a sentence for the person who chose it."""


def is_old_word(content):
    """Whether it is a .doc, the Word format before 2007."""
    return sniff(content) == DOC


def check_size(size):
    if size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise Unreadable(
            _("The file is %(size)s MB; the limit is %(limit)s MB. Please make the pictures in it smaller.")
            % {"size": size // (1024 * 1024), "limit": settings.MAX_UPLOAD_MB}
        )
    if not size:
        raise Unreadable(_("The file is empty."))


class Package:
    """An opened .docx. Raises Unreadable for whatever is not one, before anything of it is unpacked."""

    def __init__(self, content):
        check_size(len(content))
        _check_kind(content)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            self.infos = {info.filename: info for info in self.archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(_damaged()) from error
        self._check_contents()
        self.main = self._main_part()

    def _check_contents(self):
        infos = self.infos.values()
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(_locked())
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos) or 1
        if unpacked > MAX_UNPACKED or len(self.infos) > MAX_PARTS or unpacked / packed > MAX_RATIO:
            raise Unreadable(_("The file unpacks to far more than a Word file holds. It was not opened."))
        if any(name.lower().endswith("vbaproject.bin") for name in self.infos):
            raise Unreadable(
                _("The file contains macros. Please save it in Word as “Word document (.docx)” without them.")
            )

    def _main_part(self):
        relations = self.xml("_rels/.rels")
        targets = [
            item.get("Target", "")
            for item in (relations if relations is not None else ())
            if item.get("Type", "").endswith("/officeDocument")
        ]
        name = (targets[0] if targets else "word/document.xml").lstrip("/")
        if name not in self.infos or not name.startswith("word/"):
            raise Unreadable(_not_word())
        return name

    def part(self, name):
        """The root of a part beside the main one (numbering.xml, styles.xml), or None."""
        return self.xml(posixpath.join(posixpath.dirname(self.main), name))

    def xml(self, name):
        """The root of a part, or None where the file has no such part. Entities and outside addresses stay shut."""
        if name not in self.infos:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
        )
        try:
            with self.archive.open(name) as stream:
                data = stream.read(MAX_PART + 1)
            if len(data) > MAX_PART:
                raise Unreadable(_("The file unpacks to far more than a Word file holds. It was not opened."))
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError) as error:
            raise Unreadable(_damaged()) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(_("The file contains definitions (DTD) that Word never writes. It was not opened."))
        return root


def _check_kind(content):
    if content.startswith(OLE):
        raise Unreadable(_locked() if ENCRYPTED_PACKAGE in content else _not_word())
    if content.startswith(b"%PDF-"):
        raise Unreadable(_("This is a PDF. Please choose the Word file (.docx) that it was made from."))
    if content.startswith(b"{\\rtf"):
        raise Unreadable(_("This is a Rich Text file. Please save it in Word as “Word document (.docx)”."))
    if not content.startswith(b"PK"):
        raise Unreadable(_not_word())


def _damaged():
    return _("The file is damaged and cannot be opened. Please save it again in Word and try once more.")


def _locked():
    return _("The file is locked with a password. Please save it without one and try again.")


def _not_word():
    return _("This is not a Word file. Please choose a .docx.")
