"""A visit goes from plan to the school's answer (A18)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Refused, Transition
from supervision.models import FieldConflict, LinkHolder, Visit, VisitState, score_of
from supervision.services.answers import drop_unasked
from supervision.services.field_parts import waiting_parts
from supervision.services.people import school_people, team_of
from supervision.services.rechecks import settle_rechecks
from supervision.services.report_text import report_text


def _only_team(visit, by):
    if by.can(Verb.MANAGE_VISITS) or by in team_of(visit):
        return ""
    return gettext("Only the team of this visit or the head of the supervision group can do this.")


def _only_lead(visit, by):
    if by.can(Verb.MANAGE_VISITS) or by == visit.lead:
        return ""
    return gettext("Only the one who leads the team or the head of the supervision group can do this.")


def _only_school(visit, by):
    if isinstance(by, LinkHolder) or visit.school.memberships.current().filter(user=by).exists():
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
                "answered": section.needed_answered,
                "items": len(section.needed),
            }
            yield Missing(sentence, reverse("supervision:visit_section", args=[visit.pk, section.section.position]))
    if not visit.findings.exists():
        yield Missing(gettext("At least one finding."), reverse("supervision:visit_findings", args=[visit.pk]))
    yield from _waiting_of_the_field(visit)
    if visit.photos.filter(has_consent=False).exists():
        url = reverse("supervision:visit_photos", args=[visit.pk])
        yield Missing(gettext("A photo whose people have not agreed to be shown: confirm it or take it out."), url)


def _waiting_of_the_field(visit):
    """What was written on a phone and is not in the visit yet would come too late for the report."""
    waiting = {part for record in visit.field_records.all() for part in waiting_parts(record)}
    count = len(waiting) + FieldConflict.objects.filter(record__visit=visit, settled_at=None).count()
    if count:
        sentence = gettext(
            "Parts of records from the field, not in the report yet: %(count)s. Take them in or leave them out."
        )
        yield Missing(sentence % {"count": count}, reverse("supervision:visit_parts", args=[visit.pk]))


def _freeze(visit, by, note):
    """The report stands as it is now; its hash is printed on the PDF so that any later change would show. What it says
    of promises of earlier visits counts from now on."""
    drop_unasked(visit)
    visit.report_text = report_text(visit)
    visit.report_sha256 = fingerprint(visit.report_text)
    settle_rechecks(visit, by=by)


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
            tell=school_people,
            news=must_act(_("A report of a visit has come: %(row)s. Please read and answer it.")),
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
            tell=team_of,
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
            tell=team_of,
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
            tell=team_of,
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
            tell=team_of,
            news=_("The visit %(row)s has been cancelled by %(by)s. %(note)s"),
            confirm=_("The visit will not take place. It stays in the list with its reason."),
            look=Look("outline-danger", "x-lg"),
        ),
    ),
)
