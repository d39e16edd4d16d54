from django.utils.translation import gettext_lazy as _

from qa_portal.core.pages import workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from supervision.filters.results import ResultFilter
from supervision.lists.results import RESULT_COLUMNS, SHEET_COLUMNS
from supervision.models import ResultPaper
from supervision.reports.result_sheets import standards_sheet
from supervision.views.lists import SupervisionList


class ResultList(SupervisionList):
    """All result papers; as a workbook with the result of each standard, in the columns that the import reads."""

    model = ResultPaper
    verb = Verb.VIEW_ASSESSMENTS
    for_office = ("network",)
    filterset_class = ResultFilter
    template_name = "supervision/result_list.html"
    sheet_name = _("External results")
    default_sort = "-dated"
    columns = RESULT_COLUMNS

    def get_queryset(self):
        related = ("assessment__school__network", "assessment__round", "level")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        user = self.request.user
        may_import = user.can(Verb.MANAGE_ASSESSMENTS) and user.district_id
        return super().get_context_data(**kwargs) | {"may_import": bool(may_import)}

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("format") != "xlsx":
            return super().render_to_response(context, **kwargs)
        papers = Sheet(self.sheet_name, SHEET_COLUMNS, self.object_list.iterator(2000), [self.sheet_name])
        return workbook_response([papers, standards_sheet(self.object_list)], self.sheet_name)
