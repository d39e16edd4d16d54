"""Quantity formulas as offices write them (A3-02, A3-03): `100x200X2`, `35 บาท/...20...คน/4 มื้อ`,
`200 ชุด ชุดละ 80 บาท`. The text stays as written; this module says what it comes to."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from django.utils.translation import gettext as _

from qa_portal.core.thai import NumberError, format_baht, normalise, parse_number, to_arabic

MAX_LENGTH = 200
MAX_FACTORS = 8
MAX_AMOUNT = Decimal("999999999999.99")
BAHT = "บาท"
DOTTED_UNITS = ("ชม", "รร", "กก", "กม", "นร")  # units that keep their full stop: ชม.
NOT_NUMBERS = frozenset({"", "-", "–", "—", "ไม่มี"})

_STATED = "เป็นเงิน"
_LEADERS = re.compile(r"\.{2,}|…|(?<=[\d ])\.(?!\d)|(?<!\d)\.(?=\d)")
_LONE_DOT = re.compile(r"(?<![\d.])\.\d{1,2}(?![\d,])")
_TOKEN = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<sign>[xX×✕*/])|(?P<word>[ก-๎ฯ]+\.?|[A-Za-z]{2,})|(?P<space> +)")


class FormulaError(ValueError):
    """The text cannot be computed. Its text is a sentence for the person who typed it."""


@dataclass(frozen=True)
class Factor:
    value: Decimal
    unit: str = ""


@dataclass(frozen=True)
class Formula:
    """What a formula comes to. `stated` is the amount after เป็นเงิน, if there is one; `doubts` are sentences."""

    factors: tuple[Factor, ...]
    computed: Decimal | None
    stated: Decimal | None = None
    doubts: tuple[str, ...] = ()

    @property
    def rate(self):
        """Baht for one unit; None where the text does not say which factor is money."""
        rates = [factor.value for factor in self.factors if factor.unit.startswith(BAHT)]
        return rates[0] if len(rates) == 1 else None


def read_stated(text):
    """The amount that a form states: None for blank, "-" and "ไม่มี", which stay three answers in the text (A2-09).

    Raises FormulaError for anything that is no amount of baht."""
    plain = normalise(text)
    if plain in NOT_NUMBERS:
        return None
    try:
        amount = parse_number(plain.replace(". .", ".."))
    except NumberError as error:
        raise FormulaError(_("Please type an amount in baht, for example 12,500, or - for none.")) from error
    if amount < 0:
        raise FormulaError(_("An amount cannot be negative."))
    return _within_limit(amount.quantize(Decimal("0.01")) if abs(amount) <= MAX_AMOUNT else amount)


def parse_formula(text):
    """Return the Formula of a text of at most 200 characters; None for a blank text. Raises FormulaError."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(_("A formula has at most 200 characters."))
    plain, _sign, stated = to_arabic(normalise(text)).partition(_STATED)
    if not plain.strip(" .…"):
        return Formula((), None, read_stated(stated)) if stated else None
    body, doubts = _body(plain)
    factors = _factors(_tokens(_LEADERS.sub(" ", body)))
    computed = _within_limit(prod((factor.value for factor in factors), start=Decimal(1)))
    doubts += _doubts(factors)
    return Formula(factors, computed.quantize(Decimal("0.01")), read_stated(stated) if stated else None, tuple(doubts))


@dataclass(frozen=True)
class Reading:
    """What the portal reads in a typed formula, in words; `error` says why it can read nothing."""

    sentence: str = ""
    error: str = ""
    formula: Formula | None = None


def read_aloud(text):
    """The Reading of a formula as it stands in a field, finished or not."""
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        return Reading(error=str(error))
    if formula is None or formula.computed is None:
        return Reading()
    words = _("Read as %(product)s = %(amount)s baht") % {
        "product": product_of(formula.factors),
        "amount": format_baht(formula.computed),
    }
    return Reading(" · ".join([words, *formula.doubts]), formula=formula)


def product_of(factors):
    """The formula in one clean line: 200 ชุด × 80 บาท."""
    return " × ".join(f"{format_baht(factor.value)} {factor.unit}".strip() for factor in factors)


def _body(text):
    """The part that is counted: after "=", and inside the brackets if a product stands there."""
    doubts = []
    name, equals, rest = text.rpartition("=")
    if equals and not re.search(r"\d", name):
        text = rest
    inside = re.search(r"\(([^()]*\d[^()]*)\)", text)
    outside = text.replace(inside[0], " ") if inside else ""
    if re.search(r"[xX×✕*/]", outside):
        text = text.replace("(", " ").replace(")", " ")
    elif inside:
        text = inside[1]
        if outside.strip():
            doubts.append(_("Only the part in brackets was counted."))
    if _LONE_DOT.search(text):
        doubts.append(_("A single dot before a number was read as a dotted line, not as a decimal point."))
    return text, doubts


def _tokens(text):
    place, tokens = 0, []
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found:
            raise FormulaError(
                _("“%(sign)s” cannot be counted here. Write numbers with × between them, for example 35 × 20 × 4.")
                % {"sign": text[place]}
            )
        if found.lastgroup != "space":
            tokens.append((found.lastgroup, found[0]))
        place = found.end()
    return tokens


def _factors(tokens):
    """Each number with the unit behind it. Numbers are parted by a sign or by words (ชุดละ); "/คน" without a number
    belongs to the unit before it."""
    factors, open_sign, parted = [], False, True
    for place, (kind, text) in enumerate(tokens):
        if kind == "number":
            if not parted:
                raise FormulaError(_("There is no × between two of the numbers."))
            factors.append(Factor(_number(text)))
            open_sign, parted = False, False
        elif kind == "sign":
            if open_sign or not factors:
                raise FormulaError(_missing_factor())
            open_sign, parted = text, True
        elif open_sign != "/" or (place + 1 < len(tokens) and tokens[place + 1][0] == "number"):
            if factors and not parted:
                factors[-1] = Factor(factors[-1].value, _unit(text))
            parted = True
        else:
            factors[-1] = Factor(factors[-1].value, f"{factors[-1].unit}/{_unit(text)}")
            open_sign = False
    if open_sign or not factors:
        raise FormulaError(_missing_factor() if factors else _("There is no number in this formula."))
    if len(factors) > MAX_FACTORS:
        raise FormulaError(_("A formula has at most 8 factors."))
    return tuple(factors)


def _missing_factor():
    return _("A number is missing beside the × sign.")


def _number(text):
    try:
        return parse_number(text)
    except NumberError as error:
        raise FormulaError(_("“%(text)s” is not a number. Commas part thousands: 1,000.") % {"text": text}) from error


def _unit(word):
    bare = word.rstrip(".")
    return f"{bare}." if bare in DOTTED_UNITS else bare


def _doubts(factors):
    rates = sum(factor.unit.startswith(BAHT) for factor in factors)
    if len(factors) > 1 and rates == 0:
        return [_("It is not said which of the numbers is baht.")]
    return [_("More than one of the numbers is baht.")] if rates > 1 else []


def _within_limit(amount):
    if amount > MAX_AMOUNT:
        raise FormulaError(_("The amount is too large: at most 999,999,999,999.99 baht."))
    return amount
