"""Surveys: begun with the ready questions, written on while a draft, answered by anybody once."""

from django.db import transaction
from django.db.models import F

from supervision.data.survey_questions import SCALE, TEXT
from supervision.models import SurveyAnswer, SurveyQuestion, SurveyResponse

KIND = SurveyQuestion.Kind
ASIDE = 10_000  # places that no question has, while others change theirs


@transaction.atomic
def begin_survey(survey):
    """Save a new survey with its own copy of the ready questions."""
    survey.save()
    ready = [(text, KIND.SCALE) for text in SCALE] + [(text, KIND.TEXT) for text in TEXT]
    for position, (text, kind) in enumerate(ready, 1):
        survey.questions.create(position=position, text=text, kind=kind)
    return survey


@transaction.atomic
def save_questions(survey, questions, dropped):
    """The survey's questions in this order, and without those that were dropped; the survey is a draft."""
    for question in dropped:
        question.delete()
    survey.questions.update(position=F("position") + ASIDE)
    for position, question in enumerate(questions, 1):
        question.survey, question.position = survey, position
        question.save()


@transaction.atomic
def answer_survey(survey, *, uid, role, answers):
    """Keep one person's answers {question: points or text}; True where they are new, False where this sending was
    received before."""
    response, is_new = SurveyResponse.objects.get_or_create(uid=uid, defaults={"survey": survey, "role": role})
    if is_new:
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(response=response, question=question, **{_field(question): value})
            for question, value in answers.items()
            if value not in (None, "")
        )
    return is_new


def _field(question):
    return "points" if question.kind == KIND.SCALE else "text"
