"""One sheet as its pages show it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qa_portal.core.models import TransitionRecord
from supervision.models import SheetState, score_of
from supervision.reports.visit import RecordStep


def sheet_steps(sheet):
    """The pages on which a sheet is filled in, in their order, each with how far it is."""
    return [*_section_steps(sheet), *_other_steps(sheet)]


def go_on_url(steps):
    """Where a sheet is written on: the first section that is not complete, else the first. Behind the sections stand
    the files and the checking."""
    return next((step.url for step in steps[:-2] if not step.is_done), steps[0].url)


def _section_steps(sheet):
    for part in score_of(sheet).sections:
        detail = _("%(answered)s of %(items)s") % {"answered": part.answered, "items": len(part.rows)}
        url = _url("sheet_section", sheet, part.section.position)
        yield RecordStep(str(part.section), url, detail, part.is_complete)


def _other_steps(sheet):
    count = sheet.files.filter(item=None).count()
    yield RecordStep(_("Files that go along"), _url("sheet_files", sheet), str(count), count > 0)
    yield RecordStep(pgettext("form", "Check and send"), _url("sheet_detail", sheet))


def _url(name, sheet, *args):
    return reverse(f"supervision:{name}", args=[sheet.pk, *args])


def last_remark(sheet):
    """The step by which it was returned, while it still has to be mended; else None."""
    if sheet.state != SheetState.RETURNED:
        return None
    steps = TransitionRecord.objects.of(sheet).filter(transition="return").select_related("done_by")
    return steps.order_by("-done_at", "-pk").first()


def last_extension(sheet):
    """Why this one has a last day of its own; "" where it has none."""
    if sheet.extended_to is None:
        return ""
    said = sheet.history.filter(extended_to=sheet.extended_to).exclude(history_change_reason=None)
    return said.values_list("history_change_reason", flat=True).first() or ""
