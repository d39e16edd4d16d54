"""What the lists of visits, and of what hangs on visits, are asked by: network, supervisor, year, school or number."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Scope
from schools.models import Network, School
from supervision.models import Visit

LARGEST_KEY = 2**63 - 1


def networks(request):
    return Network.objects.visible_to(request.user)


def supervisors(request):
    people = User.objects.in_role("supervisor", "group_head").order_by("first_name", "last_name")
    return people if request.user.scope is Scope.NATION else people.of_district(request.user.district)


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


class YearFilter(filters.ChoiceFilter):
    """A fiscal year (B.E.), of those that have visits the user may see."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Fiscal year"), **kwargs)

    def offer(self, user):
        years = Visit.objects.visible_to(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.extra["choices"] = [(year, str(year)) for year in years]
