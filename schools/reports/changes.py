"""What a report says otherwise than the time before, or than last year: exactly what changed, and nothing else (F18).

Both sides are contents as services.submissions.content_of makes them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from qa_portal.core.differences import pieces
from schools.models import ItemMatch, OwnSection, Part, Sar, StandardMatch, StandardSection
from schools.services.submissions import content_of, narrative_of

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """`pieces` are (what, text) of a text, what being same, removed or added; `what`: changed, added or removed."""

    label: str
    old: str = ""
    new: str = ""
    pieces: tuple = ()
    what: str = "changed"


@dataclass(frozen=True)
class ItemChange:
    """A rated item whose level or evidence changed."""

    indicator: int
    title: str
    changes: tuple[Change, ...]

    @property
    def place(self):
        return f"item-{self.indicator}"


@dataclass
class Place:
    """What differs in one part of the report; `standard` names the standard that it is about."""

    part: str
    title: str
    standard: int | None = None
    number: int | None = None
    changes: list[Change] = field(default_factory=list)
    items: list[ItemChange] = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.changes or self.items)

    @property
    def place(self):
        """Where a remark on it stands, as `SarRemark.place`."""
        return f"standard-{self.standard}" if self.standard else f"part-{self.part}"


@dataclass(frozen=True)
class Difference:
    """`changed` of `items` rated items differ; `places` are those with a difference."""

    places: list[Place]
    changed: int
    items: int

    @property
    def is_empty(self):
        return not self.places


def compare(old, new):
    """The Difference, from what was to what is."""
    places = [
        *_word_places(old, new, (Part.SUMMARY, Part.BASICS)),
        *_standard_places(old, new),
        *_own_places(old, new),
        *_word_places(old, new, (Part.WAY_FORWARD,)),
        _papers_place(old, new),
    ]
    changed = sum(len(place.items) for place in places)
    return Difference([place for place in places if not place.is_empty], changed, len(new["items"]))


# ---------------------------------------------------------------- the parts


WORDS_OF = {
    Part.SUMMARY: ("executive_summary",),
    Part.BASICS: ("overview",),
    Part.WAY_FORWARD: ("way_forward", "help_wanted"),
}


def _word_places(old, new, parts):
    """The parts that are words of the report itself; the overall level stands in the summary."""
    before, after = old["summary"], new["summary"]
    for part in parts:
        place = Place(part, str(part.label))
        if part is Part.SUMMARY:
            place.changes += _level_change(_("Overall quality level"), before, after)
        place.changes += _text_changes(Sar, WORDS_OF[part], before, after)
        yield place


def _standard_places(old, new):
    before = {row["standard"]: row for row in old["sections"]}
    for row in new["sections"]:
        yield _standard_place(before.get(row["standard"], {}), row, old, new)


def _standard_place(before, row, old, new):
    key = row["standard"]
    title = _("Standard %(number)s %(name)s") % row
    place = Place(Part.RESULTS, title, standard=key, number=row["number"])
    place.changes += _level_change(_("Quality level"), before, row)
    place.changes += _text_changes(StandardSection, narrative_of(StandardSection), before, row)
    place.changes += _evidence_changes(_used(old, standard=key), _used(new, standard=key))
    place.items += _item_changes(key, old, new)
    return place


def _item_changes(standard, old, new):
    before = {row["indicator"]: row for row in old["items"]}
    for row in new["items"]:
        if row["standard"] != standard:
            continue
        key = row["indicator"]
        used = [_used(content, indicator=key) for content in (old, new)]
        changes = [*_level_change(_("Quality level"), before.get(key, {}), row), *_evidence_changes(*used)]
        if changes:
            yield ItemChange(key, f"{row['code']} {row['name']}", tuple(changes))


def _own_places(old, new):
    before, after = ({row["own_standard"]: row for row in content["own"]} for content in (old, new))
    for key in {**before, **after}:
        row = after.get(key) or before[key]
        place = Place(Part.RESULTS, _("The school's own standard %(number)s %(name)s") % row)
        if key not in after:
            place.changes.append(Change(str(OwnSection._meta.verbose_name), what="removed", old=row["name"]))
        else:
            place.changes += _level_change(_("Quality level"), before.get(key, {}), row)
            place.changes += _text_changes(OwnSection, narrative_of(OwnSection), before.get(key, {}), row)
            place.changes += _evidence_changes(_used(old, own_standard=key), _used(new, own_standard=key))
        yield place


def _papers_place(old, new):
    place = Place(Part.APPENDIX, str(Part.APPENDIX.label))
    before, after = old["file"], new["file"]
    if (before and before["sha256"]) != (after and after["sha256"]):
        place.changes.append(Change(_("PDF of the report"), _file_name(before), _file_name(after)))
    place.changes += _evidence_changes(_used(old), _used(new))
    return place


def _file_name(row):
    return _("Version %(number)s: %(name)s") % row if row else NOTHING


# ---------------------------------------------------------------- levels, texts, evidence


def _level_change(label, before, after):
    old, new = before.get("level"), after.get("level")
    if (old and old["value"]) != (new and new["value"]):
        yield Change(str(label), _level_name(old), _level_name(new))


def _level_name(level):
    return f"{level['value']} {level['name']}" if level else NOTHING


def _text_changes(model, names, before, after):
    for name in names:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            label = model._meta.get_field(name).verbose_name
            yield Change(str(label), old or NOTHING, new or NOTHING, tuple(pieces(old, new)))


def _used(content, *, standard=None, indicator=None, own_standard=None):
    """{evidence: title} shown at exactly this place; at no place, in the appendix. An item's evidence is the item's."""
    wanted = {"indicator": indicator, "own_standard": own_standard}
    if indicator is None:
        wanted["standard"] = standard
    return {
        row["evidence"]: row["title"]
        for row in content["evidence"]
        if all(row[place] == key for place, key in wanted.items())
    }


def _evidence_changes(before, after):
    label = _("Evidence")
    for key, title in after.items():
        if key not in before:
            yield Change(label, new=title, what="added")
    for key, title in before.items():
        if key not in after:
            yield Change(label, old=title, what="removed")


# ---------------------------------------------------------------- which two


def changes_since_sending(sar):
    """What the newest sending changed; while the school writes, what it has changed since it sent. None where there is
    no sending before."""
    kept = list(sar.submissions.order_by("-number")[:2])
    if sar.is_at_office:
        return compare(kept[1].content, kept[0].content) if len(kept) == 2 else None
    return compare(kept[0].content, content_of(sar)) if kept else None


def changes_since_last_year(sar):
    """None where no report of last year was sent. Standards and items are followed into a newer framework."""
    before = sar.previous()
    if before is None:
        return None
    last = before.submissions.last()
    content = last.content if last else content_of(before)
    return compare(_of_any_year(_continued(content, sar.framework_id)), _of_any_year(content_of(sar)))


def _of_any_year(content):
    """Without what every year has of its own: evidence, papers, and standards that stand in one year's sheet."""
    return content | {"own": [], "evidence": [], "file": None}


def _continued(content, framework):
    """The content with the keys of the standards and items that continue its own in this framework."""
    standards = _followed(StandardMatch, newer__framework=framework)
    items = _followed(ItemMatch, newer__standard__framework=framework)
    return content | {
        "sections": [_renamed(row, standard=standards) for row in content["sections"]],
        "items": [_renamed(row, standard=standards, indicator=items) for row in content["items"]],
    }


def _followed(model, **where):
    """{older: newer}"""
    return dict(model.objects.filter(**where).values_list("older", "newer"))


def _renamed(row, **followed):
    return row | {name: newer.get(row[name], row[name]) for name, newer in followed.items()}
