"""How the recommendations of the assessors stand: of one assessment, and of one goal part by part."""

from dataclasses import dataclass

from qa_portal.core.roles import Scope
from supervision.models import AssessmentState, ExternalAssessment, ImprovementPart, Recommendation


def recommendations_of(assessment, user):
    """What templates/supervision/assessment_recommendations.html shows. Context: recommendations,
    may_keep_recommendations."""
    rows = Recommendation.objects.visible_to(user).filter(assessment=assessment).with_progress()
    editable = ExternalAssessment.objects.editable_by(user).exclude(state=AssessmentState.CANCELLED)
    return {
        "recommendations": rows.select_related("standard", "owner").order_by("number"),
        "may_keep_recommendations": editable.filter(pk=assessment.pk).exists(),
    }


@dataclass(frozen=True)
class PartLine:
    """A part, with what this user may do about it. `url` opens its record, where the user may read that."""

    part: ImprovementPart
    url: str
    may_finish: bool

    @property
    def record_word(self):
        record = self.part.record
        return record._meta.verbose_name if record else ""


def parts_of(recommendation, user):
    """The goal's parts for this user, and how many of them are done."""
    parts = list(recommendation.parts.with_standing())
    own = set() if recommendation.is_closed else set(_answerable(recommendation, user))
    lines = [PartLine(part, _url(part, user), part.pk in own) for part in parts]
    done = sum(part.is_done for part in parts)
    return {"parts": lines, "done": done, "is_ready": bool(parts) and done == len(parts)}


def _answerable(recommendation, user):
    return (
        ImprovementPart.objects.answerable_by(user).filter(recommendation=recommendation).values_list("pk", flat=True)
    )


def _url(part, user):
    """A school reads the visits that were reported to it, and no projects of the office."""
    is_hidden = part.activity_id or (part.visit and not part.visit.is_sent)
    if part.record is None or (is_hidden and user.scope is Scope.SCHOOL):
        return ""
    return part.record.get_absolute_url()
