"""The list of claims against what was seen (F40), and the figure that opens it."""

from collections import Counter
from dataclasses import replace

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import decimals
from qa_portal.core.prepared import prepared
from schools.models import School
from supervision.reports.claims import DIRECTIONS, claims, direction_of, words

from . import links
from .tables import Figure

FAR = 2  # steps above what was seen, from which a claim is told to the director

DIRECTION_LABELS = {
    "more": _("More than was seen"),
    "less": _("Less than was seen"),
    "same": _("As was seen"),
    "none": _("Not comparable"),
}
LOOKS = {
    "more": (_("%(steps)s above what was seen"), "warning", "arrow-up-circle"),
    "less": (_("%(steps)s below what was seen"), "info", "arrow-down-circle"),
    "same": (_("As was seen"), "success", "check-circle"),
    "none": (_("Not comparable"), "secondary", "dash-circle"),
}


def look_of(difference):
    """(word, colour, icon) of a difference in steps of the school's scale."""
    word, colour, icon = LOOKS[direction_of(difference)]
    if difference is not None:
        word = word % {"steps": decimals(abs(difference))}
    return word, "danger" if (difference or 0) >= FAR else colour, icon


def school_address(row):
    """The line on its school's page."""
    address = reverse("office:school_claims", args=[row.school_id])
    return f"{address}?year={row.cycle.academic_year}#{anchor(row)}"


def anchor(row):
    return f"{row.level}-{row.standard_number}"


def _external(row):
    return f"{row.external_name} ({decimals(row.external)})" if row.external_id else ""


COLUMNS = [
    Column("school", _("School"), lambda row: row.school.name, 34, "school__name_sort", school_address),
    Column("network", _("Network"), lambda row: row.school.network and row.school.network.name, 22),
    Column("level", _("Education level"), lambda row: str(row.get_level_display()), 20, "level"),
    Column("standard", _("Standard"), lambda row: f"{row.standard_number}. {row.standard_name}", 34, "standard_number"),
    Column("own", _("The school says"), lambda row: words(row, row.own), 16, "own"),
    Column("last", _("Last year"), lambda row: words(row, row.last), 16, "last"),
    Column("target", _("Target"), lambda row: words(row, row.target), 16, "target"),
    Column("seen", _("Supervisors' rating"), lambda row: decimals(row.seen), 14, "seen", kind="number"),
    Column("external", _("External result"), _external, 18, "external"),
    Column(
        "difference",
        _("Difference"),
        lambda row: decimals(row.difference),
        14,
        "difference",
        kind="number",
        look=lambda row: look_of(row.difference),
    ),
]


# Beside a report: one school, one level of education.
BESIDE = [replace(COLUMNS[3], order="", link=school_address), *(replace(column, order="") for column in COLUMNS[4:])]


def of_school(school, academic_year, user):
    """One school's lines as this user may read them; none without a year."""
    return claims(School.objects.filter(pk=school.pk), academic_year or 0, reader=user)


def widest_of_each_school(rows):
    """One line a school: the one whose claim stands highest above what was seen."""
    order = [F("difference").desc(nulls_last=True), F("pk").asc(), F("standard_number").asc()]
    return rows.annotate(place=Window(RowNumber(), partition_by="school", order_by=order)).filter(place=1)


def count_by_direction(rows):
    """{direction: lines}, zeros included, in one query that works out each difference once."""
    counted = Counter()
    for difference, lines in rows.order_by().values_list("difference").annotate(lines=Count("pk")):
        counted[direction_of(difference)] += lines
    return {direction: counted[direction] for direction in DIRECTIONS}


@prepared
def _far(district, *, year):
    """The schools of an office that claim a standard FAR or more steps above what was seen."""
    rows = claims(School.objects.filter(district=district), year).filter(difference__gte=FAR)
    return rows.order_by().values_list("school", flat=True).distinct()


def figure(year):
    """How many schools of an OfficeYear claim that much more."""
    label = _("Schools claiming %(steps)s or more levels above what was seen") % {"steps": FAR}
    address = links.rows("claim", year, year=year.academic, direction="more", steps=FAR, each="school")
    return Figure("far_claims", label, len(_far(year.district.pk, year=year.academic)), address)
