"""What waits of a visit's field records, part by part and side by side, in words."""

from dataclasses import dataclass, field

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qa_portal.core.thai import format_date
from supervision.models import (
    ArrivalBand,
    FindingCategory,
    FindingKind,
    InstrumentItem,
    OwedBy,
    RecheckVerdict,
    Severity,
    SignOff,
    Visit,
)
from supervision.services.field_parts import clashing_parts, held_parts, waiting_parts

PORTAL = "portal"
LABELS = {
    "answer": lambda: _("Item"),
    "finding": lambda: _("Finding"),
    "action": lambda: _("What was agreed"),
    "recheck": lambda: _("Re-check of what was open"),
    "photo": lambda: _("Photo"),
    "sign": lambda: _("Signature"),
}


@dataclass(frozen=True)
class Side:
    """One version of a part. `key`: what the form sends for it."""

    key: str
    who: str
    words: list[str]
    problem: str = ""


@dataclass
class Choice:
    part: str
    label: str
    is_clash: bool
    sides: list[Side] = field(default_factory=list)
    preset: str = ""


def choices_of(visit):
    """The parts that wait in any record of the visit: first what the portal has, then what each person's device says.
    Where nothing clashes the device's version is preset."""
    portal, words, choices = held_parts(visit), _Words(visit), {}
    for record in visit.field_records.select_related("user").order_by("pk"):
        clashes = clashing_parts(record, portal)
        for part in waiting_parts(record):
            if part not in choices:
                choices[part] = Choice(part, words.label(part), False, [_portal_side(part, portal, words)])
            choice = choices[part]
            choice.is_clash |= part in clashes or len(choice.sides) > 1
            problem = " ".join(record.problems.get(part, ()))
            said = words.said(part, record.parts.get(part))
            choice.sides.append(Side(str(record.pk), str(record.user), said, problem))
            choice.preset = "" if choice.is_clash else str(record.pk)
    return [choices[part] for part in sorted(choices)]


def _portal_side(part, portal, words):
    return Side(PORTAL, _("On the portal"), words.said(part, portal.get(part)))


def conflict_choices(conflict, parts):
    """The parts in which a device's content differs from the record: the portal's version, the device's."""
    record, words = conflict.record, _Words(conflict.record.visit)
    base = _base_of(conflict)
    for part in parts:
        ours, theirs = record.parts.get(part), conflict.content["parts"].get(part)
        sides = [
            Side(PORTAL, _("On the portal"), words.said(part, ours)),
            Side("device", conflict.device or _("Device"), words.said(part, theirs)),
        ]
        preset = "device" if ours == base.get(part) else PORTAL if theirs == base.get(part) else ""
        yield Choice(part, words.label(part), not preset, sides, preset)


def _base_of(conflict):
    """What both versions were written on."""
    number = conflict.content["on_top_of"]
    revision = conflict.record.revisions.filter(number=number).first()
    return revision.content["parts"] if revision else conflict.content["base"]


class _Words:
    """Parts in words: keys of lists become what the lists call them."""

    def __init__(self, visit):
        rows = InstrumentItem.objects.filter(section__instrument=visit.instrument_id)
        self.items = {str(row.pk): row for row in rows.prefetch_related("choices")}
        levels = visit.instrument.levels.all() if visit.instrument else ()
        self.levels = {str(row.value): str(row) for row in levels}
        self.categories = {str(row.pk): row.name for row in FindingCategory.objects.offered_to(visit.school.district)}

    def label(self, part):
        kind, _colon, key = part.partition(":")
        if kind == "visit":
            return str(Visit._meta.get_field(key).verbose_name)
        if kind == "answer" and key in self.items:
            return str(self.items[key])
        return LABELS[kind]()

    def said(self, part, value):
        """The lines that a version says; one that says it is not there."""
        if value is None:
            return [_("Nothing")]
        kind, _colon, key = part.partition(":")
        return list(filter(None, getattr(self, f"_{kind}")(value, key)))

    def _visit(self, value, key):
        if key == "visited_on" and (day := parse_date(value)):
            return [format_date(day)]
        return [dict(ArrivalBand.choices).get(value, value)]

    def _answer(self, value, key):
        item, given = self.items.get(key), value["value"]
        fixed = {"yes": _("Yes"), "no": _("No"), "na": _("Not applicable")} | (self.levels if item else {})
        chosen = {str(row.pk): row.text for row in item.choices.all()} if item and item.kind == "choice" else {}
        is_free = item is None or item.kind in ("text", "number")
        return [given if is_free and given != "na" else chosen.get(given) or fixed.get(given, given), value["note"]]

    def _finding(self, value, key):
        kind, severity = dict(FindingKind.choices), dict(Severity.choices)
        category = self.categories.get(value["category"], "")
        return [kind.get(value["kind"], ""), category, severity.get(value["severity"], ""), value["text"]]

    def _action(self, value, key):
        day = parse_date(value["due_on"])
        due = _("to be done by %(day)s") % {"day": format_date(day)} if day else ""
        return [value["what"], dict(OwedBy.choices).get(value["owed_by"], ""), value["owner_text"], due]

    def _recheck(self, value, key):
        return [dict(RecheckVerdict.choices).get(value["verdict"], ""), value["note"]]

    def _photo(self, value, key):
        return [value["caption"] or _("Without a caption"), f"{value['size'] // 1024} KB"]

    def _sign(self, value, key):
        return [value["name"], value["position"], dict(SignOff.Side.choices).get(value["side"], "")]
