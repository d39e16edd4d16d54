"""The approval chain: what lies on my desk, the steps at a desk, remarks, and how long desks take."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from projects.forms.chain import DeskForm, ReturnForm
from projects.models import Approval, Remark, current_fiscal_year
from projects.reports import desks as desk_reports
from projects.sections import SECTIONS
from projects.services import amending, approvals, desks, remarks, seats
from projects.services.versions import changes_of_round
from qa_portal.core.addresses import year_in
from qa_portal.core.models import Acting
from qa_portal.core.pages import Access, TransitionPage, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state

AT_DESKS = {"endorse", "approve", "return"}


def chain_context(subject, user):
    """What the page of a proposal or of an amendment shows of its way over the desks."""
    shown = remarks_context(subject, user)
    versions = approvals.proposed_versions_of(subject)
    return shown | {
        "where": desk_reports.where(subject),
        "open_remarks": sum(not remark.settled_at for rows in shown["remarks"].values() for remark in rows),
        "round_changes": changes_of_round(versions) if subject.state == "submitted" else None,
    }


def remarks_context(subject, user):
    """What the desks asked for by section, and whether this user may say that it is dealt with."""
    asked, text = desk_reports.remarks_by_section(subject), approvals.text_of(subject)
    may_settle = bool(asked) and text.is_writable
    return {
        "remarks": asked,
        "may_settle": may_settle and amending.texts_written_by(user).filter(pk=text.pk).exists(),
    }


class DeskStep(TransitionPage):
    """A step of a proposal or of an amendment; those at a desk carry the desk, a return its remarks."""

    def get_form(self, data=None, files=None):
        if self.transition.name not in AT_DESKS:
            return super().get_form(data, files)
        seat = seats.seat_of(self.object, self.request.user)
        known = {"transition": self.transition, "initial": {"approval": seat and seat.approval.pk}}
        if self.transition.name == "return":
            return ReturnForm(data, files, sections=SECTIONS.values(), **known)
        return DeskForm(data, files, **known)

    def act(self, form):
        with transaction.atomic():
            if form.cleaned_data.get("approval"):
                desks.check_still_there(self.object, form.cleaned_data["approval"], by=self.request.user)
            if self.transition.name != "return":
                return super().act(form)
            return remarks.give_back(
                self.object,
                by=self.request.user,
                reason=form.cleaned_data["note"],
                remarks=form.remarks,
                summary=form.summary,
            )


class DeskList(Access, ListView):
    """What waits for me, oldest first: on a desk that I hold, then what no desk is asked about."""

    verb = Verb.CHECK_PROJECT
    model = Approval
    template_name = "projects/desk_list.html"
    context_object_name = "approvals"
    paginate_by = 25

    def get_queryset(self):
        rows = seats.waiting_for(self.request.user)
        rows = rows.select_related("desk", "project__owner", "amendment__project", "amendment__created_by")
        return rows.order_by("opened_at", "pk")

    def get_context_data(self, **kwargs):
        acting = Acting.objects.on(timezone.localdate()).filter(deputy=self.request.user).select_related("person")
        absent = {row.person_id: row.person for row in acting}
        context = super().get_context_data(**kwargs)
        for approval in context["approvals"]:
            approval.absent = absent.get(approval.acting_for)
        return context | {"acting": acting, "undesked": seats.undesked_for(self.request.user)}


@requires(Verb.CHECK_PROJECT)
def desk_report(request):
    """How long each desk takes in a fiscal year, and what waits there now."""
    this_year = current_fiscal_year()
    year = year_in(request.GET.get("fiscal_year", "")) or this_year
    rows = desk_reports.desk_rows(request.user.district, year)
    if request.GET.get("format") == "xlsx":
        return workbook_response(desk_reports.desk_sheets(rows, year), f"{_('Desks of the approval chain')} {year}")
    context = {
        "rows": rows,
        "columns": desk_reports.DESK_COLUMNS,
        "months": desk_reports.month_columns(rows),
        "year": year,
        "years": range(this_year, this_year - 4, -1),
    }
    return render(request, "projects/desk_report.html", context)


@require_POST
@requires(Verb.PROPOSE_PROJECT)
def remark_settle(request, pk):
    """The proposer says that a remark is dealt with; from the editor they come back to it."""
    rows = Remark.objects.visible_to(request.user).select_related("approval__project", "approval__amendment")
    remark = get_object_or_404(rows, pk=pk)
    subject = remark.approval.subject
    text = get_object_or_404(amending.texts_written_by(request.user), pk=approvals.text_of(subject).pk)
    try:
        if not text.is_writable:
            raise Refused(wrong_state(subject))
        remarks.settle(remark, by=request.user)
        messages.success(request, _("Marked as settled."))
    except Refused as refused:
        messages.error(request, str(refused))
    if "editor" in request.POST:
        return redirect(reverse("projects:project_edit", args=[text.pk, remark.section]))
    return redirect(f"{subject.get_absolute_url()}#{remark.section}")
