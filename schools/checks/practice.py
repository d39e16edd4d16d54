"""What is missing before a good practice goes to the office."""

from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Missing


def before_send(practice):
    """It is told whole, and tied to a standard or shown by something (A7-04)."""
    edit = reverse("schools:practice_edit", args=[practice.pk])
    if not practice.how:
        yield Missing(_("It is not written yet how it is done."), f"{edit}#id_how")
    if not practice.results:
        yield Missing(_("It is not written yet what came of it."), f"{edit}#id_results")
    files = list(practice.files.select_related("stored"))
    if not (files or practice.url or practice.standards.exists()):
        sentence = _("Tick a standard that it serves, or add a file or a web address that shows it.")
        yield Missing(sentence, f"{edit}#div_id_standards")
    here = f"{practice.get_absolute_url()}#files"
    yield from (Missing(f"{row}: {row.stored.held_reason}", here) for row in files if row.stored.is_held)
