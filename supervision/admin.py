"""The back office of supervision: instruments (a draft is edited, what is in use is copied), categories, the rule."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.admin import BackOfficeAdmin, CommonOrOwn, PartOf, keeps, may_manage
from qa_portal.core.forms import BEDateField
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused, perform
from supervision import readiness_admin  # noqa: F401  registers the readiness forms
from supervision.models import (
    CoverageRule,
    FindingCategory,
    Holiday,
    Instrument,
    InstrumentChoice,
    InstrumentItem,
    InstrumentLevel,
    InstrumentSection,
    LevelDescription,
)
from supervision.services.instruments import new_edition


def may_edit(user, instrument):
    """Drafts of one's own district only: what is in use never changes."""
    return keeps(user, instrument) and instrument.is_draft


class PartOfInstrument(PartOf):
    def may_edit(self, user, whole):
        return may_edit(user, whole)


class LevelInline(PartOfInstrument, admin.TabularInline):
    model = InstrumentLevel
    extra = 0


class SectionInline(PartOfInstrument, admin.TabularInline):
    model = InstrumentSection
    fields = ["position", "title", "guidance"]
    extra = 0
    show_change_link = True


ITEM_FIELDS = [
    ("position", "number", "kind"),
    "text",
    "help",
    ("is_needed", "allows_na"),
    ("unit", "least", "most"),
    "indicator",
    ("asked_if", "asked_if_answer"),
]


class ItemInline(PartOfInstrument, admin.StackedInline):
    model = InstrumentItem
    fields = ITEM_FIELDS
    extra = 0
    show_change_link = True

    def whole_of(self, obj):
        return obj.instrument

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        _offer_own_items(formset.form, obj and obj.instrument)
        return formset


def _offer_own_items(form, instrument):
    """A rule names an item of the same instrument."""
    if "asked_if" in form.base_fields:
        form.base_fields["asked_if"].queryset = InstrumentItem.objects.filter(section__instrument=instrument)


class ChoiceInline(PartOfInstrument, admin.TabularInline):
    model = InstrumentChoice
    extra = 0

    def whole_of(self, obj):
        return obj.section.instrument


class DescriptionInline(PartOfInstrument, admin.TabularInline):
    model = LevelDescription
    extra = 0

    def whole_of(self, obj):
        return obj.section.instrument

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj and "level" in formset.form.base_fields:
            formset.form.base_fields["level"].queryset = obj.section.instrument.levels.all()
        return formset


@admin.register(Instrument)
class InstrumentAdmin(BackOfficeAdmin):
    list_display = ["name", "code", "form_code", "edition", "audience", "district", "state"]
    list_filter = ["state", "audience", "form_code"]
    search_fields = ["name", "code", "form_code"]
    list_select_related = ["district"]
    fields = ["code", "edition", "form_code", "name", "audience", "guidance", "state", "published_at", "published_by"]
    readonly_fields = ["edition", "state", "published_at", "published_by"]
    inlines = [LevelInline, SectionInline]
    actions = ["make_new_edition", "publish", "retire"]

    def get_queryset(self, request):
        rows = Instrument.objects.all()
        return rows if request.user.is_superuser else rows.visible_to(request.user)

    def has_change_permission(self, request, obj=None):
        return may_manage(request.user) and (obj is None or may_edit(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return obj is not None and may_edit(request.user, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.district = request.user.district
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Make a new edition (a copy to edit)"))
    def make_new_edition(self, request, queryset):
        for instrument in queryset:
            copy = new_edition(instrument, district=request.user.district)
            self.message_user(request, gettext("The draft “%(instrument)s” is there.") % {"instrument": copy})

    @admin.action(description=_("Put into use"))
    def publish(self, request, queryset):
        self._step(request, queryset, "publish")

    @admin.action(description=_("Take out of use"))
    def retire(self, request, queryset):
        self._step(request, queryset, "retire")

    def _step(self, request, queryset, name):
        for instrument in queryset:
            try:
                perform(instrument, name, by=request.user)
            except Refused as refused:
                sentences = [str(refused), *(str(item.sentence) for item in refused.missing)]
                self.message_user(request, f"{instrument}: {' '.join(sentences)}", messages.ERROR)


class InnerAdmin(PartOfInstrument, BackOfficeAdmin):
    """A page inside an instrument, reached from it and not from the index."""

    district_path = ""

    def get_model_perms(self, request):
        return {}

    def get_queryset(self, request):
        rows = self.model._default_manager.all()
        instruments = Instrument.objects.all()
        seen = instruments if request.user.is_superuser else instruments.visible_to(request.user)
        return rows.filter(**{f"{self.instrument_path}__in": seen})

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(InstrumentSection)
class SectionAdmin(InnerAdmin):
    instrument_path = "instrument"
    fields = ["position", "title", "guidance"]
    inlines = [ItemInline]

    def whole_of(self, obj):
        return obj.instrument


@admin.register(InstrumentItem)
class ItemAdmin(InnerAdmin):
    instrument_path = "section__instrument"
    fields = ITEM_FIELDS
    inlines = [ChoiceInline, DescriptionInline]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        _offer_own_items(form, obj and obj.section.instrument)
        return form

    def whole_of(self, obj):
        return obj.section.instrument


class SettingAdmin(CommonOrOwn, BackOfficeAdmin):
    """Rows of every district, which one sees, and those of one's own, which one changes."""

    def has_change_permission(self, request, obj=None):
        if obj is None or request.user.is_superuser:
            return may_manage(request.user)
        return may_manage(request.user) and obj.district_id == request.user.district_id

    def save_model(self, request, obj, form, change):
        if not change:
            obj.district = request.user.district
        super().save_model(request, obj, form, change)


@admin.register(FindingCategory)
class FindingCategoryAdmin(SettingAdmin):
    list_display = ["name", "code", "position", "is_active", "district"]
    fields = ["code", "name", "position", "is_active"]


@admin.register(CoverageRule)
class CoverageRuleAdmin(SettingAdmin):
    list_display = ["__str__", "district", "source"]
    fields = ["visits", "years", "source"]

    def has_add_permission(self, request):
        """One rule a district."""
        has_own = CoverageRule.objects.filter(district=request.user.district_id).exists()
        return may_manage(request.user) and not has_own


class HolidayForm(forms.ModelForm):
    """The office's own day off; `district` is set for each request."""

    district = None
    day = BEDateField(label=_("Day off"))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if Holiday.objects.filter(district=self.district, day=day).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This day is a day off already."))
        return day


@admin.register(Holiday)
class HolidayAdmin(SettingAdmin):
    """Days on which nobody works: the workload of the plan leaves them out."""

    list_display = ["name", "said_day", "district"]
    fields = ["day", "name"]
    form = HolidayForm

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.district = request.user.district
        return form

    @admin.display(description=_("Day off"), ordering="day")
    def said_day(self, holiday):
        return format_date(holiday.day)
