"""A committee's meeting: its number, who came, its points, photos and signed minutes (A5-04)."""

from django.db import transaction
from django.db.models import Max

from qa_portal.core import files
from qa_portal.core.thai import to_be
from supervision.models import AgendaItem, Attendance, Committee, Meeting, MeetingPhoto

FIRST_POINTS = (
    ("1", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
    ("2", "เรื่องรับรองรายงานการประชุม"),
    ("3", "เรื่องสืบเนื่อง"),
    ("4", "เรื่องเสนอเพื่อทราบ"),
    ("5", "เรื่องเสนอเพื่อพิจารณา"),
    ("6", "เรื่องอื่น ๆ"),
)


def next_meeting_number(committee, year):
    """The number after the last of that year; a cancelled meeting keeps its own."""
    return (committee.meetings.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def plan_meeting(meeting):
    """Save a new meeting with its number, the next of its year unless one is given, and the usual points."""
    committee = Committee.objects.select_for_update().get(pk=meeting.committee_id)
    meeting.year = meeting.year or to_be(meeting.met_on.year)
    meeting.number = meeting.number or next_meeting_number(committee, meeting.year)
    meeting.save()
    for position, (number, title) in enumerate(FIRST_POINTS, 1):
        meeting.agenda.create(position=position, number=number, title=title)
    return meeting


@transaction.atomic
def save_attendance(meeting, *, seats, guests):
    """`seats`: {member: (state or "", who came instead)}; `guests`: [(name, position)]. Exactly these."""
    present = {row.member_id: row for row in meeting.attendances.exclude(member=None)}
    for member, (state, name) in seats.items():
        row = present.get(member.pk)
        if not state and row:
            row.delete()
        elif state and (row is None or (row.state, row.name) != (state, name)):
            meeting.attendances.update_or_create(member=member, defaults={"state": state, "name": name})
    _save_guests(meeting, guests)


def _save_guests(meeting, guests):
    present = {row.name: row for row in meeting.attendances.filter(member=None)}
    for name in present.keys() - dict(guests).keys():
        present[name].delete()
    for name, position in guests:
        row = present.get(name) or Attendance(meeting=meeting, name=name, state=Attendance.State.GUEST)
        if row.pk is None or row.position != position:
            row.position = position
            row.save()


@transaction.atomic
def add_meeting_photo(meeting, upload, *, caption, has_consent, by):
    """The photo with its caption; the same photo again is the one that is there."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    stored = files.store(upload, district=meeting.committee.district, by=by, allowed=files.PHOTOS)
    photo = meeting.photos.filter(file__sha256=stored.sha256).first()
    if photo:
        stored.delete()
    else:
        photo = MeetingPhoto(meeting=meeting, file=stored)
    photo.caption, photo.has_consent = caption, has_consent
    photo.save()
    return photo


@transaction.atomic
def keep_signed_minutes(meeting, upload, *, by):
    """A new file takes the place of the one that is there, which stays in the history."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.stored = files.store(upload, district=meeting.committee.district, by=by)
    meeting.save(by=by)
    return meeting


def writers_of(meeting):
    """Whose words the minutes are: they do not confirm them."""
    found, before = set(), ""
    for row in meeting.history.order_by("history_date", "history_id").select_related("history_user"):
        if row.minutes != before:
            found.add(row.history_user)
        before = row.minutes
    points = AgendaItem.history.filter(meeting=meeting.pk).exclude(text="", outcome="").select_related("history_user")
    return (found | {row.history_user for row in points}) - {None}
