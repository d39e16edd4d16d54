"""Which days and years the data set covers, and the numbers that its people are known by."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection
from django.utils import timezone

from qa_portal.core.thai import academic_year, fiscal_year, fiscal_year_range

from .size import Size
from .sql import drop_tables, make_table

# The people of an office, in this order in every district.
OFFICE = ["director", "deputy", "group_head", "plan_staff", "finance_staff", "committee_member", "district_admin"]
SUPERVISORS = 12
OFFICE += ["supervisor"] * SUPERVISORS
FIRST_SUPERVISOR = OFFICE.index("supervisor")
SCHOOL_PEOPLE = ["school_head", "school_teacher", "school_board"]

NUMBERS = 1000
TABLES = ("bench_number", "bench_day", "bench_year")


@dataclass(frozen=True)
class Nation:
    size: Size
    today: date

    @property
    def stamp(self):
        """When every row was written."""
        return timezone.make_aware(datetime.combine(self.today, time(8)))

    @property
    def fiscal_years(self):
        """The last is the present one."""
        last = fiscal_year(self.today)
        return range(last - self.size.years + 1, last + 1)

    @cached_property
    def national_viewer(self):
        return self.size.districts * len(OFFICE) + 1

    def office_user(self, role, district="s.district_id"):
        """The id of the (first) officer with this role."""
        return f"(({district} - 1) * {len(OFFICE)} + {OFFICE.index(role) + 1})"

    def supervisor(self, school="s.id", district="s.district_id", shift=0):
        """The id of the supervisor of a school; with `shift` of a colleague."""
        return f"({self.office_user('supervisor', district)} + ({school} + {shift}) % {SUPERVISORS})"

    def school_person(self, role, school="s.id"):
        place = SCHOOL_PEOPLE.index(role) + 1
        return f"({self.national_viewer} + ({school} - 1) * {len(SCHOOL_PEOPLE)} + {place})"

    # ---------------------------------------------------------------- days

    def make_tables(self):
        """bench_number(n), bench_day(n, day, stamp, fiscal, academic) and bench_year(y, ...) for the load to join."""
        adapt = connection.ops.adapt_datetimefield_value
        make_table("bench_number", "n bigint PRIMARY KEY", [(n,) for n in range(NUMBERS)])
        make_table(
            "bench_day",
            "n bigint PRIMARY KEY, day date, stamp timestamp with time zone, fiscal integer, academic integer",
            [
                (
                    n,
                    day.isoformat(),
                    adapt(timezone.make_aware(datetime.combine(day, time(9)))),
                    fiscal_year(day),
                    academic_year(day),
                )
                for n, day in self._days()
            ],
        )
        make_table(
            "bench_year",
            "y bigint PRIMARY KEY, is_last integer, fiscal integer, first_day integer, last_day integer, due integer",
            [
                (y, int(fiscal == self.fiscal_years[-1]), fiscal, *self._span(fiscal))
                for y, fiscal in enumerate(self.fiscal_years)
            ],
        )

    @staticmethod
    def drop_tables():
        drop_tables(*TABLES)

    def _days(self):
        first = fiscal_year_range(self.fiscal_years[0])[0] - timedelta(days=400)
        last = fiscal_year_range(self.fiscal_years[-1])[1] + timedelta(days=400)
        return [(n, date.fromordinal(n)) for n in range(first.toordinal(), last.toordinal() + 1)]

    def _span(self, fiscal):
        """First and last day of the fiscal year, and the day on which its SARs were due; in the present year two weeks
        ago, so that some are late."""
        first, last = (day.toordinal() for day in fiscal_year_range(fiscal))
        if fiscal == self.fiscal_years[-1]:
            return first, last, self.today.toordinal() - 14
        return first, last, last - 120
