"""Reminding the owners of projects of their next step."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import ProjectState
from qa_portal.core.models import Notice
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused

NEXT_STEP = {
    ProjectState.DRAFT: must_act(gettext_lazy("Reminder: “%(row)s” is still a draft. Please finish and propose it.")),
    ProjectState.RETURNED: must_act(
        gettext_lazy("Reminder: “%(row)s” was returned to you. Please mend and propose it again.")
    ),
    ProjectState.APPROVED: must_act(gettext_lazy("Reminder: “%(row)s” is approved. Please begin it.")),
    ProjectState.RUNNING: must_act(
        gettext_lazy(
            "Reminder: “%(row)s” is running. Please report what was done and spent, and at its end the result."
        )
    ),
}
"""What the owner is asked for in each state; in the others it is not the owner's turn."""


def reminder_refusal(project):
    """Why the owner is not to be reminded now, or ""."""
    if project.state not in NEXT_STEP:
        return _("It is not the owner's turn: the project is %(state)s.") % {"state": project.get_state_display()}
    told = Notice.objects.filter(recipient=project.owner_id, url=_address(project))
    if told.filter(created_at__date=timezone.localdate()).exists():
        return _("The owner was reminded today.")
    return ""


def _address(project):
    """The project's page at its next steps; no other notice leads there, so that it tells reminders apart."""
    return f"{project.get_absolute_url()}#steps"


@transaction.atomic
def remind_owner(project):
    """Tell the owner the next step, at most once a day. Raises Refused."""
    refusal = reminder_refusal(project)
    if refusal:
        raise Refused(refusal)
    notify([project.owner], NEXT_STEP[project.state], {"row": project.name}, _address(project))
