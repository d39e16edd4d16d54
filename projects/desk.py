"""What waits at the desks of the office in its projects (F42, F54)."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.lists.results import SOON_DAYS as REPORT_SOON_DAYS
from projects.models import Activity, Approval, Project, ProjectState
from projects.services import seats
from qa_portal.core.desk import SOON_DAYS, Kind, Task, list_at, register
from qa_portal.core.models import Acting
from qa_portal.core.roles import Verb
from qa_portal.core.thai import format_date


def _day(moment):
    return format_date(timezone.localdate(moment))


# ---------------------------------------------------------------- decisions


def to_decide(user, today):
    """(proposal or amendment, due day, why) of all that lies on one's desk, on that of somebody for whom one acts
    today, or on nobody's."""
    acting = Acting.objects.on(today).filter(deputy=user).select_related("person")
    absent = {row.person_id: row.person for row in acting}
    rows = seats.waiting_for(user).select_related("project__owner", "amendment__project")
    asked = [_asked(row, absent.get(row.acting_for)) for row in rows.order_by("due_on", "opened_at", "pk")]
    return asked + [_undesked(subject) for subject in seats.undesked_for(user)]


def _undesked(subject):
    return subject, None, _("Proposed on %(day)s.") % {"day": _day(subject.submitted_at)}


def _asked(approval, absent):
    facts = {"owner": approval.project.owner, "day": _day(approval.opened_at), "absent": absent}
    words = _("From %(owner)s, on this desk since %(day)s.")
    if absent:
        words = _("From %(owner)s, on the desk of %(absent)s since %(day)s: you act for them.")
    return approval.amendment or approval.project, approval.due_on, words % facts


def _decision(row):
    subject, due, why = row
    return Task(_("Read the proposal, then approve or return it"), str(subject), subject.get_absolute_url(), why, due)


def reported(user, today):
    rows = Project.objects.visible_to(user).filter(state=ProjectState.REPORTED)
    return rows.exclude(Q(owner=user) | Q(created_by=user)).select_related("owner").order_by("reported_at", "pk")


def _reported(project):
    why = _("%(owner)s sent the result report on %(day)s.") % {"owner": project.owner, "day": _day(project.reported_at)}
    return Task(_("Accept the result report, or give it back"), project.name, project.get_absolute_url(), why)


# ---------------------------------------------------------------- one's own work


def returned(user, today):
    rows = Project.objects.visible_to(user).filter(state=ProjectState.RETURNED, is_working_copy=False)
    return rows.filter(Q(owner=user) | Q(created_by=user)).order_by("pk")


def _returned(project):
    why = _("It came back with remarks.")
    return Task(_("Mend the proposal and send it again"), project.name, project.get_absolute_url(), why)


def activities(user, today):
    """One's activities that are over and not reported, and those that end within a week."""
    rows = Activity.objects.visible_to(user).in_hand().of_person(user).select_related("project")
    near = today + timedelta(days=SOON_DAYS)
    return (rows.late(today) | rows.soon(today)).filter(period_end__lte=near).order_by("period_end", "pk")


def _activity(activity):
    act = _("Report what was done, or say why it does not take place")
    return Task(act, str(activity), activity.get_absolute_url(), activity.project.name, activity.period_end)


def results(user, today):
    rows = Project.objects.visible_to(user).filter(state=ProjectState.RUNNING, is_working_copy=False, owner=user)
    return rows.filter(report_due_on__lte=today + timedelta(days=REPORT_SOON_DAYS)).order_by("report_due_on", "pk")


def _result(project):
    url = reverse("projects:result_detail", args=[project.pk])
    return Task(_("Send the result report"), project.name, url, "", project.report_due_on)


# ---------------------------------------------------------------- in the hands of others


def handed_on(user, today):
    """One's own proposals and amendments on the desks of others."""
    rows = Approval.objects.waiting().filter(Q(project__owner=user) | Q(project__created_by=user))
    return rows.select_related("desk", "project", "amendment__project").order_by("due_on", "pk")


def _handed_on(approval):
    subject = approval.amendment or approval.project
    why = _("On the desk “%(desk)s” since %(day)s.") % {"desk": approval.desk, "day": _day(approval.opened_at)}
    return Task(_("Your proposal waits for a decision"), str(subject), subject.get_absolute_url(), why, approval.due_on)


register(
    Kind(
        "decisions",
        gettext_lazy("Proposals on your desk"),
        "inbox",
        (Verb.CHECK_PROJECT, Verb.APPROVE_PROJECT),
        to_decide,
        _decision,
        list_at("projects:desk_list"),
        is_list=True,
    ),
    Kind(
        "reported",
        gettext_lazy("Result reports to accept"),
        "file-earmark-check",
        (Verb.APPROVE_PROJECT,),
        reported,
        _reported,
        list_at("projects:result_list", standing="sent"),
    ),
    Kind(
        "returned",
        gettext_lazy("Proposals that came back"),
        "arrow-return-left",
        (Verb.PROPOSE_PROJECT,),
        returned,
        _returned,
        list_at("projects:project_list", state=ProjectState.RETURNED.value),
    ),
    Kind(
        "activities",
        gettext_lazy("Your activities"),
        "list-check",
        (Verb.RUN_PROJECT,),
        activities,
        _activity,
        list_at("projects:activity_list", whose="mine", standing="in_hand"),
    ),
    Kind(
        "results",
        gettext_lazy("Your result reports"),
        "file-earmark-text",
        (Verb.RUN_PROJECT,),
        results,
        _result,
        list_at("projects:result_list", whose="mine"),
    ),
    Kind(
        "handed_on",
        gettext_lazy("Your proposals with others"),
        "hourglass-split",
        (Verb.PROPOSE_PROJECT,),
        handed_on,
        _handed_on,
        list_at("projects:project_list", state=ProjectState.SUBMITTED.value),
        waits_for_others=True,
    ),
)
