import uuid
from datetime import timedelta

from django.utils import timezone

from qa_portal.core.workflow import perform
from supervision.models import Survey
from supervision.services.surveys import answer_survey, begin_survey


def draft_survey(by, **more):
    """A survey of the person's office that takes answers from today on, with the ready questions."""
    today = timezone.localdate()
    values = {"title": "ความพึงพอใจสมมุติ", "opens_on": today, "closes_on": today + timedelta(days=7), "asked": 10}
    return begin_survey(Survey(district=by.district, **(values | more)))


def open_survey(by, **more):
    return perform(draft_survey(by, **more), "open", by=by)


def answered(survey, points, *, role="", words=""):
    """One more person gives these points, one a question or the same to all, and the words to the first text."""
    scales = survey.questions.filter(kind="scale")
    each = [points] * scales.count() if isinstance(points, int) else points
    answers = dict(zip(scales, each, strict=True))
    answers[survey.questions.filter(kind="text").first()] = words
    return answer_survey(survey, uid=uuid.uuid4(), role=role, answers=answers)


def closed_survey(by, everybody, **more):
    """Closed after these points were given, each by one person."""
    survey = open_survey(by, **more)
    for points in everybody:
        answered(survey, points)
    return perform(survey, "close", by=by)
