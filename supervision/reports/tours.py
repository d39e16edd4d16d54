"""What a round of visits by teams comes to: who goes where on which day, how many schools are covered, what the travel
costs (A5-05). Page, sheet, PDF and order ask these functions."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from qa_portal.core.thai import format_baht


@dataclass(frozen=True)
class TeamTravel:
    """One team's allowance: people × rate × days. Its days are those with a school; until it has any, the round's."""

    team: object
    people: int
    days: int
    rate: Decimal

    @property
    def person_days(self):
        return self.people * self.days

    @property
    def amount(self):
        return self.person_days * self.rate


@dataclass(frozen=True)
class Travel:
    lines: list[TeamTravel]
    rate: Decimal

    @property
    def people(self):
        return sum(line.people for line in self.lines)

    @property
    def amount(self):
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def person_days(self):
        return sum(line.person_days for line in self.lines)

    @property
    def same_days(self):
        """The days of each team where all go equally long, else None."""
        days = {line.days for line in self.lines if line.people}
        return days.pop() if len(days) == 1 else None

    @property
    def arithmetic(self):
        """The sum as a sentence: 45 people × 200 baht × 4 days = 36,000 baht."""
        facts = {"rate": format_baht(self.rate), "amount": format_baht(self.amount)}
        if self.same_days is not None:
            said = _("%(people)s people × %(rate)s baht × %(days)s days = %(amount)s baht")
            return said % (facts | {"people": self.people, "days": self.same_days})
        said = _("%(count)s days of all people × %(rate)s baht = %(amount)s baht")
        return said % (facts | {"count": self.person_days})


def travel_of(tour, teams):
    """The travel estimate; `teams` come `with_route`."""
    usual = len(tour.working_days)
    lines = [
        TeamTravel(team, len(team.people.all()), len(team.days) or usual, tour.daily_rate)
        for team in teams
    ]  # fmt: skip
    return Travel(lines, tour.daily_rate)


@dataclass(frozen=True)
class TourCoverage:
    wanted: list
    missing: list
    visited: int

    @property
    def planned(self):
        return len(self.wanted) - len(self.missing)


def coverage_of(tour, teams):
    """Of the schools that the round is for: which have no team, how many were visited already."""
    stops = [stop for team in teams for stop in team.stops.all()]
    placed = {stop.school_id for stop in stops}
    seen = {stop.school_id for stop in stops if stop.visit and stop.visit.is_counted}
    wanted = list(tour.wanted())
    return TourCoverage(
        wanted, [school for school in wanted if school.pk not in placed], sum(1 for row in wanted if row.pk in seen)
    )


def days_of(tour, teams):
    """The columns of the plan: the working days, and whatever other day has a stop."""
    return sorted({*tour.working_days, *(day for team in teams for day in team.days)})


def grid_of(tour, teams):
    """(days, [(team, [stops of each day])])."""
    days = days_of(tour, teams)
    return days, [
        (team, [[stop for stop in team.stops.all() if stop.planned_on == day] for day in days]) for team in teams
    ]
