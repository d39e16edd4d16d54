"""What differs between two snapshots (projects.services.snapshot) of one project, as data for a page: by section, the
fields and rows that were changed, added or removed, with old and new. Rows are matched by their `id`."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import DecimalField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.checks.budget import sum_of
from projects.formula import read_stated
from projects.models import BudgetCategory, Project, StrategyItem, StrategyKind, WorkGroup
from projects.sections import SECTIONS
from projects.services.snapshot import FIELDS, MODELS, SECTION_OF, row_fields
from qa_portal.core.differences import pieces
from qa_portal.core.models import User
from qa_portal.core.thai import format_baht

NOTHING = "–"
NAMED_BY = {"activities": "title", "lines": "item", "funding": "source", "evaluations": "indicator"}
EXTRA_LABELS = {
    "depth": gettext_lazy("level"),
    "amount": gettext_lazy("amount"),
    "activity": gettext_lazy("activity"),
    "responsible": gettext_lazy("responsible"),
}


@dataclass(frozen=True)
class Change:
    """One field. `pieces` are (what, text) of a longer text, what being same, removed or added; `difference`: baht."""

    label: str
    old: str
    new: str
    pieces: tuple = ()
    difference: str = ""


@dataclass(frozen=True)
class RowChange:
    """`what`: added, removed, changed or moved."""

    what: str
    kind: str
    name: str
    changes: tuple[Change, ...] = ()

    @property
    def word(self):
        return WORDS[self.what]

    @property
    def icon(self):
        return {"added": "plus-circle", "removed": "dash-circle", "changed": "pencil", "moved": "arrow-down-up"}[
            self.what
        ]


ICONS = {"added": "plus-circle", "removed": "dash-circle", "changed": "pencil", "moved": "arrow-down-up"}
WORDS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("In another order"),
}


@dataclass
class Part:
    """What differs in one section."""

    key: str
    changes: list[Change] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)

    @property
    def title(self):
        return SECTIONS[self.key].title

    @property
    def is_empty(self):
        return not (self.changes or self.rows)


@dataclass(frozen=True)
class Sum:
    """A total before and after, in baht."""

    label: str
    old: Decimal
    new: Decimal

    @property
    def difference(self):
        return _signed(self.new - self.old)


@dataclass(frozen=True)
class Comparison:
    parts: list[Part]
    sums: list[Sum]

    @property
    def is_empty(self):
        return not self.parts


def compare(old, new):
    """The Comparison; without any difference it has no parts. Three queries at most, for names."""
    names = _Names(old, new)
    parts = {key: Part(key) for key in SECTIONS}
    for name, change in _field_changes(old, new, names):
        parts[SECTION_OF.get(name, "basics")].changes.append(change)
    parts["policy"].changes += _policy_changes(old, new, names)
    for name, model in MODELS.items():
        parts[SECTION_OF[name]].rows += _row_changes(name, model, old, new, names)
    sums = [
        Sum(_("Budget"), _total(old), _total(new)),
        Sum(_("Funding"), _funded(old), _funded(new)),
    ]
    return Comparison([part for part in parts.values() if not part.is_empty], sums)


def _total(content):
    return sum_of(_number(row.get("amount")) for row in content.get("lines", ())) or Decimal(0)


def _funded(content):
    return sum_of(read_stated(row.get("amount_text", "")) for row in content.get("funding", ())) or Decimal(0)


def _number(text):
    return None if text in (None, "") else Decimal(text)


# ---------------------------------------------------------------- names behind ids


class _Names:
    """The names of the people, groups and strategy items that either snapshot refers to."""

    def __init__(self, *contents):
        people = {person for content in contents for person in _people(content)}
        groups = {group for content in contents for group in content.get("groups", ())}
        items = {item for content in contents for link in content.get("policy", ()) for item in link["items"]}
        self.people, self.groups = _named(User, people), _named(WorkGroup, groups)
        self.items = _named(StrategyItem, items)

    def of_people(self, ids):
        return _joined(self.people, ids)

    def of_groups(self, ids):
        return _joined(self.groups, ids)

    def of_items(self, ids):
        return _joined(self.items, ids)


def _people(content):
    yield from filter(None, [content.get("owner")])
    for activity in content.get("activities", ()):
        yield from activity.get("responsible", ())


def _named(model, ids):
    return {row.pk: str(row) for row in model.objects.filter(pk__in=ids)} if ids else {}


def _joined(names, ids):
    return ", ".join(names.get(pk, f"#{pk}") for pk in ids)


# ---------------------------------------------------------------- the project's own fields


def _field_changes(old, new, names):
    before, after = old.get("fields", {}), new.get("fields", {})
    for name in FIELDS:
        if name == "stated_columns":
            yield from ((name, change) for change in _column_changes(before.get(name), after.get(name)))
        elif before.get(name) != after.get(name):
            for change in _change(Project._meta.get_field(name), before.get(name), after.get(name)):
                yield name, change
    owner = Project._meta.get_field("owner").verbose_name
    for change in _text_change(owner, names.of_people(_ids(old)), names.of_people(_ids(new))):
        yield "owner", change
    groups = Project._meta.get_field("groups").verbose_name
    for change in _text_change(groups, names.of_groups(old.get("groups", ())), names.of_groups(new.get("groups", ()))):
        yield "groups", change


def _ids(content):
    return [content["owner"]] if content.get("owner") else []


def _column_changes(old, new):
    for category in BudgetCategory:
        label = _("Total as stated: %(column)s") % {"column": category.label}
        yield from _text_change(label, (old or {}).get(category, ""), (new or {}).get(category, ""))


def _policy_changes(old, new, names):
    before, after = ({link["kind"]: link for link in content.get("policy", ())} for content in (old, new))
    for kind in StrategyKind:
        shown = [_policy_text(links.get(kind), names) for links in (before, after)]
        yield from _text_change(kind.label, *shown)


def _policy_text(link, names):
    if link is None:
        return ""
    parts = [names.of_items(link["items"]), _("all indicators") if link["all_indicators"] else "", link["text"]]
    return " · ".join(part for part in parts if part)


# ---------------------------------------------------------------- rows


def _row_changes(name, model, old, new, names):
    before, after = _rows(name, old), _rows(name, new)
    kind = str(model._meta.verbose_name)
    for key, row in after.items():
        if key not in before:
            yield RowChange("added", kind, _name_of(name, model, row))
        elif changes := tuple(_changes_of(name, model, before[key], row, names)):
            yield RowChange("changed", kind, _name_of(name, model, row), changes)
    for key, row in before.items():
        if key not in after:
            yield RowChange("removed", kind, _name_of(name, model, row))
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield RowChange("moved", kind, str(model._meta.verbose_name_plural))


def _rows(name, content):
    """{id: row} in their order; a budget line says the title of its activity instead of its place."""
    rows = {row["id"]: row for row in content.get(name, ())}
    if name != "lines":
        return rows
    activities = content.get("activities", ())
    return {key: row | _activity_of(row, activities) for key, row in rows.items()}


def _activity_of(row, activities):
    if row.get("activity") is None:
        return {"activity": None, "activity_title": ""}
    activity = activities[row["activity"]]
    return {"activity": activity["id"], "activity_title": activity["title"]}


def _name_of(name, model, row):
    text = _shown(model._meta.get_field(NAMED_BY.get(name, "text" if hasattr(model, "text") else "name")), row)
    number = f"{row['number']} " if row.get("number") else ""
    amount = f" ({format_baht(_number(row['amount']))})" if name == "lines" and row.get("amount") else ""
    return f"{number}{text}{amount}"


def _changes_of(name, model, old, new, names):
    for key in row_fields(model):
        if old.get(key) != new.get(key):
            yield from _change(model._meta.get_field(key), old.get(key), new.get(key))
    if name == "activities":
        shown = [names.of_people(row.get("responsible", ())) for row in (old, new)]
        yield from _text_change(EXTRA_LABELS["responsible"], *shown)
        yield from _text_change(EXTRA_LABELS["depth"], str(old.get("depth", 0)), str(new.get("depth", 0)))
    if name == "lines":
        if old["activity"] != new["activity"]:
            yield from _text_change(EXTRA_LABELS["activity"], old["activity_title"], new["activity_title"])
        yield from _amount_change(_number(old.get("amount")), _number(new.get("amount")))


def _amount_change(old, new):
    if old != new:
        shown = [NOTHING if amount is None else format_baht(amount) for amount in (old, new)]
        yield Change(str(EXTRA_LABELS["amount"]), *shown, difference=_signed((new or 0) - (old or 0)))


def _signed(amount):
    return f"+{format_baht(amount)}" if amount > 0 else format_baht(amount).replace("-", "−")


# ---------------------------------------------------------------- values as people read them


def _change(model_field, old, new):
    yield from _text_change(model_field.verbose_name, *(_shown_value(model_field, value) for value in (old, new)))


def _shown(model_field, row):
    return _shown_value(model_field, row.get(model_field.name))


def _shown_value(model_field, value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return ""
    if isinstance(model_field, DecimalField):
        return format_baht(Decimal(value))
    return str(dict(model_field.flatchoices).get(value, value))


def _text_change(label, old, new):
    """One Change, or none where the texts are the same."""
    if old != new:
        is_long = bool(old and new) and max(len(old), len(new)) > 30
        yield Change(str(label), old or NOTHING, new or NOTHING, tuple(pieces(old, new)) if is_long else ())
