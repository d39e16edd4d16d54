"""What was changed in the results of one assessment, newest first."""

from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _

from qa_portal.core.history import Change, Entry, entries_of
from supervision.models import StandardResult


def result_history(papers):
    """Of these papers and of their standards."""
    found = [*_standard_changes(papers)]
    for paper in papers:
        kind = paper.get_kind_display()
        found += [replace(entry, sentence=f"{kind}: {entry.sentence}") for entry in entries_of(paper)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _standard_changes(papers):
    kinds = {paper.pk: paper.get_kind_display() for paper in papers}
    rows = StandardResult.history.filter(paper__in=kinds)
    rows = rows.select_related("standard", "level", "history_user").order_by("id", "history_date", "history_id")
    for older, newer in pairwise(rows):
        changes = tuple(_changes(older, newer)) if older.id == newer.id else ()
        if changes:
            sentence = _("%(kind)s: changed") % {"kind": kinds[newer.paper_id]}
            yield Entry(newer.history_date, str(newer.history_user or "–"), sentence, changes=changes)


def _changes(older, newer):
    for name in ("level", "score", "note"):
        old, new = getattr(older, name), getattr(newer, name)
        if old != new:
            label = f"{newer.standard} ({StandardResult._meta.get_field(name).verbose_name})"
            yield Change(label, _shown(old), _shown(new))


def _shown(value):
    return "–" if value in (None, "") else str(value)
