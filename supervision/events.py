"""What happens at visits and after them that other systems can be told."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations import events
from supervision.models import AgreedAction, Visit


def _office(visit):
    return visit.school.district


def _facts(visit):
    return {
        "visit": visit.pk,
        "code": visit.code,
        "school_code": visit.school.moe_code,
        "held_on": visit.held_on.isoformat() if visit.held_on else None,
        "state": visit.state,
    }


def _action_office(action):
    return action.visit.school.district


def _action_facts(action):
    return {
        "action": action.pk,
        "code": action.code,
        "school_code": action.visit.school.moe_code,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "state": action.state,
    }


for step, kind, label in [
    ("report", "visit.reported", _("The report of a visit went to the school")),
    ("acknowledge", "visit.answered", _("A school answered the report of a visit")),
    ("cancel", "visit.cancelled", _("A visit was cancelled")),
]:
    events.announce(Visit, step, kind, label, facts=_facts, office=_office)

for step, kind, label in [
    ("finish", "action.done", _("An agreed action is said to be done")),
    ("close", "action.closed", _("An agreed action was closed")),
    ("reopen", "action.reopened", _("An agreed action was opened again")),
]:
    events.announce(AgreedAction, step, kind, label, facts=_action_facts, office=_action_office)

FINDING_ANSWERED = "finding.answered"
events.name(FINDING_ANSWERED, _("A school answered a finding"))


def tell_answer(reply):
    """Told where it happens: each answer to a finding is one more, and no step of a workflow."""
    finding = reply.finding
    events.tell(
        FINDING_ANSWERED,
        _office(finding.visit),
        lambda: {
            "finding": finding.pk,
            "code": finding.code,
            "visit": finding.visit_id,
            "school_code": finding.visit.school.moe_code,
            "verdict": reply.verdict,
            "due_on": reply.due_on.isoformat() if reply.due_on else None,
            "url": events.address_of(finding),
        },
    )
