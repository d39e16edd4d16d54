"""Results of an external assessment: kept as stated, what does not fit is said, the final one laid beside the draft."""

from decimal import Decimal

import pytest
from django.urls import reverse

from supervision.checks.scores import bands_of, level_reached
from supervision.models import ExternalAssessment, Move, ResultPaper, StandardResult
from supervision.reports.results import read_results
from tests.factories.core import person
from tests.factories.external import assessment_of, level_of, result_of, scored_round, standard_of
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return assessment_of()


def keeper_of(assessment):
    return person("group_head", assessment.school.district)


def edit_url(assessment, kind="final"):
    return reverse("supervision:result_edit", args=[assessment.pk, kind])


def typed(assessment, *, overall=5, standards=None, **fields):
    """What a person types, with {standard's number: (level's value, score)}."""
    in_round = assessment.round
    data = {"opened_version": 0, "level": level_of(in_round, overall).pk, "score": "94", "is_certified": "yes"}
    for number, (value, score) in (standards or {}).items():
        standard = standard_of(in_round, number)
        data |= {f"level_{standard.pk}": level_of(in_round, value).pk, f"score_{standard.pk}": score}
    return data | fields


@pytest.mark.parametrize(
    ("score", "value"), [("90", 5), ("89.99", 4), ("75", 4), ("74.99", 3), ("60", 3), ("50", 2), ("0", 1)]
)
def test_level_reached_follows_the_bands(score, value):
    in_round = scored_round()
    assert level_reached(Decimal(score), bands_of(in_round.basic_framework)).value == value


def test_result_page_keeps_what_was_typed(sign_in, assessment):
    client = sign_in(keeper_of(assessment))
    data = typed(assessment, standards={1: (4, "๘๓.๕")}, strengths="ผู้บริหารเป็นผู้นำ", dated="20/11/2568")
    assert client.post(edit_url(assessment), data).status_code == 302
    paper = ResultPaper.objects.get()
    row = paper.standards.get()
    assert (paper.kind, paper.level.value, paper.score, paper.is_certified) == ("final", 5, Decimal("94.00"), True)
    assert (row.standard.number, row.level.value, row.score) == (1, 4, Decimal("83.50"))
    assert paper.dated.isoformat() == "2025-11-20"


def test_result_sent_twice_is_one_paper(sign_in, assessment):
    client, data = sign_in(keeper_of(assessment)), typed(assessment, standards={1: (4, "80")})
    assert [client.post(edit_url(assessment), data).status_code for _time in range(2)] == [302, 302]
    assert [paper.standards.count() for paper in ResultPaper.objects.all()] == [1]


def test_stale_result_is_refused_and_shows_both(sign_in, assessment):
    client = sign_in(keeper_of(assessment))
    client.post(edit_url(assessment), typed(assessment, standards={1: (4, "80")}))
    answer = client.post(edit_url(assessment), typed(assessment, overall=3, standards={1: (2, "80")}))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors["level"] == ["ข้อมูลในระบบขณะนี้: 5 ดีมาก"]
    assert form.errors[f"level_{standard_of(assessment.round, 1).pk}"] == ["ข้อมูลในระบบขณะนี้: ดี"]
    assert ResultPaper.objects.get().level.value == 5


def test_score_above_hundred_is_refused(sign_in, assessment):
    answer = sign_in(keeper_of(assessment)).post(edit_url(assessment), typed(assessment, score="101"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["score"])


def test_round_without_scores_asks_for_none(sign_in):
    assessment = assessment_of(in_round=scored_round(has_scores=False))
    form = sign_in(keeper_of(assessment)).get(edit_url(assessment)).context["form"]
    assert [name for name in form.fields if name.startswith("score")] == []


def test_level_that_does_not_fit_its_score_is_said_and_kept(assessment):
    paper = result_of(assessment, overall=5, standards={1: 4, 2: 5}, score=Decimal(83))
    paper.standards.filter(standard__number=1).update(score=Decimal(80))
    assert [sentence for _paper, sentence in read_results(assessment).differences] == [
        "ภาพรวม: ระดับที่ระบุคือ “ดีมาก” แต่คะแนน 83.00 อยู่ในระดับ “ดี”"
    ]
    assert ResultPaper.objects.get().level.value == 5


def test_round_without_scores_says_no_difference():
    assessment = assessment_of(in_round=scored_round(has_scores=False))
    result_of(assessment, overall=5, score=Decimal(10))
    assert read_results(assessment).differences == []


def test_final_is_laid_beside_the_draft_item_by_item(assessment):
    result_of(assessment, "draft", overall=4, standards={1: 4, 2: 4}, strengths="มีแผนงาน")
    assert read_results(assessment).changes is None
    result_of(assessment, "final", overall=4, standards={1: 5}, strengths="มีแผนงานชัดเจน", is_certified=True)
    found = [(str(change.label), change.old, change.new) for change in read_results(assessment).changes]
    assert found == [
        ("การรับรอง", "–", "รับรอง"),
        ("มาตรฐานที่ 1 มาตรฐานสมมุติ 1", "ดี", "ดีมาก"),
        ("มาตรฐานที่ 2 มาตรฐานสมมุติ 2", "ดี", "–"),
        ("จุดเด่น", "มีแผนงาน", "มีแผนงานชัดเจน"),
    ]


def test_cancelled_assessment_takes_no_result(sign_in, assessment):
    ExternalAssessment.objects.update(state="cancelled")
    answer = sign_in(keeper_of(assessment)).post(edit_url(assessment), typed(assessment))
    assert (answer.status_code, ResultPaper.objects.count()) == (302, 0)


def test_results_are_read_by_the_own_school_alone(sign_in, assessment):
    result_of(assessment, overall=4)
    address = reverse("supervision:result_compare", args=[assessment.pk])
    own = school_person("school_head", assessment.school)
    other = school_person("school_head", SchoolFactory(district=assessment.school.district))
    assert [sign_in(user).get(address).status_code for user in (own, other)] == [200, 404]
    assert sign_in(own).get(edit_url(assessment)).status_code == 403
    assert sign_in(person("group_head")).get(edit_url(assessment)).status_code == 404


def test_unknown_kind_of_result_is_no_page(sign_in, assessment):
    assert sign_in(keeper_of(assessment)).get(edit_url(assessment, "rumour")).status_code == 404


def test_result_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, django_assert_num_queries):
    user, in_round = person("supervisor"), scored_round()
    client, address = sign_in(user), f"{reverse('supervision:result_list')}?round={in_round.pk}"

    def one_more():
        school = SchoolFactory(district=user.district)
        result_of(assessment_of(school, in_round), overall=4, standards={1: 4})

    one_more()
    client.get(address)
    with django_assert_num_queries(11):
        assert len(client.get(address).context["object_list"]) == 1
    one_more()
    one_more()
    with django_assert_num_queries(11):
        assert len(client.get(address).context["object_list"]) == 3


def test_compare_page_asks_no_more_for_more_standards(sign_in, assessment, django_assert_num_queries):
    client = sign_in(keeper_of(assessment))
    address = reverse("supervision:result_compare", args=[assessment.pk])
    paper = result_of(assessment, "draft", overall=4, standards={1: 4})
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for row in StandardResult.objects.all():
        row.level = level_of(assessment.round, 5)
        row.save()
    paper.standards.create(standard=standard_of(assessment.round, 2), level=level_of(assessment.round, 3))
    with django_assert_num_queries(12):
        entries = client.get(address).context["entries"]
    found = [(str(change.label), change.old, change.new) for entry in entries for change in entry.changes]
    assert found == [("มาตรฐานที่ 1 มาตรฐานสมมุติ 1 (ระดับคุณภาพ)", "4 ดี", "5 ดีมาก")]


def shown(client, **asked):
    rows = client.get(reverse("supervision:result_list"), asked).context["object_list"]
    return [(row.assessment.attempt, row.kind) for row in rows]


def test_result_list_is_asked_by_level_move_and_attempt(sign_in):
    user, in_round = person("supervisor"), scored_round()
    school = SchoolFactory(district=user.district)
    first = assessment_of(school, in_round, state="final")
    second = assessment_of(school, in_round, attempt=2)
    result_of(first, "draft", overall=2, standards={1: 3})
    result_of(first, overall=3, standards={1: 2}, is_certified=False)
    result_of(second, overall=5, is_certified=True)
    client, asked = sign_in(user), {"round": in_round.pk, "sort": "attempt"}
    standard = standard_of(in_round, 1).pk
    assert shown(client, **asked, kind="final", counted="yes") == [(2, "final")]
    assert shown(client, **asked, kind="draft", counted="yes") == [(1, "draft")]
    assert shown(client, **asked, quality=level_of(in_round, 3).pk) == [(1, "final")]
    assert shown(client, **asked, quality=level_of(in_round, 3).pk, standard=standard) == [(1, "draft")]
    assert shown(client, **asked, quality="none", standard=standard) == [(2, "final")]
    assert shown(client, **asked, certified="no") == [(1, "final")]
    assert shown(client, **asked, move=Move.UP) == [(1, "final")]
    assert shown(client, **asked, move=Move.DOWN, standard=standard) == [(1, "final")]
    assert shown(client, **asked, move=Move.UP, standard=standard) == []
    assert shown(client, **asked, again=Move.UP) == [(2, "final")]
