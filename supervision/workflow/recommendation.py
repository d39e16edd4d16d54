"""A recommendation of the assessors becomes a goal, and is closed when every part of it is done (F36)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from schools.services.people import writers_of
from supervision.models import Recommendation, RecommendationState


def _to_plan(row):
    edit = reverse("supervision:recommendation_edit", args=[row.pk])
    if not row.goal.strip():
        yield Missing(
            _("The goal is not written: what is to be different, and how it will be seen."), f"{edit}#id_goal"
        )
    if row.owner_id is None:
        yield Missing(_("Nobody is named who follows it up."), f"{edit}#id_owner")
    if row.due_on is None:
        yield Missing(_("There is no day by which it is to be done."), f"{edit}#id_due_on")
    if not row.parts.exists():
        yield Missing(
            _("There is no part yet: a visit, an action, an activity or something done by hand."), _parts(row)
        )


def _to_close(row):
    parts = row.parts.with_standing()
    if not parts:
        yield Missing(
            _("There is no part yet: a visit, an action, an activity or something done by hand."), _parts(row)
        )
    for part in parts:
        if part.is_called_off:
            yield Missing(_("“%(part)s” was called off: choose another way.") % {"part": part}, _parts(row))
        elif not part.is_done:
            yield Missing(_("“%(part)s” is not done yet.") % {"part": part}, _part_url(part))


def _parts(row):
    return f"{row.get_absolute_url()}#parts-title"


def _part_url(part):
    return part.record.get_absolute_url() if part.record else _parts(part.recommendation)


def _concerned(row):
    return [*writers_of(row.assessment), *([row.owner] if row.owner else [])]


def _clear_stamps(row, by, note):
    row.closed_at = row.closed_by = None


RECOMMENDATION = Machine(
    model=Recommendation,
    looks={
        RecommendationState.OPEN: Look("secondary", "pencil-square"),
        RecommendationState.UNDER_WAY: Look("warning", "hourglass-split"),
        RecommendationState.CLOSED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "plan",
            gettext_lazy("Begin the improvement"),
            (RecommendationState.OPEN,),
            RecommendationState.UNDER_WAY,
            Verb.MANAGE_ASSESSMENTS,
            missing=_to_plan,
            tell=_concerned,
            news=gettext_lazy("%(by)s has planned the improvement “%(row)s”."),
            confirm=gettext_lazy("The owner and the school are told. Goal and parts can still be changed."),
            look=Look("primary", "play-circle"),
        ),
        Transition(
            "close",
            gettext_lazy("Close as improved"),
            (RecommendationState.UNDER_WAY,),
            RecommendationState.CLOSED,
            Verb.MANAGE_ASSESSMENTS,
            stamp="closed",
            missing=_to_close,
            tell=_concerned,
            news=gettext_lazy("%(by)s has closed “%(row)s” as improved. %(note)s"),
            confirm=gettext_lazy("The improvement is settled. It can be opened again with a reason."),
            look=Look("success", "check-circle"),
            note_label=gettext_lazy("What is different now, and what shows it"),
        ),
        Transition(
            "reopen",
            gettext_lazy("Open again"),
            (RecommendationState.CLOSED,),
            RecommendationState.UNDER_WAY,
            Verb.MANAGE_ASSESSMENTS,
            needs_note=True,
            effect=_clear_stamps,
            tell=_concerned,
            news=gettext_lazy("%(by)s has opened “%(row)s” again: %(note)s"),
            look=Look("outline-secondary", "arrow-counterclockwise"),
            note_label=gettext_lazy("What is still to be done"),
        ),
    ),
)
