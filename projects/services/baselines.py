"""What was approved is kept whole, and each budget line keeps what it may spend."""

from simple_history.utils import bulk_update_with_history

from projects.checks.budget import read_budget
from projects.models import Baseline, BudgetLine
from projects.services import snapshot


def freeze(project, *, by, amendment=None):
    """Keep what the project says now as its next approved version; its money is what its lines come to (baht). The
    caller saves the project."""
    project.approved_amount = read_budget(project, with_money=False).total or 0
    lines = list(project.lines.all())
    for line in lines:
        line.approved_amount = line.amount or 0
    bulk_update_with_history(lines, BudgetLine, ["approved_amount"], default_user=by)
    return _keep(project, by=by, amendment=amendment)


def keep_first(project, *, by):
    """What an approved project says before its first amendment, where it was approved before versions were kept. Its
    money stays as it is."""
    if not project.baselines.exists():
        _keep(project, by=project.approved_by or by)


def _keep(project, *, by, amendment=None):
    return Baseline.objects.create(
        project=project,
        amendment=amendment,
        number=project.baselines.count(),
        content=snapshot.take(project),
        amount=project.approved_amount,
        made_by=by,
    )
