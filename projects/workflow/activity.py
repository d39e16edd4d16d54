"""The states of an activity (A18): planned, done or cancelled; late is a matter of dates."""

from projects.models import Activity, ActivityState
from qa_portal.core.workflow import Look, Machine

ACTIVITY = Machine(
    model=Activity,
    looks={
        ActivityState.PLANNED: Look("secondary", "calendar"),
        ActivityState.DONE: Look("success", "check-circle"),
        ActivityState.CANCELLED: Look("dark", "x-circle"),
    },
    transitions=(),
)
