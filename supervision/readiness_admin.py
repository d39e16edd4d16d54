"""The back office of readiness forms: one that no school was asked by is edited, a used one is copied as an edition."""

from django.contrib import admin, messages
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qa_portal.core.admin import BackOfficeAdmin, PartOfUnused
from supervision.models import ReadinessForm, ReadinessItem
from supervision.services.readiness import new_edition


class QuestionInline(PartOfUnused, admin.TabularInline):
    model = ReadinessItem
    extra = 0


@admin.register(ReadinessForm)
class ReadinessFormAdmin(PartOfUnused, BackOfficeAdmin):
    list_display = ["name", "edition", "district"]
    list_select_related = ["district"]
    fields = ["name", "edition", "district"]
    readonly_fields = ["edition", "district"]
    inlines = [QuestionInline]
    actions = ["copy_as_new_edition"]

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request)
        own = Q(district=None) | Q(district=request.user.district_id)
        return rows if request.user.is_superuser else rows.filter(own)

    def has_add_permission(self, request, obj=None):
        """A form begins as a new edition of one that is there."""
        return False

    @admin.action(description=_("Copy as a new edition"))
    def copy_as_new_edition(self, request, queryset):
        for form in queryset:
            new_edition(form, district=None if request.user.is_superuser else request.user.district)
        messages.success(
            request, _t("A new edition was made: change its questions. Schools are asked by it from now on.")
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and obj.is_used:
            sentence = _t("A form that schools were asked by stays as it is. To change it, copy it as a new edition.")
            messages.info(request, sentence)
        return super().render_change_form(request, context, obj=obj, **kwargs)
