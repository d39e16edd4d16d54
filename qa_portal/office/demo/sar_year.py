"""What stands around the demo's reports: targets and own standards, yearly steps, national tests, words on the school.
Everything is invented; each row is written in the name of the person whose work it is."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from simple_history.utils import bulk_create_with_history

from qa_portal.core.thai import academic_year_range
from schools.models import OwnStandard, SchoolStep, Target, TestResult
from schools.services.expected import taught_levels
from schools.services.steps import step_set_of
from schools.services.targets import announce_sheet, begin_sheet
from schools.services.test_results import results_of

from .sar_words import OVERVIEW, OWN_STANDARD, STEP_NOTES, STEP_PEOPLE, TARGET_WORDS

OWN_EVERY = 3  # every third school has a standard of its own
STEPS_DONE = {"expected": 4, "drafting": 6}  # in the others all but the last
RUNNING_DONE = 4  # of the year that runs now


def surround(world, school, number, year, standing):
    """Everything of one school's year but its reports and their evidence."""
    teacher, head = world.people[f"teacher{number}"], world.people[f"head{number}"]
    for level in sorted(taught_levels(school)):
        announce_targets(school, number, year, level, by=head)
    record_steps(school, year, done=STEPS_DONE.get(standing, 8), by=teacher)
    record_steps(school, year + 1, done=RUNNING_DONE, by=teacher)
    for each in (year - 1, year):
        record_tests(school, each, by=teacher)


def announce_targets(school, number, year, level, *, by):
    sheet = begin_sheet(school, academic_year=year, level=level, by=by)
    quality = {row.value: row for row in sheet.framework.levels.all()}
    chance = Random(f"target-{number}-{level}")  # noqa: S311  plausible, not secret
    chosen = [(standard, chance.choice((3, 4, 4))) for standard in sheet.framework.standards.all()]
    targets = [
        Target(sheet=sheet, standard=standard, level=quality[value], words=TARGET_WORDS[value])
        for standard, value in chosen
    ]
    bulk_create_with_history(targets, Target, default_user=by)
    if number % OWN_EVERY == 0:
        own = OwnStandard(sheet=sheet, number=1, target_level=quality[4], **OWN_STANDARD)
        bulk_create_with_history([own], OwnStandard, default_user=by)
    day = academic_year_range(year)[0] - timedelta(days=10)
    announce_sheet(sheet, order_number=f"{number}/{year}", announced_on=day, by=by)


def record_steps(school, year, *, done, by):
    """The first `done` steps of the year are done, the next is under way."""
    first_day = academic_year_range(year)[0]
    steps = step_set_of(school.district_id, year).steps.all()[: done + 1]
    rows = []
    for place, step in enumerate(steps):
        begun = first_day + timedelta(days=30 * place)
        rows.append(
            SchoolStep(
                school=school,
                academic_year=year,
                step=step,
                begun_on=begun,
                done_on=begun + timedelta(days=25) if place < done else None,
                people=STEP_PEOPLE,
                note=STEP_NOTES[place % len(STEP_NOTES)],
            )
        )
    bulk_create_with_history(rows, SchoolStep, default_user=by)


def record_tests(school, year, *, by):
    """Plausible results of the tests that the school's pupils take."""
    figures = school.figures.filter(academic_year=year).first()
    pupils = {grade: boys + girls for grade, (boys, girls, _rooms) in figures.by_grade().items()} if figures else {}
    rows = [row for row in results_of(school, year) if pupils.get(row.grade)]
    for row in rows:
        chance = Random(f"{school.moe_code}-{year}-{row.grade}-{row.subject}")  # noqa: S311  plausible, not secret
        row.takers = pupils[row.grade]
        row.passed_half = round(row.takers * chance.uniform(0.3, 0.6))
        share = Decimal(row.passed_half) / row.takers
        row.mean = (share * 65 + (1 - share) * 38).quantize(Decimal("0.01"))
    bulk_create_with_history(rows, TestResult, default_user=by)


def overview_of(school):
    return OVERVIEW.format(school=school.name, tambon=school.tambon, amphoe=school.amphoe)
