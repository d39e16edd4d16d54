"""How an external assessment stands: its stages with their days, and what comes next."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import TransitionRecord
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import MACHINES
from supervision.models import STAGES, AssessmentState, ExternalAssessment

S = AssessmentState

# What comes next at each stage, and whose turn it is.
NEXT = {
    S.NOTIFIED: (_("Check whether the school is ready"), _("the area office and the school")),
    S.READY: (_("Send the documents to the assessors"), _("the area office")),
    S.SENT: (_("Wait for the assessors' visit"), _("the assessors")),
    S.VISITED: (_("Hear the oral report"), _("the area office's committee")),
    S.HEARD: (_("Wait for the draft report"), _("the assessors")),
    S.DRAFT: (_("Check the draft and wait for the final report"), _("the area office and the school")),
    S.FINAL: (_("Follow up the recommendations"), _("the school and the area office")),
    S.CANCELLED: (_("Nothing: it was cancelled"), "–"),
}


@dataclass(frozen=True)
class StageRow:
    """One line of the timeline. `standing` is done, now, skipped or coming."""

    label: str
    icon: str
    day: date | None
    until: date | None
    standing: str
    by: str = ""
    note: str = ""

    @property
    def days(self):
        """One day, or the first and the last."""
        if self.day and self.until and self.day != self.until:
            return f"{format_date(self.day)} – {format_date(self.until)}"
        return format_date(self.until or self.day) if self.until or self.day else ""


def stages_of(assessment):
    """Every stage in its order, with its day, and who recorded it."""
    records = {record.target: record for record in _records(assessment)}
    order = [stage.state for stage in STAGES]
    reached = order.index(assessment.state) if assessment.state in order else _last_with_day(assessment)
    return [_stage_row(assessment, stage, place, reached, records) for place, stage in enumerate(STAGES)]


def _records(assessment):
    kind = ContentType.objects.get_for_model(ExternalAssessment)
    rows = TransitionRecord.objects.filter(content_type=kind, object_id=str(assessment.pk))
    return rows.select_related("done_by").order_by("done_at", "pk")


def _last_with_day(assessment):
    """A cancelled one stands where it had come to."""
    return max(place for place, stage in enumerate(STAGES) if getattr(assessment, stage.day) or place == 0)


def _stage_row(assessment, stage, place, reached, records):
    look = MACHINES[ExternalAssessment].looks[stage.state]
    day = getattr(assessment, stage.day)
    record = records.get(stage.state)
    is_visit = stage.state == S.VISITED
    return StageRow(
        label=S(stage.state).label,
        icon=look.icon,
        day=assessment.visit_from if is_visit else day,
        until=day if is_visit else None,
        standing=_standing(assessment, place, reached, day),
        by=str(record.done_by) if record else "",
        note=record.note if record else "",
    )


def _standing(assessment, place, reached, day):
    if place > reached:
        return "coming"
    if place == reached and not assessment.is_ended:
        return "now"
    return "done" if day else "skipped"


def next_of(assessment):
    """What comes next, whose turn it is, and the day by which or on which, where one is known."""
    what, who = NEXT[assessment.state]
    return {"what": what, "who": who, "day": next_day(assessment), "is_late": is_late(assessment)}


def next_day(assessment):
    if assessment.state in (S.NOTIFIED, S.READY):
        return assessment.documents_due_on or assessment.visit_from
    return assessment.visit_from if assessment.state == S.SENT else None


def is_late(assessment, today=None):
    """The documents were due, and have not been sent."""
    due = assessment.documents_due_on
    waiting = assessment.state in (S.NOTIFIED, S.READY)
    return bool(waiting and due and due < (today or timezone.localdate()))
