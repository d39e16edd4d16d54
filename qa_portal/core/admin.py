"""The back office: people, roles and office data. A district's administrator sees and changes their own district only;
rows of the domain are never deleted here, and states are read-only."""

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from qa_portal.core.files import PHOTOS, store
from qa_portal.core.forms import UploadField
from qa_portal.core.models import District, Notice, TransitionRecord, User
from qa_portal.core.roles import ROLES, Scope, Verb


def may_manage(user):
    return user.is_active and (user.is_superuser or (user.is_authenticated and user.can(Verb.MANAGE_DISTRICT)))


admin.site.has_permission = lambda request: may_manage(request.user)
admin.site.site_header = admin.site.site_title = _("Back office")
admin.site.unregister(Group)  # roles are a table in core.roles


class BackOfficeAdmin(admin.ModelAdmin):
    """Rows of the administrator's own district, found at `district_path` ("pk" for districts themselves)."""

    district_path = "district"

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

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only rows that the administrator sees in the back office can be chosen, typed ids included."""
        if admin.site.is_registered(db_field.related_model):
            kwargs["queryset"] = admin.site.get_model_admin(db_field.related_model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return ROLES[group.name].label


def roles_to_give(user):
    """The roles that an administrator may give: those that see beyond the district only a superuser gives."""
    slugs = [slug for slug, role in ROLES.items() if user.is_superuser or role.scope < Scope.NATION]
    return Group.objects.filter(name__in=slugs)


PERSON = ["first_name", "last_name", "email", "position", "phone"]


@admin.register(User)
class PersonAdmin(BackOfficeAdmin, UserAdmin):
    list_display = ["username", "get_full_name", "position", "roles_shown", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    actions = ["send_password_mail"]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2", *PERSON, "groups"]})]

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
            (_("Sign-in"), {"fields": ["last_login", "date_joined"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["last_login", "date_joined"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            return RolesField(queryset=roles_to_give(request.user), required=False, label=_("Roles"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if obj.district_id is None and not request.user.is_superuser:
            obj.district = request.user.district
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Roles"))
    def roles_shown(self, user):
        return ", ".join(str(ROLES[group.name].label) for group in user.groups.all() if group.name in ROLES)

    @admin.action(description=_("Send a mail to set a new password"))
    def send_password_mail(self, request, queryset):
        people = [person for person in queryset.filter(is_active=True) if person.email]
        for person in people:
            form = ResetPasswordForm({"email": person.email})
            if form.is_valid():
                form.save(request)
        messages.success(request, _("Mails sent: %(count)s.") % {"count": len(people)})


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    district_path = "recipient__district"
    list_display = ["created_at", "recipient", "text", "read_at", "mailed_at"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__username", "text"]
    date_hierarchy = "created_at"


@admin.register(TransitionRecord)
class TransitionRecordAdmin(ReadOnlyAdmin):
    district_path = "done_by__district"
    list_display = ["done_at", "content_type", "object_id", "transition", "source", "target", "done_by"]
    list_select_related = ["content_type", "done_by"]
    list_filter = ["content_type", "transition"]
    search_fields = ["object_id", "done_by__username", "note"]
