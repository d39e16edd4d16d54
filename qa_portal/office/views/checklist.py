"""The yearly checklist: the year's items, ticking them, the rules that they are made of."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import CreateView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, ListPage, requires
from qa_portal.core.roles import Verb, office_can
from qa_portal.core.thai import fiscal_year
from qa_portal.office.forms.checklist import MakeYearForm, RuleForm, TickForm
from qa_portal.office.lists.checklist import CHECKLIST_COLUMNS, RULE_COLUMNS, ChecklistFilter, RuleFilter
from qa_portal.office.models import ChecklistItem, ChecklistRule, WorkProcess
from qa_portal.office.services.checklist import make_year, tick


class ChecklistList(ListPage):
    model = ChecklistItem
    verb = Verb.VIEW_MANUAL
    queryset = ChecklistItem.objects.select_related("owner", "done_by")
    columns = CHECKLIST_COLUMNS
    filterset_class = ChecklistFilter
    template_name = "office/checklist_list.html"
    sheet_name = gettext_lazy("Yearly checklist")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_make": office_can(self.request.user, Verb.EDIT_MANUAL)}


class ChecklistItemEdit(Edit, UpdateView):
    """Tick an item, or take the tick away."""

    model = ChecklistItem
    verb = Verb.VIEW_MANUAL
    queryset = ChecklistItem.objects.select_related("rule", "owner", "done_by")
    form_class = TickForm
    template_name = "office/checklist_item.html"

    def get_initial(self):
        return {} if self.object.done_on else {"done_on": timezone.localdate()}

    def form_valid(self, form):
        tick(form.instance, by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect("office:checklist_list")

    def get_context_data(self, **kwargs):
        held = WorkProcess.objects.in_force_for(self.object.district_id)
        return super().get_context_data(**kwargs) | {
            "process": held.filter(code=self.object.rule.process_code).first(),
            "entries": entries_of(self.object),
            "back_url": reverse("office:checklist_list"),
        }


@requires(Verb.EDIT_MANUAL)
def checklist_make(request):
    """The items of a fiscal year; those that are there stay as they are."""
    if not office_can(request.user, Verb.EDIT_MANUAL):
        raise Http404
    form = MakeYearForm(request.POST or None, initial={"fiscal_year": fiscal_year(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        count = len(make_year(request.user.district, form.cleaned_data["fiscal_year"]))
        words = ngettext("%(count)s item was added.", "%(count)s items were added.", count)
        messages.success(request, words % {"count": count})
        return redirect("office:checklist_list")
    context = {"form": form, "back_url": reverse("office:checklist_list")}
    return render(request, "office/checklist_make.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- rules


class RuleList(ListPage):
    model = ChecklistRule
    verb = Verb.VIEW_MANUAL
    queryset = ChecklistRule.objects.select_related("owner")
    filterset_class = RuleFilter
    template_name = "office/checklist_rules.html"
    sheet_name = gettext_lazy("Rules of the yearly checklist")

    def get_columns(self):
        """Who may change a rule gets there from its name."""
        if not office_can(self.request.user, Verb.EDIT_MANUAL):
            return RULE_COLUMNS
        return [replace(row, link=_edit_url) if row.key == "task" else row for row in RULE_COLUMNS]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_make": office_can(self.request.user, Verb.EDIT_MANUAL)}


def _edit_url(rule):
    return reverse("office:checklist_rule_edit", args=[rule.pk])


class RuleForms(Edit):
    model = ChecklistRule
    verb = Verb.EDIT_MANUAL
    form_class = RuleForm
    template_name = "office/checklist_rule.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("office:checklist_rules")}


class RuleCreate(RuleForms, CreateView):
    def get_form_kwargs(self):
        if not office_can(self.request.user, Verb.EDIT_MANUAL):
            raise Http404
        return super().get_form_kwargs() | {"instance": ChecklistRule(district=self.request.user.district)}


class RuleEdit(RuleForms, UpdateView):
    queryset = ChecklistRule.objects.select_related("district")
