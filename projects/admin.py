from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from projects.models import ApprovalDesk, DeskHolder, Project, ProjectRules, Rate, StrategyItem, WorkGroup
from qa_portal.core.admin import BackOfficeAdmin, ReadOnlyAdmin


@admin.register(WorkGroup)
class WorkGroupAdmin(BackOfficeAdmin):
    list_display = ["name", "head", "district", "order"]
    list_select_related = ["district", "head"]
    search_fields = ["name"]
    autocomplete_fields = ["head"]


class ApprovalDeskForm(forms.ModelForm):
    def clean(self):
        """A desk on which something lies stays what it is: its step and its holders decide about that."""
        cleaned = super().clean()
        waiting = self.instance.approvals.waiting().count() if self.instance.pk else 0
        if waiting and {"is_active", "step"} & set(self.changed_data):
            self.add_error(
                None,
                _("%(count)s proposals lie on this desk. Its step and its use can change once they are decided.")
                % {"count": waiting},
            )
        if cleaned.get("holder") == DeskHolder.PEOPLE and not cleaned.get("people"):
            self.add_error("people", _("Please name at least one person for this desk."))
        return cleaned


@admin.register(ApprovalDesk)
class ApprovalDeskAdmin(BackOfficeAdmin):
    """The approval chain of the office. Without a desk the director or a deputy decides alone."""

    form = ApprovalDeskForm
    list_display = ["title", "step", "holder", "days", "is_active"]
    list_filter = ["is_active"]
    ordering = ["step", "pk"]
    filter_horizontal = ["people"]


@admin.register(ProjectRules)
class ProjectRulesAdmin(BackOfficeAdmin):
    list_display = ["district", "receipt_above", "report_due_days", "problems_above_percent", "stuck_after_days"]


@admin.register(StrategyItem)
class StrategyItemAdmin(BackOfficeAdmin):
    """The year's policies, standards, focus points and strategies that projects answer to."""

    list_display = ["code", "title", "kind", "fiscal_year"]
    list_filter = ["fiscal_year", "kind"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["parent"]


@admin.register(Rate)
class RateAdmin(BackOfficeAdmin):
    """Ceilings are ended with a last day and entered anew, so that an old project keeps its warnings."""

    list_display = ["label", "ceiling", "unit", "since", "until"]


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Read-only: a project is written and moved on its own pages."""

    list_display = ["name", "fiscal_year", "state", "owner", "approved_amount"]
    list_select_related = ["owner"]
    list_filter = ["fiscal_year", "state"]
    search_fields = ["name_search"]
