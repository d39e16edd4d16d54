"""The stages of a school's external assessment (F41, A18). They follow each other; an office that never heard of one
goes past it. The day of a stage is written before the step (services.assessments.take_step)."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Quiet, Refused, Transition
from supervision.models import STAGES, AssessmentState, ExternalAssessment
from supervision.services.people import assessed_people
from supervision.services.readiness import keep_known, readiness_of

S = AssessmentState
ORDER = [stage.state for stage in STAGES]
RUNNING = tuple(state for state in ORDER if state != S.FINAL)
DAY_OF = {stage.state: stage.day for stage in STAGES}


def _before(state):
    return tuple(ORDER[: ORDER.index(state)])


def _check_days(assessment, by, note):
    if getattr(assessment, DAY_OF[assessment.state]) is None:
        raise Refused(gettext("Please type the day."))
    if assessment.disorder:
        raise Refused(assessment.disorder)


def _declare_ready(assessment, by, note):
    _check_days(assessment, by, note)
    keep_known(assessment, by=by)


def _lacking(assessment):
    """What must be met and is not, each with the page that mends it."""
    form_page = reverse("supervision:assessment_readiness", args=[assessment.pk])
    for row in readiness_of(assessment).lacking:
        yield Missing(row.item.text, row.url or f"{form_page}#question-{row.item.position}")


def _no_attempt_after(assessment, by):
    if assessment.others.filter(attempt__gt=assessment.attempt).exists():
        return Quiet(gettext("A re-assessment has begun: this one stays as it is."))
    return ""


def _clear_final(assessment, by, note):
    assessment.finalised_on = None


def _stage(name, label, state, icon, *, news, confirm, effect=_check_days, **more):
    return Transition(
        name,
        label,
        _before(state),
        state,
        Verb.MANAGE_ASSESSMENTS,
        effect=effect,
        tell=assessed_people,
        news=news,
        confirm=confirm,
        look=Look("primary", icon),
        note_label=_("Word to the school (if you like)"),
        **more,
    )


ASSESSMENT = Machine(
    model=ExternalAssessment,
    looks={
        S.NOTIFIED: Look("warning", "envelope"),
        S.READY: Look("info", "clipboard-check"),
        S.SENT: Look("info", "send-check"),
        S.VISITED: Look("primary", "people"),
        S.HEARD: Look("primary", "chat-left-text"),
        S.DRAFT: Look("primary", "file-earmark-text"),
        S.FINAL: Look("success", "check-circle"),
        S.CANCELLED: Look("secondary", "x-circle"),
    },
    transitions=(
        _stage(
            "declare_ready",
            _("Declare the school ready"),
            S.READY,
            "clipboard-check",
            news=_("The area office has found the school ready: %(row)s. %(note)s"),
            confirm=_("The answers of the readiness form are kept as they are now."),
            effect=_declare_ready,
            missing=_lacking,
        ),
        _stage(
            "send",
            _("Documents sent to the assessors"),
            S.SENT,
            "send",
            news=_("The documents have gone to the assessors: %(row)s. %(note)s"),
            confirm=_("From now on the assessors' visit is waited for."),
        ),
        _stage(
            "visit",
            _("Assessors have visited"),
            S.VISITED,
            "people",
            news=_("The assessors' visit has been recorded: %(row)s. %(note)s"),
            confirm=_("The days of the visit are those on which the assessors were at the school."),
        ),
        _stage(
            "hear",
            _("Oral report was heard"),
            S.HEARD,
            "chat-left-text",
            news=_("The assessors' oral report has been recorded: %(row)s. %(note)s"),
            confirm=_("Who heard it is written on the page of the oral report."),
        ),
        _stage(
            "draft",
            _("Draft report has come"),
            S.DRAFT,
            "file-earmark-text",
            news=_("The assessors' draft report has come: %(row)s. %(note)s"),
            confirm=_("Type the results of the draft, so that they can be compared with the final ones."),
        ),
        _stage(
            "finalise",
            _("Final report has come"),
            S.FINAL,
            "check-circle",
            news=_("The assessors' final report has come: %(row)s. %(note)s"),
            confirm=_("The assessment is at its end. Type its results and recommendations."),
        ),
        Transition(
            "cancel",
            _("Cancel the assessment"),
            RUNNING,
            S.CANCELLED,
            Verb.MANAGE_ASSESSMENTS,
            needs_note=True,
            tell=assessed_people,
            news=_("%(row)s has been cancelled: %(note)s"),
            confirm=_("It will not take place. It stays in the list with its reason; a new notice can be recorded."),
            look=Look("outline-danger", "x-lg"),
            note_label=_("Reason"),
        ),
        Transition(
            "reopen",
            _("Take the final report back"),
            (S.FINAL,),
            S.DRAFT,
            Verb.MANAGE_ASSESSMENTS,
            needs_note=True,
            refuse=_no_attempt_after,
            effect=_clear_final,
            tell=assessed_people,
            news=_("The final report of %(row)s has been taken back: %(note)s"),
            confirm=_("For a final report that was entered by mistake. The results stay until they are corrected."),
            look=Look("outline-secondary", "arrow-counterclockwise"),
            note_label=_("Reason"),
        ),
    ),
)
