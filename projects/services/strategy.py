"""Writes and walks of the year's strategy: trees of coded items, and how one year's items go on in the next."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import PolicyLink, Project, StrategyItem, in_tree_order
from qa_portal.core.models import District
from qa_portal.core.workflow import Refused

Continued = StrategyItem.continues.through


def lock_strategy(district_id):
    """Writers of one office's trees come one after the other: two moves at once could make a circle."""
    District.objects.select_for_update().get(pk=district_id)


# ---------------------------------------------------------------- the tree


def branch_of(item):
    """(keys of the item and all below it, keys of those above it)."""
    parents = dict(
        StrategyItem.objects.filter(district=item.district_id, fiscal_year=item.fiscal_year, kind=item.kind)
        .order_by()
        .values_list("pk", "parent_id")
    )
    return below(item.pk, parents), set(above(item.pk, parents))


def above(pk, parents):
    """The keys above an item, nearest first; `parents` is {key: key of the parent}."""
    while (pk := parents.get(pk)) is not None:
        yield pk


def below(pk, parents):
    """The keys of the item and of all items below it."""
    return {pk, *(each for each in parents if pk in above(each, parents))}


def answering(projects, item):
    """Of the projects, those that answer to the item: to itself, to an item below it, or to one above it with all its
    indicators (A1-03)."""
    within, over = branch_of(item)
    links = PolicyLink.objects.filter(Q(items__in=within) | Q(items__in=over, all_indicators=True))
    return projects.filter(pk__in=links.values("project"))


def answering_to_nothing(projects, kind=""):
    """Of the projects, those that name no item, of the kind or of any."""
    links = PolicyLink.objects.exclude(items=None)
    return projects.exclude(pk__in=(links.filter(kind=kind) if kind else links).values("project"))


@dataclass(frozen=True)
class Ties:
    """What keeps an item from being removed."""

    children: list[StrategyItem]
    projects: list[Project]
    amended: int  # texts of amendments that answer to it
    continued: list[StrategyItem]

    def __bool__(self):
        return bool(self.children or self.projects or self.amended or self.continued)


def ties_of(item):
    return Ties(
        list(item.children.all()),
        list(Project.objects.filter(policy_links__items=item)),
        Project.working_copies.filter(policy_links__items=item).count(),
        list(item.continued_by.all()),
    )


@transaction.atomic
def remove_item(item, *, by):
    """Remove an item that nothing hangs on. Raises Refused for any other."""
    lock_strategy(item.district_id)
    if ties_of(item):
        raise Refused(_("Something answers to this item, so it stays."))
    item.delete(by=by)


# ---------------------------------------------------------------- from year to year


def continuations(keys, year):
    """{key: keys of the items of the fiscal year that it goes on in}, whatever number of years lies between."""
    found, frontier = defaultdict(set), {key: {key} for key in keys}
    while frontier:
        later = defaultdict(set)
        pairs = Continued.objects.filter(
            to_strategyitem__in=frontier,
            from_strategyitem__fiscal_year__gt=F("to_strategyitem__fiscal_year"),
            from_strategyitem__fiscal_year__lte=year,
        )
        for new, old, its_year in pairs.values_list(
            "from_strategyitem", "to_strategyitem", "from_strategyitem__fiscal_year"
        ):
            (found if its_year == year else later)[new] |= frontier[old]
        frontier = later
    ways = defaultdict(set)
    for new, origins in found.items():
        for origin in origins:
            ways[origin].add(new)
    return ways


def only_continuations(items, year):
    """{key: key of the one item of the fiscal year that it is, or goes on in}; without those that have none or
    several."""
    same = {item.pk: item.pk for item in items if item.fiscal_year == year}
    ways = continuations([item.pk for item in items if item.fiscal_year < year], year)
    return same | {old: next(iter(new)) for old, new in ways.items() if len(new) == 1}


def picked_items(project):
    return list(StrategyItem.objects.filter(policy_links__project=project).distinct())


def relinked(source, year):
    """(number of the items that a copy of the project into the year is linked to, the items that it is not linked to
    because they go on in no item of that year, or in several)."""
    items = picked_items(source)
    ways = only_continuations(items, year)
    return len({ways[item.pk] for item in items if item.pk in ways}), [item for item in items if item.pk not in ways]


def relinked_words(source, year):
    """What a copy of the project into the year answers to, in a sentence; "" where the source names no item."""
    linked, left = relinked(source, year)
    said = [_("Linked to items of the new year: %(count)s.") % {"count": linked}] if linked else []
    if left:
        names = ", ".join(str(item) for item in left)
        said.append(_("Not linked, since they do not go on in exactly one item: %(names)s.") % {"names": names})
    return " ".join(said)


def earlier_year(district, year):
    """The last fiscal year before it of which the portal has items, or None."""
    rows = StrategyItem.objects.filter(district=district, fiscal_year__lt=year)
    return rows.aggregate(last=models.Max("fiscal_year"))["last"]


class Fate(models.TextChoices):
    KEEP = "keep", gettext_lazy("Goes on, with this code and title")
    MERGE = "merge", gettext_lazy("Becomes part of the item with this code")
    LEAVE = "leave", gettext_lazy("Ends here")


@dataclass(frozen=True)
class Decision:
    """What becomes of an item in the next year. `code` is its own there, or that of the item that it becomes part
    of."""

    source: StrategyItem
    fate: str
    code: str = ""
    title: str = ""


def waiting_items(district, year):
    """The items of the earlier year that do not go on in this year yet, in the order of their trees."""
    rows = StrategyItem.objects.filter(district=district, fiscal_year=earlier_year(district, year))
    gone_on = Continued.objects.filter(from_strategyitem__fiscal_year=year).values("to_strategyitem")
    return rows.exclude(pk__in=gone_on).order_by("kind", "code_sort")


@transaction.atomic
def carry_forward(district, year, decisions, *, by):
    """Make the year's items as decided and return their number; each keeps its place in the tree where its parent goes
    on too. What went on before is left as it is, so that a second press does nothing. The codes have been checked
    (forms.strategy.CarryForms) under the lock that this takes again."""
    lock_strategy(district.pk)
    waiting = set(waiting_items(district, year).values_list("pk", flat=True))
    decided = [each for each in decisions if each.source.pk in waiting and each.fate != Fate.LEAVE]
    carrier = _Carrier(district, year, by)
    carrier.carry(decided)
    return len(decided)


class _Carrier:
    """Knows the year's items by kind and code, and what each item of the earlier year became."""

    def __init__(self, district, year, by):
        self.district, self.year, self.by = district, year, by
        items = StrategyItem.objects.filter(district=district, fiscal_year=year)
        self.by_code = {(item.kind, item.code): item for item in items}
        pairs = Continued.objects.filter(from_strategyitem__in=items)
        there = {item.pk: item for item in items}
        self.became = {old: there[new] for new, old in pairs.values_list("from_strategyitem", "to_strategyitem")}

    def carry(self, decided):
        kept = [each for each in decided if each.fate == Fate.KEEP]
        for each in kept:
            self.became[each.source.pk] = self._made(each)
        for each in decided:
            self.became[each.source.pk] = self.by_code[each.source.kind, each.code]
        for each in in_tree_order([each.source for each in kept]):
            self._put(self.became[each.pk], self.became.get(each.parent_id))
        for each in decided:
            self.became[each.source.pk].continues.add(each.source)

    def _made(self, decision):
        item = StrategyItem(
            district=self.district,
            fiscal_year=self.year,
            kind=decision.source.kind,
            code=decision.code,
            title=decision.title,
        )
        self.by_code[item.kind, item.code] = item
        return item

    def _put(self, item, parent):
        """Save the item below its parent, parents first; at the top where the parent hangs on the item itself."""
        above = parent
        while above is not None and above is not item:
            above = above.parent
        if parent is not None and above is None:
            if parent.pk is None:
                self._save(parent)
            item.parent = parent
        self._save(item)

    def _save(self, item):
        item.save(by=self.by)
