"""External assessments with their results, recommendations and letters."""

from datetime import timedelta

from django.utils import timezone

from qa_portal.core.thai import to_be
from schools.models import Framework
from supervision.models import (
    AssessmentRound,
    Correspondence,
    ExternalAssessment,
    ImprovementPart,
    Recommendation,
    ResultPaper,
    ScoreBand,
    StandardResult,
)

from .core import person
from .schools import SchoolFactory

SCALE = {5: ("ดีมาก", 90), 4: ("ดี", 75), 3: ("พอใช้", 60), 2: ("ปรับปรุง", 50), 1: ("ปรับปรุงเร่งด่วน", 0)}


def scored_round(number=30, *, has_scores=True, district=None, code="TEST-ONESQA"):
    """A round of basic education with two standards and the five levels of SCALE, with bands where it has scores."""
    framework = Framework.objects.create(
        code=f"{code}-{number}", name="เกณฑ์สมมุติ", kind="assessor", level="basic", year=2569, in_force_from=2569
    )
    for value, (name, least) in SCALE.items():
        level = framework.levels.create(value=value, name=name)
        if has_scores:
            ScoreBand.objects.create(level=level, least_score=least)
    for standard in (1, 2):
        framework.standards.create(number=standard, name=f"มาตรฐานสมมุติ {standard}")
    return AssessmentRound.objects.create(
        district=district,
        number=number,
        name=f"รอบสมมุติ {number}",
        first_year=2567,
        last_year=2571,
        basic_framework=framework,
        has_scores=has_scores,
    )


def assessment_of(school=None, in_round=None, **kwargs):
    school = school or SchoolFactory(has_primary=True)
    facts = {"level": "basic", "noticed_on": timezone.localdate()} | kwargs
    return ExternalAssessment.objects.create(school=school, round=in_round or scored_round(), **facts)


def level_of(in_round, value):
    return in_round.basic_framework.levels.get(value=value)


def standard_of(in_round, number):
    return in_round.basic_framework.standards.get(number=number)


def result_of(assessment, kind="final", *, overall=None, standards=None, **facts):
    """A paper that states the level of these values overall and by {standard's number: value}."""
    in_round = assessment.round
    level = level_of(in_round, overall) if overall else None
    paper = ResultPaper.objects.create(assessment=assessment, kind=kind, level=level, **facts)
    for number, value in (standards or {}).items():
        StandardResult.objects.create(
            paper=paper, standard=standard_of(in_round, number), level=level_of(in_round, value)
        )
    return paper


def recommendation_of(assessment=None, **kwargs):
    assessment = assessment or assessment_of()
    facts = {"number": assessment.recommendations.count() + 1, "text": "ควรพัฒนาระบบประกันคุณภาพภายใน"} | kwargs
    return Recommendation.objects.create(assessment=assessment, **facts)


def planned_goal(assessment=None, **kwargs):
    """With all that the improvement needs to begin, except parts; `owner` is a supervisor of the district."""
    assessment = assessment or assessment_of()
    owner = kwargs.pop("owner", None) or person("supervisor", assessment.school.district)
    facts = {"goal": "มีระบบประกันคุณภาพภายในที่ใช้ได้จริง", "owner": owner, "due_on": timezone.localdate()} | kwargs
    return recommendation_of(assessment, **facts)


def part_of(recommendation, **kwargs):
    return ImprovementPart.objects.create(recommendation=recommendation, **({"what": "จัดทำคู่มือ"} | kwargs))


def letter_of(district, **kwargs):
    facts = {"direction": "in", "dated": timezone.localdate(), "subject": "ขอข้อมูลสถานศึกษา", "number": "สมศ 0001"}
    return Correspondence.objects.create(district=district, **(facts | kwargs))


def day(ago):
    """Of so many days ago."""
    return timezone.localdate() - timedelta(days=ago)


def as_typed_day(day):
    """21/11/2569, as the forms show and take it."""
    return f"{day.day:02}/{day.month:02}/{to_be(day.year)}"
