"""The pages of awards: the call with its rows, nominating, a judge's screens, the result."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from qa_portal.core import unsaved
from qa_portal.core.thai import format_date
from schools.models import Award, AwardCriterion, AwardMark, AwardRank, AwardState
from schools.services.judging import choose_judges
from tests.factories.awards import Contest, draft_award
from tests.factories.core import DistrictFactory, person
from tests.factories.practices import sent_practice, writer_of
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def rows_of(prefix, rows, *, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}


def typed(*, criteria=(), ranks=(), initial=0, **changes):
    data = {"name": "IQA AWARD", "academic_year": "2569", "kind": "", "guidance": "", "opened_version": "0"}
    data |= {"opens_on": "1/12/2569", "closes_on": "31/12/2569"}
    return data | rows_of("criteria", criteria, initial=initial) | rows_of("ranks", ranks, initial=initial) | changes


def stored(award):
    return (
        list(award.criteria.values_list("position", "text", "most_points")),
        list(award.ranks.values_list("name", "least_percent")),
    )


CRITERIA = [{"text": "ก", "most_points": "60", "ORDER": "1"}, {"text": "ข", "most_points": "๔๐", "ORDER": "2"}]
RANKS = [{"name": "เงิน", "least_percent": "80"}, {"name": "ทอง", "least_percent": "90"}]


@pytest.fixture
def manager(client):
    user = person("district_admin")
    client.force_login(user)
    return user


def test_award_is_added_with_its_rows(client, manager):
    response = client.post(url("award_add"), typed(criteria=CRITERIA, ranks=RANKS))
    award = Award.objects.get()
    assert (response.status_code, response.url) == (302, award.get_absolute_url())
    assert stored(award) == (
        [(1, "ก", 60), (2, "ข", 40)],
        [("ทอง", Decimal("90.00")), ("เงิน", Decimal("80.00"))],
    )


def test_award_rows_are_moved_removed_and_added(client, manager):
    award = draft_award(manager.district)
    first, second = ({"text": row.text, "most_points": str(row.most_points)} for row in award.criteria.all())
    rows = [first | {"ORDER": "2"}, second | {"ORDER": "9", "DELETE": "on"}]
    rows += [{"text": "ใหม่", "most_points": "5", "ORDER": "1"}, {"text": "", "most_points": "", "ORDER": "3"}]
    ranks = [{"name": row.name, "least_percent": str(row.least_percent)} for row in award.ranks.all()]
    data = typed(criteria=rows, ranks=ranks, initial=2, opened_version=str(award.version))
    assert client.post(url("award_edit", award.pk), data).status_code == 302
    assert stored(award)[0] == [(1, "ใหม่", 5), (2, "เกณฑ์ 1", 60)]


def test_award_row_is_added_without_javascript_and_nothing_is_lost(client, manager):
    response = client.post(url("award_add"), typed(criteria=CRITERIA, ranks=RANKS, add="criteria", name="ชื่อใหม่"))
    table = response.context["form"], next(iter(response.context["tables"]))
    assert (response.status_code, table[0]["name"].value()) == (200, "ชื่อใหม่")
    assert [form["text"].value() for form in table[1].shown] == ["ก", "ข", None]
    assert Award.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"criteria": [{"text": "ก", "most_points": "0", "ORDER": "1"}]},
        {"criteria": [{"text": "", "most_points": "5", "ORDER": "1"}]},
        {"ranks": [{"name": "ก", "least_percent": "90"}, {"name": "ข", "least_percent": "90.00"}]},
        {"ranks": [{"name": "ก", "least_percent": "100.01"}]},
        {"closes_on": "1/11/2569"},
        {"academic_year": "2026"},
        {"criteria-TOTAL_FORMS": "99999"},
        {"criteria-TOTAL_FORMS": "x"},
    ],
)
def test_award_refuses_what_cannot_be(client, manager, wrong):
    response = client.post(url("award_add"), typed(**{"criteria": CRITERIA, "ranks": RANKS} | wrong))
    assert (response.status_code, Award.objects.count()) == (422, 0)


def test_award_keeps_what_was_typed_until_it_is_saved(client, manager):
    path = url("award_add")
    text = '[["name","ยังไม่บันทึก"],["criteria-TOTAL_FORMS","1"],["criteria-INITIAL_FORMS","0"],["criteria-0-text","ค้าง"],'
    text += '["ranks-TOTAL_FORMS","0"],["ranks-INITIAL_FORMS","0"]]'
    unsaved.keep(manager, path, text)
    response = client.get(path)
    tables = list(response.context["tables"])
    assert (response.context["form"]["name"].value(), tables[0].forms[0]["text"].value()) == ("ยังไม่บันทึก", "ค้าง")
    client.post(path, typed(criteria=CRITERIA, ranks=RANKS))
    assert unsaved.find(manager, path) is None


def test_award_copy_brings_rows_and_the_next_year(client, manager):
    award = draft_award(manager.district, guidance="เงื่อนไข", academic_year=2569)
    response = client.get(url("award_copy", award.pk))
    form, (criteria, ranks) = response.context["form"], response.context["tables"]
    assert (form["academic_year"].value(), form["guidance"].value()) == (2570, "เงื่อนไข")
    assert [row["text"].value() for row in criteria.shown] == ["เกณฑ์ 1", "เกณฑ์ 2"]
    assert [row["name"].value() for row in ranks.shown] == ["ระดับเหรียญทอง", "ระดับเหรียญเงิน"]


def test_open_award_keeps_its_criteria(client):
    contest = Contest(entries=0, judges=0)
    client.force_login(contest.manager)
    data = typed(criteria=CRITERIA, ranks=RANKS, opened_version=str(contest.award.version), guidance="เพิ่ม", name="อื่น")
    assert client.post(url("award_edit", contest.award.pk), data).status_code == 302
    contest.award.refresh_from_db()
    assert (contest.award.name, contest.award.guidance) == ("IQA AWARD", "เพิ่ม")
    assert stored(contest.award)[0] == [(1, "เกณฑ์ 1", 60), (2, "เกณฑ์ 2", 40)]


def test_award_stale_save_is_refused_and_keeps_typing(client, manager):
    award = draft_award(manager.district)
    old = award.version
    award.guidance = "ของคนอื่น"
    award.save()
    data = typed(criteria=CRITERIA, ranks=RANKS, opened_version=str(old), guidance="ของฉัน")
    response = client.post(url("award_edit", award.pk), data)
    assert (response.status_code, response.context["form"]["guidance"].value()) == (422, "ของฉัน")
    assert AwardCriterion.objects.filter(text="ก").count() == 0


# ---------------------------------------------------------------- nominating


def test_school_nominates_its_own_and_withdraws(client):
    contest = Contest(entries=1)
    school = SchoolFactory(district=contest.district)
    practice = sent_practice(school)
    client.force_login(writer_of(school))
    address = url("nomination_add", contest.award.pk)
    offered = client.get(address).context["form"].fields["practice"].queryset
    assert list(offered) == [practice]
    assert client.post(address, {"practice": contest.practices[0].pk}).status_code == 422
    assert client.post(address, {"practice": practice.pk}).status_code == 302
    row = contest.award.nominations.standing().get(practice=practice)
    seen = client.get(url("award_detail", contest.award.pk)).context["nominations"]
    assert list(seen) == [row]
    withdraw = url("nomination_withdraw", contest.award.pk, row.pk)
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw).status_code == 302
    assert client.get(url("award_detail", contest.award.pk)).context["nominations"].count() == 0


def test_school_cannot_withdraw_the_nomination_of_another(client):
    contest = Contest(entries=1)
    client.force_login(school_person("school_head", SchoolFactory(district=contest.district)))
    address = url("nomination_withdraw", contest.award.pk, contest.nominations[0].pk)
    assert client.post(address).status_code == 404


def test_nomination_after_the_last_day_is_a_sentence(client):
    contest = Contest(entries=0)
    day = timezone.localdate() - timedelta(days=3)
    Award.objects.update(opens_on=day, closes_on=day)
    client.force_login(contest.manager)
    response = client.get(url("nomination_add", contest.award.pk), follow=True)
    shown = format_date(day)
    assert said(response) == [f"รับการเสนอผลงานตั้งแต่ {shown} ถึง {shown}"]


# ---------------------------------------------------------------- judging


def sent_points(contest, *points, note=""):
    rows = contest.award.criteria.all()
    data = {f"points-{row.pk}": value for row, value in zip(rows, points, strict=True)}
    return data | {f"note-{row.pk}": note for row in rows}


def test_judge_goes_from_entry_to_entry(client):
    contest = Contest(entries=2, judges=1)
    contest.step("close")
    client.force_login(contest.judges[0].user)
    first, second = (url("judging_mark", row.pk) for row in contest.nominations)
    assert client.post(first, sent_points(contest, "50", "๔๐", note="ดี")).url == second
    assert client.post(second, sent_points(contest, "0", "0")).url == url("judging_list")
    assert list(AwardMark.objects.order_by("pk").values_list("points", "note")) == [
        (50, "ดี"),
        (40, "ดี"),
        (0, ""),
        (0, ""),
    ]


def test_judge_saves_half_filled_and_comes_back(client):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    client.force_login(contest.judges[0].user)
    address = url("judging_mark", contest.nominations[0].pk)
    response = client.post(address, sent_points(contest, "50", "") | {"stay": "1"}, follow=True)
    entry = contest.nominations[0].practice
    assert said(response) == [f"เก็บไว้แล้ว “{entry}” ยังรอท่านตัดสิน ยังไม่ได้ให้คะแนน 1 เกณฑ์"]
    assert response.redirect_chain[0][0] == url("judging_list")
    form = client.get(address).context["form"]
    assert [points.value() for _criterion, points, _note in form.rows()] == [50, None]
    (desk,) = client.get(url("judging_list")).context["desks"]
    assert (desk["done"], desk["awaited"]) == (0, 1)


def test_judge_with_two_windows_does_not_write_over_what_was_saved(client):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    client.force_login(contest.judges[0].user)
    address = url("judging_mark", contest.nominations[0].pk)
    opened = {"opened": client.get(address).context["form"]["opened"].value()}
    client.post(address, sent_points(contest, "50", "40") | opened)
    late = client.post(address, sent_points(contest, "1", "1") | opened)
    form = late.context["form"]
    assert (late.status_code, [list(points.errors) for _criterion, points, _note in form.rows()]) == (
        422,
        [["ข้อมูลในระบบขณะนี้: 50"], ["ข้อมูลในระบบขณะนี้: 40"]],
    )
    client.post(address, sent_points(contest, "1", "1") | {"opened": form["opened"].value()})
    assert list(AwardMark.objects.values_list("points", flat=True)) == [1, 1]


@pytest.mark.parametrize("points", [("61", "0"), ("-1", "0"), ("x", "0"), ("9" * 30, "0"), ("1.5", "0")])
def test_judge_is_told_what_points_may_be(client, points):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    client.force_login(contest.judges[0].user)
    response = client.post(url("judging_mark", contest.nominations[0].pk), sent_points(contest, *points))
    assert (response.status_code, AwardMark.objects.count()) == (422, 0)
    assert response.context["form"].rows()[0][1].value() == points[0]


def test_typing_of_a_judge_is_put_back(client):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    judge, address = contest.judges[0].user, url("judging_mark", contest.nominations[0].pk)
    criterion = contest.award.criteria.first()
    unsaved.keep(judge, address, f'[["points-{criterion.pk}","12"]]')
    client.force_login(judge)
    response = client.get(address)
    assert response.context["form"].rows()[0][1].value() == "12"
    client.post(address, sent_points(contest, "1", "1"))
    assert unsaved.find(judge, address) is None


def test_result_stands_on_the_page_that_makes_it_final(client):
    contest = Contest(entries=2, judges=1)
    contest.judged((60, 40), (10, 10)).numbered()
    client.force_login(contest.manager)
    page = client.get(url("award_transition", contest.award.pk, "announce"))
    assert [(row.place, row.percent) for row in page.context["results"]] == [(1, 100), (2, 20)]
    html = page.content.decode()
    assert [f"{row.nomination.practice.school}</span>" in html for row in page.context["results"]] == [True, True]


def test_judge_does_not_see_marks_of_others_before_the_result(client):
    contest = Contest(entries=1, judges=0)
    judge, other = person("supervisor", contest.district), person("deputy", contest.district)
    choose_judges(contest.award, [judge, other], by=contest.manager)
    contest.judged((37, 29))
    client.force_login(judge)
    result = url("award_result", contest.award.pk)
    response = client.get(result, follow=True)
    assert said(response) == ["กรรมการจะเห็นคะแนนของกรรมการคนอื่นเมื่อประกาศผลแล้ว"]
    response = client.get(url("award_pdf", contest.award.pk), follow=True)
    assert said(response) == ["ยังไม่ได้ประกาศผล"]
    contest.numbered().step("announce")
    rows = client.get(result).context["results"]
    assert [row.totals for row in rows] == [[66, 66]]


def test_who_is_no_judge_finds_no_screen(client):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    client.force_login(person("committee_member", contest.district))
    assert client.get(url("judging_mark", contest.nominations[0].pk)).status_code == 404
    assert client.get(url("award_result", contest.award.pk)).status_code == 404


def test_entry_left_out_is_said_on_the_list(client):
    contest = Contest(entries=2, judges=1)
    contest.step("close")
    judge = contest.judges[0].user
    judge.conflicts.create(school=contest.schools[0], reason="คู่สมรสสอนอยู่", since=timezone.localdate())
    client.force_login(judge)
    (desk,) = client.get(url("judging_list")).context["desks"]
    sentences = [item.refusal for _row, item in desk["rows"]]
    assert sentences == [f"{judge} มีผลประโยชน์ทับซ้อนกับ{contest.schools[0]}: คู่สมรสสอนอยู่", ""]
    assert client.get(url("judging_mark", contest.nominations[0].pk)).url == url("judging_list")


def test_result_as_a_sheet(client):
    contest = Contest(entries=2, judges=1).announced((60, 40), (1, 2))
    client.force_login(contest.manager)
    response = client.get(url("award_result", contest.award.pk), {"format": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).active
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2, max_row=4)]
    judge, (first, second) = str(contest.judges[0]), contest.schools
    title = contest.practices[0].title
    assert rows == [
        ("ลำดับที่", "ผลงาน", "โรงเรียน", judge, "ค่าเฉลี่ย", "ร้อยละ", "ระดับรางวัล"),
        (1, title, first.name, 100, 100, 100, "ระดับเหรียญทอง"),
        (2, title, second.name, 3, 3, 3, None),
    ]


def test_result_is_confirmed_by_a_person(client):
    contest = Contest(entries=1, judges=1).judged((60, 40)).numbered()
    client.force_login(contest.manager)
    address = url("award_transition", contest.award.pk, "announce")
    assert client.get(address).status_code == 200
    for _time in range(2):
        assert client.post(address, {"note": ""}).status_code == 302
    contest.award.refresh_from_db()
    assert (contest.award.state, len(contest.honours)) == (AwardState.ANNOUNCED, 1)


# ---------------------------------------------------------------- how many questions


@pytest.mark.parametrize("rows", [1, 3])
def test_award_list_asks_as_often_for_three(client, rows, django_assert_num_queries):
    district = DistrictFactory()
    client.force_login(person("district_admin", district))
    for number in range(rows):
        draft_award(district, name=f"รางวัล {number}")
    with django_assert_num_queries(6):
        assert len(client.get(url("award_list")).context["object_list"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("stem", "questions"), [("award_detail", 22), ("award_result", 22), ("award_judges", 13)])
def test_award_pages_ask_as_often_for_three(client, rows, stem, questions, django_assert_num_queries):
    contest = Contest(entries=rows, judges=rows).judged()
    client.force_login(contest.manager)
    with django_assert_num_queries(questions):
        client.get(url(stem, contest.award.pk))


@pytest.mark.parametrize("rows", [1, 3])
def test_judging_list_asks_as_often_for_three(client, rows, django_assert_num_queries):
    contest = Contest(entries=rows, judges=1)
    contest.step("close")
    client.force_login(contest.judges[0].user)
    with django_assert_num_queries(12):
        client.get(url("judging_list"))


def test_hostile_words_come_back_escaped(client, manager):
    words = "<script>alert(1)</script> {{7*7}} %s %(row)s =1+1"
    data = typed(criteria=[{"text": words, "most_points": "5", "ORDER": "1"}], ranks=RANKS, name=words, guidance=words)
    address = client.post(url("award_add"), data).url
    page = client.get(address).content.decode()
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} %s %(row)s =1+1"
    assert ("<script>alert(1)" in page, page.count(escaped), AwardRank.objects.count()) == (False, 5, 2)
