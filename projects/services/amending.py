"""Changes of an approved project (A10-03): an amendment is written in a working copy of the whole proposal, and once it
is approved the copy's text becomes the project's, row by row. What is spent, promised or reported stays where it is."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import PROTECT
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import (
    AMENDABLE,
    Activity,
    Amendment,
    BudgetLine,
    PolicyLink,
    Project,
    StrategyItem,
    WorkGroup,
)
from projects.services import baselines, ledger, snapshot
from qa_portal.core.thai import format_baht
from qa_portal.core.workflow import Missing, Refused, wrong_state


def texts_written_by(user):
    """Proposals and working copies of amendments whose text is the user's to write."""
    projects = Project.objects.written_by(user)
    return projects | Project.working_copies.filter(amendment__project__in=projects)


@transaction.atomic
def begin_amendment(project, *, reason, by):
    """The project's open amendment, begun now where there is none. Raises Refused in a state that has none."""
    if not Project.objects.written_by(by).filter(pk=project.pk).exists():
        raise PermissionDenied
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.state not in AMENDABLE:
        raise Refused(wrong_state(project))
    baselines.keep_first(project, by=by)
    return project.amendments.open().first() or Amendment.objects.create(
        project=project,
        working_copy=_copy(project),
        number=project.amendments.count() + 1,
        reason=reason,
        created_by=by,
    )


def _copy(project):
    copy = Project(
        district=project.district,
        fiscal_year=project.fiscal_year,
        owner=project.owner,
        created_by=project.created_by,
        is_working_copy=True,
    )
    return snapshot.fill(copy, snapshot.take(project), is_working_copy=True)


# ---------------------------------------------------------------- what stands in the way


def missing_to_amend(amendment):
    """What the project cannot take over: the loss of rows that something stands on, and less money than is spent."""
    content = snapshot.take(amendment.working_copy)
    yield from _rows_in_use(amendment, content)
    yield from _too_little_money(amendment, content)


def _rows_in_use(amendment, content):
    for name, model in snapshot.MODELS.items():
        gone = list(_gone(amendment.project, model, content[name]))
        for kind, row, count in _standing_on(model, gone):
            values = {"row": row, "kind": kind, "count": count}
            sentence = _("“%(row)s” cannot be taken out: %(kind)s (%(count)s) belong to it.") % values
            yield Missing(sentence, _editor(amendment, snapshot.SECTION_OF[name]))


def _gone(project, model, rows):
    return model.objects.filter(project=project).exclude(pk__in=[row["id"] for row in rows])


def _standing_on(model, rows):
    """(kind, row, count) for whatever protects one of the rows from being deleted."""
    by_key = {row.pk: row for row in rows}
    for relation in _protecting(model) if rows else ():
        found = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": by_key})
        counts = {}
        for key in found.values_list(relation.field.name, flat=True):
            counts[key] = counts.get(key, 0) + 1
        for key, count in counts.items():
            yield relation.related_model._meta.verbose_name_plural, by_key[key], count


def _protecting(model):
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is PROTECT:
            yield relation


def _too_little_money(amendment, content):
    page = _editor(amendment, "budget")
    amounts = {row["id"]: _amount(row) for row in content["lines"]}
    for line in ledger.lines_with_money(amendment.project.lines.order_by("order", "pk")):
        moved = line.allotted - (line.approved_amount or 0)
        needed = line.committed + line.spent - moved
        if line.pk in amounts and amounts[line.pk] < needed:
            sentence = _(
                "“%(line)s” cannot come down to %(amount)s baht: with what was transferred, %(needed)s baht of it are "
                "spent or promised."
            )
            yield Missing(sentence % _in_baht(line=line.item, amount=amounts[line.pk], needed=needed), page)
    money, total = ledger.money_of(amendment.project), sum(amounts.values())
    if total < money.spent + money.committed:
        sentence = _("The project cannot come down to %(amount)s baht: %(needed)s baht are spent or promised.")
        yield Missing(sentence % _in_baht(amount=total, needed=money.spent + money.committed), page)


def _amount(row):
    return Decimal(row["amount"] or 0)


def _in_baht(*, line="", **amounts):
    return {"line": line} | {name: format_baht(amount) for name, amount in amounts.items()}


def _editor(amendment, section):
    return reverse("projects:project_edit", args=[amendment.working_copy_id, section])


# ---------------------------------------------------------------- taking it over


def apply(amendment):
    """Give the project the text of the working copy and return it, not yet saved: rows it knows are changed, others are
    added, those gone are deleted. The caller has locked the project and asked `missing_to_amend`."""
    project, copy = amendment.project, amendment.working_copy
    content = snapshot.take(copy)
    for name, value in content["fields"].items():
        setattr(project, name, value)
    project.owner_id = content["owner"]
    project.groups.set(WorkGroup.objects.filter(pk__in=content["groups"]))
    _apply_policy(project, content["policy"])
    for name in snapshot.LISTS:
        _apply_rows(project, snapshot.MODELS[name], content[name])
    activities = _apply_activities(project, content["activities"])
    places = [activities[row["activity"]] if row["activity"] is not None else None for row in content["lines"]]
    _apply_rows(project, BudgetLine, content["lines"], [{"activity": activity} for activity in places])
    for row in _gone(project, Activity, [{"id": activity.pk} for activity in activities]).order_by("-order"):
        row.delete()
    return project


def _apply_policy(project, links):
    for link in links:
        values = {"text": link["text"], "all_indicators": link["all_indicators"]}
        row, _is_new = PolicyLink.objects.update_or_create(project=project, kind=link["kind"], defaults=values)
        row.items.set(StrategyItem.objects.filter(pk__in=link["items"]))
    for row in project.policy_links.exclude(kind__in=[link["kind"] for link in links]):
        row.delete()


def _apply_rows(project, model, rows, values=None):
    """The project's rows as the content says, in its order; those that it no longer names are deleted."""
    kept = [
        _apply_row(project, model, row, order, **more)
        for order, (row, more) in enumerate(zip(rows, values or [{}] * len(rows), strict=True), 1)
    ]
    for row in _gone(project, model, [{"id": row.pk} for row in kept]):
        row.delete()


def _apply_row(project, model, row, order, **values):
    stored = model.objects.filter(project=project, pk=row["id"]).first() or model(project=project)
    known = {name: row[name] for name in snapshot.row_fields(model)}
    for name, value in (known | values | {"order": order}).items():
        setattr(stored, name, value)
    stored.save()
    return stored


def _apply_activities(project, rows):
    made, above = [], {}
    for order, row in enumerate(rows, 1):
        activity = _apply_row(project, Activity, row, order, parent=above.get(row["depth"] - 1))
        activity.responsible.set(row["responsible"])
        above[row["depth"]] = activity
        made.append(activity)
    return made
