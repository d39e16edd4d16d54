"""Whose figures a page shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from qa_portal.core.models import District
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.reports.period import OfficeYear


def office_of(user, pk):
    """The district; 404 outside the user's scope. One's own comes with the person."""
    if user.district_id == pk:
        return user.district
    return get_object_or_404(District.objects.visible_to(user), pk=pk)


def own_office(user):
    """The person's own district; 404 for who belongs to none."""
    if user.district is None:
        raise Http404
    return user.district


def office_year(user, pk, fiscal):
    """A fiscal year of the district; 404 for one that no calendar has."""
    if not FIRST_YEAR < fiscal <= LAST_YEAR:
        raise Http404
    return OfficeYear.of(office_of(user, pk), fiscal)
