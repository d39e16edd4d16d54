"""Each sending of a report with everything that it held that day (F18)."""

from django.db.models import TextField
from django.utils import timezone

from qa_portal.core.models import TransitionRecord
from schools.models import OwnSection, StandardSection, Submission

SENDINGS = ("submit", "resubmit")
SUMMARY_TEXTS = ("executive_summary", "overview", "way_forward", "help_wanted")


def narrative_of(model):
    """The names of the texts that a school writes into a row of this model."""
    return [field.name for field in model._meta.fields if isinstance(field, TextField)]


def content_of(sar):
    """What the report says now, in plain values with their own words: it stays readable whatever becomes of the
    framework. A level is {"value", "name"} or None; a PDF is known by its hash."""
    return {
        "summary": {name: getattr(sar, name) for name in SUMMARY_TEXTS} | {"level": _level(sar.overall_level)},
        "sections": [_section(row) for row in sar.sections.select_related("standard", "level")],
        "items": [_item(row) for row in sar.ratings.select_related("indicator", "level")],
        "own": [_own(row) for row in sar.own_sections.select_related("own_standard", "level")],
        "evidence": [_evidence(use) for use in sar.evidence_uses.select_related("evidence")],
        "file": _file(sar.latest_file),
    }


def _level(level):
    return level and {"value": level.value, "name": level.name}


def _section(row):
    texts = {name: getattr(row, name) for name in narrative_of(StandardSection)}
    standard = row.standard
    return texts | {
        "standard": standard.pk,
        "number": standard.number,
        "name": standard.name,
        "level": _level(row.level),
    }


def _item(row):
    item = row.indicator
    facts = {"indicator": item.pk, "standard": item.standard_id, "code": item.code, "name": item.name}
    return facts | {"level": _level(row.level)}


def _own(row):
    texts = {name: getattr(row, name) for name in narrative_of(OwnSection)}
    standard = row.own_standard
    return texts | {
        "own_standard": standard.pk,
        "number": standard.number,
        "name": standard.name,
        "level": _level(row.level),
    }


def _evidence(use):
    places = ("standard", "indicator", "own_standard")
    return {"evidence": use.evidence_id, "title": use.evidence.title} | {
        place: getattr(use, f"{place}_id") for place in places
    }


def _file(version):
    if version is None:
        return None
    stored = version.stored
    return {"number": version.number, "name": stored.name, "sha256": stored.sha256, "pages": stored.pages}


# ---------------------------------------------------------------- sending and answering


def record_sending(sar, *, by):
    """Keep what goes to the office now. The report is locked and stamped by the caller."""
    return _keep(sar, _sendings_before(sar) + 1, by)


def last_sending(sar):
    """The newest sending. One that was sent before sendings were kept is made from what the report says: to be called
    in a transaction, while the report is as it was sent."""
    return sar.submissions.last() or _keep(sar, max(1, _sendings_before(sar)), sar.submitted_by)


def answer_sending(sar, *, is_accepted, by):
    """Stamp the newest sending with the office's answer, and return it."""
    sending = last_sending(sar)
    sending.answered_at, sending.answered_by, sending.is_accepted = timezone.now(), by, is_accepted
    sending.save(by=by)
    return sending


def _sendings_before(sar):
    last = sar.submissions.last()
    return last.number if last else TransitionRecord.objects.of(sar).filter(transition__in=SENDINGS).count()


def _keep(sar, number, by):
    facts = {"number": number, "sent_at": sar.submitted_at, "sent_by": by, "file": sar.latest_file}
    sending = Submission(sar=sar, content=content_of(sar), **facts)
    sending.save(by=by)
    return sending
