"""What the school's board reads before it decides: short enough for a phone."""

from django.db.models import Max
from django.utils import timezone

from schools.reports.sar import answers, beside, own_answers


def for_board(sar):
    """The levels beside last year and the targets, and the day on which a level was last changed where that is after
    the meeting (a difference to be looked at, not a refusal: schools type after they have met)."""
    if not sar.is_begun:
        return {"answers": [], "changed_after_meeting": None}
    report = beside(sar)
    return {
        "answers": [*answers(sar, report), *own_answers(sar, report)],
        "changed_after_meeting": _changed_after_meeting(sar),
    }


def _changed_after_meeting(sar):
    approval = sar.approval
    latest = sar.ratings.aggregate(latest=Max("rated_at"))["latest"]
    if approval is None or approval.met_on is None or latest is None:
        return None
    day = timezone.localdate(latest)
    return day if day > approval.met_on else None
