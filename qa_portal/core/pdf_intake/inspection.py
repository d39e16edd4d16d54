"""Has a PDF judged in a process of its own (child.py), a few at a time."""

import base64
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .refusals import refusal

PATIENCE = 90  # seconds for one file; the process itself may compute for 60
SMALL, MOST_SEEN = 256 * 1024, 16  # bytes of a file, and number of files, whose findings the process remembers
SEEN: dict[str, dict] = {}
PAUSE = 0.1  # seconds between two looks for a free place


class Busy(ValidationError):
    """As many files are being checked as the machine takes at once."""

    def __init__(self):
        super().__init__(_("Many files are being checked just now. Please try again in a minute."), code="busy")


@dataclass(frozen=True)
class Findings:
    pages: int
    text_pages: int  # pages that can be searched; a scanned one has no text
    texts: list
    picture: bytes  # the first page as a small PNG
    memory_mb: int | None  # the most that checking it took


def inspect(path, *, wait):
    """Findings of a PDF that may come in. ValidationError for any other, Busy when no place was free in `wait`
    seconds."""
    key = _small_key(path)
    verdict = SEEN.get(key)
    if verdict is None:
        with _place(wait):
            verdict = _verdict(path)
        _remember(key, verdict)
    if verdict["code"]:
        raise refusal(verdict["code"])
    picture = base64.b64decode(verdict["picture"])
    return Findings(verdict["pages"], verdict["text_pages"], verdict["texts"], picture, memory_mb=verdict["memory_mb"])


def _small_key(path):
    """What a small file is known by; None for a larger one, whose words would fill the memory."""
    if os.path.getsize(path) > SMALL:
        return None
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _remember(key, verdict):
    if key and not verdict["code"]:
        if len(SEEN) >= MOST_SEEN:
            SEEN.clear()
        SEEN[key] = verdict


def _verdict(path):
    command = [sys.executable, "-m", "qa_portal.core.pdf_intake.child", str(path)]
    bare = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    how = {"cwd": settings.BASE_DIR, "env": bare, "stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryFile() as out:  # a file, because the limit on what the process writes holds for files
        try:
            subprocess.run(command, stdout=out, timeout=PATIENCE, check=True, **how)  # noqa: S603
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return {"code": "heavy"}
        out.seek(0)
        return json.load(out)


@contextmanager
def _place(wait):
    """One of the places for checks, shared by all processes of the portal on this machine."""
    folder = Path(settings.MEDIA_ROOT) / "checks"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    while True:
        for number in range(settings.PDF_CHECKS_AT_ONCE):
            with open(folder / str(number), "w") as place:
                if _is_free(place):
                    yield
                    return
        if time.monotonic() >= until:
            raise Busy()
        time.sleep(PAUSE)


def _is_free(place):
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
