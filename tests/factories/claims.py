"""What schools claim and what was seen of it, with levels given: counting is tested here, not the way to a state."""

from datetime import UTC, date, datetime

from schools.models import Cycle, Framework, Indicator, Sar, StandardMatch, StandardSection, Target, TargetSheet
from supervision.models import (
    Answer,
    AssessmentRound,
    ExternalAssessment,
    ResultPaper,
    StandardLink,
    StandardResult,
    Visit,
)

from .core import person
from .supervision import InstrumentFactory

YEAR = 2568
IN_YEAR = date(2025, 8, 1)
NOON = datetime(2025, 8, 5, 5, tzinfo=UTC)


def framework_of(code="BASIC-2561"):
    return Framework.objects.get(code=code)


def new_framework(code, levels, standards=2, kind="school"):
    """A framework of basic education: `levels` {value: name}, each standard with one item."""
    framework = Framework.objects.create(code=code, name=code, kind=kind, level="basic", year=2569, in_force_from=2569)
    for value, name in levels.items():
        framework.levels.create(value=value, name=name)
    for number in range(1, standards + 1):
        standard = framework.standards.create(number=number, name=f"มาตรฐาน {number}")
        Indicator.objects.create(standard=standard, position=1, code=f"{number}.1", name="ประเด็น")
    return framework


def standard_of(framework, number):
    return framework.standards.get(number=number)


def say(school, values, *, year=YEAR, state="accepted", framework=None):
    """The school's SAR of basic education in a state, with {standard's number: level's value}."""
    framework = framework or framework_of()
    days = {"opens_on": date(2026, 3, 1), "due_on": date(2026, 4, 30)}
    cycle, _ = Cycle.objects.get_or_create(district=school.district, academic_year=year, defaults=days)
    facts = {"framework": framework, "level": "basic", "state": state, "handed_in_on": date(2026, 4, 1)}
    sar = Sar.objects.create(cycle=cycle, school=school, **facts)
    for number, value in values.items():
        level = framework.levels.get(value=value) if value is not None else None
        StandardSection.objects.create(sar=sar, standard=standard_of(framework, number), level=level)
    return sar


def aim(school, values, *, state="announced"):
    framework = framework_of()
    stamps = {"announced_at": NOON, "announced_by": person("school_head", school.district)} if state != "draft" else {}
    facts = {"school": school, "academic_year": YEAR, "level": "basic", "framework": framework}
    sheet = TargetSheet.objects.create(state=state, **facts, **stamps)
    for number, value in values.items():
        level = framework.levels.get(value=value)
        Target.objects.create(sheet=sheet, standard=standard_of(framework, number), level=level)
    return sheet


def form_about(standards, *, scale=range(1, 6), **kwargs):
    """An instrument with one rated item for each standard of the list, of a scale of these points."""
    instrument = InstrumentFactory(**kwargs)
    for value in scale:
        instrument.levels.create(value=value, word=f"ระดับ {value}", least_mean=value)
    section = instrument.sections.create(position=1, title="ด้าน")
    for position, standard in enumerate(standards, 1):
        looks_at = standard.indicators.first()
        section.items.create(position=position, number=f"1.{position}", text="รายการ", indicator=looks_at)
    return instrument


def see(school, instrument, values, *, day=IN_YEAR, state="reported"):
    """A visit whose items were answered in their order with these points; None: not applicable."""
    reporter = person("supervisor", school.district)
    stamps = {"reported_at": NOON, "reported_by": reporter} if state in {"reported", "acknowledged"} else {}
    stamps |= {"acknowledged_at": NOON, "acknowledged_by": reporter} if state == "acknowledged" else {}
    visit = Visit.objects.create(school=school, planned_on=day, instrument=instrument, state=state, **stamps)
    items = instrument.sections.get().items.order_by("position")
    for item, value in zip(items, values, strict=True):
        level = None if value is None else instrument.levels.get(value=value)
        Answer.objects.create(visit=visit, item=item, level=level, not_applicable=value is None)
    return visit


def round_of(district, number, framework):
    years = {"first_year": 2567, "last_year": 2571}
    return AssessmentRound.objects.create(
        district=district, number=number, name=f"รอบที่ {number}", basic_framework=framework, **years
    )


def assess(school, round_, values, *, kind="final", state="final", attempt=1):
    """A result paper with {assessor's standard's number: level's value}."""
    facts = {"level": "basic", "state": state, "attempt": attempt, "noticed_on": IN_YEAR}
    assessment = ExternalAssessment.objects.create(school=school, round=round_, **facts)
    paper = ResultPaper.objects.create(assessment=assessment, kind=kind)
    for number, value in values.items():
        level = round_.basic_framework.levels.get(value=value)
        StandardResult.objects.create(paper=paper, standard=standard_of(round_.basic_framework, number), level=level)
    return assessment


def link(assessor_standard, school_standard):
    return StandardLink.objects.create(assessor_standard=assessor_standard, school_standard=school_standard)


def match(older, newer, standards, levels):
    """Standards by their numbers, {older: newer}, and levels by their values."""
    for old, new in standards:
        StandardMatch.objects.create(older=standard_of(older, old), newer=standard_of(newer, new))
    for old, new in levels.items():
        older.levels.get(value=old).continued_by.create(newer=newer.levels.get(value=new))
