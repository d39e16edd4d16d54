"""What the people named in orders owe: to acknowledge, then an ID PLAN within 15 days (A10-03)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.history import entries_of
from qa_portal.core.pages import FormPage, ListPage, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from supervision.filters.id_plans import IdPlanFilter
from supervision.forms.id_plans import IdPlanForm
from supervision.lists.id_plans import ID_PLAN_COLUMNS
from supervision.models import Acknowledgement
from supervision.services.id_plans import acknowledge, file_plan
from supervision.views.office import OfVisits, for_office


class IdPlanList(OfVisits, ListPage):
    model = Acknowledgement
    columns = ID_PLAN_COLUMNS
    filterset_class = IdPlanFilter
    template_name = "supervision/id_plan_list.html"
    sheet_name = gettext_lazy("ID PLANs")
    default_sort = "due_on"

    def get_queryset(self):
        return super().get_queryset().select_related("order", "user")

    def get_context_data(self, **kwargs):
        rows = Acknowledgement.objects.visible_to(self.request.user)
        counts = {name: getattr(rows, name)().count() for name in ("unread", "waiting", "overdue")}
        return super().get_context_data(**kwargs) | {"counts": counts}


class IdPlanDetail(OfVisits, FormPage):
    """One person and one order: what is owed, and the way to settle it."""

    form_class = IdPlanForm
    template_name = "supervision/id_plan_detail.html"

    @cached_property
    def row(self):
        rows = Acknowledgement.objects.visible_to(self.request.user)
        return get_object_or_404(rows.select_related("order", "user", "plan_stored"), pk=self.kwargs["pk"])

    @cached_property
    def may_file(self):
        return Acknowledgement.objects.editable_by(self.request.user).filter(pk=self.row.pk).exists()

    def get_initial(self):
        return {"plan_title": self.row.plan_title, "plan_dated": self.row.plan_dated}

    def get_context_data(self, **kwargs):
        row = self.row
        return super().get_context_data(**kwargs) | {
            "row": row,
            "is_mine": row.user_id == self.request.user.pk,
            "may_file": self.may_file and row.known_on is not None,
            "duties": row.order.duties.filter(user=row.user),
            "back_url": row.order.get_absolute_url(),
            "entries": entries_of(row),
        }

    def form_valid(self, form):
        if not self.may_file:
            raise Http404
        said = form.cleaned_data
        try:
            upload = said["file"]
            file_plan(self.row, title=said["plan_title"], dated=said["plan_dated"], upload=upload, by=self.request.user)
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, _("The ID PLAN is handed in."))
        return redirect(self.row)


@require_POST
@requires(Verb.VIEW_VISITS)
def order_acknowledge(request, pk):
    """Nobody says for another that they know an order."""
    row = get_object_or_404(Acknowledgement.objects.visible_to(request.user).filter(user=request.user), pk=pk)
    acknowledge(row, by=request.user)
    messages.success(request, _("You have acknowledged the order. The ID PLAN is due within 15 days."))
    return redirect(row)


@require_safe
@for_office
def id_plan_file(request, pk):
    row = get_object_or_404(Acknowledgement.objects.visible_to(request.user).select_related("plan_stored"), pk=pk)
    if row.plan_stored is None:
        raise Http404
    return serve_file(row.plan_stored)
