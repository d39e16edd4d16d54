"""What supervision saw of one school, all years together: its visits that were reported, with the score of each, what
was found, and what became of the promises. Page and papers show this one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.models import AgreedAction, Finding, FindingKind, Outcome, RecheckVerdict, Visit, whole_scores
from supervision.models.visit import SENT


@dataclass(frozen=True)
class SchoolHistory:
    school: object
    visits: list  # the newest first, each with its `score` (Score or None)
    findings: list
    promises: list

    @property
    def outcomes(self):
        """(word, how many) of the promises, by how they were kept."""
        counts = [sum(1 for row in self.promises if row.outcome == outcome) for outcome in Outcome.values]
        return list(zip(Outcome.labels, counts, strict=True))

    @property
    def scored(self):
        """The visits that have a mean, the oldest first: what a chart of them shows."""
        return [visit for visit in reversed(self.visits) if visit.score and visit.score.count]


def school_history(school, user):
    """As this user may see it; as many queries whatever the number of visits."""
    rows = Visit.objects.visible_to(user).filter(school=school, state__in=SENT)
    visits = list(rows.with_lead().select_related("instrument").order_by("-held_on", "-pk"))
    scores = whole_scores(visits)
    for visit in visits:
        visit.score = scores.get(visit.pk)
    findings = Finding.objects.filter(visit__in=visits).with_last_look().select_related("visit", "category", "standard")
    promises = AgreedAction.objects.filter(visit__in=visits).with_outcome().select_related("visit", "owner")
    history = SchoolHistory(
        school,
        visits,
        list(findings.order_by("-visit__held_on", "number")),
        list(promises.order_by("-due_on", "pk")),
    )
    for row in history.findings:
        row.last_look_label = _look(row)
    for row in history.promises:
        row.outcome_label = Outcome(row.outcome).label
    return history


def _look(finding):
    if finding.last_look:
        return RecheckVerdict(finding.last_look).label
    return "–" if finding.kind == FindingKind.STRENGTH else _("Not looked at again yet")
