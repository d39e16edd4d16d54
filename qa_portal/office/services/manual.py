"""Writing the manual: a draft begun from another version, its rows in their order, and what stands against issuing."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Missing, Refused
from qa_portal.office.models import ProcessForm, ProcessReference, ProcessState, ProcessStep, WorkProcess

ROWS = {"steps": ProcessStep, "forms": ProcessForm, "references": ProcessReference}
WORDS = ("code", "position", "name", "purpose", "scope", "definitions")
COPIED = {
    "steps": ("position", "number", "short", "text", "who", "within_days", "paper"),
    "forms": ("position", "name", "code"),
    "references": ("position", "document", "text"),
}


@transaction.atomic
def begin_version(process, district):
    """The office's draft of this process: a copy of the given version, or the draft that is there already."""
    own = WorkProcess.objects.select_for_update().filter(district=district, code=process.code)
    draft = own.filter(state=ProcessState.DRAFT).first()
    if draft:
        return draft
    last = own.order_by().aggregate(last=Max("edition"))["last"] or 0
    draft = WorkProcess.objects.create(district=district, edition=last + 1, **_facts(process, WORDS))
    copies = {kind: _copy_rows(process, draft, kind) for kind in ROWS}
    for row, copy in copies["steps"].items():
        if row.no_target_id:
            copy.no_target = next(new for old, new in copies["steps"].items() if old.pk == row.no_target_id)
            copy.save()
    return draft


def _copy_rows(process, draft, kind):
    rows = getattr(process, kind).all()
    return {row: ROWS[kind].objects.create(process=draft, **_facts(row, COPIED[kind])) for row in rows}


def _facts(row, names):
    return {name: getattr(row, name) for name in names}


def _lock_draft(process):
    locked = WorkProcess.objects.select_for_update().get(pk=process.pk)
    if not locked.is_draft:
        raise Refused(_("This version has been put in force meanwhile: begin a new one to change it."))


@transaction.atomic
def place_row(row):
    """Save the row at its position; those from there on move down."""
    _lock_draft(row.process)
    others = list(type(row).objects.filter(process=row.process).exclude(pk=row.pk))
    others.insert(max(row.position, 1) - 1, row)
    row.position = others.index(row) + 1
    row.save()
    _renumber(others, but=row)


@transaction.atomic
def remove_row(row):
    """Refused for a step to which a decision goes back."""
    _lock_draft(row.process)
    if isinstance(row, ProcessStep) and row.refused_from.exists():
        raise Refused(_("A decision goes back to this step: change the decision first."))
    row.delete()
    _renumber(list(type(row).objects.filter(process=row.process_id)))


def _renumber(rows, but=None):
    for position, row in enumerate(rows, 1):
        if row is not but and row.position != position:
            row.position = position
            row.save()


def missing_to_issue(process):
    edit = reverse("office:process_edit", args=[process.pk])
    for name in ("purpose", "scope", "definitions"):
        if not getattr(process, name).strip():
            label = process._meta.get_field(name).verbose_name
            yield Missing(_("“%(section)s” is empty.") % {"section": label}, f"{edit}#id_{name}")
    if not process.steps.exists():
        yield Missing(_("It has no step yet."), reverse("office:process_row_add", args=[process.pk, "steps"]))
