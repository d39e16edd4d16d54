"""Which schools, and which other rows, an indicator counts: the figure and the list that it opens ask here."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Attendance
from schools.models import School, TargetSheet, TargetSheetState
from supervision.models import CoverageRule, OwedBy

from . import supervision


def _announced(year):
    sheets = TargetSheet.objects.filter(school__district=year.district, academic_year=year.own_academic)
    return Q(pk__in=sheets.filter(state=TargetSheetState.ANNOUNCED).order_by().values("school"))


def _supported(year):
    took_part = School.objects.filter(activity_reports__project__in=year.projects.approved().order_by())
    return Q(pk__in=took_part.filter(district=year.district).order_by().values("pk"))


def _complete(year):
    return Q(pk__in=year.sars.order_by().values("school")) & ~Q(pk__in=year.sars.not_sent().order_by().values("school"))


def _broken(year):
    rows = year.actions.filter(owed_by=OwedBy.SCHOOL).overdue(year.today)
    return Q(pk__in=rows.order_by().values("visit__school"))


def _enough(year):
    rule = CoverageRule.objects.of(year.district)
    return Q(pk__in=supervision.visited_enough(year, rule).values("pk")) if rule else Q(pk__in=[])


SCHOOLS_THAT = {
    "announced": (_("Target levels of the academic year announced"), _announced),
    "supported": (_("Took part in an activity of the office's projects"), _supported),
    "expected": (_("A SAR is expected"), lambda year: Q(pk__in=year.sars.order_by().values("school"))),
    "complete": (_("Every SAR that is expected was sent"), _complete),
    "incomplete": (_("A SAR that is expected was not sent"), lambda year: ~_complete(year)),
    "broken": (_("A promise of the school is past its day"), lambda year: _broken(year)),
    "unbroken": (_("No promise of the school is past its day"), lambda year: ~_broken(year)),
    "enough": (_("Visited as often as the rule asks"), _enough),
}
"""Conditions of schools by the words of their list: what an indicator counts is what it opens."""


def condition(year, key):
    return SCHOOLS_THAT[key][1](year)


def merged(year):
    """The schools of the office that were merged into another in the fiscal year."""
    rows = School.objects.filter(district=year.district, closed_on__range=(year.first_day, year.last_day))
    return year.narrowing.rows(rows.exclude(successor=None), year.district)


def attendances(year):
    return Attendance.objects.filter(report__project__in=year.projects.approved().order_by())
