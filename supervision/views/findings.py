from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access
from qa_portal.core.roles import Scope, Verb
from supervision.filters.findings import FindingFilter
from supervision.lists.findings import FINDING_COLUMNS, SHOWN_OF_FINDING
from supervision.models import Finding
from supervision.models.visit import SENT
from supervision.views.lists import SupervisionList


class FindingList(SupervisionList):
    """What was found at visits that are reported, and whether a later visit found it fixed."""

    model = Finding
    for_office = ("school",)
    filterset_class = FindingFilter
    template_name = "supervision/finding_list.html"
    sheet_name = _("Findings")
    default_sort = "-date"
    columns = FINDING_COLUMNS

    def get_queryset(self):
        rows = super().get_queryset().sent().with_last_look()
        return rows.select_related("visit__school", "category", "standard").only(*SHOWN_OF_FINDING)


class FindingDetail(Access, DetailView):
    """One finding with its photos, the school's reply, what was promised, and every later look at it."""

    model = Finding
    verb = Verb.VIEW_VISITS
    template_name = "supervision/finding_detail.html"
    context_object_name = "finding"

    def get_queryset(self):
        rows = super().get_queryset().sent().with_last_look()
        return rows.select_related("visit__school", "category", "standard", "reply")

    def get_context_data(self, **kwargs):
        finding = self.object
        looks = finding.rechecks.filter(visit__state__in=SENT).select_related("visit").prefetch_related("photos")
        return super().get_context_data(**kwargs) | {
            "photos": finding.photos.select_related("file"),
            "actions": finding.actions.select_related("visit", "owner").order_by("number"),
            "looks": looks.order_by("visit__held_on", "pk"),
            "is_office": self.request.user.scope is not Scope.SCHOOL,
            "entries": entries_of(finding),
        }
