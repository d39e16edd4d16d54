"""Whose figures and of when: one district in one fiscal year, with the academic year that belongs to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.models import District
from qa_portal.core.summaries import Summary
from qa_portal.core.thai import fiscal_year, fiscal_year_range
from schools.models import Cycle, CycleState, Network, Sar, School, year_collected_in
from supervision.models import AgreedAction, Visit

from .narrowing import EVERY_SCHOOL, NO_NETWORK, Narrowing


@dataclass(frozen=True)
class OfficeYear:
    """The rows that every figure of one office and one fiscal year (B.E.) is counted from. Projects and their money
    belong to no school: `narrowing` leaves them as they are."""

    district: District
    fiscal: int
    today: date
    sar_round: int | None = None
    narrowing: Narrowing = EVERY_SCHOOL

    @classmethod
    def of(cls, district, fiscal=None):
        """The year asked for, else the present fiscal year."""
        today = timezone.localdate()
        return cls(district, fiscal or fiscal_year(today), today)

    @property
    def academic(self):
        return self.sar_round or self.own_academic

    @property
    def own_academic(self):
        return year_collected_in(self.fiscal)

    @property
    def is_following(self):
        """Whether the SARs shown are those of an earlier round."""
        return self.academic != self.own_academic

    def following(self, rounds=None):
        """For looking on, not for reporting: the present year shows the latest SAR round until its own is opened, for
        that happens half a year after 1 October. `rounds`: academic years of those opened, where they are known."""
        if self.fiscal < fiscal_year(self.today):
            return self
        rounds = _years_of(self.district, self.today)["rounds"] if rounds is None else rounds
        return replace(self, sar_round=max((year for year in rounds if year <= self.own_academic), default=None))

    @property
    def first_day(self):
        return fiscal_year_range(self.fiscal)[0]

    @property
    def last_day(self):
        return fiscal_year_range(self.fiscal)[1]

    @property
    def as_at(self):
        """The day on which schools are counted: the last of the year, or today while it has not come."""
        return min(self.today, self.last_day)

    @property
    def schools(self):
        rows = School.objects.filter(district=self.district).open_at(self.as_at)
        return self.narrowing.rows(rows, self.district)

    @property
    def sars(self):
        rows = Sar.objects.filter(school__district=self.district).in_year(self.academic)
        return self.narrowing.rows(rows, self.district, "school")

    @property
    def projects(self):
        return Project.objects.filter(district=self.district).in_year(self.fiscal)

    @property
    def visits(self):
        rows = Visit.objects.filter(school__district=self.district).in_fiscal_year(self.fiscal)
        return self.narrowing.rows(rows, self.district, "school")

    @property
    def actions(self):
        """Agreed at the visits of this year."""
        return AgreedAction.objects.agreed().filter(visit__in=self.visits.order_by())

    @cached_property
    def cycle(self):
        """The SAR cycle of the academic year with its frameworks, or None."""
        rows = Cycle.objects.filter(district=self.district, academic_year=self.academic)
        return rows.select_related("early_childhood_framework", "basic_framework").first()

    @cached_property
    def networks(self):
        """{pk: name} in Thai order; None stands for schools outside every network. Only the one that is asked for."""
        names = Network.objects.filter(district=self.district).order_by("name_sort").values_list("pk", "name")
        found = dict(names) | {None: _("Not in a network")}
        asked = self.narrowing.network
        return {pk: name for pk, name in found.items() if asked in ("", str(pk or NO_NETWORK))}


def moment_of(day):
    """Up to which moment a day is told: its beginning, so that it says the same all day long."""
    return timezone.make_aware(datetime.combine(day, time.min))


def known_years(district):
    """Fiscal years (B.E.) in which the office has something, the present and the next, the latest first."""
    today = timezone.localdate()
    now = fiscal_year(today)
    return sorted({now, now + 1, *_years_of(district, today)["known"]}, reverse=True)


def _years_of(district, day):
    return YEARS.of(district.pk, fiscal_year(day), day)


def _years(districts, fiscal, day):
    """{key of a district: the `known` fiscal years with anything, and the academic years of opened `rounds`}."""
    return {pk: {"known": sorted(_known(pk)), "rounds": opened_rounds(pk)} for pk in districts}


def _known(district):
    cycles = Cycle.objects.filter(district=district).values_list("academic_year", flat=True)
    years = {year + 1 for year in cycles}
    for rows in (Project.objects.filter(district=district), Visit.objects.filter(school__district=district)):
        years.update(rows.order_by().values_list("fiscal_year", flat=True).distinct())
    return years


def opened_rounds(district):
    """Academic years (B.E.) of the office's SAR rounds, as they are now."""
    opened = Cycle.objects.filter(district=district).exclude(state=CycleState.DRAFT)
    return list(opened.order_by("academic_year").values_list("academic_year", flat=True))


YEARS = Summary("years", _years)
