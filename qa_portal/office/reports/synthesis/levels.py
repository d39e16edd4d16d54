"""How the schools' levels are spread over standards and items, year by year: what is at the office, nothing else."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db.models import Count, Sum

from qa_portal.core.models import District
from schools.models import (
    AT_OFFICE,
    EducationLevel,
    Framework,
    Indicator,
    ItemRating,
    LevelCount,
    QualityLevel,
    School,
    Standard,
    StandardSection,
)
from schools.services.mapping import matches_between

YEARS = 5
EXTREMES = 5
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Asked:
    """Whose reports: an office's, or with no district the nation's, of one academic year (B.E.); of some schools only
    where a size or a network is named."""

    district: District | None
    academic_year: int
    size: str = ""
    network: int | None = None

    @property
    def is_part(self):
        return bool(self.size or self.network)

    @property
    def schools(self):
        rows = School.objects.filter(district=self.district)
        if self.size:
            rows = rows.of_size(self.size, self.district.kind)
        return rows.filter(network=self.network) if self.network else rows


@dataclass(frozen=True)
class Spread:
    """How many reports set one standard or item at each level: {level value: reports}."""

    subject: Standard | Indicator
    counts: dict[int, int]

    @property
    def reports(self):
        return sum(self.counts.values())

    @property
    def mean(self):
        """Of the level values, to two decimals; None without a report."""
        if not self.reports:
            return None
        total = sum(value * count for value, count in self.counts.items())
        return (Decimal(total) / self.reports).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Education:
    """One level of education of the year: its framework, and the spread of each of its standards and items."""

    level: str
    framework: Framework
    qualities: list[QualityLevel]  # from the highest
    standards: list[Spread]
    items: dict[int, list[Spread]]  # by standard
    earlier: dict[int, dict[int, Spread]] = field(default_factory=dict)  # {academic year: {standard: spread}}

    @property
    def label(self):
        return EducationLevel(self.level).label

    @property
    def reports(self):
        return max((spread.reports for spread in self.standards), default=0)

    @cached_property
    def ranked(self):
        """The rated items, the highest mean first; among equals in the framework's order."""
        rated = [spread for spreads in self.items.values() for spread in spreads if spread.reports]
        return sorted(rated, key=lambda spread: -spread.mean)

    @property
    def strongest(self):
        return self.ranked[:EXTREMES]

    @property
    def weakest(self):
        """The lowest mean first; never one that is among the strongest too."""
        return self.ranked[EXTREMES:][::-1][:EXTREMES]

    def mean_in(self, year, standard):
        spread = self.earlier.get(year, {}).get(standard.pk)
        return spread and spread.mean


def educations(asked, *, with_items=True):
    """[Education] of the year asked for; the queries do not grow with schools, items or districts."""
    years = range(asked.academic_year - YEARS + 1, asked.academic_year + 1)
    counts = _counts(asked, years, with_items)
    parts = _parts_of(_frameworks_of(counts, asked.academic_year))
    return [_education(part, asked.academic_year, counts) for part in parts]


@dataclass(frozen=True)
class Parts:
    """A framework with its rows, read for all frameworks of a year at once."""

    framework: Framework
    qualities: list[QualityLevel]
    standards: list[Standard]
    items: dict[int, list[Indicator]]


def _parts_of(frameworks):
    qualities, standards, items = defaultdict(list), defaultdict(list), defaultdict(list)
    for level in QualityLevel.objects.filter(framework__in=frameworks).order_by("-value"):
        qualities[level.framework_id].append(level)
    for standard in Standard.objects.filter(framework__in=frameworks).order_by("number"):
        standards[standard.framework_id].append(standard)
    for item in Indicator.objects.filter(standard__framework__in=frameworks).order_by("position"):
        items[item.standard_id].append(item)
    return [Parts(row, qualities[row.pk], standards[row.pk], items) for row in frameworks]


# ---------------------------------------------------------------- counting


def _counts(asked, years, with_items):
    """{academic year: {(standard, item or None, level): reports}}."""
    rows = _counted_now(asked, years, with_items) if asked.is_part else _counts_kept(asked, years, with_items)
    found = defaultdict(dict)
    for year, standard, item, level, count in rows:
        found[year][standard, item, level] = count
    return found


def _counts_kept(asked, years, with_items):
    """Of earlier years only the standards are shown."""
    rows = LevelCount.objects.filter(cycle__academic_year__in=years, count__gt=0).order_by()
    rows = rows.filter(cycle__district=asked.district) if asked.district else rows
    shown = rows.filter(indicator=None)
    if with_items:
        shown = shown | rows.filter(cycle__academic_year=asked.academic_year)
    fields = ("cycle__academic_year", "standard", "indicator", "level")
    return shown.values_list(*fields).annotate(reports=Sum("count"))


def _counted_now(asked, years, with_items):
    """For some schools only, from their reports themselves."""
    of = {"sar__school__in": asked.schools, "sar__state__in": AT_OFFICE}
    sections = StandardSection.objects.filter(**of, sar__cycle__academic_year__in=years).exclude(level=None)
    fields = ("sar__cycle__academic_year", "standard", "level")
    for year, standard, level, count in sections.order_by().values_list(*fields).annotate(count=Count("pk")):
        yield year, standard, None, level, count
    if with_items:
        ratings = ItemRating.objects.filter(**of, sar__cycle__academic_year=asked.academic_year).exclude(level=None)
        fields = ("sar__cycle__academic_year", "indicator__standard", "indicator", "level")
        yield from ratings.order_by().values_list(*fields).annotate(count=Count("pk"))


# ---------------------------------------------------------------- by framework


def _frameworks_of(counts, year):
    """The frameworks in which the year's reports were made, those of the lowest level of education first."""
    standards = {standard for standard, _item, _level in counts.get(year, {})}
    rows = Framework.objects.filter(standards__in=standards).distinct()
    order = list(EducationLevel.values)
    return sorted(rows, key=lambda row: (order.index(row.level), -row.year, row.pk))


def _education(parts, year, counts):
    values = {level.pk: level.value for level in parts.qualities}
    now = _by_subject(counts[year], values)
    return Education(
        parts.framework.level,
        parts.framework,
        parts.qualities,
        [Spread(standard, now.get((standard.pk, None), {})) for standard in parts.standards],
        {
            standard.pk: [Spread(item, now.get((standard.pk, item.pk), {})) for item in parts.items[standard.pk]]
            for standard in parts.standards
        },
        {before: _before(parts, values, counts[before]) for before in sorted(counts) if before < year},
    )


def _by_subject(counts, values):
    """{(standard, item or None): {level value: reports}} of one framework."""
    found = defaultdict(dict)
    for (standard, item, level), count in counts.items():
        if level in values:
            found[standard, item][values[level]] = count
    return found


def _before(parts, values, counts):
    """{standard: Spread} of an earlier year in the words of this framework: what was made with an older one is carried
    over by the matches that a person confirmed (F16)."""
    found = _by_subject(counts, values)
    spreads = {row.pk: Spread(row, dict(found.get((row.pk, None), {}))) for row in parts.standards}
    for matches in _matches_with_older(parts.framework, counts, values):
        for (standard, item, level), count in counts.items():
            value = values.get(matches.levels.get(level))
            if item is None and value is not None:
                for newer in (new for new, olds in matches.standards.items() if standard in olds):
                    spread = spreads[newer].counts
                    spread[value] = spread.get(value, 0) + count
    return spreads


def _matches_with_older(framework, counts, values):
    """The confirmed matches with each other framework of the same level that these counts were made in."""
    foreign = {standard for standard, _item, level in counts if level not in values}
    if not foreign:
        return []
    rows = Framework.objects.filter(standards__in=foreign, level=framework.level).distinct()
    return [matches_between(older, framework) for older in rows]
