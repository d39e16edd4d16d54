"""What came back of a form: every sheet that was sent with its answers and its arithmetic, and each item counted up.
As many queries whatever the number of sheets."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from qa_portal.core.figures import mean_of, percent
from qa_portal.core.thai import sort_key
from supervision.models import ItemKind, Score, SheetAnswer, SheetFile, asked_items, score_rows


@dataclass(frozen=True)
class Form:
    """The instrument of a collection, read once. `levels` from the highest."""

    sections: tuple
    levels: tuple

    @cached_property
    def items(self):
        return [item for section in self.sections for item in section.items.all()]


@dataclass(frozen=True)
class SheetAnswers:
    """One sheet that was sent. `photos`: {item's key: how many}."""

    sheet: object
    form: Form
    answers: dict
    photos: dict

    @cached_property
    def asked(self):
        return asked_items(self.form.items, {key: answer.word for key, answer in self.answers.items()})

    @cached_property
    def score(self) -> Score:
        return self._score_of(self.form.items)

    def section_score(self, section):
        return self._score_of(section.items.all())

    def _score_of(self, items):
        rows = [(item, self.answers.get(item.pk)) for item in items if item.pk in self.asked]
        return score_rows(rows, self.form.levels)

    @property
    def group(self):
        """The network of a school; the office's own people are one group."""
        school = self.sheet.school
        if school is None:
            return _("The area office")
        return school.network.name if school.network else _("No network")

    def shown(self, item):
        """As `value`, for a page: a number without idle zeros."""
        value = self.value(item)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def value(self, item):
        """The bare answer: a number, points of a level, or words; None where nothing was answered."""
        if item.pk not in self.asked:
            return _("Not asked")
        answer = self.answers.get(item.pk)
        if item.kind == ItemKind.PHOTO and item.pk in self.photos:
            return _("%(count)s photos") % {"count": self.photos[item.pk]}
        return _value(answer) if answer and answer.is_given else None


def _value(answer):
    if answer.not_applicable:
        return _("Not applicable")
    if answer.is_yes is not None:
        return _("Yes") if answer.is_yes else _("No")
    if answer.number is not None:
        return answer.number
    if answer.level_id:
        return answer.level.value
    return answer.choice.text if answer.choice_id else answer.text


def form_of(collection):
    sections = collection.instrument.sections.prefetch_related("items__choices")
    return Form(tuple(sections), tuple(collection.instrument.levels.all()))


def answers_of(sheets, form):
    """The SheetAnswers of these sheets (of one collection), in their order."""
    sheets = list(sheets)
    answers, photos = {}, {}
    for row in SheetAnswer.objects.filter(sheet__in=sheets).select_related("level", "choice"):
        answers.setdefault(row.sheet_id, {})[row.item_id] = row
    pictures = SheetFile.objects.filter(sheet__in=sheets).exclude(item=None).order_by()
    for sheet, item, count in pictures.values_list("sheet", "item").annotate(n=Count("pk")):
        photos.setdefault(sheet, {})[item] = count
    return [SheetAnswers(sheet, form, answers.get(sheet.pk, {}), photos.get(sheet.pk, {})) for sheet in sheets]


# ---------------------------------------------------------------- item by item


@dataclass(frozen=True)
class Part:
    """One answer that could be chosen, and how many chose it."""

    label: str
    count: int
    share: Decimal | None


@dataclass(frozen=True)
class Summary:
    """What a group of sheets answered to one item. `values`: numbers, or points of a scale; `texts`: (who, words)."""

    name: str
    parts: tuple[Part, ...] = ()
    values: tuple = ()
    texts: tuple = ()
    answered: int = 0
    not_applicable: int = 0
    not_asked: int = 0
    sheets: int = 0

    @property
    def total(self):
        return sum(self.values)

    @property
    def mean(self):
        """Two decimals, halves up; None where there is no number."""
        return mean_of(self.total, len(self.values))

    @property
    def least(self):
        return min(self.values, default=None)

    @property
    def most(self):
        return max(self.values, default=None)

    @property
    def unanswered(self):
        return self.sheets - self.answered - self.not_applicable - self.not_asked

    @property
    def in_words(self):
        """“5 = 3, 4 = 1” for a cell."""
        return ", ".join(f"{part.label} = {part.count}" for part in self.parts)


@dataclass(frozen=True)
class ItemSummary:
    item: object
    whole: Summary
    groups: tuple[Summary, ...] = field(default=())

    @property
    def is_counted(self):
        return bool(self.whole.parts)

    @property
    def is_number(self):
        return self.item.kind == ItemKind.NUMBER


def summarise(rows, form):
    """(section, its ItemSummary rows) of every section: all sheets together, and by network."""
    groups = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    names = sorted(groups, key=sort_key)
    for section in form.sections:
        yield (
            section,
            [_item_summary(item, rows, [(name, groups[name]) for name in names]) for item in section.items.all()],
        )


def _item_summary(item, rows, groups):
    parts = tuple(_summary(name, item, own) for name, own in groups) if len(groups) > 1 else ()
    return ItemSummary(item, _summary(_("All together"), item, rows), parts)


def _summary(name, item, rows):
    asked = [row for row in rows if item.pk in row.asked]
    given = [(row, row.answers[item.pk]) for row in asked if item.pk in row.answers]
    away = sum(answer.not_applicable for _row, answer in given)
    said = [(row, answer) for row, answer in given if answer.is_given and not answer.not_applicable]
    pictured = sum(1 for row in asked if item.pk in row.photos) if item.kind == ItemKind.PHOTO else 0
    return Summary(
        name,
        parts=_parts(item, rows, said),
        values=tuple(_numbers(item, said)),
        texts=tuple((row.sheet, answer.text) for row, answer in said if answer.text),
        answered=pictured or len(said),
        not_applicable=away,
        not_asked=len(rows) - len(asked),
        sheets=len(rows),
    )


def _numbers(item, said):
    for _row, answer in said:
        if item.kind == ItemKind.NUMBER:
            yield answer.number
        elif item.kind == ItemKind.RATED:
            yield answer.level.value


def _parts(item, rows, said):
    options = _options(item, rows[0].form.levels if rows else ())
    counts = Counter(answer.word for _row, answer in said)
    return tuple(Part(label, counts[word], percent(counts[word], len(said))) for word, label in options)


def _options(item, levels):
    """(the word of an answer, what it is called) of an item that is chosen."""
    if item.kind == ItemKind.RATED:
        return [(str(level.value), f"{level.value} {level.word}") for level in levels]
    if item.kind == ItemKind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(row.text, row.text) for row in item.choices.all()]
