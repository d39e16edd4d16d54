"""Contents that the storage has lost: a folder tidied by hand, a bucket restored without its newest files. They stop no
paper and no zip: whoever asked for it is told what it lacks, the log tells the operator, and the file is marked until
its content is there again."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

CHUNK = 2000  # rows
LIST = "missing-files.txt"  # in a zip

_lost = ContextVar("lost files", default=None)


# ---------------------------------------------------------------- while something is made


@contextmanager
def watched():
    """The files that were not found while it was open, each once."""
    token = _lost.set([])
    try:
        yield _lost.get()
    finally:
        _lost.reset(token)


def names():
    """Of those that were not found so far; empty where nobody watches."""
    return [stored.name for stored in _lost.get() or ()]


@contextmanager
def opened(stored):
    """The open content of a file; None where the storage has lost it, which is told."""
    content = found(stored, stored.content)
    if content is None:
        yield None
    else:
        with content:
            yield content


def found(stored, content):
    """The content of a file, or its picture, open and the caller's to close; None where the storage has lost it, which
    is told."""
    try:
        return content.open("rb")
    except FileNotFoundError:
        logger.error("File %s is not in the storage: its content %s is gone", stored.pk, content.name)
        if (files := _lost.get()) is not None and stored not in files:
            files.append(stored)
        return None


def content_of(stored):
    """The bytes of a file; None where the storage has lost them, which is told."""
    with opened(stored) as content:
        return content and content.read()


def told(files):
    """What the one who asked for something reads of the files that it lacks."""
    sentence = _("%(count)s files are not in the portal's storage any more, and what was made lacks them: %(names)s. "
                 "Please tell the administrator, and upload them again where they belong.")  # fmt: skip
    return sentence % {"count": len(files), "names": ", ".join(file.name for file in files)} if files else ""


def as_list(lines):
    """The bytes of LIST: a line for each file that a zip lacks. For Windows too, whose editor asks for the mark."""
    heading = "ไม่พบไฟล์ต่อไปนี้ในที่เก็บไฟล์ของระบบ จึงไม่มีอยู่ในไฟล์ ZIP นี้ โปรดแจ้งผู้ดูแลระบบ แนบไฟล์ใหม่ในที่เดิม แล้วจัดทำอีกครั้ง"
    return "\r\n".join([heading, "", *(f"- {line}" for line in lines), ""]).encode("utf-8-sig")


# ---------------------------------------------------------------- what is known to be lost
# The typesetter's process loads this module with the papers, and no app: models are asked for when they are used.


def _files():
    return apps.get_model("core", "StoredFile").objects


def remember(files):
    """Mark them, until `look` finds them again."""
    keys = [stored.pk for stored in files]
    for start in range(0, len(keys), CHUNK):
        rows = _files().filter(pk__in=keys[start : start + CHUNK], missing_since=None)
        rows.update(missing_since=timezone.now())


def look():
    """Mark the files whose content is not in the storage, and unmark those whose content is. How many are lost."""
    began = timezone.now()
    there = set(default_storage.names())
    rows = _files().filter(stored_at__lt=began, missing_since=None).only("content").order_by("pk")
    doubted = [stored for stored in rows.iterator(CHUNK) if stored.content.name not in there]
    remember([stored for stored in doubted if _is_gone(stored)])  # one may have come while the names were read
    back = [stored.pk for stored in _files().lost() if not _is_gone(stored)]
    _files().filter(pk__in=back).update(missing_since=None)
    return _files().lost().count()


def _is_gone(stored):
    from qa_portal.core import shelf

    return shelf.find(stored.content.name) is None
