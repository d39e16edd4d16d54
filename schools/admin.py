from django.contrib import admin

from qa_portal.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from schools import checklist_admin, framework_admin  # noqa: F401  registers the checklists and the standards
from schools.models import (
    Cycle,
    GradeCount,
    Membership,
    Network,
    School,
    SchoolFacts,
    SupervisorAssignment,
    YearFigures,
)


@admin.register(Network)
class NetworkAdmin(ReadOnlyAdmin):
    list_display = ["name", "district", "chair_name"]
    list_select_related = ["district"]
    search_fields = ["name"]


class FactsInline(admin.TabularInline):
    model = SchoolFacts
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return True


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    """Read-only: the registry's pages keep the dated facts in step."""

    list_display = ["name", "moe_code", "smis_code", "network", "pupil_count", "closed_on"]
    list_select_related = ["network"]
    list_filter = [*School.LEVELS, ("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["name_search", "moe_code", "smis_code"]
    readonly_fields = ["pupil_count", "closed_on", "closing_reason", "successor"]
    inlines = [FactsInline]

    def get_search_results(self, request, queryset, search_term):
        """As every other list of schools finds them."""
        return queryset.search(search_term) if search_term else queryset, False


@admin.register(Membership)
class MembershipAdmin(BackOfficeAdmin):
    """Who belongs to a school's own people: given here, ended with a last day."""

    district_path = "school__district"
    list_display = ["user", "school", "since", "until"]
    list_select_related = ["user", "school"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "school__name_search"]
    autocomplete_fields = ["user", "school"]


@admin.register(SupervisorAssignment)
class SupervisorAssignmentAdmin(ReadOnlyAdmin):
    district_path = "school__district"
    list_display = ["school", "supervisor", "is_lead", "since", "until"]
    list_select_related = ["school", "supervisor"]
    list_filter = ["is_lead"]
    search_fields = ["school__name_search", "supervisor__username", "supervisor__first_name"]


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    """Read-only: a cycle is changed on its own page, where its dates are checked against each other."""

    list_display = ["academic_year", "district", "state", "opens_on", "remind_from", "due_on", "late_until"]
    list_select_related = ["district"]
    list_filter = ["state"]
    readonly_fields = ["state", "opened_at", "opened_by", "closed_at", "closed_by"]


class GradeInline(FactsInline):
    model = GradeCount


@admin.register(YearFigures)
class YearFiguresAdmin(ReadOnlyAdmin):
    district_path = "school__district"
    list_display = ["school", "academic_year", "teachers_male", "teachers_female"]
    list_select_related = ["school"]
    list_filter = ["academic_year"]
    search_fields = ["school__name_search", "school__moe_code"]
    inlines = [GradeInline]
