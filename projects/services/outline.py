"""Which lists of a proposal are filled and what hangs on a project, asked in one query."""

from django.db.models import Exists, OuterRef

from projects.models import (
    Activity,
    Amendment,
    BudgetLine,
    Commitment,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    ProjectPhoto,
    Rate,
    ResultReport,
    Risk,
    SignedCopy,
    Target,
    Transfer,
)
from qa_portal.core.prepared import prepared

ROWS_OF_LIST = {
    "groups": Project.groups.through.objects,
    "policy_links": PolicyLink.objects,
    "objectives": Objective.objects,
    "targets": Target.objects,
    "activities": Activity.objects,
    "lines": BudgetLine.objects,
    "funding": Funding.objects.exclude(amount_text=""),
    "risks": Risk.objects,
    "indicators": ProjectIndicator.objects,
    "evaluations": Evaluation.objects,
    "expected_results": ExpectedResult.objects,
}


BESIDE_PROPOSAL = {
    "signed_copies": SignedCopy.objects,
    "amendments": Amendment.objects,
    "commitments": Commitment.objects,
    "transfers": Transfer.objects,
    "photos": ProjectPhoto.objects,
    "result": ResultReport.objects,
}
BEYOND_FORM = ("risks", "indicators", "evaluations")  # lists that a form may leave out and a project fill all the same


def with_presence(projects):
    """Adds what Project.may_have asks: of what may hang on a project, most have little."""
    kinds = BESIDE_PROPOSAL | {name: ROWS_OF_LIST[name] for name in BEYOND_FORM}
    there = {f"has_{kind}": Exists(rows.filter(project=OuterRef("pk"))) for kind, rows in kinds.items()}
    rates = Rate.objects.filter(district=OuterRef("district"))
    return projects.annotate(**there, has_rates=Exists(rates))


def filled_lists(project, names=tuple(ROWS_OF_LIST)):
    """{name of a list: whether the project has a row of it}; of funding, whether an amount is stated."""
    if all(hasattr(project, f"has_{name}") for name in names):
        return {name: project.may_have(name) for name in names}
    [row] = _filled(project.pk, names=names)
    return dict(zip(names, row, strict=True))


@prepared
def _filled(project, *, names):
    there = [Exists(ROWS_OF_LIST[name].filter(project=OuterRef("pk"))) for name in names]
    return Project._base_manager.filter(pk=project).order_by().values_list(*there)
