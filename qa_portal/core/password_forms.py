"""How a person of the back office comes to a password. The best is that nobody but they ever knows it."""

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User

BY_MAIL, TYPED = "false", "true"  # as Django's own pages and their script know them


def _who_sets_it(by_mail):
    """The choice that Django words for portals with other ways to sign in; this one has none."""
    return forms.ChoiceField(
        label=_("Password"),
        choices=[(BY_MAIL, by_mail), (TYPED, _("I type it here and hand it over"))],
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
    )


class NewPersonForm(AdminUserCreationForm):
    usable_password = _who_sets_it(_("The person sets it from a mail that is sent now"))

    class Meta(AdminUserCreationForm.Meta):
        model = User

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].initial = BY_MAIL

    def clean(self):
        cleaned = super().clean()
        is_by_mail = not cleaned["set_usable_password"]
        if is_by_mail and "email" not in self.errors and not cleaned.get("email"):
            self.add_error("email", _("Without an address no mail can be sent. Type one, or type the password here."))
        return cleaned


class NewPasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"] = _who_sets_it(_("None: nobody can sign in by this account's password"))
            self.fields["usable_password"].initial = TYPED
