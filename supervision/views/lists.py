from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.addresses import year_in
from qa_portal.core.pages import ListPage
from qa_portal.core.paging import KeyPaginator
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import fiscal_year
from schools.models import School
from supervision.filters.coverage import CoverageFilter
from supervision.filters.visits import VisitFilter
from supervision.lists.coverage import COVERAGE_COLUMNS
from supervision.lists.visits import SHOWN_OF_VISIT, VISIT_COLUMNS
from supervision.models import CoverageRule, Visit
from supervision.reports import coverage, schools_to_cover


class SupervisionList(ListPage):
    """A list of which a school sees its own rows: without the columns that only tell schools apart."""

    verb = Verb.VIEW_VISITS
    for_office = ()  # keys of such columns

    def get_columns(self):
        if self.request.user.scope is Scope.SCHOOL:
            return [column for column in self.columns if column.key not in self.for_office]
        return self.columns

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_office": self.request.user.scope is not Scope.SCHOOL}


class VisitList(SupervisionList):
    model = Visit
    paginator_class = KeyPaginator
    for_office = ("network",)
    filterset_class = VisitFilter
    template_name = "supervision/visit_list.html"
    sheet_name = _("Visits")
    default_sort = "-date"
    columns = VISIT_COLUMNS

    def get_queryset(self):
        return super().get_queryset().select_related("school__network").with_lead().only(*SHOWN_OF_VISIT)


class CoverageList(SupervisionList):
    """Every open school with its visits within the rule's years (A5-09): who has been seen and who has not."""

    model = School
    filterset_class = CoverageFilter
    template_name = "supervision/coverage_list.html"
    sheet_name = _("Coverage of visits")
    default_sort = "visits"
    columns = COVERAGE_COLUMNS

    @cached_property
    def year(self):
        return year_in(self.request.GET.get("year", "")) or fiscal_year(timezone.localdate())

    def get_queryset(self):
        return schools_to_cover(self.request.user, self.year).select_related("network").order_by(*self._ordering())

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "year": self.year,
            "rule": CoverageRule.objects.of(user.district),
            "coverage": coverage(user, self.year),
            "unseen_url": f"{reverse('supervision:coverage_list')}?covered=no&year={self.year}",
        }
