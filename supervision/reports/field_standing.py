"""Where a field record stands, as its device and its pages say it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from supervision.services.field_parts import clashing_parts, held_parts, waiting_parts
from supervision.services.field_records import goes_straight


def record_answer(record, *, revision=None, conflict=None):
    """What a device is told of its record: receipt, what became of it, and in which parts somebody has to look.
    `revision`: the one that the asked content is, on which the device then writes on."""
    number = revision.number if revision else record.revision
    revision = revision or record.last
    parts = waiting_parts(record)
    stands = standing(record, parts)
    answer = {
        "uid": str(record.uid),
        "revision": number,
        "receipt": revision.receipt if revision else "",
        "sha256": revision.sha256 if revision else "",
        "receipt_url": reverse("field:receipt", args=[revision.receipt]) if revision else "",
        "visit": str(record.visit.uid),
        "visit_url": record.visit.get_absolute_url(),
        "standing": stands,
        "standing_said": str(STANDINGS[stands]()),
        "problems": record.problems,
        "clashes": sorted(clashing_parts(record, held_parts(record.visit))) if parts else [],
    }
    return answer | (_conflict(record, conflict) if conflict else {})


def _conflict(record, conflict):
    return {
        "message": _("The record was changed elsewhere. Both versions are kept: choose what counts on the portal."),
        "conflict_url": reverse("supervision:field_conflict", args=[record.visit_id, conflict.pk]),
        "is_settled": bool(conflict.settled_at),
        "parts": record.parts if conflict.settled_at else None,
    }


def standing(record, parts):
    """ "taken", "files" (only photos are to come), "late" (came after the report), "mend" (what waits cannot go in as
    it is) or "waiting" (somebody chooses)."""
    if not parts:
        return "taken"
    if not record.visit.is_open_to_edit:
        return "late"
    well = [part for part in parts if part not in record.problems]
    if not goes_straight(record) or not all(part.startswith(("photo:", "sign:")) for part in well):
        return "waiting"
    return "mend" if len(well) < len(parts) else "files"


STANDINGS = {
    "taken": lambda: _("It is all in the visit."),
    "files": lambda: _("It is in the visit; photos are still to come."),
    "mend": lambda: _("It is kept; some of it is not complete and could not go into the visit."),
    "late": lambda: _("It came after the report was sent: it is kept beside the visit."),
    "waiting": lambda: _("It is kept; some of it waits until somebody chooses on the portal."),
}
