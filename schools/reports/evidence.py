"""The evidence of a report: numbered once, said by number wherever it is shown."""

from dataclasses import dataclass, field

from schools.evidence_sources import addresses, source_of
from schools.models import Evidence, EvidenceUse


@dataclass
class NumberedEvidence:
    """One piece of evidence in a report: its number, and the places where it is shown in the report's order."""

    number: int
    evidence: Evidence
    places: list[EvidenceUse] = field(default_factory=list)


@dataclass
class ReportEvidence:
    """`all` by number; by item, standard, own standard, and those of the appendix."""

    all: list[NumberedEvidence]
    items: dict[int, list[NumberedEvidence]] = field(default_factory=dict)
    standards: dict[int, list[NumberedEvidence]] = field(default_factory=dict)
    own_standards: dict[int, list[NumberedEvidence]] = field(default_factory=dict)
    appendix: list[NumberedEvidence] = field(default_factory=list)


def evidence_of(sar):
    """A report's evidence in one query, numbered in the order of the standards, then own standards, then appendix."""
    uses = EvidenceUse.objects.filter(sar=sar).select_related(
        "evidence__stored", "evidence__record_type", "standard", "indicator__standard", "own_standard"
    )
    found, numbered = ReportEvidence([]), {}
    for use in sorted(uses, key=_order):
        shown = numbered.get(use.evidence_id)
        if shown is None:
            shown = numbered[use.evidence_id] = NumberedEvidence(len(numbered) + 1, use.evidence)
            found.all.append(shown)
        shown.places.append(use)
        _put(found, use, shown)
    return found


def _order(use):
    standard = use.standard.number if use.standard_id else 1000
    own = use.own_standard.number if use.own_standard_id else 1000
    return standard, own, use.indicator.position if use.indicator_id else 0, use.pk


def _put(found, use, shown):
    if use.indicator_id:
        found.items.setdefault(use.indicator_id, []).append(shown)
    elif use.standard_id:
        found.standards.setdefault(use.standard_id, []).append(shown)
    elif use.own_standard_id:
        found.own_standards.setdefault(use.own_standard_id, []).append(shown)
    else:
        found.appendix.append(shown)


@dataclass(frozen=True)
class Link:
    """A piece of evidence as a page shows it: `url` is blank where the reader may not open it."""

    evidence: Evidence
    icon: str
    kind: str
    url: str = ""
    number: int | None = None


def linked(rows, user, numbers=None):
    """The rows as this reader may open them. What is no record of the portal opens at its own address or file."""
    rows = list(rows)
    open_at = addresses(rows, user)
    return [_link(row, open_at.get(row.pk, ""), (numbers or {}).get(row.pk)) for row in rows]


def _link(row, address, number):
    source = source_of(row)
    if row.record_type_id:
        icon, kind = (source.icon, source.word) if source else ("archive", str(row.record_type))
        return Link(row, icon, kind, address, number)
    if row.stored_id:
        return Link(row, "file-earmark-text", row.stored.name, row.file_url, number)
    return Link(row, "link-45deg", row.url, row.url, number)
