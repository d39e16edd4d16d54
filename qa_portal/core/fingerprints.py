"""The fingerprint of a text: two texts with one fingerprint are the same text."""

import hashlib


def fingerprint(text):
    """SHA-256 of the text in UTF-8, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
