"""The back office of the standards: an unused framework is edited, a used one is copied as a new version."""

from django.contrib import admin, messages
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qa_portal.core.admin import BackOfficeAdmin, CommonOrOwn, PartOfUnused
from schools.models import Framework, Indicator, QualityLevel, Standard
from schools.services.frameworks import copy_framework, frozen_sentence


class LevelInline(PartOfUnused, admin.TabularInline):
    model = QualityLevel
    extra = 0


class StandardInline(PartOfUnused, admin.TabularInline):
    model = Standard
    extra = 0
    show_change_link = True


class IndicatorInline(PartOfUnused, admin.TabularInline):
    model = Indicator
    extra = 0

    def whole_of(self, obj):
        return obj.framework


@admin.register(Framework)
class FrameworkAdmin(PartOfUnused, CommonOrOwn, BackOfficeAdmin):
    list_display = ["code", "name", "kind", "level", "year", "in_force_from", "district"]
    list_filter = ["kind", "level"]
    list_select_related = ["district"]
    search_fields = ["code", "name"]
    inlines = [LevelInline, StandardInline]
    actions = ["copy_as_new_version"]

    @admin.action(description=_("Copy as a new version"))
    def copy_as_new_version(self, request, queryset):
        for framework in queryset:
            copy_framework(framework, district=None if request.user.is_superuser else request.user.district)
        messages.success(request, _t("A new version was made: change its code, its year and its words."))

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and obj.is_used:
            messages.info(request, frozen_sentence())
        return super().render_change_form(request, context, obj=obj, **kwargs)


@admin.register(Standard)
class StandardAdmin(PartOfUnused, BackOfficeAdmin):
    """Reached from its framework: the items of one standard."""

    fields = ["framework", "number", "name"]
    readonly_fields = ["framework"]
    inlines = [IndicatorInline]

    def whole_of(self, obj):
        return obj.framework

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request).select_related("framework")
        own = Q(framework__district=None) | Q(framework__district=request.user.district_id)
        return rows if request.user.is_superuser else rows.filter(own)
