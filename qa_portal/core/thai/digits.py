"""Thai digits ๐-๙ and their Arabic twins. Nothing else in the text is touched."""

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)


def to_arabic(text: str) -> str:
    """Return text with every Thai digit as 0-9."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """Return text with every digit 0-9 as ๐-๙, as official letters write them (B9)."""
    return text.translate(_TO_THAI)
