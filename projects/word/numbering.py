"""Numbers that Word counts by itself: they stand in no text of the file, only in its numbering rules."""

import re

from qa_portal.core.thai import to_thai

from .xml import child, children, local, value

THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
BULLET = "•"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number):
    text = ""
    for worth, sign in ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def _letter(number, letters):
    return letters[(number - 1) % len(letters)]


FORMATS = {
    "thaiNumbers": lambda number: to_thai(str(number)),
    "thaiLetters": lambda number: _letter(number, THAI_LETTERS),
    "lowerLetter": lambda number: _letter(number, "abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": lambda number: _letter(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


class Numbering:
    """Counts through the document in reading order: `next(paragraph)` is the printed number of the next paragraph."""

    def __init__(self, numbering, styles):
        self.levels, self.of_num, self.restarts = {}, {}, {}
        self.styles = {style.get(_id(style, "styleId")): style for style in children(styles, "style")}
        for item in children(numbering, "abstractNum"):
            key = value(item, "abstractNumId")
            self.levels[key] = {int(value(level, "ilvl") or 0): level for level in children(item, "lvl")}
        for item in children(numbering, "num"):
            number = value(item, "numId")
            self.of_num[number] = value(child(item, "abstractNumId"), "val")
            starts = {
                int(value(override, "ilvl") or 0): int(value(child(override, "startOverride"), "val"))
                for override in children(item, "lvlOverride")
                if child(override, "startOverride") is not None
            }
            self.restarts[number] = starts
        self.counts = {}

    def next(self, paragraph):
        """'2.1', '๓.', '•', or '' for a paragraph that Word does not number."""
        number, depth = self._rule(child(paragraph, "pPr"))
        levels = self.levels.get(self.of_num.get(number))
        if not levels or depth not in levels:
            return ""
        counts = self.counts.setdefault(self.of_num[number], {})
        for level, start in self.restarts.pop(number, {}).items():
            counts[level] = start - 1
        counts[depth] = counts.get(depth, self._start(levels[depth]) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self._printed(levels, counts, depth)

    def _rule(self, properties, seen=()):
        """(numId, level) of the paragraph itself, else of its style or the style that one is based on."""
        rule = child(properties, "numPr")
        if child(rule, "numId") is not None:
            return value(child(rule, "numId"), "val"), int(value(child(rule, "ilvl"), "val") or 0)
        style = value(child(properties, "pStyle"), "val") or value(child(properties, "basedOn"), "val")
        found = self.styles.get(style)
        if found is None or style in seen:
            return None, 0
        own = child(found, "pPr")
        if child(child(own, "numPr"), "numId") is not None:
            return self._rule(own, (*seen, style))
        return self._rule(found, (*seen, style))

    @staticmethod
    def _start(level):
        return int(value(child(level, "start"), "val") or 1)

    def _printed(self, levels, counts, depth):
        if value(child(levels[depth], "numFmt"), "val") == "bullet":
            return BULLET
        text = value(child(levels[depth], "lvlText"), "val") or ""

        def one(match):
            level = int(match[1]) - 1
            if level not in levels:
                return ""
            kind = value(child(levels[level], "numFmt"), "val")
            number = counts.get(level, self._start(levels[level]))
            return FORMATS.get(kind, str)(number)

        return re.sub(r"%(\d)", one, text).strip()


def _id(element, name):
    """The attribute of that local name, whatever its namespace."""
    return next((key for key in element.attrib if local(key) == name), name)
