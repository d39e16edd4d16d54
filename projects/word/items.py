"""One budget line as typed: where its name ends, where its formula begins, and the amount it states (A3-02, A3-03)."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from projects.formula import MAX_LENGTH, FormulaError, parse_formula, read_stated
from qa_portal.core.thai import baht_text, to_arabic

from .marks import LEADERS, split_mark, tidy
from .reading import Doubt

STATED = re.compile(r"(?:รวม)?(?:คิด)?เป็น(?:จำนวน)?เงิน(?:ทั้งสิ้น|จำนวน)?|(?:รวม|จำนวน)เงิน(?:ทั้งสิ้น)?")
_EQUALS_AMOUNT = re.compile(r"=\s*(?P<amount>[\d,]+(?:\.\d{1,2})?)\s*(?:บาท|\.-)?[\s.]*$")
_BRACKETS = re.compile(r"\([^()]*\d[^()]*(?:[xX×✕*/]|ละ)[^()]*\d[^()]*\)")
_DIGITS = re.compile(r"(?<![\dA-Za-z.,])\d[\d,]*(?:\.\d+)?")
_UNIT_EACH = re.compile(
    r"(?:คน|มื้อ|วัน|ชุด|ชั่วโมง|ชม\.?|ครั้ง|โล่|เล่ม|รีม|โรงเรียน|โรง|คัน|คืน|ห้อง|แผ่น|ผืน|รุ่น|อัน|ชิ้น|คณะ|กล่อง|แห่ง|เครื่อง|หน่วย|ป้าย|แฟ้ม|ม้วน"
    r"|ตลับ|ด้าม|ๆ\s*)ละ[\s.…]*$"
)
_BEFORE = re.compile(r"(?:จำนวน|อัตรา|\()[\s.…]*$")
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d{1,2})?)\s*(?:\.-)?\s*บาท")
_SIGNED = re.compile(r"\d[^=]*[xX×✕*/][^=]*\d|\d.*ละ.*\d")
_WORDS = re.compile(r"[ก-๎]*(?:บาทถ้วน|สตางค์|บาท)")
NOTHING = {"", "-", "–", "—", "ไม่มี"}


@dataclass
class Item:
    name: str
    formula: str = ""
    stated_text: str = ""
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def computed(self):
        return computed_of(self.formula)

    @property
    def stated(self):
        return amount_of(self.stated_text)

    @property
    def amount(self):
        return self.stated if self.computed is None else self.computed


def computed_of(formula):
    try:
        found = parse_formula(formula)
    except FormulaError:
        return None
    return found.computed if found else None


def amount_of(text):
    """The amount of a stated text, or None."""
    try:
        return read_stated(text)
    except FormulaError:
        return None


def clean_amount(text):
    """(the amount as typed without dotted lines and บาท, doubts). "-" and blank stay what they are."""
    plain = tidy(LEADERS.sub(" ", text.replace(". .", ".."))).removesuffix("บาท").strip(" .").removesuffix(".-").strip()
    plain = re.sub(r"\s*บาท(?:ถ้วน)?$", "", plain)
    if plain in NOTHING:
        return plain, []
    if amount_of(plain) is not None and len(plain) <= 60:
        return plain, []
    numbers = [match[0] for match in re.finditer(r"\d[\d,]*(?:\.\d+)?", to_arabic(plain))]
    if len(numbers) == 1 and amount_of(numbers[0]) is not None:
        return numbers[0], [Doubt("amount_unread", {"text": tidy(text)})]
    words = amount_in_words(plain)
    if words is not None:
        return f"{words:,}", [Doubt("total_in_words")]
    return "", [Doubt("amount_unread", {"text": tidy(text)})]


def read_item(text, stated_text=None):
    """The Item of one line. `stated_text` is the amount of a cell beside it, where it stands in a table."""
    body, own = _parted(split_mark(text)[1] if split_mark(text)[0] else text)
    doubts = []
    if stated_text is None or (own and not stated_text):
        stated_text, doubts = clean_amount(own)
    elif own and amount_of(clean_amount(own)[0]) != amount_of(stated_text):
        doubts.append(Doubt("amount_twice", {"first": tidy(own), "second": stated_text}))
    name, formula, more = _formula_in(body, amount_of(stated_text))
    item = Item(tidy(name.rstrip("=:( ")), formula, stated_text, doubts + more)
    return _with_doubts(item)


def _parted(text):
    """(what is counted, the amount behind it): parted by เป็นเงิน, by "= 2,800 บาท", or because it is the only number."""
    if marks := list(STATED.finditer(text)):
        return text[: marks[-1].start()], text[marks[-1].end() :]
    plain = to_arabic(text)
    equals = _EQUALS_AMOUNT.search(plain)
    if equals and _DIGITS.search(plain[: equals.start()]):
        return text[: equals.start()], text[equals.start("amount") : equals.end("amount")]
    money, numbers = _MONEY.findall(LEADERS.sub(" ", plain)), _DIGITS.findall(LEADERS.sub(" ", plain))
    if len(money) == 1 and len(numbers) == 1:
        start = plain.index(money[0])
        return text[:start], text[start : start + len(money[0])]
    return text, ""


def _formula_in(body, stated):
    """(name, formula, doubts)."""
    name, equals, formula = body.partition("=")
    if equals and _DIGITS.search(to_arabic(formula)):
        return name, formula.strip(), []
    if brackets := _BRACKETS.search(to_arabic(body)):
        formula = body[brackets.start() : brackets.end()]
        if computed_of(formula) is not None and not _SIGNED.search(to_arabic(body[brackets.end() :])):
            return f"{body[: brackets.start()].rstrip()} {body[brackets.end() :].strip(' .')}", formula, []
    return _formula_at_a_number(body, stated)


def _formula_at_a_number(body, stated):
    choices = []
    for match in _DIGITS.finditer(to_arabic(body)):
        start = _back(body, match.start())
        formula = body[start:].strip(" \t.,")
        computed = computed_of(formula[:MAX_LENGTH])
        if computed is not None and len(parse_formula(formula).factors) > 1:
            choices.append((start, formula, computed))
    if not choices:
        return _without_formula(body)
    right = [choice for choice in choices if choice[2] == stated] or choices
    start, formula, computed = right[0]
    unsure = len(choices) > 1 and computed != stated and len({choice[2] for choice in choices}) > 1
    return body[:start], formula, [Doubt("formula_start", {"formula": formula})] if unsure else []


def _without_formula(body):
    first = _DIGITS.search(to_arabic(body))
    if first and _SIGNED.search(to_arabic(body)):
        start = _back(body, first.start())
        return body[:start], body[start:].strip()[:MAX_LENGTH], []
    return body, "", []


def _back(text, start):
    """Take จำนวน, คนละ and an opening bracket before a number into the formula."""
    head = text[:start]
    for words in (_BEFORE, _UNIT_EACH, _BEFORE):
        if found := words.search(head):
            head = head[: found.start()]
    if found := re.search(r"(?<=\s)[ก-๎]{1,15}ละ[\s.…]*$", head):
        head = head[: found.start()]
    return len(head)


def _with_doubts(item):
    try:
        formula = parse_formula(item.formula)
    except FormulaError as error:
        item.doubts.append(Doubt("formula_unread", {"error": str(error)}))
        return item
    if formula:
        item.doubts += [Doubt("formula_note", {"note": note}) for note in formula.doubts]
    if None not in (item.computed, item.stated) and item.computed != item.stated:
        values = {"computed": f"{item.computed:,.2f}", "stated": f"{item.stated:,.2f}"}
        item.doubts.append(Doubt("line_differs", values))
    if item.amount is None and item.stated_text not in NOTHING - {""}:
        item.doubts.append(Doubt("no_amount"))
    return item


# ---------------------------------------------------------------- amounts in words

_DIGIT_WORDS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000}
_WORD = re.compile("|".join([*_DIGIT_WORDS, *_PLACES, "ล้าน"]))


def amount_in_words(text):
    """The amount that a text says in words (หนึ่งแสนสองหมื่นบาทถ้วน), or None. Only what baht_text would write counts."""
    for match in _WORDS.finditer("".join(text.split())):
        for start in range(len(match[0])):
            amount = _number_in_words(match[0][start:])
            if amount is not None and baht_text(amount) in {match[0][start:], f"{match[0][start:]}ถ้วน"}:
                return amount
    return None


def _number_in_words(text):
    baht, _sign, satang = text.removesuffix("ถ้วน").partition("บาท")
    whole = _whole(baht)
    part = _whole(satang.removesuffix("สตางค์")) if satang else 0
    return None if whole is None or part is None else Decimal(whole) + Decimal(part) / 100


def _whole(text):
    total = below = digit = place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        if not word:
            return None
        if word[0] == "ล้าน":
            total, below, digit = (total + below + digit) * 10**6, 0, 0
        elif word[0] in _PLACES:
            below, digit = below + (digit or 1) * _PLACES[word[0]], 0
        else:
            digit = _DIGIT_WORDS[word[0]]
        place = word.end()
    return total + below + digit if text else None
