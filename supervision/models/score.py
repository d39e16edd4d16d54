"""The score of a visit with its arithmetic: what was rated, what it adds up to, and the mean. "Not applicable" and
unanswered items are outside the mean. The level is the highest of the instrument's own that the mean reaches."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


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
        if not self.points:
            return None
        return (Decimal(self.total) / self.count).quantize(Decimal("0.01"), ROUND_HALF_UP)

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
    rows: tuple[tuple[object, object], ...]  # (item, its Answer or None), all kinds

    @property
    def answered(self):
        return sum(1 for _, answer in self.rows if answer and answer.is_given)

    @property
    def is_complete(self):
        return self.answered == len(self.rows)


@dataclass(frozen=True)
class VisitScore:
    whole: Score
    sections: tuple[SectionScore, ...]


def score_of(visit):
    """The VisitScore of a visit, or None where it has no instrument. Five queries, whatever the number of items."""
    if visit.instrument is None:
        return None
    levels = tuple(visit.instrument.levels.all())
    answers = {answer.item_id: answer for answer in visit.answers.select_related("level")}
    sections = []
    for section in visit.instrument.sections.prefetch_related("items"):
        rows = tuple((item, answers.get(item.pk)) for item in section.items.all())
        sections.append(SectionScore(section, _score(rows, levels), rows))
    every = [row for section in sections for row in section.rows]
    return VisitScore(_score(every, levels), tuple(sections))


def _score(rows, levels):
    rated = [(item, answer) for item, answer in rows if item.is_rated]
    points = tuple(answer.level.value for _, answer in rated if answer and answer.level)
    away = sum(1 for _, answer in rated if answer and answer.not_applicable)
    return Score(points, away, len(rated), levels)
