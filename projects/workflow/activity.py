"""The states of an activity (A18): planned, done or cancelled; late is a matter of dates."""

from django.utils.translation import gettext_lazy as _

from projects.models import Activity, ActivityState, ProjectState
from projects.models.activity import LOOKS
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition

S = ActivityState


def refuse(activity, by):
    """The sentence for those whose work it is not, and for everybody while the project does not run."""
    if activity.project.state != ProjectState.RUNNING:
        return _("Activities are done while their project is running.")
    if not Activity.objects.reportable_by(by).filter(pk=activity.pk).exists():
        return _("Only those responsible for the activity and the owner of the project can take this step.")
    return ""


def forget_finish(activity, by, note):
    activity.finished_at = activity.finished_by = None


ACTIVITY = Machine(
    model=Activity,
    looks={state: Look(*look) for state, look in LOOKS.items()},
    transitions=(
        Transition(
            "finish",
            _("Mark as done"),
            (S.PLANNED,),
            S.DONE,
            Verb.RUN_PROJECT,
            stamp="finished",
            refuse=refuse,
            look=Look("success", "check-lg"),
            confirm=_("The activity counts as done. What it came to is said in its reports."),
        ),
        Transition(
            "cancel",
            _("Cancel the activity"),
            (S.PLANNED,),
            S.CANCELLED,
            Verb.RUN_PROJECT,
            refuse=refuse,
            needs_note=True,
            note_label=_("Why it does not take place"),
            look=Look("outline-secondary", "x-circle"),
            confirm=_("The activity counts no more among those to be done. The reason stays in its history."),
        ),
        Transition(
            "reopen",
            _("Open the activity again"),
            (S.DONE, S.CANCELLED),
            S.PLANNED,
            Verb.RUN_PROJECT,
            refuse=refuse,
            effect=forget_finish,
            look=Look("outline-secondary", "arrow-counterclockwise"),
            confirm=_("The activity is planned again. Its reports stay."),
        ),
    ),
)
