"""Part 1 of a report: the school's figures of this year and last, and its national tests; for pages and documents."""

from schools.models import EducationLevel
from schools.reports.registry import pupil_table
from schools.services.test_results import means_before, results_of


def school_data(sar):
    """{"years": figures of this year and last, "tests": [(result, last year's mean)]}."""
    return {"years": years(sar), "tests": tests_taken(sar)}


def years(sar):
    return [_figures(sar.school, year) for year in (sar.academic_year, sar.academic_year - 1)]


def _figures(school, year):
    figures = school.figures.filter(academic_year=year).first()
    return {"year": year, "figures": figures, "table": pupil_table(figures) if figures else None}


def has_tests(sar):
    return sar.level == EducationLevel.BASIC


def tests_taken(sar):
    if not has_tests(sar):
        return []
    before = means_before(sar.school, sar.academic_year)
    taken = [row for row in results_of(sar.school, sar.academic_year) if row.pk]
    return [(row, before.get((row.test, row.grade, row.subject))) for row in taken]
