from django.contrib import admin

from projects.models import Project, Rate, StrategyItem, WorkGroup
from qa_portal.core.admin import BackOfficeAdmin, ReadOnlyAdmin


@admin.register(WorkGroup)
class WorkGroupAdmin(BackOfficeAdmin):
    list_display = ["name", "district", "order"]
    list_select_related = ["district"]


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
