"""What waits at the desks of the office: its report on itself, the yearly checklist, memos and letters (F42)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.roles import Verb
from qa_portal.office.models import ChecklistItem, Letter, LetterState, OwnAssessment, OwnState

CHECKLIST_DAYS = 14  # how far ahead an item is laid on the desk


def _proposed(user, today):
    rows = OwnAssessment.objects.visible_to(user).filter(district=user.district_id, state=OwnState.PROPOSED)
    return rows.select_related("framework", "proposed_by").order_by("proposed_at", "pk")


def _to_approve(report):
    why = _("Proposed by %(person)s") % {"person": report.proposed_by}
    return Task(_("Read the report and approve it, or give it back"), str(report), report.get_absolute_url(), why)


def _with_director(report):
    return Task(_("Waits for the director's approval"), str(report), report.get_absolute_url())


def _on_checklist(user, today):
    """One's own items of the yearly checklist that are late or near."""
    rows = ChecklistItem.objects.visible_to(user).open().filter(owner=user)
    return rows.filter(due_on__lte=today + timedelta(days=CHECKLIST_DAYS)).order_by("due_on", "pk")


def _checklist_task(item):
    return Task(_("Do it and tick it on the yearly checklist"), item.task, item.get_absolute_url(), due=item.due_on)


def _drafts(user, today):
    return Letter.objects.editable_by(user).filter(written_by=user).order_by("created_at", "pk")


def _to_issue(letter):
    return Task(_("Finish it, have it signed and issue it"), letter.subject, letter.get_absolute_url())


def _without_copy(user, today):
    """What one wrote oneself and issued, of which the signed paper is not kept yet."""
    rows = Letter.objects.fileable_by(user).filter(written_by=user, stored=None)
    return rows.order_by("dated", "pk")


def _to_file(letter):
    return Task(_("Keep the signed copy"), str(letter), letter.get_absolute_url())


register(
    Kind(
        "letter_draft",
        gettext_lazy("Memos and letters"),
        "envelope-paper",
        (Verb.WRITE_LETTERS,),
        _drafts,
        _to_issue,
        list_at("office:letter_list", mine="true", state=LetterState.DRAFT.value),
    ),
    Kind(
        "letter_copy",
        gettext_lazy("Memos and letters"),
        "envelope-paper",
        (Verb.WRITE_LETTERS,),
        _without_copy,
        _to_file,
        list_at("office:letter_list", mine="true", state=LetterState.ISSUED.value, copy="false"),
    ),
    Kind(
        "checklist",
        gettext_lazy("Yearly checklist"),
        "calendar-check",
        (Verb.VIEW_MANUAL,),
        _on_checklist,
        _checklist_task,
        list_at("office:checklist_list", mine="true", standing="open"),
    ),
    Kind(
        "own_to_approve",
        gettext_lazy("The office's own standards"),
        "award",
        (Verb.APPROVE_OWN_STANDARDS,),
        _proposed,
        _to_approve,
        list_at("office:own_list", state=OwnState.PROPOSED.value),
    ),
    Kind(
        "own_with_director",
        gettext_lazy("The office's own standards"),
        "award",
        (Verb.EDIT_OWN_STANDARDS,),
        _proposed,
        _with_director,
        list_at("office:own_list", state=OwnState.PROPOSED.value),
        waits_for_others=True,
    ),
)
