"""What the improvements after an external assessment add to a school's page and desk (schools.timeline)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.roles import Scope, Verb
from schools.timeline import Debt, Entry, register, register_debts
from supervision.models import ImprovementPart, Recommendation, RecommendationState


@register
def improvements_of(school, user):
    """The recommendations that were closed as improved."""
    if not user.can(Verb.VIEW_ASSESSMENTS):
        return
    rows = Recommendation.objects.visible_to(user).filter(assessment__school=school, state=RecommendationState.CLOSED)
    for row in rows:
        yield Entry(
            day=timezone.localdate(row.closed_at),
            kind=_("Improvement"),
            icon="flag",
            title=row.text,
            url=row.get_absolute_url(),
        )


def _to_do(school, user):
    """For the school's own people: the parts that are theirs to do."""
    if user.scope is not Scope.SCHOOL:
        return ImprovementPart.objects.none()
    under_way = Q(recommendation__state=RecommendationState.UNDER_WAY, recommendation__assessment__school=school)
    return ImprovementPart.objects.answerable_by(user).filter(under_way, done_on=None)


@register_debts(_to_do)
def improvement_debts(parts, user):
    for part in parts.select_related("recommendation"):
        due = part.due_on or part.recommendation.due_on
        yield Debt(part.what, part.recommendation.get_absolute_url(), icon="flag", due=due)
