"""A version of a process is drafted, put in force, and replaced by the next one (A4-05)."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Quiet, Transition, perform
from qa_portal.office.models import ProcessState, WorkProcess
from qa_portal.office.services.manual import missing_to_issue


def _is_another_offices(process, by):
    own = process.district_id is not None and process.district_id == by.district_id
    return "" if own else Quiet(_now("It is not your office's: make your own version of it."))


def _replace_older(process, by, note):
    """Only one version holds; the older one is kept as it was."""
    older = process.versions().filter(state=ProcessState.IN_FORCE).first()
    if older:
        perform(older, "replace", by=by, note=note)


WORK_PROCESS = Machine(
    model=WorkProcess,
    looks={
        ProcessState.DRAFT: Look("warning", "pencil"),
        ProcessState.IN_FORCE: Look("success", "check-circle"),
        ProcessState.REPLACED: Look("secondary", "archive"),
    },
    transitions=(
        Transition(
            "issue",
            _("Put the version in force"),
            (ProcessState.DRAFT,),
            ProcessState.IN_FORCE,
            Verb.ISSUE_MANUAL,
            stamp="issued",
            refuse=_is_another_offices,
            missing=missing_to_issue,
            effect=_replace_older,
            confirm=_("The office works by it from now on; the version before it is kept as replaced."),
            look=Look("success", "check-lg"),
        ),
        Transition(
            "replace",
            _("Take the version out of force"),
            (ProcessState.IN_FORCE,),
            ProcessState.REPLACED,
            Verb.ISSUE_MANUAL,
            refuse=_is_another_offices,
            confirm=_("Until another version is put in force, that of the portal holds, where there is one."),
            look=Look("outline-secondary", "archive"),
        ),
    ),
)
