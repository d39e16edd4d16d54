"""Committees with their members (A5-03)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import ListPage, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from supervision.filters.committees import CommitteeFilter
from supervision.forms.committees import CommitteeForm, MemberFormSet
from supervision.lists.committees import COMMITTEE_COLUMNS, MEMBER_COLUMNS
from supervision.models import Committee, CommitteeMember
from supervision.services.people import TEAM, people_in
from supervision.views.office import OfVisits, for_office


class CommitteeList(OfVisits, ListPage):
    model = Committee
    columns = COMMITTEE_COLUMNS
    filterset_class = CommitteeFilter
    template_name = "supervision/committee_list.html"
    sheet_name = gettext_lazy("Committees")

    def get_queryset(self):
        counts = {"member_count": Count("members", distinct=True), "school_count": Count("schools", distinct=True)}
        return super().get_queryset().annotate(**counts)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_keeper": self.request.user.can(Verb.MANAGE_VISITS)}


class CommitteeDetail(OfVisits, DetailView):
    model = Committee
    template_name = "supervision/committee_detail.html"

    def get_context_data(self, **kwargs):
        committee, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "members": committee.members.select_related("user"),
            "orders": committee.orders.all(),
            "schools": committee.schools.order_by("name_sort"),
            "is_keeper": Committee.objects.editable_by(user).filter(pk=committee.pk).exists(),
            "entries": entries_of(committee),
        }


class CommitteeEdit(OfVisits, TemplateView):
    """The committee and its members, saved as a whole."""

    verb = Verb.MANAGE_VISITS
    template_name = "supervision/committee_form.html"

    @cached_property
    def committee(self):
        if "pk" not in self.kwargs:
            return Committee(district=self.request.user.district)
        return get_object_or_404(Committee.objects.editable_by(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return self._forms() | super().get_context_data(committee=self.committee, **kwargs)

    def _forms(self, data=None):
        committee = self.committee
        rows = (
            CommitteeMember.objects.filter(committee=committee.pk)
            .select_related("user")
            .order_by("position_in_list", "pk")
        )
        people = people_in(self.request.user.district, TEAM)
        form = CommitteeForm(data, instance=committee, user=self.request.user)
        return {"form": form, "members": MemberFormSet(data, owner=committee, rows=rows, people=people)}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        forms = self._forms(request.POST)
        if not (forms["form"].is_valid() & forms["members"].is_valid()):
            return self.render_to_response(self.get_context_data(**forms), status=422)
        for form in forms.values():
            form.save()
        messages.success(request, _("Saved."))
        if "again" in request.POST:
            return redirect("supervision:committee_edit", pk=self.committee.pk)
        return redirect(self.committee)


@require_safe
@for_office
def committee_xlsx(request, pk):
    """The members as a sheet."""
    committee = get_object_or_404(Committee.objects.visible_to(request.user), pk=pk)
    rows = committee.members.select_related("user", "committee")
    return workbook_response([Sheet(_("Members"), MEMBER_COLUMNS, rows, [committee.name])], committee.name)
