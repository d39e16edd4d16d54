"""The machine of awards: what each step asks, who may take it, and what it leaves behind (A18)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused, perform, steps
from schools.models import AwardJudge, AwardMark, AwardState, Conflict, Honour
from schools.services.award_results import judging_of
from schools.services.judging import choose_judges, excuse_judge, give_marks, recall_judge
from schools.services.nominating import nominate, withdraw_nomination
from tests.factories.awards import Contest, draft_award
from tests.factories.core import DistrictFactory, person
from tests.factories.practices import draft_practice, published_practice, sent_practice, writer_of
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def missing(award, name, by):
    step = next(item for item in steps(award, by) if item.transition.name == name)
    return [item.sentence for item in step.missing]


def test_award_open_asks_for_criterion_rank_and_days():
    district = DistrictFactory()
    past = timezone.localdate() - timedelta(days=5)
    award = draft_award(district, criteria=(), ranks=(), opens_on=past, closes_on=past)
    assert missing(award, "open", person("district_admin", district)) == [
        "ต้องมีเกณฑ์การตัดสินอย่างน้อย 1 ข้อ",
        "ต้องมีระดับรางวัลอย่างน้อย 1 ระดับ",
        "เลยวันสุดท้ายของการเสนอผลงานแล้ว",
    ]


def test_award_open_tells_the_schools_of_the_office():
    district = DistrictFactory()
    head = school_person("school_head", SchoolFactory(district=district))
    school_person("school_head", SchoolFactory())
    award = perform(draft_award(district), "open", by=person("district_admin", district))
    assert [(row.recipient, row.url) for row in Notice.objects.all()] == [(head, f"/schools/awards/{award.pk}/")]


def test_award_close_asks_for_nominations_and_judges():
    contest = Contest(entries=0, judges=0)
    assert missing(contest.award, "close", contest.manager) == ["ยังไม่มีผลงานที่ได้รับการเสนอ", "ยังไม่ได้เลือกกรรมการตัดสิน"]


def test_award_close_waits_for_an_entry_that_its_school_took_back():
    contest = Contest(entries=1, judges=1)
    (practice,) = contest.practices
    perform(practice, "take_back", by=writer_of(contest.schools[0]), note="แก้ไข")
    assert missing(contest.award, "close", contest.manager) == [
        f"“{practice}” กลับไปอยู่ที่สถานศึกษาแล้ว ต้องส่งอีกครั้งหรือถอนการเสนอ"
    ]


def test_award_announce_asks_for_paper_and_every_mark():
    contest = Contest(entries=2, judges=1)
    contest.step("close")
    judge = contest.judges[0]
    contest.mark(contest.nominations[0], judge, 50, 40)
    assert missing(contest.award, "announce", contest.manager) == [
        "ยังไม่ได้ระบุเลขที่ประกาศ",
        "ยังไม่ได้ระบุวันที่ประกาศ",
        f"{judge} ยังมีผลงานที่ต้องตัดสินอีก 1 ผลงาน",
    ]


def test_award_announce_waits_no_more_for_an_excused_judge():
    contest = Contest(entries=1, judges=2)
    contest.step("close")
    first, second = contest.judges
    contest.mark(contest.nominations[0], first, 50, 40)
    give_marks(contest.nominations[0], second, {contest.award.criteria.first(): (1, "")}, by=second.user)
    excuse_judge(second, reason="ป่วย", by=contest.manager)
    contest.numbered().step("announce")
    assert [(row.title, row.number) for row in contest.honours] == [("IQA AWARD ระดับเหรียญทอง", "1/2569")]
    assert list(AwardMark.objects.filter(judge=second).values_list("is_counted", flat=True)) == [False]


def test_award_announce_refused_where_nobody_may_judge():
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    conflict(contest.judges[0], contest.schools[0])
    contest.numbered()
    title = contest.practices[0].title
    assert missing(contest.award, "announce", contest.manager) == [
        f"ไม่มีกรรมการคนใดตัดสิน “{title}” ได้ โปรดเลือกกรรมการเพิ่ม"
    ]


def test_award_announce_refused_to_its_judge():
    contest = Contest(entries=1, judges=0)
    judge = person("group_head", contest.district)
    choose_judges(contest.award, [judge], by=contest.manager)
    contest.judged((50, 40)).numbered()
    with pytest.raises(Refused, match="กรรมการตัดสินของรางวัลนี้ไม่เป็นผู้ยืนยันผล"):
        contest.step("announce", by=judge)
    excuse_judge(contest.judges[0], reason="ลา", by=judge)
    with pytest.raises(Refused, match="กรรมการตัดสินของรางวัลนี้ไม่เป็นผู้ยืนยันผล"):
        contest.step("announce", by=judge)


def test_award_announced_twice_gives_its_honours_once():
    contest = Contest(entries=2).judged().numbered()
    stale = contest.award
    contest.step("announce")
    with pytest.raises(Refused):
        perform(stale, "announce", by=contest.manager)
    assert [row.number for row in contest.honours] == ["1/2569", "2/2569"]


def test_award_announce_tells_each_school_what_it_got():
    contest = Contest(entries=2)
    honoured, other = (school_person("school_head", school) for school in contest.schools)
    Notice.objects.all().delete()
    contest.announced((60, 40), (10, 10))
    texts = {row.recipient: row.text for row in Notice.objects.filter(recipient__in=(honoured, other))}
    assert texts == {
        honoured: "โรงเรียนของท่านได้รับ “IQA AWARD ระดับเหรียญทอง” เปิดดูเพื่อรับเกียรติบัตร",
        other: "ประกาศผล IQA AWARD ปีการศึกษา 2568 แล้ว",
    }


def test_award_published_shows_its_honours_and_taken_down_hides_them():
    contest = Contest(entries=1).published()
    assert [row.is_public for row in contest.honours] == [True]
    contest.step("take_down", note="สะกดชื่อผิด")
    assert [row.is_public for row in contest.honours] == [False]
    assert contest.award.state == AwardState.ANNOUNCED


def test_award_reopened_needs_a_reason_and_keeps_marks():
    contest = Contest(entries=1).judged()
    with pytest.raises(Refused):
        contest.step("reopen")
    contest.step("reopen", note="รับเพิ่ม")
    assert (contest.award.state, AwardMark.objects.count()) == (AwardState.OPEN, 4)


def test_award_steps_are_for_those_who_manage_them():
    district = DistrictFactory()
    with pytest.raises(PermissionDenied):
        perform(draft_award(district), "open", by=person("director", district))


# ---------------------------------------------------------------- nominating


def test_nomination_is_of_the_own_school_alone():
    contest = Contest(entries=0)
    own, other = (SchoolFactory(district=contest.district) for _school in range(2))
    mine, theirs = sent_practice(own), published_practice(other)
    assert nominate(contest.award, mine, by=writer_of(own)).practice == mine
    with pytest.raises(Refused):
        nominate(contest.award, theirs, by=writer_of(own))


@pytest.mark.parametrize("facts", [{"kind": "research"}, {"draft": True}])
def test_nomination_is_of_the_right_kind_and_sent(facts):
    contest = Contest(entries=0, kind="practice")
    school = SchoolFactory(district=contest.district)
    make = draft_practice if facts.pop("draft", False) else sent_practice
    with pytest.raises(Refused, match="ผลงานนี้เสนอไม่ได้"):
        nominate(contest.award, make(school, **facts), by=writer_of(school))


def test_nomination_within_the_days():
    contest = Contest(entries=0)
    contest.award.opens_on = timezone.localdate() + timedelta(days=1)
    contest.award.save()
    practice = sent_practice(SchoolFactory(district=contest.district))
    with pytest.raises(Refused, match="รับการเสนอผลงานตั้งแต่"):
        nominate(contest.award, practice, by=contest.manager)


def test_nomination_once_and_again_after_it_was_withdrawn():
    contest = Contest(entries=1)
    with pytest.raises(Refused):
        nominate(contest.award, contest.practices[0], by=contest.manager)
    withdraw_nomination(contest.nominations[0], by=contest.manager)
    again = nominate(contest.award, contest.practices[0], by=contest.manager)
    assert list(contest.award.nominations.standing()) == [again]


def test_nomination_cannot_be_withdrawn_while_it_is_judged():
    contest = Contest(entries=1)
    contest.step("close")
    with pytest.raises(Refused):
        withdraw_nomination(contest.nominations[0], by=contest.manager)


# ---------------------------------------------------------------- judging


def conflict(judge, school):
    facts = {"reason": "ญาติเป็นครู", "since": timezone.localdate()}
    return Conflict.objects.create(user=judge.user, school=school, **facts)


def test_judge_with_a_conflict_is_refused_and_left_out():
    contest = Contest(entries=1, judges=2)
    contest.step("close")
    barred, judge = contest.judges
    conflict(barred, contest.schools[0])
    with pytest.raises(Refused, match="ญาติเป็นครู"):
        contest.mark(contest.nominations[0], barred, 60, 40)
    contest.mark(contest.nominations[0], judge, 50, 40)
    contest.numbered().step("announce")
    assert contest.award.state == AwardState.ANNOUNCED


def test_judge_who_belongs_to_the_school_is_refused():
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    judge = contest.judges[0]
    judge.user.memberships.create(school=contest.schools[0])
    with pytest.raises(Refused):
        contest.mark(contest.nominations[0], judge, 60, 40)


def test_judge_who_is_named_as_author_is_refused():
    contest = Contest(entries=1, judges=1)
    judge = contest.judges[0]
    practice = contest.practices[0]
    practice.authors = f"1. {judge.user.get_full_name()} ครู"
    practice.save()
    contest.step("close")
    with pytest.raises(Refused, match="มีส่วนในการเขียน"):
        contest.mark(contest.nominations[0], judge, 60, 40)


def test_conflict_declared_after_the_marks_takes_them_out():
    contest = Contest(entries=1, judges=2).judged((50, 40)).numbered()
    late = contest.judges[0]
    AwardMark.objects.filter(judge=late).update(points=0)
    conflict(late, contest.schools[0])
    contest.step("announce")
    assert [row.title for row in contest.honours] == ["IQA AWARD ระดับเหรียญทอง"]


@pytest.mark.parametrize("points", [61, -1])
def test_points_stay_within_the_criterion(points):
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    with pytest.raises(Refused, match="คะแนนอยู่ระหว่าง 0 ถึง 60"):
        contest.mark(contest.nominations[0], contest.judges[0], points, 40)
    assert AwardMark.objects.count() == 0


def test_marks_given_twice_are_one():
    contest = Contest(entries=1, judges=1)
    contest.step("close")
    for _time in range(2):
        contest.mark(contest.nominations[0], contest.judges[0], 50, 40)
    assert sorted(AwardMark.objects.values_list("points", "version")) == [(40, 1), (50, 1)]


def test_marks_stand_once_announced():
    contest = Contest(entries=1, judges=1).announced()
    with pytest.raises(Refused):
        contest.mark(contest.nominations[0], contest.judges[0], 0, 0)
    assert sorted(AwardMark.objects.values_list("points", flat=True)) == [40, 50]


def test_judge_with_marks_can_be_excused_not_removed():
    contest = Contest(entries=1, judges=1).judged()
    with pytest.raises(Refused, match="ให้คะแนนไปแล้ว"):
        choose_judges(contest.award, [], by=contest.manager)
    contest.step("reopen", note="x")
    AwardMark.objects.all().delete()
    choose_judges(contest.award, [], by=contest.manager)
    assert (AwardJudge.objects.count(), Honour.objects.count()) == (0, 0)


def test_excused_judge_is_taken_back_with_the_marks_of_before(client):
    contest = Contest(entries=2, judges=2)
    contest.step("close")
    first, _second = contest.judges
    contest.mark(contest.nominations[0], first, 50, 40)
    excuse_judge(first, reason="ป่วย", by=contest.manager)
    Notice.objects.all().delete()
    client.force_login(contest.manager)
    client.post(reverse("schools:judge_recall", args=[contest.award.pk, first.pk]))
    first.refresh_from_db()
    assert (first.excused_at, first.excused_by, first.excused_reason) == (None, None, "")
    assert [notice.recipient for notice in Notice.objects.all()] == [first.user]
    waiting = judging_of(contest.award).awaited()
    assert (waiting[first], AwardMark.objects.filter(judge=first).count()) == (1, 2)


def test_judge_is_not_taken_back_twice_or_after_the_result():
    contest = Contest(entries=1, judges=2)
    first, second = contest.judges
    with pytest.raises(Refused):
        recall_judge(first, by=contest.manager)
    excuse_judge(second, reason="ป่วย", by=contest.manager)
    contest.step("close")
    contest.mark(contest.nominations[0], first, 50, 40)
    contest.numbered().step("announce")
    with pytest.raises(Refused):
        recall_judge(second, by=contest.manager)
