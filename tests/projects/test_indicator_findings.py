"""What is doubtful about indicators is said in one sentence at its place (A12-05, A12-07, A12-09)."""

import pytest
from django.utils.translation import override

from projects.checks.indicators import alike, findings, goal, repeats
from projects.models import ProjectIndicator, Target
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


def indicator(project, text, target_text="", value=None, unit=""):
    order = project.indicators.count() + 1
    values = {"text": text, "target_text": target_text, "target_value": value, "unit": unit}
    return ProjectIndicator.objects.create(project=project, order=order, **values)


def kinds(project):
    return [(finding.kind, finding.where) for finding in findings(project)]


def test_indicators_of_the_seed_show_their_four_differences(world):
    """S001 as it is: no number (1), a count with a percentage (5), 80% against 100% (9), 200 against 100 (3)."""
    project = ProjectIndicator.objects.filter(unit="ร้อยละ", project__district=world.district).first().project
    place = {f"indicator-{row.pk}": number for number, row in enumerate(project.indicators.order_by("order"), 1)}
    found = [(place[finding.where], finding.kind) for finding in findings(project)]
    assert found == [(1, "no_target"), (5, "unit"), (9, "two_targets"), (3, "target")]
    with override("en"):
        said = {place[finding.where]: finding.sentence for finding in findings(project)}
    assert said[9] == "The target here is 100%, but 80% at “จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี”."
    assert said[3].startswith("The target here is 100 คน, but 200 คน in the target “")


@pytest.mark.parametrize(
    ("text", "target_text", "value", "expected"),
    [
        ("จำนวนผู้เข้าประชุม", "", None, True),
        ("จำนวนผู้เข้าประชุม", "จำนวน ผู้เข้าประชุม", None, True),
        ("จำนวนผู้เข้าประชุม", "20 คน", None, False),
        ("จำนวนผู้เข้าประชุม", "", 20, False),
        ("ร้อยละของโรงเรียน", "ทุกโรงเรียน", None, False),
        ("สื่อมีคุณภาพ", "ผู้เชี่ยวชาญรับรอง", None, False),
    ],
)
def test_indicator_without_a_target_value_is_pointed_out(project, text, target_text, value, expected):
    row = indicator(project, text, target_text, value)
    assert (("no_target", row.where) in kinds(project)) is expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("จำนวนสถานศึกษา", "ร้อยละ", True),
        ("จำนวนสถานศึกษา", "โรงเรียน", False),
        ("ร้อยละของสถานศึกษา", "โรงเรียน", True),
        ("ร้อยละของสถานศึกษา", "%", False),
        ("สถานศึกษาที่ผ่าน", "ร้อยละ", False),
    ],
)
def test_count_against_percentage_is_pointed_out(project, text, unit, expected):
    row = indicator(project, text, value=80, unit=unit)
    assert (("unit", row.where) in kinds(project)) is expected


def test_target_of_another_unit_is_another_thing(project):
    indicator(project, "จำนวนผู้ประเมินที่ได้รับการพัฒนา", value=100, unit="คน")
    Target.objects.create(project=project, text="พัฒนาผู้ประเมิน", value=2, unit="วัน")
    assert kinds(project) == []


def test_goal_is_the_only_number_of_the_words(project):
    assert goal(indicator(project, "ก", "ร้อยละ ๘๐")) == 80
    assert goal(indicator(project, "ก", "80 คน ใน 3 วัน")) is None


def test_words_that_only_repeat_are_found_blanks_aside():
    assert repeats(" สถานศึกษา ทุกแห่ง\n", "x", "สถานศึกษาทุกแห่ง")
    assert not repeats("", "")
    assert not repeats("ครบ 71 แห่ง", "ทุกแห่ง")


def test_schools_alone_make_no_two_texts_alike():
    assert not alike("ร้อยละของสถานศึกษา", "จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี")
    assert not alike("สถานศึกษามีมาตรฐาน", "สถานศึกษามีวิธีปฏิบัติที่ดี")
