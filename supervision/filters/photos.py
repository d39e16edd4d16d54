import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.offers import OfferingFilterSet
from qa_portal.core.roles import Scope
from schools.filters.registry import NETWORKS
from supervision.filters.by_visit import YEARS, YearFilter, searched
from supervision.models import VisitPhoto


class PhotoFilter(OfferingFilterSet):
    offers = {"network": NETWORKS, "year": YEARS}

    q = filters.CharFilter(label=_("School or number"), method="search")
    year = YearFilter(field_name="visit__fiscal_year")
    network = filters.ChoiceFilter(label=_("Network"), field_name="visit__school__network")
    consent = filters.ChoiceFilter(
        label=_("May be shown"),
        field_name="has_consent",
        choices=[("True", _("Yes, all agreed")), ("False", _("Not to be shown"))],
    )

    class Meta:
        model = VisitPhoto
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            del self.filters["network"]

    def search(self, rows, name, value):
        return searched(rows, value, "visit__school")
