"""The back office of reading checklists: one that nobody answered is edited, a used one is copied as a new version."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qa_portal.core.admin import BackOfficeAdmin, CommonOrOwn, PartOfUnused
from schools.models import Checklist, ChecklistQuestion
from schools.services.checking import copy_checklist


class QuestionInline(PartOfUnused, admin.TabularInline):
    model = ChecklistQuestion
    extra = 0


@admin.register(Checklist)
class ChecklistAdmin(PartOfUnused, CommonOrOwn, BackOfficeAdmin):
    list_display = ["name", "level", "in_force_from", "district"]
    list_filter = ["level"]
    list_select_related = ["district"]
    search_fields = ["name"]
    inlines = [QuestionInline]
    actions = ["copy_as_new_version"]

    @admin.action(description=_("Copy as a new version"))
    def copy_as_new_version(self, request, queryset):
        for checklist in queryset:
            copy_checklist(checklist, district=None if request.user.is_superuser else request.user.district)
        messages.success(request, _t("A new version was made: change its year and its questions."))

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and obj.is_used:
            sentence = _t("A checklist that was answered stays as it is. To change it, copy it as a new version.")
            messages.info(request, sentence)
        return super().render_change_form(request, context, obj=obj, **kwargs)
