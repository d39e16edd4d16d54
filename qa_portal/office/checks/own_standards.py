"""What an answer to an item lacks, and the level that the items of an indicator suggest (A9-03, A9-04)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qa_portal.office.models import Clarity

NO_EVIDENCE, UNCLEAR, SOME_CLEAR, ALL_CLEAR = 1, 2, 3, 4


@dataclass(frozen=True)
class Suggestion:
    """`value` None: not rateable. `why` is a sentence either way; `is_complete`: all items are done, so that a person
    may set a level where the rubric defines none."""

    value: int | None
    why: str
    is_complete: bool


def suggestion(items):
    """The Suggestion of an indicator from `items`, pairs of (whether it is done, its clarity), in any order.

    The rubric speaks of four cases only. Not all done, or a mixture of none and unclear, is none of them."""
    if not items or not all(is_done for is_done, _clarity in items):
        return Suggestion(None, _("Not rateable: the rubric has no level unless every item is done."), False)
    found = {clarity for _is_done, clarity in items}
    if "" in found:
        return Suggestion(None, _("Not rateable yet: the clarity of some evidence has not been said."), False)
    if found == {Clarity.CLEAR}:
        return Suggestion(ALL_CLEAR, _("Every item is done and its evidence is clear and can be checked."), True)
    if Clarity.CLEAR in found:
        return Suggestion(SOME_CLEAR, _("Every item is done; the evidence is clear in some of them."), True)
    if found == {Clarity.UNCLEAR}:
        return Suggestion(UNCLEAR, _("Every item is done; the evidence is unclear in all of them."), True)
    if found == {Clarity.NONE}:
        return Suggestion(NO_EVIDENCE, _("Every item is done, but there is no evidence."), True)
    sentence = _(
        "Not rateable: for evidence that is missing in some items and unclear in others the rubric has no level."
    )
    return Suggestion(None, sentence, True)


def suggestion_of(answers):
    """Of the answers to one indicator's items."""
    return suggestion([(counts_as_done(answer), answer.clarity) for answer in answers])


def counts_as_done(answer):
    """Said to be done, and with all that the item asks for."""
    return bool(answer.is_done) and not any(_unmet(answer))


def _unmet(answer):
    """What the item asks for and the answer does not have."""
    for tick, is_ticked in answer.ticks:
        if not is_ticked:
            yield _("Not ticked: %(criterion)s") % {"criterion": tick.name}
    least, there = answer.item.least_projects, len(answer.named_projects)
    if there < least:
        yield ngettext(
            "At least %(least)s plan or project is needed; there are %(there)s.",
            "At least %(least)s plans or projects are needed; there are %(there)s.",
            least,
        ) % {"least": least, "there": there}


def lacks(answer):
    """What keeps the report from being proposed, sentence by sentence."""
    if answer.is_done is None:
        yield _("Say whether it is done.")
    if answer.is_done:
        yield from _unmet(answer)
    if not answer.clarity:
        yield _("Say how clear the evidence is.")
    if answer.clarity in (Clarity.UNCLEAR, Clarity.CLEAR) and not answer.evidence:
        yield _("There is said to be evidence, but none is entered.")


def advice(answer):
    """What a reader would miss, though the report may go without it."""
    if answer.clarity == Clarity.NONE and answer.evidence:
        yield _("Evidence is entered, yet it is said that there is none.")
    if answer.is_done and not answer.projects.all():
        yield _("Nothing is written under the four headings.")
    for row in answer.projects.all():
        for heading in row.empty_headings:
            yield _("“%(project)s” says nothing under “%(heading)s”; “-” or “ไม่มี” is an answer.") % {
                "project": row,
                "heading": heading,
            }
