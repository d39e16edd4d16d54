"""The readiness check of one assessment: by the school first, confirmed by the office."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE, pdf_response, requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import wrong_state
from supervision.documents.readiness import document_name, render_readiness
from supervision.forms.readiness import ReadinessAnswersForm
from supervision.models import AssessmentState, ExternalAssessment
from supervision.services.readiness import readiness_of, save_answers


def _assessment(request, pk):
    visible = ExternalAssessment.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("school__district__logo", "round"), pk=pk)


def _may_answer(user, assessment):
    is_theirs = user.scope is Scope.SCHOOL or user.can(Verb.MANAGE_ASSESSMENTS)
    return is_theirs and assessment.state == AssessmentState.NOTIFIED


@READ_WRITE
@requires(Verb.VIEW_ASSESSMENTS)
@transaction.atomic
def assessment_readiness(request, pk):
    """All questions on one page: what the portal knows, each with its page, and what people answer."""
    assessment = _assessment(request, pk)
    if request.method == "POST":
        return _save(request, assessment)
    return _page(request, assessment, readiness_of(assessment))


def _save(request, assessment):
    if not _may_answer(request.user, assessment):
        messages.error(request, wrong_state(assessment))
        return redirect(assessment)
    ExternalAssessment.objects.select_for_update().get(pk=assessment.pk)
    readiness = readiness_of(assessment)
    form = ReadinessAnswersForm(request.POST, readiness=readiness, user=request.user)
    if not form.is_valid():
        return _page(request, assessment, readiness, form, status=422)
    save_answers(assessment, form.given, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("supervision:assessment_readiness", assessment.pk)


def _page(request, assessment, readiness, form=None, status=200):
    may, is_office = _may_answer(request.user, assessment), request.user.scope is not Scope.SCHOOL
    form = form or ReadinessAnswersForm(readiness=readiness, user=request.user)
    context = {
        "assessment": assessment,
        "readiness": readiness,
        "form": form,
        "rows": [(row, form.field_of(row) if may else None) for row in readiness.rows],
        "may_answer": may,
        "is_office": is_office,
        "lacking": readiness.lacking if is_office else readiness.left_to_school,
    }
    return render(request, "supervision/assessment_readiness.html", context, status=status)


@require_safe
@requires(Verb.VIEW_ASSESSMENTS)
def readiness_pdf(request, pk):
    assessment = _assessment(request, pk)
    return pdf_response(render_readiness(assessment), document_name(assessment))
