from django.shortcuts import get_object_or_404, render

from qa_portal.core.pages import docx_response, pdf_response, requires
from qa_portal.core.roles import Verb
from schools.models import School
from supervision.documents.school_history import history_name, render_history, render_history_docx
from supervision.reports.school_history import school_history


def _history(request, pk):
    rows = School.objects.visible_to(request.user).select_related("district", "network")
    return school_history(get_object_or_404(rows, pk=pk), request.user)


@requires(Verb.VIEW_VISITS)
def history_detail(request, pk):
    """All visits, findings and promises of one school."""
    history = _history(request, pk)
    return render(request, "supervision/history_detail.html", {"history": history, "school": history.school})


@requires(Verb.VIEW_VISITS)
def history_pdf(request, pk):
    history = _history(request, pk)
    return pdf_response(render_history(history), history_name(history.school))


@requires(Verb.VIEW_VISITS)
def history_docx(request, pk):
    history = _history(request, pk)
    return docx_response(render_history_docx(history), history_name(history.school))
