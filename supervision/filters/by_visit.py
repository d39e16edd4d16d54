"""What the lists of visits, and of what hangs on visits, are asked by: network, supervisor, year, school or number."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core import offers
from qa_portal.core.offers import Offer
from schools.filters.registry import supervisors_for
from schools.models import Network, School
from supervision.models import Visit

LARGEST_KEY = 2**63 - 1


def networks(request):
    return Network.objects.visible_to(request.user)


def supervisors(request):
    return supervisors_for(request.user)


def searched(rows, value, path):
    """Rows whose school matches the text, or whose visit has the number."""
    schools = School.objects.search(value).values("pk")
    prefix = path.removesuffix("school")
    return rows.filter(Q(**{f"{path}__in": schools}) | Q(**{f"{prefix}code__startswith": value.strip()}))


class KeyFilter(filters.NumberFilter):
    """The key of a row, as links of the portal give it; one that no database could hold is refused."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_KEY, **kwargs)


YEARS = Offer(lambda viewer: Visit.objects.visible_to(viewer), "fiscal_year", (), offers.years)
"""The fiscal years (B.E.) that have visits the user may see."""


class YearFilter(filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Fiscal year"), **kwargs)
