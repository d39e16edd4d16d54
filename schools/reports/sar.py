"""What a report says, computed once for pages and the PDF."""

from dataclasses import dataclass
from fractions import Fraction

from schools.models import ItemRating, QualityLevel, SarState, StandardSection


@dataclass(frozen=True)
class Hint:
    """The mean of the rated items with its arithmetic, and the level that it reaches; a person decides."""

    arithmetic: str
    level: QualityLevel | None
    rated: int
    items: int


def hint(ratings, levels):
    """None while no item is rated. The level is the highest whose value the mean reaches."""
    values = [rating.level.value for rating in ratings if rating.level]
    if not values:
        return None
    mean = Fraction(sum(values), len(values))
    reached = [level for level in levels if level.value <= mean]
    terms = " + ".join(str(value) for value in values)
    return Hint(
        f"({terms}) ÷ {len(values)} = {float(mean):.2f}",
        max(reached, key=lambda level: level.value, default=None),
        len(values),
        len(ratings),
    )


@dataclass(frozen=True)
class Item:
    rating: ItemRating
    previous: QualityLevel | None
    is_changed: bool


@dataclass(frozen=True)
class Answer:
    """One standard as written: its section, its items with last year's levels, and what changed since the return."""

    section: StandardSection
    items: list[Item]
    previous: QualityLevel | None
    hint: Hint | None
    is_changed: bool

    TEXTS = ("reason", "process", "results", "strengths", "points_to_develop", "plan")

    @property
    def texts(self):
        """(label, text) of each narrative, blank ones included: blank and "-" are two answers."""
        return [(self.section._meta.get_field(name).verbose_name, getattr(self.section, name)) for name in self.TEXTS]


def screen(sar, standard):
    """(section, ratings) of one standard; unsaved ones while nobody has begun the report."""
    if sar.state == SarState.EXPECTED:
        items = standard.indicators.all()
        section = StandardSection(sar=sar, standard=standard)
        return section, [ItemRating(sar=sar, indicator=item) for item in items]
    ratings = sar.ratings.filter(indicator__standard=standard).select_related("indicator", "level")
    return sar.sections.select_related("standard").get(standard=standard), list(ratings)


def last_year(sar):
    """({indicator id: level}, {standard id: level}) of last year's report made with the same framework."""
    before = sar.previous()
    if before is None or before.framework_id != sar.framework_id:
        return {}, {}
    ratings, sections = before.ratings.select_related("level"), before.sections.select_related("level")
    return {row.indicator_id: row.level for row in ratings}, {row.standard_id: row.level for row in sections}


def answers(sar):
    """Every standard of the report with its items, in a fixed number of queries."""
    items_before, standards_before = last_year(sar)
    levels = list(sar.framework.levels.all())
    ratings = {}
    for rating in sar.ratings.select_related("indicator", "level"):
        ratings.setdefault(rating.indicator.standard_id, []).append(rating)
    return [
        Answer(
            section,
            [
                Item(rating, items_before.get(rating.indicator_id), _is_after_return(sar, rating.rated_at))
                for rating in ratings.get(section.standard_id, [])
            ],
            standards_before.get(section.standard_id),
            hint(ratings.get(section.standard_id, []), levels),
            _is_after_return(sar, section.updated_at),
        )
        for section in sar.sections.select_related("standard", "level")
    ]


def _is_after_return(sar, moment):
    return sar.returned_at is not None and moment is not None and moment > sar.returned_at
