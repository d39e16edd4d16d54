"""Whether the figures of a national test can be right (B12)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from schools.services.test_results import means_before

BIG_CHANGE = 20  # points of the mean from one year to the next


def impossible(takers, mean, passed_half):
    """(figure, sentence) of why three figures of one test cannot all be right, or None. A pupil has 0 to 100 points."""
    if passed_half is not None and takers is None:
        return "takers", _("Type how many pupils took the test.")
    if mean is not None and takers == 0:
        return "mean", _("Nobody took the test, so there is no mean score.")
    if passed_half is None or takers is None:
        return None
    if passed_half > takers:
        return "passed_half", _("More pupils reached 50 per cent than took the test.")
    sentence = "" if mean is None or not takers else _of_mean(takers, mean, passed_half)
    return ("mean", sentence) if sentence else None


def _of_mean(takers, mean, passed_half):
    """The mean lies between its bounds: those who reached half have 50 to 100 points, the others 0 to 50."""
    lowest = Decimal(50 * passed_half) / takers
    highest = (Decimal(100 * passed_half) + 50 * (takers - passed_half)) / takers
    if lowest - Decimal("0.01") <= mean <= highest + Decimal("0.01"):
        return ""
    facts = {"lowest": f"{lowest:.2f}", "highest": f"{highest:.2f}", "passed": passed_half, "takers": takers}
    sentence = _("With %(passed)s of %(takers)s pupils at half the points, the mean is from %(lowest)s to %(highest)s.")
    return sentence % facts


def doubts(school, academic_year, results):
    """[(TestResult, sentence)]: what may be right and should be looked at again."""
    figures = school.figures.filter(academic_year=academic_year).first()
    pupils = {grade: boys + girls for grade, (boys, girls, _rooms) in figures.by_grade().items()} if figures else {}
    before = means_before(school, academic_year)
    for row in results:
        if row.takers is not None and row.grade in pupils and row.takers > pupils[row.grade]:
            facts = {"takers": row.takers, "pupils": pupils[row.grade]}
            yield row, _("%(takers)s took it, but the grade has %(pupils)s pupils.") % facts
        old = before.get((row.test, row.grade, row.subject))
        if row.mean is not None and old is not None and abs(row.mean - old) >= BIG_CHANGE:
            yield row, _("Last year's mean was %(mean)s: is this one right?") % {"mean": old}
