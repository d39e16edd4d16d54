"""For everybody, without signing in: answer a survey. Neither who asks nor from where is kept (K14)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE
from supervision.forms.survey import AnswerForm
from supervision.models import Survey
from supervision.services.surveys import answer_survey


def _survey(key):
    return get_object_or_404(Survey.objects.select_related("district"), key=key)


@login_not_required
@never_cache
@READ_WRITE
def survey_answer(request, key):
    survey = _survey(key)
    if not survey.takes_answers:
        return render(request, "survey/shut.html", {"survey": survey})
    form = AnswerForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer_survey(survey, uid=said["uid"], role=said["role"], answers=form.answers)
        return redirect("survey:survey_thanks", key=key)
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/answer.html", {"survey": survey, "form": form}, status=status)


@login_not_required
@require_safe
def survey_thanks(request, key):
    return render(request, "survey/thanks.html", {"survey": _survey(key)})
