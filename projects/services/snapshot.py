"""A whole proposal as plain data: what a copy, a template, a Word file, an amendment and an approved version have in
common. `take` reads a project, `fill` writes one.

Shape: {"fields": {name: value}, "owner": id, "groups": [id], "policy": [{kind, items: [id], all_indicators, text}],
<list of LISTS>: [row], "activities": [row with depth, responsible: [id]], "lines": [row with activity: place in
"activities" or None]}. A row holds the editable fields of its model and its `id`; numbers are texts."""

from decimal import Decimal

from django.db import transaction

from projects.models import (
    Activity,
    BudgetLine,
    Evaluation,
    ExpectedResult,
    Funding,
    Objective,
    PolicyLink,
    ProjectIndicator,
    Risk,
    Signatory,
    StrategyItem,
    Target,
    WorkGroup,
    set_depths,
)

FIELDS = (
    "name",
    "layout",
    "nature",
    "co_owners",
    "period_text",
    "rationale",
    "plan_line",
    "budget_note",
    "stated_total_text",
    "stated_columns",
    "transfers_allowed",
)
LISTS = {
    "objectives": Objective,
    "targets": Target,
    "funding": Funding,
    "risks": Risk,
    "evaluations": Evaluation,
    "indicators": ProjectIndicator,
    "expected_results": ExpectedResult,
    "signatories": Signatory,
}
MODELS = LISTS | {"activities": Activity, "lines": BudgetLine}
# The section of the editor (projects.sections) that writes a list or field; fields that are not named: basics.
SECTION_OF = {
    "rationale": "rationale",
    "budget_note": "budget",
    "stated_total_text": "budget",
    "stated_columns": "budget",
    "transfers_allowed": "budget",
    "objectives": "rationale",
    "targets": "targets",
    "funding": "funding",
    "risks": "risks",
    "evaluations": "evaluation",
    "indicators": "evaluation",
    "expected_results": "results",
    "signatories": "results",
    "activities": "activities",
    "lines": "budget",
}
PLACED = {"id", "project", "order", "parent", "activity", "responsible"}


def row_fields(model):
    """The names of the fields that a row of the model carries in a snapshot."""
    return [field.name for field in model._meta.concrete_fields if field.editable and field.name not in PLACED]


# ---------------------------------------------------------------- taking


def take(project):
    activities = _in_order(project.activities.prefetch_related("responsible"))
    places = {activity.pk: place for place, activity in enumerate(activities)}
    return {
        "fields": {name: getattr(project, name) for name in FIELDS},
        "owner": project.owner_id,
        "groups": sorted(project.groups.values_list("pk", flat=True)),
        "policy": [_take_link(link) for link in project.policy_links.prefetch_related("items")],
        **{name: [_take_row(row) for row in _in_order(getattr(project, name))] for name in LISTS},
        "activities": [_take_activity(row) for row in set_depths(activities)],
        "lines": [
            _take_row(row) | {"activity": places.get(row.activity_id), "amount": _plain(row.amount)}
            for row in _in_order(project.lines)
        ],
    }


def _in_order(rows):
    return list(rows.order_by("order", "pk"))


def _take_row(row):
    return {"id": row.origin_id or row.pk} | {name: _plain(getattr(row, name)) for name in row_fields(type(row))}


def _take_activity(row):
    return _take_row(row) | {"depth": row.depth, "responsible": sorted(person.pk for person in row.responsible.all())}


def _take_link(link):
    items = sorted(item.pk for item in link.items.all())
    return {"kind": link.kind, "items": items, "all_indicators": link.all_indicators, "text": link.text}


def _plain(value):
    return str(value) if isinstance(value, Decimal) else value


# ---------------------------------------------------------------- filling


@transaction.atomic
def fill(project, content, *, is_working_copy=False):
    """Give a project without rows everything that the content says and return it, saved. Parts that the content does
    not name stay empty. Strategy items count only in their own fiscal year. In a working copy each row remembers the
    row that it was taken from."""
    for name, value in content.get("fields", {}).items():
        setattr(project, name, value)
    project.save()
    project.groups.set(WorkGroup.objects.filter(pk__in=content.get("groups", ()), district=project.district_id))
    for link in content.get("policy", ()):
        _fill_link(project, link)
    for name, model in LISTS.items():
        for order, row in enumerate(content.get(name, ()), 1):
            _fill_row(project, model, row, order, is_working_copy)
    activities = _fill_activities(project, content.get("activities", ()), is_working_copy)
    for order, row in enumerate(content.get("lines", ()), 1):
        place = row.get("activity")
        activity = activities[place] if place is not None else None
        _fill_row(project, BudgetLine, row, order, is_working_copy, activity=activity)
    return project


def _fill_row(project, model, row, order, is_working_copy, **values):
    known = {name: row[name] for name in row_fields(model) if name in row}
    origin = row.get("id") if is_working_copy else None
    return model.objects.create(project=project, order=order, origin_id=origin, **known, **values)


def _fill_activities(project, rows, is_working_copy):
    """The activities made, in order; a row with a depth is a step of the nearest less deep row above it."""
    made, above = [], {}
    for order, row in enumerate(rows, 1):
        depth = row.get("depth", 0)
        activity = _fill_row(project, Activity, row, order, is_working_copy, parent=above.get(depth - 1))
        activity.responsible.set(row.get("responsible", ()))
        above[depth] = activity
        made.append(activity)
    return made


def _fill_link(project, link):
    made = PolicyLink.objects.create(
        project=project,
        kind=link["kind"],
        text=link.get("text", ""),
        all_indicators=link.get("all_indicators", False),
    )
    made.items.set(
        StrategyItem.objects.filter(
            pk__in=link.get("items", ()), district=project.district_id, fiscal_year=project.fiscal_year
        )
    )
