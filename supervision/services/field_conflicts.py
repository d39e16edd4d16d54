"""Two contents of one record are settled: by a choice for each part in which they differ. Both stay stored (F62)."""

from django.db import transaction
from django.utils import timezone

from supervision.models import ConflictChoice, Visit
from supervision.services.field_parts import content_fingerprint
from supervision.services.field_records import Sent, add_revision


def differing_parts(conflict):
    ours, theirs = conflict.record.parts, conflict.content["parts"]
    return sorted(part for part in ours.keys() | theirs.keys() if ours.get(part) != theirs.get(part))


@transaction.atomic
def settle_conflict(conflict, *, chosen, by):
    """`chosen`: {part: "device"} for each part in which the device's version counts; the others keep the portal's. What
    comes of it is the record's next revision, unless all stays as the portal has it."""
    record = conflict.record
    Visit.objects.select_for_update().get(pk=record.visit_id)
    record.refresh_from_db()
    parts = dict(record.parts)
    taken = [part for part in differing_parts(conflict) if chosen.get(part) == "device"]
    for part in taken:
        parts.pop(part, None)
        if part in conflict.content["parts"]:
            parts[part] = conflict.content["parts"][part]
    conflict.choice = _choice(taken, differing_parts(conflict))
    if taken:
        now = timezone.now().isoformat()
        content = conflict.content | {"parts": parts, "on_top_of": record.revision, "typed_at": now}
        add_revision(record, Sent(record.uid, content, content_fingerprint(content), conflict.device), by=by)
    conflict.settled_at, conflict.settled_by = timezone.now(), by
    conflict.save()
    return record


def _choice(taken, differing):
    if not taken:
        return ConflictChoice.PORTAL
    return ConflictChoice.DEVICE if len(taken) == len(differing) else ConflictChoice.BOTH
