"""A school's external assessment from the assessors' notice to the final report, and the next attempt."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused, perform
from schools.models import EducationLevel, School
from schools.services.expected import taught_levels
from supervision.models import AssessmentState, ExternalAssessment, ResultKind
from supervision.services.people import assessed_people

NOTICED = must_act(
    gettext_lazy("The assessors' notice has been recorded: %(row)s. Please see what is asked of the school.")
)


@dataclass
class Notices:
    """What became of a notice to several schools: (school, level, why not) of those left out."""

    made: list = field(default_factory=list)
    left: list = field(default_factory=list)


@transaction.atomic
def record_notices(schools, *, in_round, levels, by, **facts):
    """A notice to each school at each of the levels that it teaches. Sent twice, the second finds what is there."""
    outcome = Notices()
    for school in schools:
        School.objects.select_for_update().get(pk=school.pk)  # one notice at a time
        for level in levels:
            objection = objection_to(school, in_round, level)
            if objection:
                outcome.left.append((school, EducationLevel(level).label, objection))
            else:
                outcome.made.append(_begin(school, in_round, level, by, facts))
    return outcome


def objection_to(school, in_round, level):
    """Why the school gets no notice for this level in the round, as a sentence; "" if it may."""
    if level not in taught_levels(school):
        return _("The school does not teach this level.")
    if level not in in_round.frameworks:
        return _("The round does not assess this level.")
    there = ExternalAssessment.objects.filter(school=school, round=in_round, level=level)
    if there.running().exists():
        return _("An assessment is running already.")
    if there.exclude(state=AssessmentState.CANCELLED).exists():
        return _("It was assessed in this round: a re-assessment begins on the page of that assessment.")
    return ""


def _begin(school, in_round, level, by, facts, attempt=1):
    assessment = ExternalAssessment(school=school, round=in_round, level=level, attempt=attempt, **facts)
    if assessment.disorder:
        raise Refused(assessment.disorder)
    assessment.save(by=by)
    people = [person for person in assessed_people(assessment) if person != by]
    notify(people, NOTICED, {"row": str(assessment)}, assessment.get_absolute_url())
    return assessment


def objection_to_again(assessment):
    """Why no re-assessment can begin from this assessment; "" if one may."""
    if assessment.state != AssessmentState.FINAL:
        return _("A re-assessment begins when the final report has come.")
    final = assessment.result_papers.filter(kind=ResultKind.FINAL).first()
    if final is None or final.is_certified is None:
        return _("Type first what the final report says: certified or not.")
    if final.is_certified:
        return _("The school was certified: there is nothing to assess again.")
    if assessment.others.filter(attempt__gt=assessment.attempt).exists():
        return _("A re-assessment has begun already.")
    return ""


@transaction.atomic
def assess_again(assessment, *, by, **facts):
    """The next attempt after one that did not end in a certificate (A6-01 no. 1)."""
    School.objects.select_for_update().get(pk=assessment.school_id)
    objection = objection_to_again(ExternalAssessment.objects.select_for_update().get(pk=assessment.pk))
    if objection:
        raise Refused(objection)
    return _begin(assessment.school, assessment.round, assessment.level, by, facts, assessment.attempt + 1)


@transaction.atomic
def take_step(assessment, name, *, note="", by, **facts):
    """The next stage, with its day (and what else is known then) written first; all or nothing."""
    assessment = ExternalAssessment.objects.select_for_update().get(pk=assessment.pk)
    for field_name, value in facts.items():
        setattr(assessment, field_name, value)
    if assessment.disorder:
        raise Refused(assessment.disorder)
    if facts:
        assessment.save(by=by)
    return perform(assessment, name, by=by, note=note)
