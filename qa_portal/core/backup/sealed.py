"""A stream of bytes, sealed in pieces by AES-256-GCM: whoever changes, cuts, reorders or joins pieces is found out.

The nonce of a piece is a random prefix, its number, and whether it is the last (the STREAM construction), so that a
stream that was cut between two pieces does not end. The key is reckoned from the words that people keep by scrypt."""

import io
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"QA Portal backup 1\n"
PIECE = 1024 * 1024
SALT, PREFIX, TAG = 16, 7, 16  # bytes
HEADER = len(MAGIC) + SALT + PREFIX + TAG
MORE, LAST, PROOF = b"\0", b"\1", b"\2"
SHORTEST_KEY = 16  # characters


class Unreadable(Exception):
    """The sentence says why a backup cannot be read."""


class WeakKey(Exception):
    pass


def _cipher(key, salt):
    if len(key) < SHORTEST_KEY:
        raise WeakKey(f"The key of a backup needs at least {SHORTEST_KEY} characters.")
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _nonce(prefix, number, kind):
    return prefix + number.to_bytes(4) + kind


class Sealing(io.RawIOBase):
    """To be written into; `end` ends the stream, and only then is it whole."""

    def __init__(self, out, key):
        self.out, salt, self.prefix = out, os.urandom(SALT), os.urandom(PREFIX)
        self.cipher, self.number, self.waiting = _cipher(key, salt), 0, bytearray()
        head = MAGIC + salt + self.prefix
        out.write(head + self.cipher.encrypt(_nonce(self.prefix, 0, PROOF), b"", head))

    def writable(self):
        return True

    def write(self, content):
        self.waiting += content
        while len(self.waiting) > PIECE:  # what may be the last piece waits
            self._seal(bytes(self.waiting[:PIECE]), MORE)
            del self.waiting[:PIECE]
        return len(content)

    def _seal(self, piece, kind):
        self.out.write(self.cipher.encrypt(_nonce(self.prefix, self.number, kind), piece, None))
        self.number += 1

    def end(self):
        self._seal(bytes(self.waiting), LAST)


class Opening(io.RawIOBase):
    """The content of a sealed stream. Unreadable for a wrong key, and for what was changed or cut."""

    def __init__(self, source, key):
        self.source, head = source, source.read(HEADER)
        if not head.startswith(MAGIC) or len(head) < HEADER:
            raise Unreadable("This is not a backup of the portal.")
        head, proof = head[:-TAG], head[-TAG:]
        salt, self.prefix = head[len(MAGIC) : len(MAGIC) + SALT], head[-PREFIX:]
        self.cipher, self.number, self.opened = _cipher(key, salt), 0, b""
        try:
            self.cipher.decrypt(_nonce(self.prefix, 0, PROOF), proof, head)
        except InvalidTag as error:
            raise Unreadable("The key is not that of this backup.") from error
        self.ahead = source.read(PIECE + TAG)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.opened:
            self._open_next()
        count = min(len(buffer), len(self.opened))
        buffer[:count], self.opened = self.opened[:count], self.opened[count:]
        return count

    def _open_next(self):
        if not self.ahead:
            return
        piece, self.ahead = self.ahead, self.source.read(PIECE + TAG)
        try:
            self.opened = self.cipher.decrypt(self._next_nonce(MORE if self.ahead else LAST), piece, None)
        except InvalidTag as error:
            raise Unreadable(self._what_is_wrong(piece)) from error
        self.number += 1

    def _next_nonce(self, kind):
        return _nonce(self.prefix, self.number, kind)

    def _what_is_wrong(self, piece):
        if not self.ahead:
            return "The backup is cut short, or changed in its last megabyte: it is not whole."
        return f"The backup was changed or is damaged after {self.number} megabytes."
