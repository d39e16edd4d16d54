"""What one form says otherwise than another, item by item: before a file becomes an edition."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.history import Change
from supervision.data.instrument_form import Item
from supervision.models import Audience, Instrument, InstrumentItem, ItemKind

ADDED, CHANGED, REMOVED, SAME = "added", "changed", "removed", "same"
LOOKS = {
    ADDED: (gettext_lazy("Added"), "success", "plus-lg"),
    CHANGED: (gettext_lazy("Changed"), "warning", "pencil"),
    REMOVED: (gettext_lazy("Taken out"), "danger", "trash"),
    SAME: (gettext_lazy("Unchanged"), "secondary", "dash"),
}
OF_FORM = ("name", "guidance", "audience", "form_code")


@dataclass(frozen=True)
class Pair:
    """An item beside the one that it takes the place of; one of the two may be missing."""

    old: Item | None
    new: Item | None
    changes: list = field(default_factory=list)

    @property
    def kind(self):
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        return CHANGED if self.changes else SAME

    @property
    def details(self):
        """What differs besides the number and the words, which stand side by side anyway."""
        shown = {_label("number"), _label("text")}
        return [change for change in self.changes if change.label not in shown]

    @property
    def look(self):
        """(word, colour, icon)"""
        return LOOKS[self.kind]


def pair_up(old, new):
    """[Pair] of two forms' items in the new order, then what is taken out. An item is the same one where its words are,
    else where its number is: one put in between does not make all that follow look changed."""
    left = list(old.items)
    found = {}
    for same in (lambda item: item.text, lambda item: item.number):
        known = {same(item): item for item in reversed(left)}
        for item in new.items:
            earlier = None if item.number in found else known.pop(same(item), None)
            if earlier:
                found[item.number] = earlier
                left.remove(earlier)
    numbers = {earlier.number: number for number, earlier in found.items()}
    pairs = [_pair(found.get(item.number), item, numbers) for item in new.items]
    return pairs + [Pair(item, None) for item in left]


def _pair(old, new, numbers):
    """A rule that follows its item to another number is no change."""
    if old is None:
        return Pair(None, new)
    followed = replace(old, asked_if=numbers.get(old.asked_if, old.asked_if))
    names = [name for name in Item.__dataclass_fields__ if getattr(followed, name) != getattr(new, name)]
    return Pair(old, new, [Change(_label(name), _said(followed, name), _said(new, name)) for name in names])


def changes_of_head(old, new):
    """[Change] of the form's own words, its scale and its sections."""
    changes = [
        Change(str(Instrument._meta.get_field(name).verbose_name), _of_head(old, name), _of_head(new, name))
        for name in OF_FORM
        if getattr(old, name) != getattr(new, name)
    ]
    for label, name, line in (
        (_("Scale"), "levels", lambda row: f"{row.value} {row.word} ≥ {row.least_mean} {row.description}"),
        (_("Sections"), "sections", lambda row: f"{row.title} {row.guidance}"),
    ):
        before, after = ([line(row).strip() for row in getattr(form, name)] for form in (old, new))
        if before != after:
            changes.append(Change(label, *_only_what_differs(before, after)))
    return changes


def _only_what_differs(before, after):
    """The lines of each that the other has not; all of them where only their order is another."""
    gone, come = [row for row in before if row not in after], [row for row in after if row not in before]
    if not (gone or come):
        gone, come = before, after
    return "\n".join(gone) or "–", "\n".join(come) or "–"


def _of_head(form, name):
    value = getattr(form, name)
    return str(Audience(value).label) if name == "audience" else value or "–"


def _label(name):
    own = {"choices": _("choices"), "described": _("descriptions of levels")}
    return own.get(name) or str(InstrumentItem._meta.get_field(name).verbose_name)


def _said(item, name):
    value = getattr(item, name)
    if name == "kind":
        return str(ItemKind(value).label)
    if name == "described":
        return "\n".join(f"{points} {text}" for points, text in value) or "–"
    if name == "choices":
        return "\n".join(value) or "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "–" if value in (None, "") else str(value)
