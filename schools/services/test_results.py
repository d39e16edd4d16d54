"""The national tests of a school's year (B12): which are expected, and saving them."""

from django.db import transaction

from schools.data.tests import TESTS
from schools.models import LEVEL_GRADES, Grade, School, TestResult

ORDER = {grade: place for place, grade in enumerate(Grade.values)}


def results_of(school, academic_year):
    """The rows of a year in the order of grades: those of the tests that the school's grades take, unsaved while
    nothing was recorded, and whatever else was recorded."""
    there = {_key(row): row for row in school.test_results.filter(academic_year=academic_year)}
    wanted = [key for key in TESTS if key[1] in grades_of(school)]
    rows = [there.pop(key, None) or _blank(school, academic_year, key) for key in wanted]
    return sorted([*rows, *there.values()], key=lambda row: ORDER[row.grade])


def grades_of(school):
    return {grade for level, grades in LEVEL_GRADES.items() if getattr(school, level) for grade in grades}


def _key(row):
    return row.test, row.grade, row.subject


def _blank(school, academic_year, key):
    test, grade, subject = key
    return TestResult(school=school, academic_year=academic_year, test=test, grade=grade, subject=subject)


def means_before(school, academic_year):
    """{(test, grade, subject): mean} of the year before."""
    rows = school.test_results.filter(academic_year=academic_year - 1).exclude(mean=None)
    return {_key(row): row.mean for row in rows}


@transaction.atomic
def save_results(school, results, *, by):
    """Save [(TestResult, (takers, mean, passed_half))]; a row of three blanks is not kept."""
    School.objects.select_for_update().get(pk=school.pk)
    for row, figures in results:
        if figures == (row.takers, row.mean, row.passed_half):
            continue
        row.takers, row.mean, row.passed_half = figures
        if any(value is not None for value in figures):
            row.save(by=by)
        elif row.pk:
            row.delete(by=by)
