"""Rounds of visits by teams, committees and orders."""

from datetime import date

from supervision.models import Committee, CommitteeMember, Duty, Meeting, Order, Tour, TourPerson
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


def committee_of(district, *names, **kwargs):
    """A committee in office, with people without an account; the first is the chair."""
    values = {"kind": "monitoring", "name": "ก.ต.ป.น. สมมุติ", "since": date(2025, 10, 1)} | kwargs
    committee = Committee.objects.create(district=district, **values)
    for number, name in enumerate(names, 1):
        role = "chair" if number == 1 else "member"
        CommitteeMember.objects.create(committee=committee, name=name, role=role, position_in_list=number)
    return committee


def order_of(district, *duties, **kwargs):
    """A draft order with duties of people without an account: (number, name, text)."""
    values = {"subject": "มอบหมายงาน", "authority": "อาศัยอำนาจ", "signatory": "นายสมมุติ"} | kwargs
    order = Order.objects.create(district=district, **values)
    for position, (number, name, text) in enumerate(duties, 1):
        Duty.objects.create(order=order, position=position, number=number, name=name, text=text)
    return order


def meeting_of(committee, **kwargs):
    """A planned meeting on a day that has passed, without points."""
    values = {"number": 1, "year": 2569, "met_on": date(2026, 1, 14), "place": "ห้องประชุมสมมุติ"} | kwargs
    return Meeting.objects.create(committee=committee, **values)
