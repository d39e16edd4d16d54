"""A survey is prepared, answered, and closed for good (K14)."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from supervision.models import Survey, SurveyQuestion, SurveyState


def _missing_to_open(survey):
    if not survey.questions.filter(kind=SurveyQuestion.Kind.SCALE).exists():
        url = reverse("supervision:survey_questions", args=[survey.pk])
        yield Missing(gettext("There is no question to be answered from 1 to 5."), url)
    if not survey.asked:
        url = reverse("supervision:survey_edit", args=[survey.pk])
        yield Missing(gettext("Nobody has typed how many people are asked."), url)


SURVEY = Machine(
    model=Survey,
    looks={
        SurveyState.DRAFT: Look("secondary", "pencil"),
        SurveyState.OPEN: Look("info", "broadcast"),
        SurveyState.CLOSED: Look("success", "lock"),
    },
    transitions=(
        Transition(
            "open",
            _("Open for answers"),
            (SurveyState.DRAFT,),
            SurveyState.OPEN,
            Verb.PLAN_VISIT,
            missing=_missing_to_open,
            confirm=_("From now on the questions stay as they are. Everybody who has the link or the QR can answer."),
            look=Look("primary", "broadcast"),
        ),
        Transition(
            "close",
            _("Close and count"),
            (SurveyState.OPEN,),
            SurveyState.CLOSED,
            Verb.PLAN_VISIT,
            confirm=_("No more answers are taken, and this cannot be undone. The results can be read from now on."),
            look=Look("primary", "lock"),
        ),
    ),
)
