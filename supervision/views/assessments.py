"""External assessments as a list and as a board by stage."""

from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from qa_portal.core.pages import Access
from qa_portal.core.roles import Scope, Verb
from supervision.filters.assessments import AssessmentFilter, BoardFilter
from supervision.lists.assessments import ASSESSMENT_COLUMNS, SHOWN_OF_ASSESSMENT
from supervision.models import ExternalAssessment
from supervision.reports.board import board_of
from supervision.views.lists import SupervisionList


class AssessmentList(SupervisionList):
    model = ExternalAssessment
    verb = Verb.VIEW_ASSESSMENTS
    for_office = ("network",)
    filterset_class = AssessmentFilter
    template_name = "supervision/assessment_list.html"
    sheet_name = _("External assessments")
    default_sort = "school"
    columns = ASSESSMENT_COLUMNS

    def get_queryset(self):
        rows = super().get_queryset().with_outcome().select_related("school__network", "round")
        return rows.only(*SHOWN_OF_ASSESSMENT)


class AssessmentBoard(Access, FilterView):
    """The assessments by the stage at which they stand (F41)."""

    model = ExternalAssessment
    verb = Verb.VIEW_ASSESSMENTS
    filterset_class = BoardFilter
    template_name = "supervision/assessment_board.html"

    def get_queryset(self):
        return super().get_queryset().with_outcome()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_office = self.request.user.scope is not Scope.SCHOOL
        return context | {"columns": board_of(self.object_list, self.request.GET), "is_office": is_office}
