"""What is wrong with an instrument as plain data: asked by its page, before it is put into use, and by the import."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from supervision.models import ASKING, InstrumentItem, ItemKind

MOST_CHOICES = 30


@dataclass(frozen=True)
class Problem:
    """`section`: its place from 1, 0 for the form or its scale; `number`: the item's."""

    sentence: str
    section: int = 0
    number: str = ""
    on_scale: bool = False


def problems_of(form):
    yield from _of_scale(form)
    if not form.sections:
        yield Problem(_("There are no sections."))
    earlier = {}
    for place, section in enumerate(form.sections, 1):
        if not section.title:
            yield Problem(_("Section %(section)s has no title.") % {"section": place}, place)
        if not section.items:
            yield Problem(_("Section %(section)s has no items.") % {"section": place}, place)
        for item in section.items:
            for sentence in _of_item(item, form, earlier):
                said = _("Item %(number)s: %(problem)s") % {"number": item.number, "problem": sentence}
                yield Problem(said, place, item.number)
            earlier[item.number] = item


def _of_scale(form):
    rated = any(item.kind == ItemKind.RATED for item in form.items)
    if not form.levels:
        if rated or not form.items:
            yield Problem(_("The scale has no levels."), on_scale=True)
        return
    if len(form.levels) == 1:
        yield Problem(_("The scale has only one level."), on_scale=True)
    levels = sorted(form.levels, key=lambda level: level.value)
    if any(higher.least_mean <= lower.least_mean for lower, higher in pairwise(levels)):
        yield Problem(_("Each level must begin at a higher mean than the level below it."), on_scale=True)
    lowest, highest = levels[0], levels[-1]
    if lowest.least_mean > lowest.value:
        said = _("A mean of %(mean)s reaches no level: the lowest level must begin there or below.")
        yield Problem(said % {"mean": lowest.value}, on_scale=True)
    if highest.least_mean > highest.value:
        said = _("No mean reaches the highest level: it must begin at %(mean)s or below.")
        yield Problem(said % {"mean": highest.value}, on_scale=True)


def _of_item(item, form, earlier):
    if not item.text:
        yield _("it has no text.")
    if item.kind == ItemKind.CHOICE:
        yield from _of_choices(item)
    elif item.choices:
        yield _("only an item of the kind “one of several choices” has choices.")
    if item.kind == ItemKind.NUMBER:
        if item.least is not None and item.most is not None and item.least > item.most:
            yield _("the least is higher than the most.")
    elif item.least is not None or item.most is not None:
        yield _("only a number has a least and a most.")
    values = {level.value for level in form.levels}
    if any(value not in values or item.kind != ItemKind.RATED for value, _text in item.described):
        yield _("it describes a level that is not in the scale.")
    yield from _of_rule(item, form, earlier)


def _of_choices(item):
    if len(item.choices) < 2:
        yield _("it needs at least two choices.")
    if len(item.choices) > MOST_CHOICES:
        yield _("it has more than %(count)s choices.") % {"count": MOST_CHOICES}
    if len(set(item.choices)) < len(item.choices):
        yield _("a choice stands twice.")
    if any("," in choice for choice in item.choices):
        yield _("a choice has a comma: rules tell choices apart by it.")


def _of_rule(item, form, earlier):
    if not item.asked_if:
        if item.asked_if_answer:
            yield _("its rule names an answer but no item.")
        return
    parent = earlier.get(item.asked_if)
    if parent is None:
        yield _("it is asked by an item that does not come before it.")
        return
    known = answers_to(parent, form)
    words = [word.strip() for word in item.asked_if_answer.split(",") if word.strip()]
    if parent.kind not in ASKING:
        yield _("its rule names item %(number)s, whose answer no rule can use.") % {"number": parent.number}
    elif not words or not set(words) <= known.keys():
        yield _("its rule names an answer that item %(number)s does not have.") % {"number": parent.number}
    if len(item.asked_if_answer) > InstrumentItem._meta.get_field("asked_if_answer").max_length:
        yield _("its rule is too long.")


def answers_to(item, form):
    """{word of a rule: how it is called} of the answers that an item may have."""
    if item.kind == ItemKind.YES_NO:
        words = {"yes": _("Yes"), "no": _("No")}
    elif item.kind == ItemKind.CHOICE:
        words = {text: text for text in item.choices}
    else:
        words = {str(level.value): f"{level.value} {level.word}" for level in form.levels}
    return words | ({"na": _("Not applicable")} if item.allows_na else {})
