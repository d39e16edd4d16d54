"""Meetings of committees (A5-04): numbers, attendance and quorum, points, minutes, confirming, papers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.workflow import Refused, own_work, perform, steps
from supervision.documents.meeting import meeting_context, render_minutes, render_minutes_docx
from supervision.models import Meeting
from supervision.reports.meetings import gathering_of
from supervision.services.meetings import save_attendance, writers_of
from tests.core.document_kit import poppler_text
from tests.core.docx_kit import text_of
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import photo_upload
from tests.factories.teams import committee_of, meeting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return person("supervisor")


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


def typed(committee, **changes):
    return {"committee": committee.pk, "number": "", "year": "", "kind": "regular", "met_on": "5/1/2559"} | changes


def came(meeting, *states):
    """The first members' attendance in the order of the list."""
    members = [member for member, _row in gathering_of(meeting).seats]
    save_attendance(
        meeting, seats={member: (state, "") for member, state in zip(members, states, strict=False)}, guests=[]
    )


def test_meetings_of_a_committee_are_numbered_by_year(sign_in, writer):
    committee = committee_of(writer.district)
    client = sign_in(writer)
    for day in ("5/1/2559", "6/2/2559", "5/1/2560"):
        client.post(address("meeting_create"), typed(committee, met_on=day))
    client.post(address("meeting_create"), typed(committee, number="9", year="2559"))
    client.post(address("meeting_create"), typed(committee))
    found = Meeting.objects.order_by("pk").values_list("number", "year")
    assert list(found) == [(1, 2559), (2, 2559), (1, 2560), (9, 2559), (10, 2559)]
    assert [point.number for point in Meeting.objects.first().agenda.all()] == ["1", "2", "3", "4", "5", "6"]


def test_number_is_given_once_a_year(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    data = typed(meeting.committee, number=str(meeting.number), year=str(meeting.year))
    response = sign_in(writer).post(address("meeting_create"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["number"])


def test_mobile_meeting_names_its_school(sign_in, writer):
    committee, school = committee_of(writer.district), SchoolFactory(district=writer.district)
    client = sign_in(writer)
    assert client.post(address("meeting_create"), typed(committee, kind="mobile")).status_code == 422
    client.post(address("meeting_create"), typed(committee, kind="mobile", school=school.pk))
    assert Meeting.objects.get().where == school.name


@pytest.mark.parametrize(
    ("states", "present", "has_quorum"),
    [
        (("present", "present", "absent", "absent"), 2, True),
        (("present", "sent", "absent", "absent"), 1, False),
        ((), 0, False),
    ],
)
def test_quorum_counts_members_who_came_themselves(states, present, has_quorum, writer):
    meeting = meeting_of(committee_of(writer.district, "ก", "ข", "ค", "ง"))
    came(meeting, *states)
    gathering = gathering_of(meeting)
    assert (gathering.present, gathering.members, gathering.has_quorum) == (present, 4, has_quorum)


def test_adviser_and_who_has_no_seat_on_the_day_do_not_count(writer):
    committee = committee_of(writer.district, "ก", "ข", "ค")
    meeting = meeting_of(committee)
    committee.members.filter(name="ข").update(role="adviser")
    committee.members.filter(name="ค").update(until=meeting.met_on - timedelta(days=1))
    gathering = gathering_of(meeting)
    assert ([str(member) for member, _row in gathering.seats], gathering.members) == (["ก", "ข"], 1)


def test_attendance_is_entered_on_its_page(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district, "ก", "ข"))
    first, second = meeting.committee.members.all()
    client = sign_in(writer)
    data = {f"state_{first.pk}": "present", f"state_{second.pk}": "sent", "guests": "นายแขก, ผู้อำนวยการ\nนางแขก"}
    assert client.post(address("meeting_attendance", meeting.pk), data).status_code == 422  # who was sent?
    for _twice in range(2):
        client.post(address("meeting_attendance", meeting.pk), data | {f"name_{second.pk}": "นายแทน"})
    rows = meeting.attendances.values_list("member__name", "name", "position", "state")
    assert set(rows) == {
        ("ก", "", "", "present"), ("ข", "นายแทน", "", "sent"), (None, "นายแขก", "ผู้อำนวยการ", "guest"),
        (None, "นางแขก", "", "guest"),
    }  # fmt: skip


def test_point_keeps_its_outcome_apart(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    data = {
        "point-TOTAL_FORMS": 1, "point-INITIAL_FORMS": 0, "point-0-number": "4.1", "point-0-title": "แผนการนิเทศ",
        "point-0-text": "เสนอแผน", "point-0-outcome": "รับทราบ",
    }  # fmt: skip
    sign_in(writer).post(address("meeting_agenda", meeting.pk), data)
    assert list(meeting.agenda.values_list("position", "number", "text", "outcome")) == [
        (1, "4.1", "เสนอแผน", "รับทราบ")
    ]


def test_meeting_to_come_was_not_held(writer):
    meeting = meeting_of(committee_of(writer.district), met_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused):
        perform(meeting, "hold", by=writer)


def held(writer, client):
    """A meeting with its chair present whose minutes the writer typed."""
    meeting = perform(meeting_of(committee_of(writer.district, "ก")), "hold", by=writer)
    came(meeting, "present")
    client.post(address("meeting_minutes", meeting.pk), {"minutes": "ประชุมแล้ว"})
    meeting.refresh_from_db()
    return meeting


def test_minutes_are_confirmed_by_somebody_who_did_not_write_them(sign_in, writer):
    meeting = held(writer, sign_in(writer))
    (own,) = steps(meeting, writer)
    assert (own.transition.name, own.refusal, own.missing) == ("confirm", own_work(), [])
    other = person("supervisor", writer.district)
    meeting = perform(meeting, "confirm", by=other, note="รับรองในการประชุมครั้งที่ 2/2569")
    assert (meeting.state, meeting.confirmed_by) == ("confirmed", other)
    client = sign_in(writer)
    pages = ("meeting_edit", "meeting_minutes", "meeting_agenda", "meeting_attendance", "meeting_photos")
    assert {client.get(address(name, meeting.pk)).status_code for name in pages} == {404}


def test_who_wrote_a_point_does_not_confirm_either(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    data = {
        "point-TOTAL_FORMS": 1,
        "point-INITIAL_FORMS": 0,
        "point-0-number": "1",
        "point-0-title": "ก",
        "point-0-outcome": "ข",
    }
    sign_in(writer).post(address("meeting_agenda", meeting.pk), data)
    assert writers_of(meeting) == {writer}


def test_empty_minutes_are_not_confirmed(writer):
    meeting = perform(meeting_of(committee_of(writer.district)), "hold", by=writer)
    with pytest.raises(Refused) as refused:
        perform(meeting, "confirm", by=person("supervisor", writer.district), note="ก")
    assert len(refused.value.missing) == 2


def test_cancelled_meeting_keeps_its_number(writer, sign_in):
    committee = committee_of(writer.district)
    client = sign_in(writer)
    client.post(address("meeting_create"), typed(committee))
    perform(Meeting.objects.get(), "cancel", by=writer, note="น้ำท่วม")
    client.post(address("meeting_create"), typed(committee))
    assert list(Meeting.objects.order_by("pk").values_list("number", "state")) == [(1, "cancelled"), (2, "planned")]


def test_stale_minutes_are_refused_and_stay_in_the_form(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    client = sign_in(writer)
    data = {"opened_version": meeting.version, "minutes": "ก"}
    assert client.post(address("meeting_minutes", meeting.pk), data).status_code == 302
    response = client.post(address("meeting_minutes", meeting.pk), data | {"minutes": "ข"})
    assert (response.status_code, response.context["form"]["minutes"].value()) == (422, "ข")
    meeting.refresh_from_db()
    assert meeting.minutes == "ก"


def test_photo_stands_in_the_minutes_once_who_is_seen_has_agreed(sign_in, writer):
    meeting, client = meeting_of(committee_of(writer.district)), sign_in(writer)
    client.post(address("meeting_photos", meeting.pk), {"photo": photo_upload(), "caption": "ที่ประชุม"})
    before = meeting_context(meeting)["photos"]
    client.post(address("meeting_photo_agreed", meeting.pk, meeting.photos.get().pk))
    assert (before, [row["caption"] for row in meeting_context(meeting)["photos"]]) == ([], ["ที่ประชุม"])


def test_photo_is_kept_once_shown_and_taken_out(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    client = sign_in(writer)
    for caption in ("บรรยากาศ", "ที่ประชุม"):
        client.post(address("meeting_photos", meeting.pk), {"photo": photo_upload(), "caption": caption})
    photo = meeting.photos.get()
    assert photo.caption == "ที่ประชุม"
    shown = client.get(address("meeting_photo", meeting.pk, photo.pk))
    assert (shown["Content-Type"], bool(b"".join(shown.streaming_content))) == ("image/jpeg", True)
    client.post(address("meeting_photo_remove", meeting.pk, photo.pk))
    assert meeting.photos.count() == 0


def test_signed_minutes_are_kept(sign_in, writer):
    meeting = meeting_of(committee_of(writer.district))
    client = sign_in(writer)
    assert client.get(address("meeting_copy", meeting.pk)).status_code == 404
    perform(meeting, "hold", by=writer)
    client.post(address("meeting_copy", meeting.pk), {"paper": photo_upload()})
    response = client.get(address("meeting_file", meeting.pk))
    assert (response.status_code, bool(b"".join(response.streaming_content))) == (200, True)


def test_papers_have_the_official_form(writer):
    committee = committee_of(writer.district, "นายหนึ่ง", "นายสอง")
    meeting = meeting_of(committee, number=4, year=2559, met_on=date(2016, 6, 14), place="ห้องประชุม")
    meeting.agenda.create(position=1, number="1", title="เรื่องแจ้ง", text="แจ้ง", outcome="รับทราบ")
    came(meeting, "present", "absent")
    lines = [line.strip() for line in poppler_text(render_minutes(meeting)).splitlines() if line.strip()]
    assert [line for line in lines if line.startswith(("ครั้งที่", "เมื่อ", "ผู้", "มติ"))] == [
        "ครั้งที่ ๔/๒๕๕๙", "เมื่อวันอังคารที่ ๑๔ มิถุนายน พ.ศ. ๒๕๕๙", "ผู้มาประชุม", "ผู้ไม่มาประชุม",
        "มติที่ประชุม รับทราบ", "ผู้จดรายงานการประชุม", "ผู้ตรวจรายงานการประชุม",
    ]  # fmt: skip
    word = [line.strip() for line in text_of(render_minutes_docx(meeting)).splitlines()]
    assert [line for line in word if line.startswith(("ครั้งที่", "มติ"))] == ["ครั้งที่ ๔/๒๕๕๙", "มติที่ประชุม รับทราบ"]


@pytest.mark.parametrize(("name", "queries"), [("meeting_list", 6), ("meeting_detail", 10)])
def test_pages_make_as_many_queries_for_three_rows_as_for_one(
    name, queries, sign_in, writer, django_assert_num_queries
):
    client = sign_in(writer)
    committee = committee_of(writer.district, "ก", "ข", "ค")
    meeting = meeting_of(committee)
    came(meeting, "present")
    where = address(name, *([meeting.pk] if name == "meeting_detail" else []))
    client.get(where)
    with django_assert_num_queries(queries):
        client.get(where)
    came(meeting, "present", "absent", "present")
    for number in (2, 3):
        meeting_of(committee, number=number)
        meeting.agenda.create(position=number, number=str(number), title="ก")
    with django_assert_num_queries(queries):
        client.get(where)


def test_another_office_sees_no_meeting(sign_in, writer):
    assert sign_in(writer).get(meeting_of(committee_of(DistrictFactory())).get_absolute_url()).status_code == 404
