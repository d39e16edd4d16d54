"""What waits at the desks of the office in its report on its own standards (F42)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.roles import Verb
from qa_portal.office.models import OwnAssessment, OwnState


def _proposed(user, today):
    rows = OwnAssessment.objects.visible_to(user).filter(district=user.district_id, state=OwnState.PROPOSED)
    return rows.select_related("framework", "proposed_by").order_by("proposed_at", "pk")


def _to_approve(report):
    why = _("Proposed by %(person)s") % {"person": report.proposed_by}
    return Task(_("Read the report and approve it, or give it back"), str(report), report.get_absolute_url(), why)


def _with_director(report):
    return Task(_("Waits for the director's approval"), str(report), report.get_absolute_url())


register(
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
