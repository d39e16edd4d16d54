"""How the schools' levels are spread over standards and items, year by year: what is at the office, nothing else."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, F, Sum, Value

from qa_portal.core.figures import mean_of
from qa_portal.core.models import District
from qa_portal.core.prepared import prepared
from qa_portal.office.reports.narrowing import EVERY_SCHOOL
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


@dataclass(frozen=True)
class Asked:
    """Whose reports: an office's, or with no district the nation's, of one academic year (B.E.); of some schools only
    where a size or a network is named."""

    district: District | None
    academic_year: int
    size: str = ""
    network: int | None = None

    @property
    def narrowing(self):
        """The lists behind its figures take size and network by words of their own."""
        return EVERY_SCHOOL

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
        return mean_of(sum(value * count for value, count in self.counts.items()), self.reports)


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
    counts, earlier, now = _counts(asked, with_items), set(), set()
    for year, found in counts.items():
        (now if year == asked.academic_year else earlier).update(key.standard for key in found)
    standards = _standards_beside(*sorted(earlier | now))
    frameworks = sorted({row.framework for row in standards if row.pk in now}, key=_place)
    older = {row.framework for row in standards if row.pk in earlier}
    return [_education(parts, asked.academic_year, counts, older) for parts in _parts_of(frameworks, standards)]


def _place(framework):
    """The lowest level of education first."""
    return list(EducationLevel.values).index(framework.level), -framework.year, framework.pk


@dataclass(frozen=True)
class Parts:
    """A framework with its rows, read for all frameworks of a year at once."""

    framework: Framework
    qualities: list[QualityLevel]
    standards: list[Standard]
    items: dict[int, list[Indicator]]


def _parts_of(frameworks, standards):
    keys = sorted(row.pk for row in frameworks)
    qualities, items = defaultdict(list), defaultdict(list)
    for level in _qualities(*keys):
        qualities[level.framework_id].append(level)
    for item in _items(*keys):
        items[item.standard_id].append(item)
    return [
        Parts(row, qualities[row.pk], [standard for standard in standards if standard.framework == row], items)
        for row in frameworks
    ]


@prepared
def _standards_beside(*standards):
    """All standards of the frameworks of some."""
    frameworks = Standard.objects.filter(pk__in=standards).order_by().values("framework")
    return Standard.objects.filter(framework__in=frameworks).select_related("framework").order_by("framework", "number")


@prepared
def _qualities(*frameworks):
    return QualityLevel.objects.filter(framework__in=frameworks).order_by("-value")


@prepared
def _items(*frameworks):
    return Indicator.objects.filter(standard__framework__in=frameworks).order_by("position")


# ---------------------------------------------------------------- counting


class Counted(NamedTuple):
    """What a number of reports set: a standard, or an item of it, to a level."""

    standard: int
    item: int | None
    level: int


def _counts(asked, with_items):
    """{academic year: {Counted: reports}}; of earlier years only the standards are shown."""
    year = asked.academic_year
    if asked.is_part:
        rows = _counted_now(asked, with_items)
    elif asked.district:
        rows = _kept_of_office(asked.district.pk, year=year, with_items=with_items)
    else:
        rows = _kept_of_nation(year=year, with_items=with_items)
    found = defaultdict(dict)
    for year, *key, count in rows:
        found[year][Counted(*key)] = count
    return found


@prepared
def _kept_of_office(district, *, year, with_items):
    return _kept(LevelCount.objects.filter(cycle__district=district), year, with_items)


@prepared
def _kept_of_nation(*, year, with_items):
    return _kept(LevelCount.objects.all(), year, with_items)


def _kept(rows, year, with_items):
    rows = rows.filter(count__gt=0, cycle__academic_year__range=_years_to(year)).order_by()
    of_standards = _summed(rows.filter(indicator=None), Value(None, BigIntegerField()))
    if not with_items:
        return of_standards
    of_items = _summed(rows.filter(indicator__isnull=False, cycle__academic_year=year), F("indicator"))
    return of_standards.union(of_items, all=True)


def _summed(rows, item):
    return rows.values_list("cycle__academic_year", "standard", item, "level").annotate(reports=Sum("count"))


def _years_to(year):
    return year - YEARS + 1, year


def _counted_now(asked, with_items):
    """For some schools only, from their reports themselves."""
    of = {"sar__school__in": asked.schools, "sar__state__in": AT_OFFICE}
    years = {"sar__cycle__academic_year__range": _years_to(asked.academic_year)}
    sections = StandardSection.objects.filter(**of, **years).exclude(level=None).order_by()
    fields = ("sar__cycle__academic_year", "standard", "level")
    for year, standard, level, count in sections.values_list(*fields).annotate(count=Count("pk")):
        yield year, standard, None, level, count
    if with_items:
        ratings = ItemRating.objects.filter(**of, sar__cycle__academic_year=asked.academic_year).exclude(level=None)
        fields = ("sar__cycle__academic_year", "indicator__standard", "indicator", "level")
        yield from ratings.order_by().values_list(*fields).annotate(count=Count("pk"))


# ---------------------------------------------------------------- by framework


def _education(parts, year, counts, older):
    """`older`: the frameworks that the years before used."""
    values = {level.pk: level.value for level in parts.qualities}
    now, matches = _by_subject(counts[year], values), _matches_with_older(parts.framework, older)
    return Education(
        parts.framework.level,
        parts.framework,
        parts.qualities,
        [Spread(standard, now.get((standard.pk, None), {})) for standard in parts.standards],
        {
            standard.pk: [Spread(item, now.get((standard.pk, item.pk), {})) for item in parts.items[standard.pk]]
            for standard in parts.standards
        },
        {before: _before(parts, values, counts[before], matches) for before in sorted(counts) if before < year},
    )


def _by_subject(counts, values):
    """{(standard, item or None): {level value: reports}} of one framework."""
    found = defaultdict(dict)
    for key, count in counts.items():
        if key.level in values:
            found[key.standard, key.item][values[key.level]] = count
    return found


def _before(parts, values, counts, matches):
    """{standard: Spread} of an earlier year in the words of this framework: what was made with an older one is carried
    over by the matches that a person confirmed (F16)."""
    found = _by_subject(counts, values)
    spreads = {row.pk: Spread(row, dict(found.get((row.pk, None), {}))) for row in parts.standards}
    for matched in matches:
        for key, count in counts.items():
            value = values.get(matched.levels.get(key.level))
            if key.item is None and value is not None:
                for newer in (new for new, olds in matched.standards.items() if key.standard in olds):
                    spread = spreads[newer].counts
                    spread[value] = spread.get(value, 0) + count
    return spreads


def _matches_with_older(framework, older):
    """The confirmed matches with each other framework of the same level of education."""
    return [matches_between(row, framework) for row in older if row.level == framework.level and row != framework]
