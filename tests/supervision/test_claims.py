"""What schools claim laid beside what was seen (F40)."""

from datetime import date

import pytest

from schools.models import School
from supervision.reports.claims import DIRECTIONS, claims, direction_of, words
from tests.factories.claims import (
    YEAR,
    aim,
    assess,
    form_about,
    framework_of,
    link,
    match,
    new_framework,
    round_of,
    say,
    see,
    standard_of,
)
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db

FOUR = {4: "ดีเยี่ยม", 3: "ดี", 2: "พอใช้", 1: "ปรับปรุง"}
TWO = {1: "ตามเกณฑ์", 0: "ไม่ตามเกณฑ์"}


@pytest.fixture
def school():
    return SchoolFactory()


def rows_of(school, **how):
    return list(claims(School.objects.filter(pk=school.pk), YEAR, **how))


def figures(school, *names, **how):
    """{standard's number: these figures of its line}."""
    names = names or ("own", "seen", "external", "difference")
    return {row.standard_number: tuple(getattr(row, name) for name in names) for row in rows_of(school, **how)}


def standards(*numbers):
    return [standard_of(framework_of(), number) for number in numbers]


def test_claims_are_one_line_a_standard_of_the_report(school):
    sar = say(school, {1: 5, 2: 4, 3: None})
    rows = rows_of(school)
    assert [(row.pk, row.standard_id, row.standard_number, row.own) for row in rows] == [
        (sar.pk, standard.pk, standard.number, own)
        for standard, own in zip(standards(1, 2, 3), (5, 4, None), strict=True)
    ]
    assert [(row.lowest, row.highest) for row in rows] == [(1, 5)] * 3
    assert [words(row, row.own) for row in rows] == ["5 ยอดเยี่ยม", "4 ดีเลิศ", ""]


def test_claim_above_what_supervisors_saw(school):
    say(school, {1: 5, 2: 4, 3: 3})
    see(school, form_about(standards(1, 1, 1, 2)), [3, 3, 4, 4])
    assert figures(school) == {1: (5, 3.33, None, 1.67), 2: (4, 4.0, None, 0.0), 3: (3, None, None, None)}


def test_claim_below_what_supervisors_saw(school):
    say(school, {1: 2, 2: 4, 3: 4})
    see(school, form_about(standards(1, 1)), [5, 4])
    assert figures(school)[1] == (2, 4.5, None, -2.5)


def test_scales_are_compared_as_shares_of_themselves(school):
    """3 of 1–4 is two thirds of the way: 1 + 2/3 × 4 = 3.67 on the school's scale of 1–5."""
    say(school, {1: 5, 2: 5, 3: 5})
    see(school, form_about(standards(1), scale=range(1, 5)), [3])
    see(school, form_about(standards(2), scale=range(4)), [1])
    see(school, form_about(standards(3), scale=[2]), [2])
    assert figures(school) == {1: (5, 3.67, None, 1.33), 2: (5, 2.33, None, 2.67), 3: (5, None, None, None)}


def test_visits_of_one_year_are_one_mean_whatever_their_instruments(school):
    """4 of 1–5 is 75%, 1 of 0–3 is 33.33%: on average 54.17%, which is 3.17."""
    say(school, {1: 5})
    see(school, form_about(standards(1)), [4])
    see(school, form_about(standards(1), scale=range(4)), [1], state="acknowledged")
    assert figures(school)[1] == (5, 3.17, None, 1.83)


def test_only_rated_answers_of_reported_visits_of_the_year_count(school):
    say(school, {1: 5})
    form = form_about(standards(1, 1))
    see(school, form, [3, None])
    see(school, form, [1, 1], state="done")
    see(school, form, [1, 1], day=date(2024, 8, 1))
    see(SchoolFactory(district=school.district), form, [1, 1])
    assert figures(school)[1] == (5, 3.0, None, 2.0)


def test_own_level_is_said_only_while_the_report_is_at_the_office(school):
    say(school, {1: 5}, state="returned")
    see(school, form_about(standards(1)), [3])
    assert figures(school)[1] == (None, 3.0, None, None)
    head = school_person("school_head", school)
    assert figures(school, reader=head)[1] == (5, 3.0, None, 2.0)
    other = school_person("school_head", SchoolFactory(district=school.district))
    assert figures(school, reader=other)[1] == (None, 3.0, None, None)


def test_report_not_begun_has_its_lines(school):
    say(school, {}, state="expected")
    see(school, form_about(standards(2)), [3])
    assert figures(school) == {
        1: (None, None, None, None),
        2: (None, 3.0, None, None),
        3: (None, None, None, None),
    }


def test_target_is_the_announced_one(school):
    say(school, {1: 5})
    aim(school, {1: 4, 3: 3})
    assert figures(school, "target") == {1: (4,), 2: (None,), 3: (3,)}


def test_target_being_written_is_none(school):
    say(school, {1: 5})
    aim(school, {1: 4}, state="draft")
    assert figures(school, "target")[1] == (None,)


# ---------------------------------------------------------------- the year before


def test_last_year_is_that_of_the_same_framework(school):
    say(school, {1: 5, 2: 3})
    say(school, {1: 4, 2: 2, 3: 1}, year=YEAR - 1)
    say(school, {1: 1}, year=YEAR - 2)
    assert figures(school, "own", "last") == {1: (5, 4), 2: (3, 2), 3: (None, 1)}


def test_last_year_is_carried_over_a_change_of_the_framework(school):
    """Standards 1 and 2 go on as one, which has the lower of their levels: 3 of the older is 2 of the newer."""
    older, newer = framework_of(), new_framework("BASIC-2569", FOUR)
    match(older, newer, [(1, 1), (2, 1)], {5: 4, 4: 3, 3: 2})
    say(school, {1: 5, 2: 3, 3: 5}, year=YEAR - 1)
    say(school, {1: 4, 2: 4}, framework=newer)
    assert figures(school, "own", "last") == {1: (4, 2), 2: (4, None)}
    assert [words(row, row.last) for row in rows_of(school)] == ["2 พอใช้", ""]


def test_what_was_seen_of_a_matched_standard_was_seen_of_the_newer(school):
    older, newer = framework_of(), new_framework("BASIC-2569", FOUR)
    match(older, newer, [(1, 1), (2, 1)], {5: 4})
    say(school, {1: 4, 2: 4}, framework=newer)
    see(school, form_about(standards(1, 2, 3)), [3, 5, 1])
    assert figures(school) == {1: (4, 3.25, None, 0.75), 2: (4, None, None, None)}


def test_what_was_seen_by_a_newer_form_was_seen_of_the_older_standard(school):
    older, newer = framework_of(), new_framework("BASIC-2569", FOUR)
    match(older, newer, [(1, 2)], {5: 4})
    say(school, {1: 5})
    see(school, form_about([standard_of(newer, 2)]), [2])
    assert figures(school)[1] == (5, 2.0, None, 3.0)


# ---------------------------------------------------------------- external results


@pytest.fixture
def ninth(school):
    """A round of four levels whose standard 1 speaks of the school's 1 and 2, and whose 2 speaks of 2."""
    framework = new_framework("ONESQA-9", FOUR, kind="assessor")
    for assessor, own in ((1, 1), (1, 2), (2, 2)):
        link(standard_of(framework, assessor), standard_of(framework_of(), own))
    return round_of(school.district, 9, framework)


def test_external_result_is_laid_on_the_schools_scale(school, ninth):
    """2 of 1–4 is a third: 2.33. Of two standards that speak of the same one the lower counts."""
    say(school, {1: 4, 2: 4, 3: 4})
    assess(school, ninth, {1: 2, 2: 1})
    names = ("own", "external", "external_name", "difference")
    assert figures(school, *names) == {
        1: (4, 2.33, "พอใช้", 1.67),
        2: (4, 1.0, "ปรับปรุง", 3.0),
        3: (4, None, None, None),
    }


def test_newest_final_result_counts(school, ninth):
    say(school, {1: 4})
    assess(school, ninth, {1: 1})
    newest = assess(school, ninth, {1: 4}, attempt=2)
    assess(school, ninth, {1: 1}, kind="draft", state="draft", attempt=3)
    assess(school, ninth, {1: 1}, state="cancelled", attempt=4)
    assess(school, round_of(school.district, 8, ninth.basic_framework), {1: 1})
    assess(SchoolFactory(district=school.district), ninth, {1: 1})
    assert figures(school)[1] == (4, None, 5.0, -1.0)
    assert rows_of(school)[0].external_id == newest.result_papers.get().standards.get().pk


def test_yes_or_no_of_the_assessors_is_the_top_or_the_bottom(school):
    framework = new_framework("ONESQA-10", TWO, kind="assessor")
    link(standard_of(framework, 1), standards(1)[0])
    link(standard_of(framework, 2), standards(2)[0])
    say(school, {1: 4, 2: 4})
    assess(school, round_of(school.district, 10, framework), {1: 1, 2: 0})
    assert figures(school) == {1: (4, None, 5.0, -1.0), 2: (4, None, 1.0, 3.0), 3: (None, None, None, None)}


def test_difference_is_against_the_lower_of_both_or_the_one_asked_for(school, ninth):
    say(school, {1: 4})
    see(school, form_about(standards(1)), [3])
    assess(school, ninth, {1: 2})
    assert figures(school)[1] == (4, 3.0, 2.33, 1.67)
    assert figures(school, against="visits")[1] == (4, 3.0, 2.33, 1.0)
    assert figures(school, against="assessors")[1] == (4, 3.0, 2.33, 1.67)


# ---------------------------------------------------------------- asking


@pytest.mark.parametrize(
    ("points", "difference", "direction"),
    [(4, 1.0, "more"), (5, 0.0, "same"), (None, None, "none")],
)
def test_directions_say_the_same_in_sql(school, points, difference, direction):
    say(school, {1: 5})
    see(school, form_about(standards(1)), [points])
    first = claims(School.objects.filter(pk=school.pk), YEAR).filter(standard_number=1)
    assert first.get().difference == difference
    assert [key for key, rule in DIRECTIONS.items() if first.filter(rule).exists()] == [direction]
    assert direction_of(difference) == direction


@pytest.mark.parametrize(
    ("difference", "direction"), [(0.5, "more"), (0.49, "same"), (-0.49, "same"), (-0.5, "less"), (None, "none")]
)
def test_half_a_level_is_a_direction(difference, direction):
    assert direction_of(difference) == direction


def test_claims_are_three_queries_whatever_the_number_of_schools(django_assert_num_queries):
    first = SchoolFactory()
    schools = [first, *(SchoolFactory(district=first.district) for _ in range(2))]
    form = form_about(standards(1, 2))
    for school in schools:
        say(school, {1: 5, 2: 4, 3: 3})
        see(school, form, [3, 3])
    for count in (1, 3):
        asked = School.objects.filter(pk__in=[school.pk for school in schools[:count]])
        with django_assert_num_queries(3):
            assert len([(row.school.network, words(row, row.own)) for row in claims(asked, YEAR)]) == 3 * count
