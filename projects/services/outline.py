"""Which lists of a proposal are filled, asked in one query."""

from django.db.models import Exists, OuterRef

from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    Project,
    ProjectIndicator,
    Risk,
    Target,
)
from qa_portal.core.prepared import prepared

LISTS = {
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


def filled_lists(project, names=tuple(LISTS)):
    """{name of a list: whether the project has a row of it}; of funding, whether an amount is stated."""
    [row] = _filled(project.pk, names=names)
    return dict(zip(names, row, strict=True))


@prepared
def _filled(project, *, names):
    there = [Exists(LISTS[name].filter(project=OuterRef("pk"))) for name in names]
    return Project._base_manager.filter(pk=project).order_by().values_list(*there)
