"""The arithmetic of awards, in literal numbers, and the honours that come of it."""

from datetime import date
from decimal import Decimal

import pytest

from qa_portal.core.workflow import Refused
from schools.models import AwardRank, Honour
from schools.services.award_results import Result, judging_of, rank_of
from schools.services.honours import give_honours, next_certificate_number, show_honour
from tests.factories.awards import Contest
from tests.factories.core import DistrictFactory

RANKS = [AwardRank(name="ทอง", least_percent=Decimal("90.00")), AwardRank(name="เงิน", least_percent=Decimal("80.00"))]


@pytest.mark.parametrize(
    ("totals", "most", "mean", "percent"),
    [
        ([], 100, None, None),
        ([0], 100, Decimal("0.00"), Decimal("0.00")),
        ([90], 100, Decimal("90.00"), Decimal("90.00")),
        ([90, 85, 85], 100, Decimal("86.67"), Decimal("86.67")),
        ([44, 45], 50, Decimal("44.50"), Decimal("89.00")),
        ([1, 1, 0], 3, Decimal("0.67"), Decimal("22.22")),
        ([1799, 1800], 2000, Decimal("1799.50"), Decimal("89.98")),
        ([17999, 17999], 20000, Decimal("17999.00"), Decimal("90.00")),
        ([17997], 20000, Decimal("17997.00"), Decimal("89.99")),
        ([35], 32, Decimal("35.00"), Decimal("109.38")),
    ],
)
def test_percent_is_rounded_once_half_upwards(totals, most, mean, percent):
    result = Result(nomination=None, judgements=[], most=most, ranks=[])
    result.totals = totals
    assert (result.mean, result.percent) == (mean, percent)


@pytest.mark.parametrize(
    ("percent", "rank"),
    [("100", "ทอง"), ("90.00", "ทอง"), ("89.99", "เงิน"), ("80.00", "เงิน"), ("79.99", None)],
)
def test_rank_is_the_highest_that_is_reached(percent, rank):
    found = rank_of(Decimal(percent), RANKS)
    assert (found and found.name) == rank


def test_no_points_have_no_rank():
    assert rank_of(None, [AwardRank(name="ชมเชย", least_percent=Decimal(0))]) is None


@pytest.mark.django_db
def test_result_sorts_and_shares_places():
    contest = Contest(entries=4, judges=2).judged((60, 30), (50, 40), (60, 40), (10, 5))
    rows = [
        (row.place, row.is_tied, row.totals, row.mean, row.percent, row.rank and row.rank.name)
        for row in judging_of(contest.award).results
    ]
    assert rows == [
        (1, False, [100, 100], Decimal("100.00"), Decimal("100.00"), "ระดับเหรียญทอง"),
        (2, True, [90, 90], Decimal("90.00"), Decimal("90.00"), "ระดับเหรียญทอง"),
        (2, True, [90, 90], Decimal("90.00"), Decimal("90.00"), "ระดับเหรียญทอง"),
        (4, False, [15, 15], Decimal("15.00"), Decimal("15.00"), None),
    ]


@pytest.mark.django_db
def test_half_judged_does_not_count():
    contest = Contest(entries=1, judges=2)
    contest.step("close")
    first, second = contest.judges
    contest.mark(contest.nominations[0], first, 50, 40)
    contest.mark(contest.nominations[0], second, 60, None)
    (row,) = judging_of(contest.award).results
    assert (row.totals, row.percent) == ([90], Decimal("90.00"))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_judging_is_read_in_as_many_questions_for_three(rows, django_assert_num_queries):
    contest = Contest(entries=rows, judges=rows).judged(*[(50, 40)] * rows)
    with django_assert_num_queries(8):
        results = judging_of(contest.award).results
    assert len(results) == rows


# ---------------------------------------------------------------- honours


@pytest.mark.django_db
def test_honours_have_frozen_words_and_running_numbers():
    contest = Contest(entries=2, judges=1).announced((60, 40), (50, 30))
    first, second = contest.honours
    assert (first.number, first.title, first.given_on) == ("1/2569", "IQA AWARD ระดับเหรียญทอง", date(2026, 9, 1))
    assert (second.number, second.title) == ("2/2569", "IQA AWARD ระดับเหรียญเงิน")
    assert first.recipient == contest.schools[0].full_name
    assert first.reason == "จากผลงาน “อ่านออกเขียนได้ด้วยนิทานท้องถิ่น”"
    assert (first.signatory, first.given_by) == ("นายตัวอย่าง ผู้อำนวยการ", contest.district.name)
    assert [row.is_public for row in contest.honours] == [False, False]


@pytest.mark.django_db
def test_honours_of_authors_where_the_award_says_so():
    authors = {"authors": "นางสาวหนึ่ง สมมุติ ครู\n\n นายสอง สมมุติ ครู \nนางสาวหนึ่ง สมมุติ ครู"}
    contest = Contest(entries=1, judges=1, honours_authors=True, practice=authors).announced()
    assert [(row.number, row.recipient) for row in contest.honours] == [
        ("1/2569", contest.schools[0].full_name),
        ("2/2569", "นางสาวหนึ่ง สมมุติ ครู"),
        ("3/2569", "นายสอง สมมุติ ครู"),
    ]


@pytest.mark.django_db
def test_certificate_numbers_run_on_within_office_and_year():
    district = DistrictFactory()
    numbers = []
    for name, day in (("ก", date(2026, 9, 1)), ("ข", date(2026, 10, 1)), ("ค", date(2027, 1, 5))):
        contest = Contest(entries=1, judges=1, district=district, name=name).judged().numbered(day=day)
        contest.step("announce")
        numbers += [row.number for row in contest.honours]
    other = Contest(entries=1, judges=1).announced()
    assert (numbers, other.honours[0].number) == (["1/2569", "2/2569", "1/2570"], "1/2569")


@pytest.mark.django_db
def test_next_number_counts_and_does_not_sort_as_text():
    district = DistrictFactory()
    facts = {"academic_year": 2568, "recipient": "x", "title": "y", "given_by": "z", "given_on": date(2026, 9, 1)}
    for number in ("9/2569", "10/2569", "99/2568", ""):
        Honour.objects.create(district=district, number=number, **facts)
    assert next_certificate_number(district, 2569) == 11


@pytest.mark.django_db
def test_honours_given_twice_are_given_once():
    contest = Contest(entries=2, judges=1).announced()
    assert (give_honours(contest.award, by=contest.manager), len(contest.honours)) == ([], 2)


@pytest.mark.django_db
def test_honour_is_not_shown_before_its_award():
    contest = Contest(entries=1, judges=1).announced()
    with pytest.raises(Refused, match="เผยแพร่รางวัลก่อน"):
        show_honour(contest.honours[0], True, by=contest.manager)
