"""Which items of an instrument are asked, given what was answered: the one place of the rule. Its twin for browsers is
static/js/field/asked.js."""

from django.utils.translation import gettext as _

from .instrument import ItemKind

ASKING = (ItemKind.RATED, ItemKind.YES_NO, ItemKind.CHOICE)
"""The kinds on whose answer another item may depend."""


def wanted(item):
    """The answers to the earlier item with which `item` is asked."""
    return [word.strip() for word in item.asked_if_answer.split(",") if word.strip()]


def asked_items(items, words):
    """The keys of those of `items`, all of an instrument in its order, that are asked. `words`: {item's key:
    Answer.word}. An item that hangs on one that is not asked, or not answered, is not asked either."""
    asked = set()
    for item in items:
        parent = item.asked_if_id
        if parent is None or (parent in asked and words.get(parent, "") in wanted(item)):
            asked.add(item.pk)
    return asked


def rule_in_words(item, levels):
    """“Only if 2.1 was answered with yes or not applicable”, "" for an item that is always asked. `levels`: those of
    the instrument."""
    if item.asked_if_id is None:
        return ""
    fixed = {"yes": _("Yes"), "no": _("No"), "na": _("Not applicable")} | {str(row.value): row.word for row in levels}
    said = _(" or ").join(str(fixed.get(word, word)) for word in wanted(item))
    return _("Only if item %(number)s was answered with “%(answers)s”.") % {
        "number": item.asked_if.number,
        "answers": said,
    }
