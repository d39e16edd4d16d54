from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from qa_portal.core.pages import pdf_response, requires
from qa_portal.core.roles import Verb
from qa_portal.office.documents.school_sheet import render_sheet, sheet_name
from qa_portal.office.reports.school_sheet import school_sheet as sheet_of
from schools.models import School


@require_safe
@requires(Verb.VIEW_VISITS)
def school_sheet(request, pk):
    """One school on one page of A4; its own people see their own school's only."""
    schools = School.objects.visible_to(request.user).select_related("district", "network")
    sheet = sheet_of(get_object_or_404(schools, pk=pk), request.user, localdate())
    return pdf_response(render_sheet(sheet, localdate()), sheet_name(sheet.school))
