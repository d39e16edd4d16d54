"""What a report says, computed once for pages and the PDF."""

from dataclasses import dataclass, field
from fractions import Fraction

from schools.models import ItemRating, OwnSection, QualityLevel, SarState, StandardSection
from schools.reports.evidence import NumberedEvidence, ReportEvidence, evidence_of
from schools.reports.sar_before import Before, last_year
from schools.reports.sar_targets import Aim, Targets, targets_of
from schools.services.evidence import place_key


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
    aim: Aim
    evidence: list[NumberedEvidence]
    is_changed: bool

    @property
    def against_target(self):
        return self.aim.look(self.rating.level)

    @property
    def place(self):
        return place_key("item", self.rating.sar_id, self.rating.indicator_id)


@dataclass(frozen=True)
class Answer:
    """One standard as written: its section, its items with last year's levels and the targets, its evidence, and what
    changed since the return."""

    section: StandardSection | OwnSection
    previous: QualityLevel | None
    aim: Aim
    evidence: list[NumberedEvidence]
    is_changed: bool
    items: list[Item] = field(default_factory=list)
    hint: Hint | None = None

    TEXTS = ("reason", "process", "results", "strengths", "points_to_develop", "plan", "help_wanted")

    @property
    def texts(self):
        """(label, text) of each narrative, blank ones included: blank and "-" are two answers."""
        written = [name for name in self.TEXTS if hasattr(self.section, name)]
        return [(self.section._meta.get_field(name).verbose_name, getattr(self.section, name)) for name in written]

    @property
    def against_target(self):
        return self.aim.look(self.section.level)

    @property
    def is_own(self):
        return isinstance(self.section, OwnSection)

    @property
    def standard(self):
        return self.section.own_standard if self.is_own else self.section.standard

    @property
    def place(self):
        return place_key("own" if self.is_own else "standard", self.section.sar_id, self.standard.pk)


@dataclass(frozen=True)
class Report:
    """Everything that stands beside the answers of one report, read once."""

    before: Before
    targets: Targets
    evidence: ReportEvidence


def beside(sar):
    """Last year, the targets and the evidence of a report, in a fixed number of queries."""
    return Report(last_year(sar), targets_of(sar), evidence_of(sar))


def screen(sar, standard):
    """(section, ratings) of one standard; unsaved ones while nobody has begun the report."""
    if sar.state == SarState.EXPECTED:
        items = standard.indicators.all()
        section = StandardSection(sar=sar, standard=standard)
        return section, [ItemRating(sar=sar, indicator=item) for item in items]
    ratings = sar.ratings.filter(indicator__standard=standard).select_related("indicator", "level")
    return sar.sections.select_related("standard").get(standard=standard), list(ratings)


def answers(sar, report=None):
    """Every standard of the report with its items, in a fixed number of queries."""
    report = report or beside(sar)
    levels = list(sar.framework.levels.all())
    ratings = {}
    for rating in sar.ratings.select_related("indicator", "level"):
        ratings.setdefault(rating.indicator.standard_id, []).append(rating)
    sections = sar.sections.select_related("standard", "level")
    return [answer(sar, section, ratings.get(section.standard_id, []), levels, report) for section in sections]


def answer(sar, section, ratings, levels, report):
    """One standard with what stands beside it."""
    pk = section.standard_id
    return Answer(
        section,
        report.before.standards.get(pk),
        report.targets.of_standard(pk),
        report.evidence.standards.get(pk, []),
        _is_after_return(sar, section.updated_at),
        [_item(sar, rating, report) for rating in ratings],
        hint(ratings, levels),
    )


def _item(sar, rating, report):
    pk = rating.indicator_id
    return Item(
        rating,
        report.before.items.get(pk),
        report.targets.of_item(pk),
        report.evidence.items.get(pk, []),
        _is_after_return(sar, rating.rated_at),
    )


def own_answers(sar, report=None):
    """The standards that the school added, as written."""
    report = report or beside(sar)
    written = {row.own_standard_id: row for row in sar.own_sections.select_related("own_standard", "level")}
    return [
        own_answer(sar, written.get(own.pk) or OwnSection(sar=sar, own_standard=own), report)
        for own in report.targets.own_standards
    ]


def own_answer(sar, section, report):
    own = section.own_standard
    previous = report.before.own_sections.get(own.name)
    return Answer(
        section,
        previous and previous.level,
        Aim(own.target_level),
        report.evidence.own_standards.get(own.pk, []),
        _is_after_return(sar, section.updated_at),
    )


def _is_after_return(sar, moment):
    return sar.returned_at is not None and moment is not None and moment > sar.returned_at
