"""The office's own words for libthai, which breaks Thai lines inside WeasyPrint.

The stock dictionary does not know the terms of an education office and breaks inside them (สถาน/ศึกษา,
ขับ/เคลื่อน). They are in office_words.txt, one a line; whole titles are left out, because a line may well break
between their parts and a narrow column must. Without `trietool` (Debian: libdatrie1-bin) the stock dictionary is
used: lines then break less well, nothing else changes.
"""

import logging
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from .built import built_folder

STOCK = Path("/usr/share/libthai/thbrk.tri")
WORDS = Path(__file__).with_name("office_words.txt")

log = logging.getLogger(__name__)


def install():
    """Point libthai at the enlarged dictionary. It reads it once, at its first line: call before any text is set."""
    folder = build_dictionary()
    if folder:
        os.environ["LIBTHAI_DICTDIR"] = str(folder)


@cache
def build_dictionary():
    """The folder of the enlarged dictionary, built if missing; None where the tools for it are not installed."""
    if not (shutil.which("trietool") and STOCK.exists()):
        log.info("trietool or %s is missing: Thai lines break by libthai's stock dictionary", STOCK)
        return None
    return built_folder("libthai", sources=[__file__, STOCK, WORDS], fill=_build_into)


def _build_into(folder):
    shutil.copy(STOCK, folder / STOCK.name)
    command = ["trietool", STOCK.stem, "add-list", "-e", "UTF-8", str(WORDS)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S603  our own words
