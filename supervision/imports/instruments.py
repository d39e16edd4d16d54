"""An instrument from a workbook: four sheets, read into the plain data that the builder makes too (instrument_form).

The file is judged row by row; with any row refused nothing is made. What is merely unfinished (problems_of) is said and
may come in, since a draft may be unfinished."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.history import Change
from qa_portal.core.imports import places_of
from qa_portal.core.spreadsheets import CONTROL
from qa_portal.core.tables import Unreadable, read_sheets
from qa_portal.core.thai import normalise, parse_number, search_key, to_arabic
from supervision.checks.instruments import problems_of
from supervision.data.instrument_form import Form, Item, Level, Section
from supervision.models import Instrument, InstrumentItem, InstrumentLevel, InstrumentSection
from supervision.reports.instrument_changes import LOOKS, SAME, Pair, changes_of_head, pair_up
from supervision.reports.instrument_sheets import (
    AUDIENCES,
    CHOICE_HEADERS,
    DESCRIBED,
    FORM_FIELDS,
    ITEM_HEADERS,
    KINDS,
    LEVEL_HEADERS,
    NO,
    SHEETS,
    YES,
    answer_names,
)
from supervision.services.instruments import form_of

MOST_ITEMS = 500


@dataclass(frozen=True)
class RowError:
    sheet: str
    row: int
    reason: str


@dataclass
class Reading:
    """What a workbook says, and what is wrong with it. `latest`: the newest edition of its code, or None; `there`: what
    that says; `pairs` and `head`: its items and its own words beside those of the file."""

    form: Form | None = None
    errors: list[RowError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    latest: Instrument | None = None
    there: Form | None = None
    pairs: list[Pair] = field(default_factory=list)
    head: list[Change] = field(default_factory=list)

    @property
    def is_same(self):
        return self.form is not None and self.there == self.form

    @property
    def can_come_in(self):
        return bool(self.form and not self.errors and not self.is_same)

    @property
    def counts(self):
        found = Counter(pair.kind for pair in self.pairs)
        return [(word, found[kind]) for kind, (word, _colour, _icon) in LOOKS.items()]

    @property
    def told(self):
        """What differs, in its order."""
        return [pair for pair in self.pairs if pair.kind != SAME]

    @property
    def digest(self):
        """Of both sides: another one means that the file or the edition beside it is not what was shown."""
        return fingerprint(repr((self.form, self.latest and self.latest.pk, self.there)))


def read_instrument(content, *, user, indicators):
    """The Reading of a file's bytes. Raises Unreadable. `indicators`: the keys that an item may link to."""
    work = _Work({search_key(name): lines for name, lines in read_sheets(content).items()}, indicators)
    reading = work.read()
    if not reading.errors:
        _compare(reading, user)
    return reading


def _compare(reading, user):
    form = reading.form
    reading.warnings = [problem.sentence for problem in problems_of(form)]
    editions = Instrument.objects.visible_to(user).filter(code=form.code)
    reading.latest = editions.order_by("-edition", "-pk").first()
    reading.there = form_of(reading.latest) if reading.latest else Form(form.code, "")
    reading.pairs = pair_up(reading.there, form)
    reading.head = changes_of_head(reading.there, form) if reading.latest else []


class _Work:
    def __init__(self, sheets, indicators):
        self.sheets, self.indicators = sheets, indicators
        self.errors = []

    def refuse(self, sheet, row, reason):
        self.errors.append(RowError(SHEETS[sheet], row, reason))

    def read(self):
        facts = self._facts()
        levels = tuple(self._levels())
        sections = tuple(self._sections({level.value for level in levels}))
        form = Form(**facts, levels=tuple(sorted(levels, key=lambda row: -row.value)), sections=sections)
        return Reading(form=form, errors=self.errors)

    def _lines(self, sheet, headers, needed=()):
        """(row number, {field: text}) of a sheet below its header."""
        lines = self.sheets.get(search_key(SHEETS[sheet]), [])
        if not lines:
            return []
        places = places_of(lines[0][1], headers)
        missing = [headers[name][0] for name in needed if name not in places]
        if missing:
            raise Unreadable(
                _("The sheet “%(sheet)s” lacks these columns: %(names)s.")
                % {"sheet": SHEETS[sheet], "names": ", ".join(missing)}
            )
        return [
            (number, {name: _clean(cells[place]) if place < len(cells) else "" for name, place in places.items()})
            for number, cells in lines[1:]
        ]

    # ---- the form itself

    def _facts(self):
        lines = self.sheets.get(search_key(SHEETS["form"]))
        if not lines:
            raise Unreadable(_("The file has no sheet “%(sheet)s”.") % {"sheet": SHEETS["form"]})
        said = {search_key(cells[0]): (number, _clean(cells[1])) for number, cells in lines if len(cells) > 1}
        facts = {}
        for name, header in FORM_FIELDS.items():
            row, value = said.get(search_key(header), (1, ""))
            facts[name] = self._fact(name, row, value)
        return facts

    def _fact(self, name, row, value):
        if name == "audience":
            return self._word("form", row, AUDIENCES, value) or "supervisor"
        if name in ("code", "name") and not value:
            self.refuse("form", row, _("“%(field)s” is empty.") % {"field": FORM_FIELDS[name]})
        if name == "code" and value:
            try:
                validate_slug(value)
            except ValidationError as error:
                self.refuse("form", row, error.messages[0])
        return self._fits("form", row, Instrument, name, value)

    def _fits(self, sheet, row, model, name, value):
        """The text, where the portal's column holds it."""
        column = model._meta.get_field(name)
        if column.max_length and len(value) > column.max_length:
            facts = {"field": column.verbose_name, "count": column.max_length}
            self.refuse(sheet, row, _("“%(field)s” is longer than %(count)s characters.") % facts)
        return value

    def _word(self, sheet, row, words, value):
        """The key of a fixed word; "" for a blank."""
        for key, word in words.items():
            if search_key(value) in (search_key(word), key):
                return key
        if value:
            facts = {"typed": value[:40], "words": ", ".join(words.values())}
            self.refuse(sheet, row, _("“%(typed)s” is not known: use one of %(words)s.") % facts)
        return ""

    def _number(self, sheet, row, text, model, name):
        if not text:
            return None
        column = model._meta.get_field(name)
        try:
            return column.clean(parse_number(text), None)
        except (ValueError, ValidationError) as error:
            said = error.messages[0] if isinstance(error, ValidationError) else str(error)
            self.refuse(sheet, row, f"{column.verbose_name}: {said}")
        return None

    # ---- the scale

    def _levels(self):
        seen = set()
        for row, said in self._lines("levels", LEVEL_HEADERS, ("value", "word")):
            value = self._number("levels", row, said["value"], InstrumentLevel, "value")
            if value is None or value in seen:
                self.refuse("levels", row, _("Each level needs points of its own."))
                continue
            seen.add(value)
            least = self._number("levels", row, said.get("least_mean", ""), InstrumentLevel, "least_mean")
            if not said["word"]:
                self.refuse("levels", row, _("“%(field)s” is empty.") % {"field": LEVEL_HEADERS["word"][0]})
            yield Level(
                int(value),
                self._fits("levels", row, InstrumentLevel, "word", said["word"]),
                self._fits("levels", row, InstrumentLevel, "description", said.get("description", "")),
                Decimal(value).quantize(Decimal("0.01")) if least is None else least.quantize(Decimal("0.01")),
            )

    # ---- sections and items

    def _sections(self, points):
        lines = self._lines("items", _item_headers(points), ("section", "kind", "text"))
        if len(lines) > MOST_ITEMS:
            raise Unreadable(_("The file has more than %(count)s items.") % {"count": MOST_ITEMS})
        choices = self._choices()
        found, parents = {}, {}
        for row, said in lines:
            place = to_arabic(said["section"])
            if place not in found:
                found[place] = (self._title(row, said), said.get("section_guidance", ""), [])
            if said["text"] or said["kind"]:
                item = self._item(row, said, f"{len(found)}.{len(found[place][2]) + 1}", choices, parents, points)
                found[place][2].append(item)
        named = {item.number for _title, _guidance, items in found.values() for item in items}
        for number, (row, _texts) in choices.items():
            if number not in named:
                self.refuse("choices", row, _("There is no item %(number)s.") % {"number": number[:20]})
        return [Section(title, guidance, tuple(items)) for title, guidance, items in found.values()]

    def _title(self, row, said):
        return self._fits("items", row, InstrumentSection, "title", said.get("section_title", ""))

    def _choices(self):
        """{item's number: (row, its choices)}."""
        found = {}
        for row, said in self._lines("choices", CHOICE_HEADERS, ("number", "text")):
            number, text = to_arabic(said["number"]), said["text"]
            texts = found.setdefault(number, (row, []))[1]
            if not text or text in texts or "," in text or len(text) > 200:
                self.refuse("choices", row, _("A choice is said once, without a comma, in 200 characters at most."))
            texts.append(text)
        return found

    def _item(self, row, said, number, choices, parents, points):
        typed = to_arabic(said.get("number", ""))
        if typed and typed != number:
            facts = {"typed": typed[:20], "number": number}
            self.refuse("items", row, _("The item's number is “%(typed)s”, but by its place it is %(number)s.") % facts)
        kind = self._word("items", row, KINDS, said["kind"])
        if not kind and not said["kind"]:
            self.refuse("items", row, _("“%(field)s” is empty.") % {"field": ITEM_HEADERS["kind"][0]})
        asked_if = to_arabic(said.get("asked_if", ""))
        item = Item(
            number=number,
            kind=kind or "text",
            asked_if=asked_if,
            asked_if_answer=self._rule(row, asked_if, said.get("asked_if_answer", ""), parents),
            allows_na=self._word("items", row, {"yes": YES, "no": NO}, said.get("allows_na", "")) != "no",
            is_needed=self._word("items", row, {"yes": YES, "no": NO}, said.get("is_needed", "")) != "no",
            least=self._bound(row, said, "least"),
            most=self._bound(row, said, "most"),
            indicator=self._indicator(row, said.get("indicator", "")),
            choices=tuple(choices.get(number, (0, ()))[1]),
            described=tuple(
                (value, said[f"level_{value}"]) for value in sorted(points, reverse=True) if said.get(f"level_{value}")
            ),
            **{
                name: self._fits("items", row, InstrumentItem, name, said.get(name, ""))
                for name in ("text", "help", "unit")
            },
        )  # fmt: skip
        if any(len(text) > 400 for _value, text in item.described):
            self.refuse("items", row, _("The description of a level has 400 characters at most."))
        parents[number] = item
        return item

    def _bound(self, row, said, name):
        found = self._number("items", row, said.get(name, ""), InstrumentItem, name)
        return None if found is None else found.quantize(Decimal("0.01"))

    def _indicator(self, row, key):
        if key and key not in self.indicators:
            self.refuse("items", row, _("No standard of the portal has the item “%(key)s”.") % {"key": key[:40]})
        return key

    def _rule(self, row, asked_if, text, parents):
        parent = parents.get(asked_if)
        if asked_if and parent is None:
            self.refuse("items", row, _("It is asked by item %(number)s, which does not come before it.") % {
                "number": asked_if[:20]
            })  # fmt: skip
        names = {shown: word for word, shown in answer_names(parent).items()} if parent else {}
        words = [names.get(word.strip(), word.strip()) for word in text.split(",") if word.strip()]
        return self._fits("items", row, InstrumentItem, "asked_if_answer", ",".join(words))


def _item_headers(points):
    return ITEM_HEADERS | {f"level_{value}": (DESCRIBED % value,) for value in points}


def _clean(text):
    return normalise(CONTROL.sub("", text).replace("\r\n", "\n"), collapse=False)
