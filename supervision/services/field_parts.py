"""What a field record says of a visit, part by part, and what of it the visit does not hold yet.

A part is a small piece that one person fills in and another can settle by itself: `visit:notes`, `answer:<item>`,
`finding:<uid>`, `action:<uid>`, `recheck:<finding or action>:<uid>`, `photo:<uid>`, `sign:<uid>`. Its value is text or
a dict of text, numbers without a point, true and false; a part that says nothing is not there."""

import hashlib
import json

FACTS = ("visited_on", "arrival", "others", "impressions", "problems", "notes")


def canonical(content):
    """The one spelling of a content, in bytes: what the device hashes (static/js/field/content.js) and what is hashed
    here. UnicodeEncodeError for text that is no text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_fingerprint(content):
    return hashlib.sha256(canonical(content)).hexdigest()


# ---------------------------------------------------------------- two sides and what they last agreed on


def waiting_parts(record):
    """The parts in which the device says something else than when they were last settled, in their order."""
    said, settled = record.parts, record.taken.get("device", {})
    return sorted(part for part in said.keys() | settled.keys() if said.get(part) != settled.get(part))


def clashing_parts(record, portal):
    """Of those that wait, the ones that were changed in the portal too, to something else. `portal`: held_parts."""
    settled = record.taken.get("portal", {})
    return {
        part for part in waiting_parts(record) if portal.get(part) not in (settled.get(part), record.parts.get(part))
    }


def settle(record, parts, portal):
    """Note that these parts are settled between the device and the portal, which holds `portal` now."""
    for side, values in (("device", record.parts), ("portal", portal)):
        settled = record.taken.setdefault(side, {})
        for part in parts:
            settled.pop(part, None)
            if part in values:
                settled[part] = values[part]


# ---------------------------------------------------------------- what the portal holds


def held_parts(visit):
    """{part: value} of everything that a visit holds."""
    groups = (_facts, _answers, _findings, _actions, _rechecks, _photos, _sign_offs)
    return {part: value for group in groups for part, value in group(visit)}


def _facts(visit):
    for name in FACTS:
        value = getattr(visit, name)
        if value:
            yield f"visit:{name}", value if isinstance(value, str) else value.isoformat()


def _answers(visit):
    for answer in visit.answers.select_related("level", "item"):
        if answer.is_given or answer.note:
            yield f"answer:{answer.item_id}", {"value": answer.typed, "note": answer.note}


def _findings(visit):
    for row in visit.findings.all():
        yield (
            f"finding:{row.uid}",
            {
                "kind": row.kind,
                "category": _key(row.category_id),
                "standard": _key(row.standard_id),
                "severity": row.severity,
                "text": row.text,
            },
        )


def _actions(visit):
    for row in visit.actions.select_related("finding"):
        yield (
            f"action:{row.uid}",
            {
                "finding": str(row.finding.uid) if row.finding else "",
                "what": row.what,
                "owed_by": row.owed_by,
                "owner_text": row.owner_text,
                "due_on": row.due_on.isoformat(),
            },
        )


def _rechecks(visit):
    for row in visit.rechecks.select_related("finding", "action"):
        yield f"recheck:{_recheck_key(row)}", {"verdict": row.verdict, "note": row.note}


def _recheck_key(row):
    """The key of what was looked at again, as services.rechecks names it."""
    return f"finding:{row.finding.uid}" if row.finding else f"action:{row.action.uid}"


def _photos(visit):
    """A photo of no second look does not speak of one: so did those of which it was not asked yet."""
    for row in visit.photos.select_related("file", "finding", "recheck__finding", "recheck__action"):
        recheck = {"recheck": _recheck_key(row.recheck)} if row.recheck else {}
        yield (
            f"photo:{row.uid}",
            {
                "sha256": row.file.sha256,
                "size": row.file.size,
                "caption": row.caption,
                "has_consent": row.has_consent,
                "item": _key(row.item_id),
                "finding": str(row.finding.uid) if row.finding else "",
                "taken_at": _moment(row.taken_at),
            }
            | recheck,
        )


def _sign_offs(visit):
    for row in visit.sign_offs.select_related("drawing"):
        drawing = row.drawing
        yield (
            f"sign:{row.uid}",
            {
                "side": row.side,
                "name": row.name,
                "position": row.position,
                "signed_at": _moment(row.signed_at),
                "text_sha256": row.text_sha256,
                "sha256": drawing.sha256 if drawing else "",
                "size": drawing.size if drawing else 0,
            },
        )


def _key(pk):
    return "" if pk is None else str(pk)


def _moment(time):
    return time.isoformat().replace("+00:00", "Z") if time else ""
