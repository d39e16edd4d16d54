"""What stands before and around the words of a line: numbers, bullets, ticks, and how broken lines join again."""

import re
from dataclasses import dataclass, field

from qa_portal.core.thai import to_arabic

from .document import Line

# Numbers need a dot, a bracket, a tab or a second level, so that "35 บาท" and "17 ตุลาคม" keep theirs.
_NUMBER = re.compile(
    r"\s*(?:ข้อ(?:ที่)?\s*)?"
    r"(?:[(\[](?P<inside>(?:[1-9]\d?(?:\.\d{1,2})*|[กขคงจฉ]))[)\]]"
    r"|(?P<levels>[1-9]\d?(?:\.[1-9]\d?){1,4})(?:[.)]|(?=\s|[ก-๎A-Za-z\"“(]))"
    r"|(?P<single>[1-9]\d?)(?:[.)](?!\d)|(?=\t))"
    r"|(?P<letter>[กขคงจฉ])(?:\)|\.(?=\s)|(?=\s)))\s*"
)
_BULLET = re.compile(r"\s*(?:[-–—•●○▪■□➢►✓✔*·]|\([ \t]+(?=\S))\s*(?=\S)")
_TICKED = re.compile(r"[☑☒✓✔🗹]|[(\[]\s*[/xX✓✔√]\s*[)\]]")
_TICK_BOX = re.compile(r"[☐□☑☒✓✔🗹]|[(\[]\s*[/xX✓✔√]?\s*[)\]]")
_TIME = re.compile(r"\s*\d{1,2}[.:]\d{2}\s*(?:[-–]|น\.)")
_THAI_END, _THAI_START = re.compile(r"[ก-๎]$"), re.compile(r"^[ก-๎]")
NOTHING_STARTS = r"(?!)"  # for entries(): only marks start an item
LEADERS = re.compile(r"(?:\.{2,}|…)+")


def split_mark(text):
    """(number as printed, rest), (bullet, rest) or ("", text). A bullet before a number says nothing."""
    if _TIME.match(text):
        return "", text
    found = _NUMBER.match(to_arabic(text))
    if found and found.end() < len(text):
        name = next(name for name, part in found.groupdict().items() if part)
        return text[found.start(name) : found.end(name)], text[found.end() :]
    if found := _BULLET.match(text):
        mark, rest = split_mark(text[found.end() :])
        return (mark, rest) if is_number(mark) else (found[0].strip(), text[found.end() :])
    return "", text


def is_number(mark):
    return bool(re.fullmatch(r"\d[\d.]*\d|\d", to_arabic(mark).rstrip(".)")))


def levels_of(mark):
    """How deep a number is: "3" 1, "3.1" 2; 0 for bullets, letters and no mark."""
    plain = to_arabic(mark).strip("() .")
    return plain.count(".") + 1 if is_number(plain) else 0


def last_number(mark):
    """The 3 of "2.3"; None without a number."""
    plain = to_arabic(mark).strip("() .")
    return int(plain.rpartition(".")[2]) if is_number(plain) else None


def join(first, second):
    """Two parts of one text that were typed on two lines: Thai words need no blank between them."""
    if _THAI_END.search(first) and _THAI_START.search(second):
        return first + second
    return f"{first} {second}".strip()


def tidy(text):
    """A text in one line, without leader dots at its ends."""
    return " ".join(text.split()).strip(" \t:：").removesuffix("....").strip()


def ticked(text, choices):
    """Of {text: choice} those that have a tick before them; where nothing is ticked, those that are named."""
    if not _TICK_BOX.search(text):
        return [choice for name, choice in choices.items() if name in text]
    parts = re.split(f"({_TICK_BOX.pattern})", text)
    marked = [after for box, after in zip(parts[1::2], parts[2::2], strict=True) if _TICKED.fullmatch(box)]
    return [choice for name, choice in choices.items() if any(name in part for part in marked)]


@dataclass
class Entry:
    """One item of a list: its printed number or bullet, its text, the lines it stands on."""

    mark: str
    text: str
    lines: list[Line] = field(default_factory=list)
    is_continued: bool = False  # a paragraph without a mark was taken as its continuation

    @property
    def level(self):
        return levels_of(self.mark)


def mark_of(line):
    """(number or bullet, rest) of a line, whether typed or counted by Word."""
    mark, rest = split_mark(line.text)
    if line.number and not is_number(mark):
        return line.number.strip("(). "), line.text if not mark else rest
    return mark, rest


def entries(lines, starts=None):
    """The items of a list. A mark starts an item; `starts` is a regular expression that does so too. A list without
    any mark has one item a paragraph."""
    marked = [mark_of(line) for line in lines]
    has_marks = any(mark for mark, _rest in marked)
    found = []
    for line, (mark, rest) in zip(lines, marked, strict=True):
        begins = bool(mark) or bool(starts and re.match(starts, rest)) or (not has_marks and not starts and line.starts)
        if begins or not found:
            found.append(Entry(mark, tidy(rest), [line]))
        else:
            found[-1].text = join(found[-1].text, tidy(rest))
            found[-1].lines.append(line)
            found[-1].is_continued |= line.starts
    return found


def split_inline(entry):
    """Items that were typed in one paragraph: "1. … 2. … 3. …" in counting order."""
    places, wanted, at = [], 1, 0
    text = f"{entry.mark}. {entry.text}" if is_number(entry.mark) and entry.mark not in entry.text[:3] else entry.text
    plain = to_arabic(text)
    while found := re.compile(rf"(?:^|(?<=[\s)])|(?<=และ))\(?{wanted}[.)]\s*(?=\D)").search(plain, at):
        places.append((found.start(), found.end()))
        wanted, at = wanted + 1, found.end()
    if len(places) < 2:
        return [entry]
    ends = [start for start, _end in places[1:]] + [len(text)]
    head = [Entry("", tidy(text[: places[0][0]]), entry.lines)] if text[: places[0][0]].strip() else []
    return head + [
        Entry(str(number), tidy(text[start:end].removesuffix("และ")), entry.lines)
        for number, ((_start, start), end) in enumerate(zip(places, ends, strict=True), start=1)
    ]
