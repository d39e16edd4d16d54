"""A round of visits by teams on paper: people, routes by day, and the travel estimate (A5-05)."""

from django.utils.translation import gettext as _

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.spreadsheets import Sheet
from supervision.lists.tours import PERSON_COLUMNS, STOP_COLUMNS, TRAVEL_COLUMNS
from supervision.reports.tours import coverage_of, grid_of, travel_of

TEMPLATE = "supervision/documents/tour.html"


def tour_context(tour):
    teams = list(tour.teams.with_route())
    days, grid = grid_of(tour, teams)
    return {
        "tour": tour,
        "district": tour.district,
        "teams": teams,
        "days": days,
        "grid": grid,
        "coverage": coverage_of(tour, teams),
        "travel": travel_of(tour, teams),
    }


def render_tour(tour):
    return render_pdf(TEMPLATE, tour_context(tour), **_options(tour))


def render_tour_docx(tour):
    return render_docx(TEMPLATE, tour_context(tour), **_options(tour))


def _options(tour):
    return {"title": tour.name, "author": tour.district.name, "thai_digits": True}


def tour_sheets(tour):
    """People, routes and travel, each a sheet."""
    teams = list(tour.teams.with_route())
    travel = travel_of(tour, teams)
    people = [person for team in teams for person in team.people.all()]
    stops = [stop for team in teams for stop in team.stops.all()]
    totals = {"people": travel.people, "amount": travel.amount}
    return [
        Sheet(_("People"), PERSON_COLUMNS, people, [tour.name]),
        Sheet(_("Routes"), STOP_COLUMNS, stops, [tour.name]),
        Sheet(_("Travel"), TRAVEL_COLUMNS, travel.lines, [tour.name, travel.arithmetic], totals),
    ]
