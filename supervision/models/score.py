"""The score of a visit with its arithmetic: what was rated, what it adds up to, and the mean. "Not applicable",
unanswered items and those that are not asked are outside the mean. The level is the highest of the instrument's own
that the mean reaches."""

from dataclasses import dataclass

from qa_portal.core.figures import mean_of

from .answer import Answer
from .asked import asked_items
from .instrument import Instrument, ItemKind


@dataclass(frozen=True)
class Score:
    points: tuple[int, ...]  # of the rated items, in their order
    not_applicable: int
    items: int  # rated items there are
    levels: tuple[object, ...]  # the instrument's InstrumentLevel rows

    @property
    def total(self):
        return sum(self.points)

    @property
    def count(self):
        return len(self.points)

    @property
    def unanswered(self):
        return self.items - self.count - self.not_applicable

    @property
    def mean(self):
        """Two decimals, halves up; None while nothing is rated."""
        return mean_of(self.total, self.count)

    @property
    def level(self):
        """The level of the mean as it is shown, or None."""
        if self.mean is None:
            return None
        reached = [level for level in self.levels if level.least_mean <= self.mean]
        return max(reached, key=lambda level: level.least_mean, default=None)


@dataclass(frozen=True)
class SectionScore:
    section: object
    score: Score
    rows: tuple[tuple[object, object], ...]  # (item, its Answer or None), all kinds, those that are asked
    skipped: tuple[object, ...]  # items that are not asked, by the answers to others
    photographed: frozenset[int]  # keys of items that have photos

    def has_answer(self, item, answer):
        return bool(answer and answer.is_given) or item.pk in self.photographed

    @property
    def answered(self):
        return sum(1 for row in self.rows if self.has_answer(*row))

    @property
    def needed(self):
        return [row for row in self.rows if row[0].is_needed]

    @property
    def needed_answered(self):
        return sum(1 for row in self.needed if self.has_answer(*row))

    @property
    def is_complete(self):
        """Whether every item that must be answered is."""
        return self.needed_answered == len(self.needed)


@dataclass(frozen=True)
class VisitScore:
    whole: Score
    sections: tuple[SectionScore, ...]

    @property
    def answered(self):
        return sum(part.answered for part in self.sections)

    @property
    def asked(self):
        """Items of all kinds, rated or not."""
        return sum(len(part.rows) for part in self.sections)


def score_of(visit):
    """The VisitScore of a visit or a sheet, or None where it has no instrument. As many queries whatever the number of
    items."""
    if visit.instrument is None:
        return None
    levels = tuple(visit.instrument.levels.all())
    answers = {answer.item_id: answer for answer in visit.answers.select_related("level", "choice")}
    sections = list(visit.instrument.sections.prefetch_related("items"))
    items = [item for section in sections for item in section.items.all()]
    asked = asked_items(items, {key: answer.word for key, answer in answers.items()})
    photographed = _photographed(visit, items)
    parts = tuple(_section(section, answers, asked, photographed, levels) for section in sections)
    return VisitScore(score_rows([row for part in parts for row in part.rows], levels), parts)


def whole_scores(visits):
    """{key: Score} of the visits that have an instrument, as `score_of` gives it for each as a whole. As many queries
    whatever the number of visits."""
    used = {visit.instrument_id for visit in visits} - {None}
    instruments = Instrument.objects.filter(pk__in=used).prefetch_related("levels", "sections__items")
    parts = {row.pk: (tuple(row.levels.all()), _items_of(row)) for row in instruments}
    answers = {}
    for answer in Answer.objects.filter(visit__in=visits).select_related("level", "choice"):
        answers.setdefault(answer.visit_id, {})[answer.item_id] = answer
    return {
        visit.pk: score_from(*parts[visit.instrument_id], answers.get(visit.pk, {}))
        for visit in visits
        if visit.instrument_id
    }


def _items_of(instrument):
    return [item for section in instrument.sections.all() for item in section.items.all()]


def score_from(levels, items, answers):
    """The Score of a whole form. `items`: all of an instrument in its order; `answers`: {item's key: its answer}."""
    asked = asked_items(items, {key: answer.word for key, answer in answers.items()})
    return score_rows([(item, answers.get(item.pk)) for item in items if item.pk in asked], levels)


def _section(section, answers, asked, photographed, levels):
    items = section.items.all()
    rows = tuple((item, answers.get(item.pk)) for item in items if item.pk in asked)
    skipped = tuple(item for item in items if item.pk not in asked)
    return SectionScore(section, score_rows(rows, levels), rows, skipped, photographed)


def _photographed(visit, items):
    if not any(item.kind == ItemKind.PHOTO for item in items):
        return frozenset()
    return frozenset(visit.photos.exclude(item=None).values_list("item", flat=True))


def score_rows(rows, levels):
    """The Score of (item, its answer or None) pairs, all of them asked. `levels`: those of the instrument."""
    rated = [(item, answer) for item, answer in rows if item.is_rated]
    points = tuple(answer.level.value for _, answer in rated if answer and answer.level)
    away = sum(1 for _, answer in rated if answer and answer.not_applicable)
    return Score(points, away, len(rated), levels)
