"""A stated level beside the level that the stated score reaches by the round's bands (B6). Both stay as stated."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from schools.models import QualityLevel
from supervision.models import ScoreBand


@dataclass(frozen=True)
class ScoreDifference:
    """A level that does not fit its score; `subject` is what both were given to."""

    subject: str
    level: QualityLevel
    score: Decimal
    fitting: QualityLevel

    @property
    def sentence(self):
        facts = {"subject": self.subject, "level": self.level.name, "score": self.score, "fitting": self.fitting.name}
        sentence = _("%(subject)s: the level is stated as “%(level)s”, but the score %(score)s is “%(fitting)s”.")
        return sentence % facts


def bands_of(framework):
    """The score bands of a framework's scale, the highest first; empty where the round has no scores."""
    return list(ScoreBand.objects.filter(level__framework=framework).select_related("level").order_by("-least_score"))


def level_reached(score, bands):
    """The level that a score reaches, or None where the bands say nothing of it."""
    return next((band.level for band in bands if score is not None and score >= band.least_score), None)


def score_differences(paper, standards, bands):
    """What on a paper does not fit, `standards` being its StandardResults: the whole first."""
    stated = [(_("Overall"), paper), *((str(row.standard), row) for row in standards)]
    found = [(subject, row, level_reached(row.score, bands)) for subject, row in stated]
    return [
        ScoreDifference(subject, row.level, row.score, fitting)
        for subject, row, fitting in found
        if row.level and fitting and fitting != row.level
    ]
