"""A support plan is planned, goes on, may pause, and ends: its goal reached, or stopped (A5-10)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from schools.services.people import writers_of
from supervision.models import SupportPlan, SupportState


def _concerned(plan):
    return [plan.lead, *plan.team.all(), *writers_of(plan)]


def _begin_reviews(plan, by, note):
    plan.next_review_on = plan.review_after(max(plan.begins_on, timezone.localdate()))


def _missing_to_reach(plan):
    if not plan.reviews.exists():
        url = reverse("supervision:support_review_add", args=[plan.pk])
        yield Missing(gettext("No review has been written: what shows that the goal is reached?"), url)


def _step(name, label, sources, target, look, **kwargs):
    return Transition(name, label, sources, target, Verb.PLAN_VISIT, look=look, tell=_concerned, **kwargs)


SUPPORT = Machine(
    model=SupportPlan,
    authors=lambda plan: [plan.lead],
    looks={
        SupportState.PLANNED: Look("secondary", "pencil-square"),
        SupportState.RUNNING: Look("primary", "life-preserver"),
        SupportState.PAUSED: Look("warning", "pause-circle"),
        SupportState.REACHED: Look("success", "check-circle"),
        SupportState.STOPPED: Look("secondary", "x-circle"),
    },
    transitions=(
        _step(
            "start",
            _("Begin to help"),
            (SupportState.PLANNED,),
            SupportState.RUNNING,
            Look("primary", "play"),
            effect=_begin_reviews,
            news=_("%(by)s has begun the support plan of %(row)s."),
            confirm=_("The team and the school are told, and the school sees the plan from now on."),
        ),
        _step(
            "reach",
            _("The goal is reached"),
            (SupportState.RUNNING,),
            SupportState.REACHED,
            Look("success", "check-circle"),
            missing=_missing_to_reach,
            not_own=True,
            needs_note=True,
            news=_("%(by)s has ended the support plan of %(row)s: its goal is reached. %(note)s"),
            confirm=_("The plan ends. If the school needs help again, it gets a new plan."),
            note_label=_("What shows that the goal is reached"),
        ),
        _step(
            "pause",
            _("Pause"),
            (SupportState.RUNNING,),
            SupportState.PAUSED,
            Look("outline-secondary", "pause"),
            needs_note=True,
            news=_("%(by)s has paused the support plan of %(row)s: %(note)s"),
            note_label=_("Why it pauses, and until when"),
        ),
        _step(
            "resume",
            _("Go on"),
            (SupportState.PAUSED,),
            SupportState.RUNNING,
            Look("primary", "play"),
            effect=_begin_reviews,
            news=_("The support plan of %(row)s goes on (%(by)s)."),
        ),
        _step(
            "stop",
            _("Stop the plan"),
            (SupportState.PLANNED, SupportState.RUNNING, SupportState.PAUSED),
            SupportState.STOPPED,
            Look("outline-danger", "x-lg"),
            needs_note=True,
            news=_("%(by)s has stopped the support plan of %(row)s: %(note)s"),
            confirm=_("The plan ends without its goal. It stays in the list with the reason."),
            note_label=_("Why it stops"),
        ),
    ),
)
