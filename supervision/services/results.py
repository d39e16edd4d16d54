"""What the assessors gave as result, written down as it was stated."""

from django.db import transaction

from supervision.models import StandardResult


@transaction.atomic
def save_result(paper, *, rows, stored=None):
    """Save a paper with its standards. `rows`: {standard: fields of its StandardResult}. A standard about which nothing
    was ever stated has no row. `stored` replaces the paper's file."""
    if stored:
        paper.stored = stored
    paper.save()
    there = {row.standard_id: row for row in paper.standards.all()}
    for standard, fields in rows.items():
        save_standard(there.get(standard.pk) or StandardResult(paper=paper, standard=standard), fields)
    return paper


def save_standard(row, fields):
    """Write what changed."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save()
