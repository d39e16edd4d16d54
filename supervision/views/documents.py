from django.shortcuts import get_object_or_404

from qa_portal.core.pages import docx_response, pdf_response, requires, serve_file
from qa_portal.core.roles import Verb
from supervision.models import SignOff, Visit, VisitPhoto
from supervision.reports import visit_report_docx, visit_report_pdf


@requires(Verb.VIEW_VISITS)
def visit_pdf(request, pk):
    """The visit report; a draft of it until it is sent."""
    visit = _visit(request, pk)
    return pdf_response(visit_report_pdf(visit), visit.code)


@requires(Verb.VIEW_VISITS)
def visit_docx(request, pk):
    visit = _visit(request, pk)
    return docx_response(visit_report_docx(visit), visit.code)


def _visit(request, pk):
    rows = Visit.objects.visible_to(request.user).select_related("school__district__logo", "instrument")
    return get_object_or_404(rows, pk=pk)


@requires(Verb.VIEW_VISITS)
def visit_photo(request, pk, photo):
    rows = VisitPhoto.objects.visible_to(request.user).select_related("file")
    return serve_file(get_object_or_404(rows, visit__pk=pk, pk=photo).file, inline=True)


@requires(Verb.VIEW_VISITS)
def visit_signature(request, pk, sign):
    """A signature as it was drawn at the end of the visit."""
    rows = SignOff.objects.visible_to(request.user).exclude(drawing=None).select_related("drawing")
    return serve_file(get_object_or_404(rows, visit__pk=pk, pk=sign).drawing, inline=True)
