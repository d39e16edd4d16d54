"""What supervision adds to a school's page and desk (schools.timeline)."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import MACHINES
from schools.timeline import Debt, Entry, register, register_debts
from supervision.models import (
    AgreedAction,
    AssessmentState,
    ExternalAssessment,
    Finding,
    OwedBy,
    Proof,
    ReadinessForm,
    Sheet,
    SheetState,
    SupportPlan,
    Visit,
    VisitState,
)


@register
def visits_of(school, user):
    if not user.can(Verb.VIEW_VISITS):
        return
    looks = MACHINES[Visit].looks
    for visit in Visit.objects.visible_to(user).filter(school=school).exclude(state=VisitState.CANCELLED):
        look = looks[visit.state]
        yield Entry(
            day=visit.held_on,
            kind=_("Visit"),
            icon="signpost-split",
            title=f"{visit.purpose_label} ({visit.code})",
            url=visit.get_absolute_url(),
            badge=(visit.get_state_display(), look.colour, look.icon),
        )


@register
def support_of(school, user):
    """The plans by which the office helps the school; the school itself sees them once they are under way."""
    if not user.can(Verb.VIEW_VISITS):
        return
    looks = MACHINES[SupportPlan].looks
    for plan in SupportPlan.objects.visible_to(user).filter(school=school):
        look = looks[plan.state]
        yield Entry(
            day=plan.begins_on,
            kind=_("Support plan"),
            icon="life-preserver",
            title=plan.get_reason_display(),
            url=plan.get_absolute_url(),
            badge=(plan.get_state_display(), look.colour, look.icon),
        )


def _asked_of(user, verb):
    """Debts are for the school's own people."""
    return user.scope is Scope.SCHOOL and user.can(verb)


def _unanswered(school, user):
    rows = Visit.objects.visible_to(user).unanswered().filter(school=school)
    return rows if _asked_of(user, Verb.VIEW_VISITS) else rows.none()


@register_debts(_unanswered)
def visit_debts(visits, user):
    for visit in visits:
        label = _("Read and answer the visit report %(code)s") % {"code": visit.code}
        yield Debt(label, visit.get_absolute_url(), icon="reply")


def _silent(school, user):
    """Of reports that were answered as a whole: silence about a finding is not agreement (F31)."""
    rows = Finding.objects.visible_to(user).silent().filter(visit__school=school, visit__state=VisitState.ACKNOWLEDGED)
    may_answer = _asked_of(user, Verb.VIEW_VISITS) and user.can(Verb.ACKNOWLEDGE_VISIT)
    return rows if may_answer else rows.none()


@register_debts(_silent)
def finding_debts(findings, user):
    if count := findings.count():
        label = ngettext("Answer %(count)s finding", "Answer %(count)s findings", count) % {"count": count}
        yield Debt(label, f"{reverse('supervision:finding_list')}?standing=silent", icon="reply")


def _promised(school, user):
    rows = AgreedAction.objects.visible_to(user).open().filter(visit__school=school, owed_by=OwedBy.SCHOOL)
    return rows if _asked_of(user, Verb.VIEW_VISITS) else rows.none()


@register_debts(_promised)
def action_debts(actions, user):
    for action in actions:
        yield Debt(
            action.what, reverse("supervision:action_detail", args=[action.pk]), icon="list-check", due=action.due_on
        )


# ---------------------------------------------------------------- forms to fill in


@register
def sheets_of(school, user):
    """The forms that the school sent, on the day of the sending."""
    if not user.can(Verb.VIEW_VISITS):
        return
    looks = MACHINES[Sheet].looks
    for sheet in Sheet.objects.visible_to(user).answered().filter(school=school).select_related("collection"):
        look = looks[sheet.state]
        yield Entry(
            day=sheet.sent_on,
            kind=_("Form"),
            icon="ui-checks",
            title=sheet.collection.title,
            url=sheet.get_absolute_url(),
            badge=(sheet.get_state_display(), look.colour, look.icon),
        )


def _sheets_owed(school, user):
    """The forms that the office asked for and still waits for."""
    rows = Sheet.objects.visible_to(user).owed().filter(school=school)
    return rows if _asked_of(user, Verb.FILL_SHEET) else rows.none()


@register_debts(_sheets_owed)
def sheet_debts(sheets, user):
    for sheet in sheets.select_related("collection"):
        label = _("Mend and send again: %(form)s") if sheet.state == SheetState.RETURNED else _("Fill in: %(form)s")
        facts = {"form": sheet.collection.title}
        yield Debt(label % facts, sheet.get_absolute_url(), icon="ui-checks", due=sheet.due_on)


# ---------------------------------------------------------------- external assessment


@register
def assessments_of(school, user):
    """Each assessment on the day of its present stage."""
    if not user.can(Verb.VIEW_ASSESSMENTS):
        return
    looks = MACHINES[ExternalAssessment].looks
    rows = ExternalAssessment.objects.visible_to(user).filter(school=school).exclude(state=AssessmentState.CANCELLED)
    for row in rows.select_related("round"):
        look = looks[row.state]
        yield Entry(
            day=row.stage_day or row.noticed_on,
            kind=_("External assessment"),
            icon="patch-check",
            title=f"{row.round} · {row.get_level_display()}",
            url=row.get_absolute_url(),
            badge=(row.get_state_display(), look.colour, look.icon),
        )


def _before_documents(school, user):
    rows = ExternalAssessment.objects.visible_to(user).filter(school=school).before_documents()
    return rows if _asked_of(user, Verb.VIEW_ASSESSMENTS) else rows.none()


@register_debts(_before_documents)
def assessment_debts(assessments, user):
    """Questions of readiness to answer, and documents that are due."""
    answered = Count("readiness_answers", filter=Q(readiness_answers__item__proof=Proof.BY_HAND))
    rows = list(assessments.select_related("school").annotate(answered=answered))
    asked = _questions_asked(rows[0].school) if rows else 0
    for row in rows:
        yield from _debts_of_assessment(row, asked)


def _questions_asked(school):
    form = ReadinessForm.objects.of(school.district_id)
    return form.items.filter(proof=Proof.BY_HAND).count() if form else 0


def _debts_of_assessment(row, asked):
    level = row.get_level_display()
    left = asked - row.answered
    if row.state == AssessmentState.NOTIFIED and left > 0:
        label = _("Answer %(count)s questions of readiness (%(level)s)") % {"count": left, "level": level}
        yield Debt(label, reverse("supervision:assessment_readiness", args=[row.pk]), due=row.documents_due_on)
    if row.documents_due_on:
        label = _("Documents for the external assessors (%(level)s)") % {"level": level}
        yield Debt(label, row.get_absolute_url(), icon="send", due=row.documents_due_on)
