"""Writes that touch several rows of a project."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects import snapshot
from projects.models import Expense, Project, ProjectState
from qa_portal.core.thai import format_baht
from qa_portal.core.workflow import Refused


@transaction.atomic
def record_expense(project, *, amount, by, line=None, activity=None, paid_on=None, document_number="", note=""):
    """Write one row into the ledger of a running project. Raises Refused when the money is not there."""
    project = _spendable(project, by)
    activity = activity or (line.activity if line else None)
    _check_belongs(project, line, activity)
    _check_balance(project, line, amount)
    extra = {"paid_on": paid_on} if paid_on else {}
    return Expense.objects.create(
        project=project,
        activity=activity,
        line=line,
        amount=amount,
        document_number=document_number,
        note=note,
        recorded_by=by,
        **extra,
    )


@transaction.atomic
def reverse_expense(expense, *, by, note):
    """Take an expense back with a row of the opposite amount. Raises Refused when that has been done already."""
    project = _spendable(expense.project, by)
    expense = Expense.objects.select_related("reversed_by").get(pk=expense.pk)
    if not expense.is_open:
        raise Refused(_("This expense has been taken back already, or is itself a reversal."))
    return Expense.objects.create(
        project=project,
        activity=expense.activity,
        line=expense.line,
        amount=-expense.amount,
        document_number=expense.document_number,
        note=note,
        reverses=expense,
        recorded_by=by,
    )


def _spendable(project, by):
    if not Project.objects.spendable_by(by).filter(pk=project.pk).exists():
        if Project.objects.visible_to(by).filter(pk=project.pk).exists():
            raise Refused(_("Spending is recorded while a project is running."))
        raise PermissionDenied
    return Project.objects.select_for_update().get(pk=project.pk)


def _check_belongs(project, line, activity):
    if any(row is not None and row.project_id != project.pk for row in (line, activity)):
        raise Refused(_("This line belongs to another project."))
    if line and activity and line.activity_id not in (None, activity.pk):
        raise Refused(_("This line belongs to another activity."))


def _check_balance(project, line, amount):
    left = project.approved_amount - project.expenses.total()
    if amount > left:
        raise Refused(_("Only %(left)s baht of the project are left.") % {"left": format_baht(left)})
    if line is None or project.transfers_allowed:
        return
    left = (line.amount or 0) - line.expenses.total()
    if amount > left:
        raise Refused(
            _("Only %(left)s baht of this line are left, and the project has no transfers between items.")
            % {"left": format_baht(left)}
        )


@transaction.atomic
def delete_draft(project, *, by):
    """Delete a proposal that nobody has ever received. Raises Refused for any other."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if not Project.objects.editable_by(by).filter(pk=project.pk).exists():
        raise PermissionDenied
    if project.state != ProjectState.DRAFT:
        raise Refused(_("Only a draft can be deleted."))
    project.delete()


@transaction.atomic
def copy_project(source, *, fiscal_year, by):
    """A new draft with all that the source says except its dates, which belong to the old year, and its strategy items,
    which are another year's: their texts stay, to be linked anew."""
    content = snapshot.take(source)
    content["fields"]["period_text"] = ""
    written = {link.kind: link.written for link in source.policy_links.prefetch_related("items")}
    for link in content["policy"]:
        link |= {"items": [], "text": written[link["kind"]]}
    for row in content["activities"]:
        row["period_text"] = ""
    copy = Project(
        district=source.district, fiscal_year=fiscal_year, owner=source.owner, created_by=by, copied_from=source
    )
    return snapshot.fill(copy, content)
