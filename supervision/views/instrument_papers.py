"""Instruments on paper: blank, and as a visit filled one in."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qa_portal.core.pages import docx_response, pdf_response, requires
from qa_portal.core.roles import Verb
from supervision.documents import instrument_form as papers
from supervision.models import Visit
from supervision.views.instruments import visible_instrument


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_pdf(request, pk):
    instrument = visible_instrument(request, pk)
    return pdf_response(papers.instrument_pdf(instrument), _name(instrument))


@require_safe
@requires(Verb.VIEW_VISITS)
def instrument_docx(request, pk):
    instrument = visible_instrument(request, pk)
    return docx_response(papers.instrument_docx(instrument), _name(instrument))


def _name(instrument):
    return f"{instrument.code}-{instrument.edition}"


@require_safe
@requires(Verb.VIEW_VISITS)
def visit_form_pdf(request, pk):
    visit = _filled(request, pk)
    return pdf_response(papers.visit_form_pdf(visit), f"{visit.code}-{_name(visit.instrument)}")


@require_safe
@requires(Verb.VIEW_VISITS)
def visit_form_docx(request, pk):
    visit = _filled(request, pk)
    return docx_response(papers.visit_form_docx(visit), f"{visit.code}-{_name(visit.instrument)}")


def _filled(request, pk):
    rows = Visit.objects.visible_to(request.user).select_related("school__district", "instrument")
    visit = get_object_or_404(rows, pk=pk)
    if visit.instrument is None:
        raise Http404
    return visit
