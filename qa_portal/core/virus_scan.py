"""Asks ClamAV's daemon about a file, by its own protocol over the unix socket of settings.CLAMAV_SOCKET. The daemon is
sent the file (INSTREAM), so it needs no right to our folders."""

import logging
import socket
import struct

from django.conf import settings

logger = logging.getLogger(__name__)

BLOCK = 256 * 1024
PATIENCE = 120  # seconds: 30 MB took 6, and the daemon may have others to serve
END = struct.pack("!I", 0)


class NotAnswering(Exception):
    """The daemon is configured but gave no verdict."""


def is_on():
    return bool(settings.CLAMAV_SOCKET)


def scan(file):
    """The name of the virus in an open file, or "". NotAnswering when there is no verdict."""
    file.seek(0)
    try:
        answer = _ask(file)
    except OSError as error:
        logger.warning("ClamAV does not answer at %s: %s", settings.CLAMAV_SOCKET, error)
        raise NotAnswering from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    logger.warning("ClamAV gave no verdict: %s", answer)
    raise NotAnswering(answer)


def _ask(file):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        line.connect(settings.CLAMAV_SOCKET)
        line.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(END)
        return line.makefile("rb").read(4096).rstrip(b"\0\n").decode("utf-8", "replace")
