"""What a report's own page shows of its way to the office and of its reading there."""

from qa_portal.core.roles import Scope, Verb
from schools.models import SarState
from schools.reports.remarks import remarks_of
from schools.reports.sar_tasks import is_judged, pdf_doubt
from schools.reports.turnaround import Asked, asked_now, stages, time_used
from schools.services.acknowledging import letter_refusal


def way_and_reading(sar, user, *, progress):
    """`progress`: of the report, for its own people alone.

    `readings` are for the office alone: a school knows the office's answer, not its desks."""
    is_office = user.scope is not Scope.SCHOOL
    shown = remarks_of(sar, user)
    at_school, at_office = time_used(sar)
    return {
        "stages": stages(sar),
        "asked": _asked(sar, user, progress) if progress else None,
        "days_at_school": at_school,
        "days_at_office": at_office,
        "remarks": shown,
        "unanswered": sum(item.may_reply and not item.remark.reply for item in shown),
        "is_office": is_office,
        "readings": sar.readings.active().select_related("reader") if is_office else [],
        "may_assign": user.can(Verb.ASSIGN_SUPERVISORS) and sar.state != SarState.ACCEPTED,
        "has_letter": not letter_refusal(sar),
        "may_issue": user.can(Verb.REVIEW_SAR) and sar.state == SarState.ACCEPTED,
    }


def _asked(sar, user, progress):
    """The button stands for those alone who may do it: the others read what their school does next."""
    asked = asked_now(sar, is_judged=is_judged(sar, progress), pdf_doubt=pdf_doubt(sar, progress))
    return asked if asked.verb is None or user.can(asked.verb) else Asked(asked.sentence)
