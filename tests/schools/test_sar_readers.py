"""Who reads which report: never with a tie to the school; shared out; accepted in bulk; how long it takes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused
from schools.models import ChecklistQuestion, Conflict, Membership, Sar, SarReader, Submission
from schools.reports.turnaround import district_rows, in_days, legs, reader_rows, stages
from schools.services.checking import save_answers
from schools.services.expected import refresh_expected
from schools.services.people import readers_of
from schools.services.readers import assign_reader, end_reading, people_who_read, plan_by_supervisor, plan_evenly
from schools.services.remarks import Place, write_remark
from tests.factories.core import person
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def read_whole(desk, by=None):
    questions = ChecklistQuestion.objects.all()
    save_answers(desk.sar, dict.fromkeys(questions, ("yes", "")), by=by or desk.reader)


# ---------------------------------------------------------------- one by one


def test_named_reader_is_told_and_reads_instead_of_the_supervisors():
    desk = Desk().reach("submitted")
    desk.school.assignments.create(supervisor=desk.reader)
    other = person("supervisor", desk.district)
    assert readers_of(desk.sar) == [desk.reader]
    assign_reader(desk.sar, other, due_on=timezone.localdate() + 7 * DAY, by=desk.manager)
    assert readers_of(desk.sar) == [other]
    assert Notice.objects.filter(recipient=other).count() == 1
    assert list(Sar.objects.read_by(other)) == [desk.sar]
    assert desk.sar not in Sar.objects.read_by(desk.reader)


@pytest.mark.parametrize("name", ["accept", "return"])
def test_report_with_readers_is_answered_by_them_or_a_head(name):
    desk = Desk().reach("submitted")
    other = person("supervisor", desk.district)
    assign_reader(desk.sar, other, due_on=None, by=desk.manager)
    with pytest.raises(Refused) as refused:
        desk.do(name, desk.reader, "เหตุผล")
    assert str(refused.value) == f"รายงานนี้มีผู้อ่านแล้วคือ {other}"
    assert desk.do(name, other, "เหตุผล").state == {"accept": "accepted", "return": "returned"}[name]


def test_head_of_the_group_answers_what_others_read():
    desk = Desk().reach("submitted")
    assign_reader(desk.sar, desk.reader, due_on=None, by=desk.manager)
    assert desk.do("accept", desk.manager).state == "accepted"


def test_reader_who_ever_belonged_to_the_school_is_refused():
    desk = Desk().reach("submitted")
    past = timezone.localdate() - 900 * DAY
    Membership.objects.create(user=desk.reader, school=desk.school, since=past, until=past + DAY)
    with pytest.raises(Refused):
        assign_reader(desk.sar, desk.reader, due_on=None, by=desk.manager)
    assert not SarReader.objects.exists()


def test_conflict_of_interest_stands_in_the_way_of_reading_and_of_answering(sign_in):
    desk = Desk().reach("submitted")
    typed = {"school": desk.school.pk, "reason": "น้องสาวเป็นครู", "since": "1/1/2569"}
    sign_in(desk.reader).post(url("conflict_add"), typed)
    assert Conflict.objects.get().user == desk.reader
    sentence = f"{desk.reader} มีผลประโยชน์ทับซ้อนกับ{desk.school}: น้องสาวเป็นครู"
    page = sign_in(desk.manager).post(url("sar_readers", desk.sar.pk), {"reader": desk.reader.pk})
    assert page.context["form"].errors["reader"] == [sentence]
    with pytest.raises(Refused) as refused:
        desk.do("accept", desk.reader)
    assert str(refused.value) == sentence


def test_conflict_that_has_ended_stands_in_nobodys_way():
    desk = Desk().reach("submitted")
    past = timezone.localdate() - 30 * DAY
    Conflict.objects.create(user=desk.reader, school=desk.school, reason="x", since=past, until=past + DAY)
    assert desk.do("accept", desk.reader).state == "accepted"


def test_conflicts_are_seen_by_their_person_and_the_heads():
    desk = Desk().reach("submitted")
    row = Conflict.objects.create(user=desk.reader, school=desk.school, reason="x", since=timezone.localdate())
    other = person("supervisor", desk.district)
    seen = [Conflict.objects.visible_to(who).filter(pk=row.pk).exists() for who in (desk.reader, desk.manager, other)]
    assert seen == [True, True, False]


def test_reading_ends_with_a_reason_and_a_successor(sign_in):
    desk = Desk().reach("submitted")
    due, other = timezone.localdate() + 5 * DAY, person("supervisor", desk.district)
    reading = assign_reader(desk.sar, desk.reader, due_on=due, by=desk.manager)
    sign_in(desk.manager).post(url("sar_reading_end", reading.pk), {"reason": "ลาคลอด", "successor": other.pk})
    rows = [(row.reader, row.due_on, row.end_reason) for row in desk.sar.readings.all()]
    assert rows == [(desk.reader, due, "ลาคลอด"), (other, due, "")]
    with pytest.raises(Refused):
        end_reading(reading, reason="x", by=desk.manager)


# ---------------------------------------------------------------- shared out


def district_of(count):
    """A district whose open cycle expects both levels of so many schools."""
    desk = Desk()
    for _number in range(count - 1):
        SchoolFactory(district=desk.district)
    refresh_expected(desk.cycle, by=desk.manager)
    return desk


def test_reading_is_shared_out_evenly_and_a_school_has_one_reader():
    desk = district_of(4)
    people = [person("supervisor", desk.district) for _number in range(2)]
    rows = list(
        plan_evenly(Sar.objects.for_list(), people_who_read(desk.district).filter(pk__in=[p.pk for p in people]))
    )
    load = {who: sum(row.reader == who for row in rows) for who in people}
    by_school = {}
    for row in rows:
        by_school.setdefault(row.sar.school_id, set()).add(row.reader)
    assert (set(load.values()), {len(found) for found in by_school.values()}) == ({4}, {1})


def test_reading_is_shared_out_past_a_conflict():
    desk = district_of(1)
    Conflict.objects.create(user=desk.reader, school=desk.school, reason="x", since=timezone.localdate())
    (first, *_rest) = plan_evenly(Sar.objects.for_list(), people_who_read(desk.district).filter(pk=desk.reader.pk))
    assert (first.reader, str(first.sentence)) == (None, "ผู้ที่เลือกไว้ไม่มีใครอ่านรายงานของโรงเรียนนี้ได้")


def test_reading_goes_to_the_supervisor_of_each_school():
    desk = district_of(2)
    desk.school.assignments.create(supervisor=desk.reader)
    rows = {row.sar.school: row.reader for row in plan_by_supervisor(Sar.objects.for_list())}
    assert rows[desk.school] == desk.reader
    assert [reader for school, reader in rows.items() if school != desk.school] == [None]


def test_reading_is_shared_out_after_a_preview(sign_in):
    desk = district_of(2)
    client = sign_in(desk.manager)
    typed = {"cycle": desk.cycle.pk, "how": "evenly", "people": [desk.reader.pk], "due_on": "1/12/2600"}
    preview = client.post(url("sar_reader_plan"), typed)
    assert (len(preview.context["to_do"]), SarReader.objects.count()) == (4, 0)
    pairs = [f"{row.sar.pk}-{row.reader.pk}" for row in preview.context["to_do"]]
    done = client.post(url("sar_reader_plan"), typed | {"confirmed": "1", "pair": pairs}, follow=True)
    assert (said(done), SarReader.objects.count()) == (["กำหนดผู้อ่านแล้ว 4 ฉบับ"], 4)
    again = client.post(url("sar_reader_plan"), typed | {"confirmed": "1", "pair": pairs}, follow=True)
    assert (said(again)[0], SarReader.objects.count()) == ("กำหนดผู้อ่านแล้ว 0 ฉบับ", 4)


def test_readers_of_another_office_cannot_be_named(sign_in):
    desk = district_of(1)
    stranger = person("supervisor")
    pairs = [f"{desk.sar.pk}-{stranger.pk}"]
    typed = {"cycle": desk.cycle.pk, "how": "evenly", "people": [desk.reader.pk], "confirmed": "1", "pair": pairs}
    sign_in(desk.manager).post(url("sar_reader_plan"), typed)
    assert not SarReader.objects.exists()


# ---------------------------------------------------------------- my readings


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_readings_costs_the_same_for_every_length(sign_in, django_assert_num_queries, count):
    desk = district_of(count)
    for sar in Sar.objects.filter(level="basic"):
        assign_reader(sar, desk.reader, due_on=timezone.localdate(), by=desk.manager)
    client = sign_in(desk.reader)
    with django_assert_num_queries(READING_LIST):
        page = client.get(url("sar_reading_list"))
    assert len(page.context["object_list"]) == count


READING_LIST = 5


# ---------------------------------------------------------------- bulk acceptance


def press(client, action, rows, **more):
    keys = {"row": [row.pk for row in rows]}
    return client.post(url("sar_reading_bulk"), {"action": action, **keys, **more})


@pytest.fixture
def three(sign_in):
    """(client of the reader, desks): the first report is read, the second not, the third has an open request."""
    first = Desk()
    reader = first.reader
    desks = [first, *(Desk(school=SchoolFactory(district=first.district), academic_year=year) for year in (2567, 2566))]
    for desk in desks:
        desk.reader = reader
        desk.reach("submitted")
        desk.school.assignments.create(supervisor=reader)
    read_whole(desks[0])
    read_whole(desks[2])
    write_remark(desks[2].sar, Place("summary"), text="x", is_request=True, by=reader)
    return sign_in(reader), desks


def test_bulk_acceptance_says_what_is_left_out_and_why(three):
    client, desks = three
    page = press(client, "accept", [desk.sar for desk in desks])
    assert [row.pk for row in page.context["to_do"]] == [desks[0].sar.pk]
    assert {outcome.row.pk: str(outcome.sentence) for outcome in page.context["refused"]} == {
        desks[1].sar.pk: "ยังอ่านไม่ครบ: แบบตรวจยังไม่ได้ตอบ 10 ข้อ",
        desks[2].sar.pk: "มีข้อที่ขอให้แก้ไขค้างอยู่ 1 ข้อ",
    }


def test_bulk_acceptance_twice_accepts_once(three):
    client, desks = three
    rows = [desks[0].sar]
    first = press(client, "accept", rows, confirmed="1")
    second = press(client, "accept", rows, confirmed="1")
    assert [first.context["done"], second.context["done"]] == [1, 0]
    assert Sar.objects.get(pk=desks[0].sar.pk).state == "accepted"
    assert Submission.objects.get(sar=desks[0].sar).is_accepted is True


# ---------------------------------------------------------------- how long it takes


def test_stage_line_of_a_report_that_is_read():
    desk = Desk().reach("submitted")
    assert [stage.standing for stage in stages(desk.sar)] == ["done", "done", "done", "now", "coming", "coming"]
    read_whole(desk)
    assert [stage.standing for stage in stages(desk.sar)] == ["done"] * 4 + ["now", "coming"]
    desk.do("return", desk.reader, "แก้ไข")
    last = stages(desk.sar)[-1]
    assert (last.label, last.standing) == ("ส่งคืนให้โรงเรียนแก้ไข", "now")


def test_clock_of_both_sides():
    desk = Desk().reach("returned")
    sides = [(leg.is_office, leg.until is None, leg.days) for leg in legs(desk.sar)]
    assert sides == [(False, False, 20), (True, False, 0), (False, True, 0)]
    desk.do("resubmit", desk.head)
    desk.do("accept", desk.reader)
    assert [leg.is_office for leg in legs(desk.sar)] == [False, True, False, True]


def test_mean_days_by_office_and_by_reader():
    desk = Desk().reach("returned")
    now = timezone.now()
    desk.do("resubmit", desk.head)
    Submission.objects.filter(number=1).update(sent_at=now - 8 * DAY, answered_at=now - 4 * DAY)
    Submission.objects.filter(number=2).update(sent_at=now - 1 * DAY)
    (office,) = district_rows(desk.reader, 2568)
    assert (office["answered"], office["waiting"], in_days(office["mean"]), in_days(office["school_mean"])) == (
        1,
        1,
        4,
        3,
    )
    (reader,) = reader_rows(desk.reader, 2568)
    assert (reader["name"], reader["answered"], in_days(reader["longest"])) == (str(desk.reader), 1, 4)


def test_bulk_of_all_rows_is_of_the_year_that_the_list_shows(three):
    """Without a year asked for, the list shows the newest."""
    client, desks = three
    page = client.post(url("sar_bulk"), {"action": "accept", "all": "on", "query": ""})
    shown = {row.pk for row in page.context["to_do"]} | {outcome.row.pk for outcome in page.context["refused"]}
    assert shown == set(Sar.objects.filter(cycle=desks[0].cycle).values_list("pk", flat=True))


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_conflicts_costs_the_same_for_every_length(sign_in, django_assert_num_queries, count):
    desk = Desk()
    for number in range(count):
        since = timezone.localdate() - number * DAY
        Conflict.objects.create(user=desk.reader, school=desk.school, reason="x", since=since)
    client = sign_in(desk.manager)
    with django_assert_num_queries(4):
        page = client.get(url("conflict_list"))
    assert len(page.context["conflicts"]) == count
