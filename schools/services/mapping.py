"""How one framework continues another: suggested by codes and words, confirmed by a person, and then what carries last
year's levels over a change of the announcement (F16)."""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db import transaction

from qa_portal.core.thai import search_key
from schools.models import Indicator, ItemMatch, LevelMatch, QualityLevel, Standard, StandardMatch

ALIKE = 0.6  # from this likeness on, of 0 to 1, words are suggested as the same
SAME_CODE = 0.25  # what the same code or number adds to it


@dataclass
class Matches:
    """{newer pk: {older pks}} of standards and items, {older pk: newer pk} of quality levels."""

    standards: dict[int, set[int]] = field(default_factory=dict)
    items: dict[int, set[int]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.standards or self.items or self.levels)


def is_matched(older, newer):
    return StandardMatch.objects.filter(older__framework=older, newer__framework=newer).exists()


def matches_between(older, newer):
    """What a person confirmed, in three queries."""
    standards = StandardMatch.objects.filter(older__framework=older, newer__framework=newer)
    items = ItemMatch.objects.filter(older__standard__framework=older, newer__standard__framework=newer)
    levels = LevelMatch.objects.filter(older__framework=older, newer__framework=newer)
    return Matches(_gathered(standards), _gathered(items), dict(_pairs(levels)))


def continuation(older, newer):
    """The confirmed matches; of a framework with itself each row continues itself."""
    if older != newer:
        return matches_between(older, newer)
    standards, items, levels = (rows.values_list("pk", flat=True) for rows in _rows_of(newer))
    return Matches({pk: {pk} for pk in standards}, {pk: {pk} for pk in items}, {pk: pk for pk in levels})


def _rows_of(framework):
    return framework.standards.all(), items_of(framework), framework.levels.all()


def _pairs(rows):
    return rows.order_by().values_list("older", "newer")


def _gathered(rows):
    found = defaultdict(set)
    for older, newer in _pairs(rows):
        found[newer].add(older)
    return dict(found)


# ---------------------------------------------------------------- suggesting


def suggest(older, newer):
    """Matches by the same code and by similar words, for a person to judge. Nothing is written."""
    standards = _likest(newer.standards.all(), older.standards.all(), lambda row: row.number)
    items = _likest(items_of(newer), items_of(older), lambda row: row.code)
    levels = _likest(older.levels.all(), newer.levels.all(), lambda row: row.value)
    return Matches({new: {old} for new, old in standards.items()}, {new: {old} for new, old in items.items()}, levels)


def items_of(framework):
    return Indicator.objects.filter(standard__framework=framework).order_by("standard__number", "position")


def _likest(rows, others, code):
    """{row pk: pk of the other that is most like it}, where one is alike enough."""
    keys = [(other, search_key(other.name)) for other in others]
    found = {}
    for row in rows:
        scores = [(_likeness(row, other, key, code), -place, other.pk) for place, (other, key) in enumerate(keys)]
        best = max(scores, default=(0, 0, None))
        if best[0] >= ALIKE:
            found[row.pk] = best[2]
    return found


def _likeness(row, other, key, code):
    same = SAME_CODE if code(row) == code(other) else 0
    return SequenceMatcher(None, search_key(row.name), key, autojunk=False).ratio() + same


# ---------------------------------------------------------------- confirming


@transaction.atomic
def save_matches(older, newer, matches, *, by):
    """Make the confirmed matches between two frameworks exactly these."""
    standards = {(old, new) for new, olds in matches.standards.items() for old in olds}
    items = {(old, new) for new, olds in matches.items.items() for old in olds}
    _replace(StandardMatch.objects.filter(older__framework=older, newer__framework=newer), standards, by)
    rows = ItemMatch.objects.filter(older__standard__framework=older, newer__standard__framework=newer)
    _replace(rows, items, by)
    _replace(LevelMatch.objects.filter(older__framework=older, newer__framework=newer), set(matches.levels.items()), by)


def _replace(rows, wanted, by):
    there = {(row.older_id, row.newer_id): row for row in rows}
    for pair, row in there.items():
        if pair not in wanted:
            row.delete(by=by)
    for older, newer in sorted(wanted - there.keys()):
        row = rows.model(older_id=older, newer_id=newer)
        row.save(by=by)


# ---------------------------------------------------------------- carrying levels


def continued_levels(sar, framework):
    """({indicator id: level}, {standard id: level}) of a report in the words of `framework`: its own, or a newer one
    that was matched with it. Where several older rows continue as one, the lowest of their levels is carried: nothing
    is shown that not all of them reached."""
    items = dict(sar.ratings.order_by().values_list("indicator", "level"))
    standards = dict(sar.sections.order_by().values_list("standard", "level"))
    if sar.framework_id == framework.pk:
        levels = sar.framework.levels.in_bulk()
        return _named(items, levels), _named(standards, levels)
    matches = matches_between(sar.framework_id, framework.pk)
    levels = QualityLevel.objects.in_bulk(set(matches.levels.values()))
    newer = {older: levels[new] for older, new in matches.levels.items()}
    return _carried(items, matches.items, newer), _carried(standards, matches.standards, newer)


def _named(held, levels):
    return {pk: levels.get(level) for pk, level in held.items()}


def _carried(held, matches, newer):
    carried = {}
    for row, older in matches.items():
        levels = [newer[held[pk]] for pk in older if held.get(pk) in newer]
        if levels:
            carried[row] = min(levels, key=lambda level: level.value)
    return carried


def unmatched(older, newer, matches):
    """(older rows that nothing continues, newer rows that continue nothing): standards first, then items."""
    left = _left(Standard.objects.filter(framework=older), {pk for olds in matches.standards.values() for pk in olds})
    left += _left(items_of(older), {pk for olds in matches.items.values() for pk in olds})
    fresh = _left(Standard.objects.filter(framework=newer), matches.standards.keys())
    return left, fresh + _left(items_of(newer), matches.items.keys())


def _left(rows, known):
    return [row for row in rows if row.pk not in known]
