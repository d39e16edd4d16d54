"""The minutes of a meeting in their official form (รายงานการประชุม, A5-04)."""

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.documents.pictures import picture
from supervision.models import CommitteeMember
from supervision.reports.meetings import gathering_of

TEMPLATE = "supervision/documents/meeting.html"
WRITERS = (CommitteeMember.Role.SECRETARY, CommitteeMember.Role.ASSISTANT)


def meeting_context(meeting):
    gathering = gathering_of(meeting)
    return {
        "meeting": meeting,
        "committee": meeting.committee,
        "gathering": gathering,
        "agenda": meeting.agenda.all(),
        "photos": [{"key": f"photo{photo.pk}", "caption": photo.caption} for photo in _shown(meeting)],
        "writer": _first(gathering, *WRITERS),
        "chair": _first(gathering, CommitteeMember.Role.CHAIR),
    }


def _shown(meeting):
    return [photo for photo in meeting.photos.select_related("file") if photo.may_be_shown]


def _first(gathering, *roles):
    return next((member for role in roles for member, _row in gathering.seats if member.role == role), None)


def render_minutes(meeting, *, thai_digits=True):
    return render_pdf(TEMPLATE, meeting_context(meeting), **_options(meeting, thai_digits))


def render_minutes_docx(meeting, *, thai_digits=True):
    return render_docx(TEMPLATE, meeting_context(meeting), **_options(meeting, thai_digits))


def _options(meeting, thai_digits):
    shown = {f"photo{row.pk}": picture(row.file) for row in _shown(meeting)}
    title = f"รายงานการประชุม{meeting.committee} ครั้งที่ {meeting.number}/{meeting.year}"
    return {"title": title, "author": meeting.committee.district.name, "thai_digits": thai_digits, "files": shown}


def minutes_name(meeting):
    return f"รายงานการประชุม-{meeting.number}-{meeting.year}"
