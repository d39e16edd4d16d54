"""The results of one external assessment: the papers side by side, what does not fit, what the final one changed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.differences import pieces
from schools.models import Standard
from schools.reports.changes import Change
from supervision.checks.scores import bands_of, score_differences
from supervision.models import AssessmentState, ExternalAssessment, ResultKind, StandardResult

CERTIFIED = {True: gettext_lazy("Certified"), False: gettext_lazy("Not certified"), None: ""}
TEXTS = ("strengths", "to_develop")


@dataclass(frozen=True)
class Said:
    """One paper with its standards, and the sentences about what does not fit on it."""

    paper: object
    rows: dict[int, StandardResult]
    differences: list[str]

    def of(self, standard):
        return self.rows.get(standard.pk)


@dataclass(frozen=True)
class Results:
    papers: list[Said]
    standards: list[Standard]
    has_scores: bool
    missing: list[tuple[str, str]]  # (kind, its word) of the papers that did not come yet

    @property
    def lines(self):
        """(standard, [(kind of paper in words, what it says of the standard)])."""
        kinds = [(said.paper.get_kind_display(), said) for said in self.papers]
        return [(standard, [(kind, said.of(standard)) for kind, said in kinds]) for standard in self.standards]

    @property
    def differences(self):
        return [(said.paper, sentence) for said in self.papers for sentence in said.differences]

    @property
    def changes(self):
        """What the final paper says otherwise than the draft, item by item; None where one of the two is missing."""
        kinds = {said.paper.kind: said for said in self.papers}
        draft, final = kinds.get(ResultKind.DRAFT), kinds.get(ResultKind.FINAL)
        return list(changes_between(draft, final, self.standards)) if draft and final else None


def results_of(assessment, user):
    """What templates/supervision/assessment_results.html shows. Context: results, may_keep_results."""
    editable = ExternalAssessment.objects.editable_by(user)
    return {
        "results": read_results(assessment),
        "may_keep_results": editable.exclude(state=AssessmentState.CANCELLED).filter(pk=assessment.pk).exists(),
    }


def read_results(assessment):
    framework = assessment.framework
    papers = assessment.result_papers.select_related("level", "stored")
    said = {paper.kind: paper for paper in papers.prefetch_related("standards__level", "standards__standard")}
    bands = bands_of(framework) if assessment.round.has_scores else []
    return Results(
        papers=[_said(said[kind], bands) for kind in ResultKind if kind in said],
        standards=list(framework.standards.all()) if framework else [],
        has_scores=assessment.round.has_scores,
        missing=[(kind.value, kind.label) for kind in ResultKind if kind not in said],
    )


def _said(paper, bands):
    rows = list(paper.standards.all())
    sentences = [found.sentence for found in score_differences(paper, rows, bands)]
    return Said(paper, {row.standard_id: row for row in rows}, sentences)


def changes_between(draft, final, standards):
    yield from _changed(_("Overall level"), _level(draft.paper), _level(final.paper))
    yield from _changed(_("Overall score"), _score(draft.paper), _score(final.paper))
    yield from _changed(_("Certification"), *(str(CERTIFIED[said.paper.is_certified]) for said in (draft, final)))
    for standard in standards:
        old, new = draft.of(standard), final.of(standard)
        yield from _changed(str(standard), _level(old), _level(new))
        yield from _changed(_("%(standard)s, score") % {"standard": standard}, _score(old), _score(new))
    for name in TEXTS:
        yield from _reworded(draft.paper, final.paper, name)


def _changed(label, old, new):
    if old != new:
        yield Change(label, old or "–", new or "–")


def _reworded(draft, final, name):
    old, new = getattr(draft, name), getattr(final, name)
    if old != new:
        yield Change(draft._meta.get_field(name).verbose_name, old, new, tuple(pieces(old, new)))


def _level(row):
    return row.level.name if row and row.level else ""


def _score(row):
    return "" if row is None or row.score is None else str(row.score)
