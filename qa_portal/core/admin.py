"""The back office: people, roles and office data. A district's administrator sees and changes their own district only;
rows of the domain are never deleted here, and states are read-only."""

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import helpers, options
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.utils import display_for_field, unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import DateField, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.files import PHOTOS, store
from qa_portal.core.forms import BEDateField, ManyField, UploadField
from qa_portal.core.history import entries_of
from qa_portal.core.models import Acting, District, Notice, TransitionRecord, User
from qa_portal.core.password_forms import NewPasswordForm, NewPersonForm
from qa_portal.core.roles import ROLES, Scope, Verb
from qa_portal.core.templatetags.portal import be_date, be_datetime
from qa_portal.core.workflow import MACHINES


def may_manage(user):
    return user.is_active and (user.is_superuser or (user.is_authenticated and user.can(Verb.MANAGE_DISTRICT)))


admin.site.has_permission = lambda request: may_manage(request.user)
admin.site.site_header = admin.site.site_title = _("Back office")
admin.site.unregister(Group)  # roles are a table in core.roles
admin.site.unregister(Authenticator)  # a lost second factor is turned off under personal data, with a reason
apps.get_app_config("axes").verbose_name = _("Sign-ins")
apps.get_app_config("django_q").verbose_name = _("Background work")


def _shown(value, field, empty_value_display, avoid_link=False):
    """Days and times as on every other page; Django's own are of the Christian era."""
    if value and isinstance(field, DateField):
        return be_datetime(value) if hasattr(value, "hour") else be_date(value)
    return display_for_field(value, field, empty_value_display, avoid_link)


admin_list.display_for_field = helpers.display_for_field = _shown
options.FORMFIELD_FOR_DBFIELD_DEFAULTS[DateField] = {"form_class": BEDateField}  # typed in that era too


def moment(name, title):
    """A column of a list: the time in the Buddhist era."""

    @admin.display(description=title, ordering=name)
    def shown(row):
        return be_datetime(getattr(row, name))

    return shown


class BackOfficeAdmin(admin.ModelAdmin):
    """Rows of the administrator's own district, found at `district_path` ("pk" for districts themselves)."""

    district_path = "district"
    object_history_template = "admin/kept_history.html"

    def has_module_permission(self, request):
        return may_manage(request.user)

    def has_view_permission(self, request, obj=None):
        return may_manage(request.user)

    def has_add_permission(self, request):
        return may_manage(request.user)

    def has_change_permission(self, request, obj=None):
        return may_manage(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(**{self.district_path: request.user.district_id})

    def history_view(self, request, object_id, extra_context=None):
        """All that is kept of the row, wherever it was changed; Django knows of the back office alone."""
        row = self.get_object(request, unquote(object_id))
        entries = entries_of(row) if hasattr(row, "history") else []
        return super().history_view(request, object_id, (extra_context or {}) | {"entries": entries})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only rows that the administrator sees in the back office can be chosen, typed ids included."""
        if admin.site.is_registered(db_field.related_model):
            kwargs["queryset"] = admin.site.get_model_admin(db_field.related_model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if admin.site.is_registered(db_field.related_model):
            kwargs["queryset"] = admin.site.get_model_admin(db_field.related_model).get_queryset(request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ReadOnlyAdmin(BackOfficeAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class DistrictForm(forms.ModelForm):
    logo_file = UploadField(label=_("New logo (PNG or JPEG)"), allowed=PHOTOS, required=False)

    class Meta:
        model = District
        fields = ["code", "name", "short_name", "kind", "address", "phone", "director_name", "director_position"]


@admin.register(District)
class DistrictAdmin(BackOfficeAdmin):
    district_path = "pk"
    form = DistrictForm
    list_display = ["code", "short_name", "kind", "director_name"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "short_name"]

    def has_add_permission(self, request):
        return request.user.is_superuser

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["code", "kind"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("logo_file"):
            obj.logo = store(form.cleaned_data["logo_file"], district=obj, by=request.user, allowed=PHOTOS)
            obj.save()


class RolesField(ManyField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return ROLES[group.name].label


def roles_to_give(user):
    """The roles that an administrator may give: those that see beyond the district only a superuser gives."""
    slugs = [slug for slug, role in ROLES.items() if user.is_superuser or role.scope < Scope.NATION]
    return Group.objects.filter(name__in=slugs)


class RoleFilter(admin.SimpleListFilter):
    title = _("Roles")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(slug, role.label) for slug, role in ROLES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class MailFilter(admin.SimpleListFilter):
    title = pgettext_lazy("channel", "Mail")
    parameter_name = "mail"

    def lookups(self, request, model_admin):
        return [("refused", _("Address that takes no mail"))]

    def queryset(self, request, queryset):
        return queryset.with_refused_mail() if self.value() == "refused" else queryset


PERSON = ["first_name", "last_name", "email", "position", "phone"]


@admin.register(User)
class PersonAdmin(BackOfficeAdmin, UserAdmin):
    list_display = ["username", "full_name", "position", "roles_shown", "is_active", "last_seen"]
    list_filter = ["is_active", RoleFilter, MailFilter]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    actions = ["send_password_mail"]
    add_form, change_password_form = NewPersonForm, NewPasswordForm
    last_seen = staticmethod(moment("last_login", _("Last sign-in")))
    joined = staticmethod(moment("date_joined", _("Account made")))
    add_fieldsets = [(None, {"fields": ["username", *PERSON, "groups", "usable_password", "password1", "password2"]})]

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("groups")
        return rows if request.user.is_superuser else rows.filter(is_superuser=False)

    def get_fieldsets(self, request, obj=None):
        whole = [] if not request.user.is_superuser else ["district", "is_superuser"]
        if obj is None:
            name, options = self.add_fieldsets[0]
            return [(name, {"fields": [*options["fields"], *whole]})]
        return [
            (None, {"fields": ["username", "password", "is_active"]}),
            (_("Person"), {"fields": [*PERSON, "language", "wants_mail"]}),
            (_("Roles"), {"fields": ["groups", *whole]}),
            (_("Sign-in"), {"fields": ["last_seen", "joined"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["last_seen", "joined"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            return RolesField(queryset=roles_to_give(request.user), required=False, label=_("Roles"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if obj.district_id is None and not request.user.is_superuser:
            obj.district = request.user.district
        super().save_model(request, obj, form, change)
        if not change and not obj.has_usable_password():
            self._send_password_mails(request, [obj])

    @admin.display(description=_("Person"), ordering="first_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=_("Roles"))
    def roles_shown(self, user):
        return ", ".join(str(ROLES[group.name].label) for group in user.groups.all() if group.name in ROLES)

    @admin.action(description=_("Send a mail to set a new password"))
    def send_password_mail(self, request, queryset):
        self._send_password_mails(request, queryset)

    def _send_password_mails(self, request, people):
        reached = [person for person in people if person.is_active and person.email]
        for person in reached:
            form = ResetPasswordForm({"email": person.email})
            if form.is_valid():
                form.save(request)
        if reached:
            messages.success(request, _("Mails sent: %(count)s.") % {"count": len(reached)})
        left = ", ".join(str(person) for person in people if person not in reached)
        if left:
            words = _("No mail went to %(people)s: the account is switched off or has no address.")
            messages.warning(request, words % {"people": left})


@admin.register(Acting)
class ActingAdmin(BackOfficeAdmin):
    """Who acts for an absent person, from one day to another; both are of one office. A record ends by its last day."""

    district_path = "person__district"
    list_display = ["person", "deputy", "since", "until", "order_number"]
    list_select_related = ["person", "deputy"]
    autocomplete_fields = ["person", "deputy"]
    search_fields = ["person__first_name", "deputy__first_name", "order_number"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    district_path = "recipient__district"
    list_display = [
        moment("created_at", _("created at")),
        "recipient",
        "text",
        moment("read_at", _("read at")),
        moment("mailed_at", _("mailed at")),
    ]
    list_select_related = ["recipient"]
    search_fields = ["recipient__username", "text"]


@admin.register(TransitionRecord)
class TransitionRecordAdmin(ReadOnlyAdmin):
    district_path = "done_by__district"
    list_display = [moment("done_at", _("done at")), "content_type", "object_id", "step", "before", "after", "done_by"]
    list_select_related = ["content_type", "done_by"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["object_id", "done_by__username", "note"]

    @admin.display(description=_("step"), ordering="transition")
    def step(self, record):
        machine = MACHINES.get(record.content_type.model_class())
        transition = machine and machine.by_name.get(record.transition)
        return transition.label if transition else record.transition

    @admin.display(description=_("from"), ordering="source")
    def before(self, record):
        return _state_word(record, record.source)

    @admin.display(description=_("to"), ordering="target")
    def after(self, record):
        return _state_word(record, record.target)


def _state_word(record, state):
    words = dict(record.content_type.model_class()._meta.get_field("state").flatchoices)
    return words.get(state, state)


class PartOf:
    """Permissions of back-office rows that stand or fall with a whole: the page's own row, or what `whole_of` finds
    from it. `may_edit(user, whole)` says whether that whole may still be written on."""

    def whole_of(self, obj):
        return obj

    def may_edit(self, user, whole):
        raise NotImplementedError

    def _may_write(self, request, obj=None):
        user = request.user
        return may_manage(user) and (obj is None or self.may_edit(user, self.whole_of(obj)))

    has_add_permission = has_change_permission = has_delete_permission = _may_write

    def has_view_permission(self, request, obj=None):
        return may_manage(request.user)


def keeps(user, row):
    """Whether the row is of the user's own office; the country's, of no office, are the installation's superuser's."""
    is_own = row.district_id is not None and row.district_id == user.district_id
    return may_manage(user) and (user.is_superuser or is_own)


class PartOfUnused(PartOf):
    """Nobody changes what was used (`is_used`)."""

    def may_edit(self, user, whole):
        return keeps(user, whole) and not whole.is_used


class CommonOrOwn:
    """For rows of which an empty district means the country's: an office sees those and its own, and what it saves is
    its own; only a superuser says whose a row is."""

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request)
        own = Q(district=None) | Q(district=request.user.district_id)
        return rows if request.user.is_superuser else rows.filter(own)

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["district"]

    def save_model(self, request, obj, form, change):
        if not request.user.is_superuser:
            obj.district = request.user.district
        super().save_model(request, obj, form, change)
