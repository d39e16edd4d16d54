"""What a device in the field sends is taken in exactly once (F60-F63).

The same content again is the same revision with the same receipt. Content written on top of the last revision is the
next one. All else is a conflict, of which both sides are kept until a person settles it."""

import uuid
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year
from schools.models import School
from supervision.models import (
    FieldConflict,
    FieldRecord,
    FieldRevision,
    Instrument,
    InstrumentState,
    Visit,
    VisitPurpose,
)
from supervision.services.field_parts import content_fingerprint
from supervision.services.visits import plan_visits

FORMAT = 1


class NotTaken(Exception):
    """A record or a file is not taken: the sentence and the HTTP status say why."""

    def __init__(self, sentence, status=422):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Sent:
    """One content as a device sent it, with the hash that the device reckoned."""

    uid: uuid.UUID
    content: dict
    sha256: str
    device: str = ""

    @property
    def base(self):
        """The number of the revision on top of which it was written; 0 for none."""
        return self.content["on_top_of"]

    @property
    def typed_at(self):
        return _moment(self.content["typed_at"])


@dataclass(frozen=True)
class Received:
    record: FieldRecord
    revision: FieldRevision | None = None
    conflict: FieldConflict | None = None


@transaction.atomic
def receive(sent, *, by):
    """Take in one content: a Received with its revision, or with its conflict. NotTaken says what is wrong with it, and
    404 where the visit is none of the author's or of the sender's."""
    _check(sent)
    author = _author(sent, by)
    visit = _visit_of(sent, author, by)
    record = _record_of(sent, visit, author)
    known = record.pk and _known(record, sent.sha256)
    if known:
        return known
    if record.pk and (sent.base != record.revision or sent.uid != record.uid):
        return Received(record, conflict=_keep_beside(record, sent))
    return Received(record, add_revision(record, sent, by=by))


def _known(record, sha256):
    """What came of this very content before."""
    if revision := record.revisions.filter(sha256=sha256).first():
        return Received(record, revision)
    conflict = record.conflicts.filter(sha256=sha256).first()
    return conflict and Received(record, conflict=conflict)


def may_carry(visit, user):
    """Whether this person may bring records of the visit: its team, and who heads the office's group."""
    if not Visit.objects.visible_to(user).filter(pk=visit.pk).exists():
        return False
    return user.can(Verb.MANAGE_VISITS) or visit.members.filter(user=user).exists()


def goes_straight(record):
    """Whether the record goes into the visit without anybody's choice: the lead's, or the only member's, brought by
    that very person."""
    members = list(record.visit.members.all())
    leads = any(member.user_id == record.user_id and (member.is_lead or len(members) == 1) for member in members)
    return leads and record.last.sent_by_id == record.user_id


# ---------------------------------------------------------------- checking


def _check(sent):
    content = sent.content
    shape = {"format": int, "on_top_of": int, "visit": str, "typed_at": str, "parts": dict, "base": dict}
    if not isinstance(content, dict) or any(not isinstance(content.get(key), kind) for key, kind in shape.items()):
        raise NotTaken(_("This is not a record of the field pages."), 400)
    if content["format"] != FORMAT:
        raise NotTaken(_("The record is of another version of the field pages. Please update the page and send again."))
    if not _is_clean(content) or content_fingerprint(content) != sent.sha256:
        raise NotTaken(_("The record was changed on its way. Please send it again."))
    if _moment(content["typed_at"]) is None:
        raise NotTaken(_("This is not a record of the field pages."), 400)


def _is_clean(value):
    """Text that every database can store, and no number with a point, which two machines may spell in two ways."""
    if isinstance(value, dict):
        return all(_is_clean(key) and _is_clean(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_clean, value))
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return value is None or isinstance(value, int)


def _author(sent, by):
    """Who wrote it; a record that a colleague carries stays its author's."""
    people = get_user_model().objects.filter(district=by.district_id, is_active=True)
    author = people.filter(pk=sent.content.get("author")).first()
    if author is None or not author.can(Verb.REPORT_VISIT):
        raise NotTaken(_("The person who wrote this record has no part in visits of this office."), 404)
    return author


# ---------------------------------------------------------------- the visit


def _visit_of(sent, author, by):
    """The visit, locked."""
    uid = _uuid(sent.content["visit"])
    unplanned = sent.content.get("unplanned")
    if unplanned:
        uid = _planned_now(uid, unplanned, author).uid
    visit = Visit.objects.visible_to(by).select_for_update(of=("self",)).filter(uid=uid).first()
    if visit is None or not (may_carry(visit, author) and (by == author or may_carry(visit, by) or unplanned)):
        raise NotTaken(_("This visit is none of yours, or it is no longer in the portal."), 404)
    return visit


def _planned_now(uid, facts, author):
    """The visit that was made on the device; made here once."""
    school = School.objects.visible_to(author).filter(moe_code=facts.get("school", "")).first()
    day = _day(facts.get("visited_on", ""))
    if school is None or day is None or day > timezone.localdate():
        raise NotTaken(_("An unplanned visit needs a school of your office and the day on which it was made."))
    instruments = Instrument.objects.visible_to(author).exclude(state=InstrumentState.DRAFT)
    instrument = instruments.filter(pk=facts.get("instrument") or None).first()
    purpose = facts.get("purpose")
    (visit,) = plan_visits(
        [school],
        planned_on=day,
        visited_on=day,
        lead=author,
        uid=uid,
        by=author,
        instrument=instrument,
        purpose=purpose if purpose in VisitPurpose.values else VisitPurpose.IQA,
    )
    return visit


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotTaken(_("This is not a record of the field pages."), 400) from error


def _day(text):
    try:
        return parse_date(text)
    except (TypeError, ValueError):
        return None


def _moment(text):
    """A time with its zone, or None."""
    try:
        time = parse_datetime(text)
    except ValueError:
        return None
    return time if time and timezone.is_aware(time) else None


# ---------------------------------------------------------------- writing


def _record_of(sent, visit, author):
    """The author's record of the visit: one, whatever the number of devices. The visit is locked."""
    record = visit.field_records.filter(user=author).first()
    if record:
        return record
    if FieldRecord.objects.filter(uid=sent.uid).exists():
        raise NotTaken(_("This record belongs to another visit."), 409)
    base = sent.content["base"]
    return FieldRecord(uid=sent.uid, visit=visit, user=author, taken={"device": dict(base), "portal": dict(base)})


def add_revision(record, sent, *, by):
    """The next revision of a record, with the number of its receipt."""
    record.content, record.sha256, record.device = sent.content, sent.sha256, sent.device
    record.revision += 1
    record.save()
    revision = FieldRevision.objects.create(
        record=record,
        number=record.revision,
        receipt=uuid.uuid4().hex,
        content=sent.content,
        sha256=sent.sha256,
        device=sent.device,
        typed_at=sent.typed_at,
        sent_by=by,
    )
    revision.receipt = f"R-{fiscal_year(timezone.localdate())}-{revision.pk:06}"
    revision.save(update_fields=["receipt"])
    return revision


def _keep_beside(record, sent):
    return FieldConflict.objects.create(
        record=record, content=sent.content, sha256=sent.sha256, device=sent.device, typed_at=sent.typed_at
    )
