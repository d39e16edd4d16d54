"""Where help goes first: signs, points, and a person's word over them (F44, F46)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from qa_portal.office.models import AttentionWord, SignWeight
from qa_portal.office.reports.attention import first_of, points_for, ranked, weights_of
from qa_portal.office.services.attention import say_word
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import expected_sar
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import AgreedActionFactory, VisitFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def director():
    return person("director")


@pytest.fixture
def desk(client, director):
    client.force_login(director, backend="qa_portal.core.sign_in.SignInBackend")
    return client


def seen(school, days):
    """Visited so many days ago: no sign of its own."""
    lead = person("supervisor", school.district)
    day = TODAY - timedelta(days=days)
    return VisitFactory(school=school, lead=lead, planned_on=day, visited_on=day, state="done")


def quiet_school(director, **fields):
    school = SchoolFactory(district=director.district, **fields)
    seen(school, 10)
    return school


def told(district):
    return [
        (thing.subject, thing.points, [row.found.sentence for row in thing.reasons])
        for thing in ranked(district, TODAY)
    ]


@pytest.mark.parametrize(("measure", "expected"), [(1, 10), (14, 10), (15, 20), (28, 20), (29, 30), (400, 30)])
def test_points_are_given_for_every_begun_part_at_most_three_times(measure, expected):
    assert points_for(measure, 10, 14) == expected


def test_a_school_without_signs_is_not_in_the_order(director):
    quiet_school(director)
    assert told(director.district) == []


@pytest.mark.parametrize(("days", "points"), [(179, []), (180, [5]), (181, [10])])
def test_a_school_not_seen_for_long(director, days, points):
    seen(SchoolFactory(district=director.district), days)
    assert [row[1] for row in told(director.district)] == points


def test_reasons_add_up_and_the_heaviest_stands_first(director):
    late = quiet_school(director)
    expected_sar(school=late, due_on=TODAY - timedelta(days=15))
    unseen = SchoolFactory(district=director.district)
    assert told(director.district) == [
        (late, 20, ["SAR ครบกำหนดส่งเมื่อ 6 พ.ย. 2569 และยังไม่ได้ส่ง"]),
        (unseen, 10, ["ยังไม่มีบันทึกการนิเทศ"]),
    ]


def test_overdue_promises_are_counted(director):
    school = quiet_school(director)
    visit = reported(school)
    for days in (1, 5):
        AgreedActionFactory(visit=visit, due_on=TODAY - timedelta(days=days), owed_by="school")
    assert told(director.district) == [(school, 10, ["ข้อตกลงเกินกำหนด 2 ข้อ เก่าที่สุดตั้งแต่ 16 พ.ย. 2569"])]


def reported(school):
    visit = seen(school, 9)
    type(visit).objects.filter(pk=visit.pk).update(
        state="reported", reported_at="2026-11-20T05:00Z", reported_by=person("supervisor", school.district)
    )
    visit.refresh_from_db()
    return visit


def test_a_word_stands_over_the_points_until_its_day(director):
    first, second = (SchoolFactory(district=director.district, name=name) for name in ("ก", "ข"))
    seen(second, 400)
    expected_sar(school=second, due_on=TODAY - timedelta(days=1))
    assert [thing.subject for thing in first_of(director.district, TODAY)] == [second, first]
    say_word(second, place="later", reason="รอเปิดภาคเรียน", until=TODAY, by=director)
    assert [thing.subject for thing in first_of(director.district, TODAY)] == [first]
    assert [thing.subject for thing in first_of(director.district, TODAY + timedelta(days=1))] == [second, first]


def test_a_quiet_school_that_is_put_first_is_first(director):
    SchoolFactory(district=director.district)
    quiet = quiet_school(director)
    say_word(quiet, place="first", reason="ผู้ปกครองร้องเรียน", until=TODAY, by=director)
    assert first_of(director.district, TODAY)[0].subject == quiet


def test_a_sign_without_points_is_not_counted(director):
    SchoolFactory(district=director.district)
    SignWeight.objects.create(district=director.district, sign="unvisited", points=0, per=1)
    assert told(director.district) == []


def test_another_office_is_not_looked_at(director):
    SchoolFactory(district=DistrictFactory())
    assert told(director.district) == []


def test_the_director_says_a_word_with_a_reason(desk, director):
    school = quiet_school(director)
    address = reverse("office:attention_school", args=[school.pk])
    refused = desk.post(address, {"place": "first", "reason": "", "until": "22/11/2569"})
    assert (refused.status_code, AttentionWord.objects.count()) == (422, 0)
    desk.post(address, {"place": "first", "reason": "ครูขาด", "until": "22/11/2569"})
    desk.post(address, {"place": "later", "reason": "ได้ครูแล้ว", "until": "30/11/2569"})
    [word] = AttentionWord.objects.all()
    assert (word.place, word.reason, word.until, word.said_by) == ("later", "ได้ครูแล้ว", date(2026, 11, 30), director)
    assert [row.reason for row in word.history.order_by("pk")] == ["ครูขาด", "ได้ครูแล้ว"]


@pytest.mark.parametrize(("until", "sentence"), [("20/11/2569", "ผ่านไปแล้ว"), ("30/12/2570", "180")])
def test_a_word_holds_for_a_time(desk, director, until, sentence):
    school = quiet_school(director)
    address = reverse("office:attention_school", args=[school.pk])
    page = desk.post(address, {"place": "first", "reason": "ก", "until": until})
    assert (page.status_code, sentence in page.content.decode()) == (422, True)


def test_weights_are_the_offices_to_set(desk, director):
    address = reverse("office:attention_weights")
    fields = {f"{sign}_{part}": 7 for sign in weights_of(director.district) for part in ("points", "per")}
    desk.post(address, fields | {"silent_points": 101})
    assert SignWeight.objects.count() == 0
    desk.post(address, fields)
    assert set(weights_of(director.district).values()) == {(7, 7)}


def test_the_sheet_tells_the_order_with_its_reasons(desk, director):
    school = SchoolFactory(district=director.district)
    sheet = load_workbook(BytesIO(desk.get(reverse("office:attention_list"), {"format": "xlsx"}).content)).active
    assert [cell.value for cell in sheet[2]][:3] == [str(school), 10, "ยังไม่มีบันทึกการนิเทศ"]


@pytest.mark.parametrize("schools", [1, 3])
def test_the_order_asks_the_same_queries_whatever_the_schools(desk, director, django_assert_num_queries, schools):
    for _number in range(schools):
        SchoolFactory(district=director.district)
    desk.get(reverse("office:attention_list"))
    with django_assert_num_queries(5):
        desk.get(reverse("office:attention_list"))
