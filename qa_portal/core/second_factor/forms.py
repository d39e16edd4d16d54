"""The forms that ask for a code (MFA_FORMS)."""

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.helpers import get_client_ip_address
from django.db import transaction

from qa_portal.core.thai import to_arabic

from . import telling
from .sealing import unseal

USED = "used_until"  # in Authenticator.data: the number of the last time step whose code was taken


class TypedCode:
    """A code typed on a Thai keyboard may come in Thai digits."""

    def clean_code(self):
        self.cleaned_data["code"] = to_arabic(self.cleaned_data["code"])
        return super().clean_code()


class CodeOnce(TypedCode):
    """A code of the app is good once, whichever machine is asked (RFC 6238, 5.2); allauth remembers it for its own
    process alone. The holder is told of one that comes again, and of several wrong ones."""

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _claim(self.authenticator, code):
            self._emit_authentication_failed(self.authenticator)
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator):
        super()._emit_authentication_failed(authenticator)
        code = self.cleaned_data.get("code", "")
        is_reused = authenticator.type == Authenticator.Type.TOTP and _is_used(authenticator, code)
        address = get_client_ip_address(context.request)
        telling.of_failure(self.user, address=address, path=context.request.path, is_reused=is_reused)


class FirstCodeForm(TypedCode, ActivateTOTPForm):
    pass


class CodeForm(CodeOnce, AuthenticateForm):
    pass


class CodeAgainForm(CodeOnce, ReauthenticateForm):
    pass


@transaction.atomic
def _claim(authenticator, code):
    """Whether the code was not taken before; it is from now on."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = _step_of(row, code)
    if step is None or step <= row.data.get(USED, -1):
        return False
    row.data[USED] = step
    row.save(update_fields=["data"])
    return True


def _is_used(authenticator, code):
    step = _step_of(authenticator, code)
    if step is None:
        return False
    authenticator.refresh_from_db(fields=["data"])
    return step <= authenticator.data.get(USED, -1)


def _step_of(authenticator, code):
    """The number of the time step of a code that is right now; None for any other."""
    secret = unseal(authenticator.data["secret"])
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None
