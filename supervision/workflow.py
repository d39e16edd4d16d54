"""The machines of supervision: an instrument comes into use, a visit goes from plan to the school's answer (A18), an
agreed action from promise to proof (F34)."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Look, Machine, Missing, Refused, Transition
from supervision.models import (
    ActionState,
    AgreedAction,
    Instrument,
    InstrumentState,
    OwedBy,
    Visit,
    VisitState,
    score_of,
)
from supervision.services import fingerprint, report_text


def _team(visit):
    return [member.user for member in visit.team]


def _school_people(visit):
    """The school's own people who read visits."""
    people = get_user_model().objects.filter(memberships__in=visit.school.memberships.current(), is_active=True)
    return [person for person in people.distinct() if person.can(Verb.VIEW_VISITS)]


# ---------------------------------------------------------------- instrument


def _missing_instrument(instrument):
    url = instrument.get_absolute_url()
    if not instrument.levels.exists():
        yield Missing(gettext("The scale has no levels."), url)
    if not instrument.sections.exists():
        yield Missing(gettext("There are no sections."), url)
    for section in instrument.sections.filter(items=None):
        yield Missing(gettext("Section %(section)s has no items.") % {"section": section.position}, url)


INSTRUMENT = Machine(
    model=Instrument,
    looks={
        InstrumentState.DRAFT: Look("secondary", "pencil"),
        InstrumentState.PUBLISHED: Look("success", "check-circle"),
        InstrumentState.RETIRED: Look("secondary", "archive"),
    },
    transitions=(
        Transition(
            "publish",
            _("Put into use"),
            (InstrumentState.DRAFT,),
            InstrumentState.PUBLISHED,
            Verb.MANAGE_INSTRUMENTS,
            stamp="published",
            missing=_missing_instrument,
            confirm=_("From now on it can be chosen for visits, and nobody can change it: a change is a new edition."),
        ),
        Transition(
            "retire",
            _("Take out of use"),
            (InstrumentState.PUBLISHED,),
            InstrumentState.RETIRED,
            Verb.MANAGE_INSTRUMENTS,
            confirm=_("It can no longer be chosen for new visits. Visits made with it keep it."),
        ),
    ),
)


# ---------------------------------------------------------------- visit


def _only_team(visit, by):
    if by.can(Verb.MANAGE_VISITS) or by in _team(visit):
        return ""
    return gettext("Only the team of this visit or the head of the supervision group can do this.")


def _only_lead(visit, by):
    if by.can(Verb.MANAGE_VISITS) or by == visit.lead:
        return ""
    return gettext("Only the one who leads the team or the head of the supervision group can do this.")


def _only_school(visit, by):
    if visit.school.memberships.current().filter(user=by).exists():
        return ""
    return gettext("Only the people of this school can do this.")


def _with_open_postponement(visit, by, note):
    if not visit.postponements.filter(moved_to=None).exists():
        raise Refused(gettext("Please choose the reason."))


def _without_open_postponement(visit, by, note):
    if visit.postponements.filter(moved_to=None).exists():
        raise Refused(gettext("Please choose the new date."))


def _with_cancel_reason(visit, by, note):
    if not visit.cancel_reason:
        raise Refused(gettext("Please choose the reason."))


def _missing_to_finish(visit):
    facts = reverse("supervision:visit_facts", args=[visit.pk])
    if visit.visited_on is None:
        yield Missing(gettext("The day on which you were at the school."), facts)
    elif visit.visited_on > timezone.localdate():
        yield Missing(gettext("The day of the visit is still to come."), facts)
    if visit.lead is None:
        yield Missing(gettext("Somebody who leads the team."), facts)


def missing_to_report(visit):
    yield from _missing_to_finish(visit)
    score = score_of(visit)
    for section in score.sections if score else ():
        if not section.is_complete:
            sentence = gettext("Section %(number)s: %(answered)s of %(items)s items are answered.") % {
                "number": section.section.position,
                "answered": section.answered,
                "items": len(section.rows),
            }
            yield Missing(sentence, reverse("supervision:visit_section", args=[visit.pk, section.section.position]))
    if not visit.findings.exists():
        yield Missing(gettext("At least one finding."), reverse("supervision:visit_findings", args=[visit.pk]))
    if visit.photos.filter(has_consent=False).exists():
        url = reverse("supervision:visit_photos", args=[visit.pk])
        yield Missing(gettext("A photo whose people have not agreed to be shown: confirm it or take it out."), url)


def _freeze(visit, by, note):
    """The report stands as it is now; its hash is printed on the PDF so that any later change would show."""
    visit.report_text = report_text(visit)
    visit.report_sha256 = fingerprint(visit.report_text)


def _keep_answer(visit, by, note):
    visit.school_answer = note.strip()


VISIT = Machine(
    model=Visit,
    looks={
        VisitState.PLANNED: Look("secondary", "calendar-event"),
        VisitState.POSTPONED: Look("warning", "pause-circle"),
        VisitState.CANCELLED: Look("secondary", "x-circle"),
        VisitState.DONE: Look("info", "pencil-square"),
        VisitState.REPORTED: Look("primary", "send-check"),
        VisitState.ACKNOWLEDGED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "finish",
            _("Mark as visited"),
            (VisitState.PLANNED,),
            VisitState.DONE,
            Verb.REPORT_VISIT,
            refuse=_only_team,
            missing=_missing_to_finish,
            confirm=_("The visit counts as made. You can go on writing until the report is sent."),
            look=Look("primary", "check-lg"),
        ),
        Transition(
            "report",
            _("Send the report to the school"),
            (VisitState.DONE,),
            VisitState.REPORTED,
            Verb.REPORT_VISIT,
            stamp="reported",
            refuse=_only_lead,
            missing=missing_to_report,
            effect=_freeze,
            tell=_school_people,
            news=_("A report of a visit has come: %(row)s. Please read and answer it."),
            confirm=_("The school gets the report and is asked to answer. Nothing in it can be changed after this."),
            look=Look("primary", "send"),
            note_label=_("Word to the school (if you like)"),
        ),
        Transition(
            "acknowledge",
            _("Acknowledge and answer"),
            (VisitState.REPORTED,),
            VisitState.ACKNOWLEDGED,
            Verb.ACKNOWLEDGE_VISIT,
            stamp="acknowledged",
            needs_note=True,
            refuse=_only_school,
            effect=_keep_answer,
            tell=_team,
            news=_("The school has answered the report of %(row)s: %(note)s"),
            confirm=_(
                "The area office gets your answer, and it stands in the report. It cannot be changed after this."
            ),
            look=Look("primary", "reply"),
            note_label=_("The school's answer"),
        ),
        Transition(
            "postpone",
            _("Put off"),
            (VisitState.PLANNED,),
            VisitState.POSTPONED,
            Verb.PLAN_VISIT,
            refuse=_only_team,
            effect=_with_open_postponement,
            tell=_team,
            news=_("The visit %(row)s has been put off by %(by)s. %(note)s"),
            look=Look("outline-secondary", "pause"),
        ),
        Transition(
            "replan",
            _("Set a new date"),
            (VisitState.POSTPONED,),
            VisitState.PLANNED,
            Verb.PLAN_VISIT,
            refuse=_only_team,
            effect=_without_open_postponement,
            tell=_team,
            news=_("The visit %(row)s has a new date. %(note)s"),
            look=Look("primary", "calendar-plus"),
        ),
        Transition(
            "cancel",
            _("Cancel the visit"),
            (VisitState.PLANNED, VisitState.POSTPONED),
            VisitState.CANCELLED,
            Verb.PLAN_VISIT,
            refuse=_only_team,
            effect=_with_cancel_reason,
            tell=_team,
            news=_("The visit %(row)s has been cancelled by %(by)s. %(note)s"),
            confirm=_("The visit will not take place. It stays in the list with its reason."),
            look=Look("outline-danger", "x-lg"),
        ),
    ),
)


# ---------------------------------------------------------------- agreed action


def _only_agreed(action):
    if action.visit.is_sent:
        return ""
    return gettext("The report of the visit has not been sent yet.")


def _only_debtor(action, by):
    """Each side says of its own promises that they are kept."""
    owed_by_school = action.owed_by == OwedBy.SCHOOL
    if owed_by_school != (by.scope is Scope.SCHOOL):
        return gettext("This is for the side that owes it to say.")
    return _only_agreed(action)


def _owner(action):
    return [action.owner] if action.owed_by == OwedBy.OFFICE and action.owner else []


def _both_sides(action):
    return [*_team(action.visit), *_school_people(action.visit), *_owner(action)]


def _clear_stamps(action, by, note):
    action.done_at = action.done_by = action.closed_at = action.closed_by = None


ACTION = Machine(
    model=AgreedAction,
    authors=_owner,
    looks={
        ActionState.OPEN: Look("warning", "hourglass-split"),
        ActionState.DONE: Look("info", "search"),
        ActionState.CLOSED: Look("success", "check-circle"),
    },
    transitions=(
        Transition(
            "finish",
            _("Say that it is done"),
            (ActionState.OPEN,),
            ActionState.DONE,
            Verb.ANSWER_ACTION,
            stamp="done",
            needs_note=True,
            refuse=_only_debtor,
            tell=_both_sides,
            news=_("%(row)s is said to be done by %(by)s: %(note)s"),
            confirm=_("The area office is told, checks it and closes it."),
            look=Look("primary", "check-lg"),
            note_label=_("What was done, and what shows it"),
        ),
        Transition(
            "close",
            _("Close the action"),
            (ActionState.OPEN, ActionState.DONE),
            ActionState.CLOSED,
            Verb.SETTLE_ACTION,
            stamp="closed",
            needs_note=True,
            not_own=True,
            refuse=lambda action, by: _only_agreed(action),
            tell=_both_sides,
            news=_("%(row)s has been closed by %(by)s: %(note)s"),
            confirm=_("The action is settled. It can be opened again with a reason."),
            look=Look("success", "check-circle"),
            note_label=_("What was seen that proves it"),
        ),
        Transition(
            "reopen",
            _("Open again"),
            (ActionState.DONE, ActionState.CLOSED),
            ActionState.OPEN,
            Verb.SETTLE_ACTION,
            needs_note=True,
            effect=_clear_stamps,
            tell=_both_sides,
            news=_("%(row)s has been opened again by %(by)s: %(note)s"),
            look=Look("outline-secondary", "arrow-counterclockwise"),
            note_label=_("What is still to be done"),
        ),
    ),
)
