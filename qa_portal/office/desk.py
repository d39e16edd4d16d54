"""What waits at the desks of the office in its report on its own standards and on its yearly checklist (F42)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.roles import Verb
from qa_portal.office.models import ChecklistItem, OwnAssessment, OwnState

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


register(
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
