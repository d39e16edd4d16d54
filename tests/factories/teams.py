"""Rounds of visits by teams, committees and orders."""

from datetime import date

from supervision.models import Tour, TourPerson
from supervision.services.tours import set_teams

from .core import person

MONDAY = date(2026, 12, 14)


def tour_of(district, *, schools=(), teams=1, begins_on=MONDAY, ends_on=date(2026, 12, 17), **kwargs):
    """A round of four working days, with empty teams."""
    tour = Tour.objects.create(district=district, name="รอบสมมุติ", begins_on=begins_on, ends_on=ends_on, **kwargs)
    tour.schools.set(schools)
    set_teams(tour, teams)
    return tour


def led(team, lead=None, others=0):
    """The team with a leader of the portal and people without an account."""
    lead = lead or person("supervisor", team.tour.district)
    TourPerson.objects.create(team=team, user=lead, role="lead")
    for number in range(others):
        TourPerson.objects.create(team=team, name=f"ผู้ร่วมชุด {team.number}-{number}", role="member")
    return lead
