"""An instrument as plain data: what an edition says, without the rows that it is made of. Ready-made forms, sheets,
copies and checks all speak of it in this shape. No model is imported here, so that migrations may use it."""

from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True)
class Level:
    value: int
    word: str
    description: str
    least_mean: Decimal


@dataclass(frozen=True)
class Item:
    """`indicator`: its framework's code and its own, with a colon between. `asked_if`: the number of an earlier item.
    `described`: (points, text) of the levels that are described for this item."""

    number: str
    kind: str
    text: str
    help: str = ""
    indicator: str = ""
    allows_na: bool = True
    is_needed: bool = True
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    asked_if: str = ""
    asked_if_answer: str = ""
    choices: tuple[str, ...] = ()
    described: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    guidance: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Form:
    code: str
    name: str
    guidance: str = ""
    audience: str = "supervisor"
    form_code: str = ""
    levels: tuple[Level, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def items(self):
        return [item for section in self.sections for item in section.items]

    def numbered(self):
        """The same with items numbered after their places; rules follow the items that they name."""
        new = {
            item.number: f"{place}.{number}"
            for place, section in enumerate(self.sections, 1)
            for number, item in enumerate(section.items, 1)
        }
        sections = (
            replace(
                section,
                items=tuple(
                    replace(item, number=new[item.number], asked_if=new.get(item.asked_if, ""))
                    for item in section.items
                ),
            )
            for section in self.sections
        )
        return replace(self, sections=tuple(sections))


OF_ITEM = ("number", "kind", "text", "help", "allows_na", "is_needed", "unit", "least", "most", "asked_if_answer")


def write_parts(instrument, form, *, indicators):
    """Levels, sections and items of an instrument that has none. `indicators`: {its code in Item.indicator: its row}.
    Works on the models of a migration as on today's."""
    levels = {
        row.value: instrument.levels.create(
            value=row.value, word=row.word, description=row.description, least_mean=row.least_mean
        )
        for row in form.levels
    }
    made = {}
    for place, section in enumerate(form.sections, 1):
        row = instrument.sections.create(position=place, title=section.title, guidance=section.guidance)
        for position, item in enumerate(section.items, 1):
            facts = {name: getattr(item, name) for name in OF_ITEM}
            facts |= {"indicator": indicators.get(item.indicator), "asked_if": made.get(item.asked_if)}
            made[item.number] = row.items.create(position=position, **facts)
            _write_inner(made[item.number], item, levels)


def _write_inner(row, item, levels):
    for position, text in enumerate(item.choices, 1):
        row.choices.create(position=position, text=text)
    for value, text in item.described:
        row.descriptions.create(level=levels[value], text=text)
