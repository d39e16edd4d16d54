"""The schools of an office where they stand, each by what is known of it (F45). The points, the table beside them and
the numbers are the same rows."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import School

from . import links, school_counts, supervision
from .period import OfficeYear
from .tables import Figure, Table


@dataclass(frozen=True)
class Measure:
    """What splits the schools in two: `condition(year)` is true of those that are well. `well` and `look` are the
    words of both halves, and what the list of schools is asked for them."""

    label: str
    condition: object
    well: tuple[str, dict]
    look: tuple[str, dict]


MEASURES = {
    "visits": Measure(
        _("Visits"),
        lambda year: Q(pk__in=supervision.visited(year)),
        (_("Visited"), {"visited": "yes"}),
        (_("Without a visit"), {"visited": "no"}),
    ),
    "sar": Measure(
        _("SAR"),
        lambda year: school_counts.condition(year, "complete"),
        (_("Every SAR that is expected was sent"), {"counted": "complete"}),
        (_("Not sent yet, or none is expected"), {"counted": "incomplete"}),
    ),
    "promises": Measure(
        _("Promises"),
        lambda year: school_counts.condition(year, "unbroken"),
        (_("No promise of the school is past its day"), {"counted": "unbroken"}),
        (_("A promise of the school is past its day"), {"counted": "broken"}),
    ),
}


@dataclass(frozen=True)
class SchoolMap:
    year: OfficeYear
    measure: Measure

    @cached_property
    def schools(self):
        """The open schools with `is_well`, in Thai order."""
        well = Case(When(self.measure.condition(self.year), then=Value(True)), default=Value(False),
                    output_field=BooleanField())  # fmt: skip
        return list(
            self.year.schools.select_related("network", "district").annotate(is_well=well).order_by("name_sort", "pk")
        )

    @property
    def placed(self):
        return [school for school in self.schools if school.latitude is not None]

    @property
    def unplaced(self):
        return [school for school in self.schools if school.latitude is None]

    @property
    def figures(self):
        """Of the points by what is known of them, then of the schools that no point can be drawn of."""
        wells = [school.is_well for school in self.placed]
        found = [self._figure("well", *self.measure.well, wells.count(True), position="yes")]
        found.append(self._figure("look", *self.measure.look, wells.count(False), position="yes"))
        return [
            *found,
            self._figure("unplaced", _("Schools without coordinates"), {}, len(self.unplaced), position="no"),
        ]

    def _figure(self, key, label, asked, count, **more):
        asked = {"academic_year": self.year.academic, **asked} if "counted" in asked else asked
        return Figure(key, label, count, links.schools(self.year, **asked, **more))

    def word(self, school):
        return (self.measure.well if school.is_well else self.measure.look)[0]

    @property
    def table(self):
        return self._table(self.placed, _("Schools on the map"))

    @property
    def unplaced_table(self):
        return self._table(self.unplaced, _("Schools without coordinates"))

    def _table(self, rows, title):
        return Table(
            key="map",
            title=title,
            short=title,
            columns=[
                Column("name", _("School"), str, 32, link=School.get_absolute_url),
                Column("network", _("Network"), lambda school: school.network and school.network.name, 26),
                Column("standing", self.measure.label, lambda school: str(self.word(school)), 30),
                Column("position", _("Latitude, longitude"), lambda school: school.position, 22),
            ],
            rows=rows,
            empty=_("The office has no open school yet."),
        )
