"""The proposed calendar of a plan: looked at, changed by settings, confirmed in one act, taken back (F23)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core import jobs
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.thai import format_month
from qa_portal.core.workflow import Refused
from supervision.documents.plan_calendar import calendar_name, proposal_sheets
from supervision.forms.plan_calendar import CalendarSettingsForm, ConfirmCalendarForm
from supervision.models import CalendarProposal, PlanState, SupervisionPlan
from supervision.reports.proposed_calendar import ProposedCalendar, months_of, spread
from supervision.services.calendar_proposals import confirm_calendar, take_back, untouched

ROWS = 50


@require_safe
@requires(Verb.MANAGE_VISITS)
def plan_calendar(request, pk):
    """What would be made with these settings, who would do it, and what could not be placed; makes nothing."""
    plan = _plan(request, pk)
    form = CalendarSettingsForm(request.GET if "per_day" in request.GET else None)
    calendar = ProposedCalendar(plan, form.settings)
    if request.GET.get("format") == "xlsx":
        return workbook_response(proposal_sheets(calendar), calendar_name(plan))
    pages = Paginator(calendar.placed, ROWS)
    context = {
        "plan": plan,
        "form": form,
        "calendar": calendar,
        "months": [format_month(month) for month in months_of(calendar)],
        "people": spread(calendar),
        "page_obj": pages.get_page(request.GET.get("page")),
        "is_in_force": plan.state == PlanState.APPROVED,
        "confirm": ConfirmCalendarForm(initial=calendar.settings.kept | {"seen": calendar.fingerprint}),
        "proposals": plan.calendars.select_related("confirmed_by", "taken_back_by"),
    }
    return render(request, "supervision/plan_calendar.html", context)


@require_POST
@requires(Verb.MANAGE_VISITS)
def plan_calendar_confirm(request, pk):
    plan = _plan(request, pk)
    form = ConfirmCalendarForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The settings could not be read. Please choose them again."))
        return redirect("supervision:plan_calendar", plan.pk)
    try:
        proposal = _confirmed(plan, form, request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:plan_calendar", plan.pk)
    said = ngettext("%(count)s visit is planned.", "%(count)s visits are planned.", proposal.visits_made)
    messages.success(request, said % {"count": f"{proposal.visits_made:,}"})
    return redirect(proposal)


def _confirmed(plan, form, user):
    """The proposal of this form: of its first press, else made now. Refused where it is not what was seen."""
    known = CalendarProposal.objects.filter(plan=plan, uid=form.cleaned_data["uid"]).first()
    if known:
        return known
    calendar = ProposedCalendar(plan, form.settings)
    if calendar.fingerprint != form.cleaned_data["seen"]:
        raise Refused(_("Something has changed since you looked at it. Nothing was made: please look again."))
    facts = {"options": calendar.settings.kept, "placed": calendar.placed, "by": user}
    return confirm_calendar(plan, uid=form.cleaned_data["uid"], **facts)


@READ_WRITE
@requires(Verb.MANAGE_VISITS)
def plan_calendar_take_back(request, pk, proposal):
    plan = _plan(request, pk)
    proposal = get_object_or_404(plan.calendars, pk=proposal)
    if request.method != "POST":
        context = {"plan": plan, "proposal": proposal, "count": untouched(proposal).count()}
        return render(request, "supervision/plan_calendar_take_back.html", context)
    try:
        count = take_back(proposal, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext("%(count)s visit is taken back.", "%(count)s visits are taken back.", count)
        messages.success(request, said % {"count": f"{count:,}"})
    return redirect("supervision:plan_calendar", plan.pk)


@require_POST
@requires(Verb.VIEW_DASHBOARD)
def plan_calendar_document(request, pk, kind):
    """The planned visits as PDF or for Word, made in the queue: a year of an office has hundreds."""
    plan = _plan(request, pk)
    label = _("Calendar of visits %(year)s (%(kind)s)") % {"year": plan.fiscal_year, "kind": kind.upper()}
    params = {"plan": plan.pk, "kind": kind}
    return redirect(jobs.start("visit_calendar", label=label, params=params, by=request.user, district=plan.district))


def _plan(request, pk):
    rows = SupervisionPlan.objects.visible_to(request.user).select_related("district")
    return get_object_or_404(rows, pk=pk)
