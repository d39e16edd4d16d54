import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import fiscal_year, fiscal_year_range
from schools.models import School
from supervision.models import Correspondence, Direction

STANDINGS = [("waiting", _("Waits for an answer")), ("overdue", _("Answer overdue"))]


class CorrespondenceFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Number, subject or school"), method="search")
    direction = filters.ChoiceFilter(label=_("Direction"), choices=Direction.choices)
    standing = filters.ChoiceFilter(label=_("Has it been answered"), choices=STANDINGS, method="in_standing")
    year = filters.ChoiceFilter(label=_("Fiscal year"), method="in_year")
    school = filters.ModelChoiceFilter(label=_("School"), queryset=lambda request: schools(request))

    class Meta:
        model = Correspondence
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = Correspondence.objects.visible_to(self.request.user).order_by().dates("dated", "month")
        years = sorted({fiscal_year(day) for day in days}, reverse=True)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def search(self, rows, name, value):
        text = value.strip()
        found = School.objects.search(value).values("pk")
        return rows.filter(Q(number__icontains=text) | Q(subject__icontains=text) | Q(school__in=found))

    def in_standing(self, rows, name, value):
        return getattr(rows, value)()

    def in_year(self, rows, name, value):
        return rows.filter(dated__range=fiscal_year_range(int(value)))


def schools(request):
    """Those that letters are about."""
    rows = Correspondence.objects.visible_to(request.user).exclude(school=None)
    return School.objects.filter(pk__in=rows.order_by().values("school"))
