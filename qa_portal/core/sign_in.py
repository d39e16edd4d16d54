"""Who may sign in, and how often somebody may try. Five wrong passwords close an account for the address they came from
(django-axes); many from many addresses close it for all but those from where its person has signed in before: so nobody
can guess on, and nobody can lock the owner out."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from axes.helpers import get_client_ip_address
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qa_portal.core.models import User
from qa_portal.core.models.user import person_of_frame


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the office does, in the back office."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """In the place of allauth's own count, which a stranger could use to lock an account for everybody."""
        username = attempted_username(request, credentials)
        if is_guessed_at(username) and not is_known(username, get_client_ip_address(request)):
            raise ValidationError(
                _(
                    "There were too many wrong passwords for this account. Please try again in an hour, or from where "
                    "you usually sign in."
                )
            )


def is_guessed_at(username):
    hour = timezone.now() - timedelta(hours=1)
    failures = AccessFailureLog.objects.filter(username=username, attempt_time__gt=hour)
    return failures.count() >= settings.GUESSES_AN_HOUR


def is_known(username, address):
    """Whether the person has signed in from there before."""
    return AccessLog.objects.filter(username__iexact=username, ip_address=address).exists()


class LongestPassword:
    """A validator of new passwords: longer ones only make the server work."""

    length = 128

    def validate(self, password, user=None):
        if len(password) > self.length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        said = ngettext(
            "Your password can have at most %(count)d character.",
            "Your password can have at most %(count)d characters.",
            self.length,
        )
        return said % {"count": self.length}


class SignInBackend(AuthenticationBackend):
    """allauth's own, fetching the signed-in person together with what the frame of every page shows of them."""

    def authenticate(self, request, **credentials):
        """A mail address comes under both names: tried twice, its wrong password would take twice as long as that of
        an address which nobody has."""
        if credentials.get("email") == credentials.get("username"):
            credentials.pop("email", None)
        return super().authenticate(request, **credentials)

    def get_user(self, user_id):
        person = person_of_frame(user_id)
        return person if person and self.user_can_authenticate(person) else None


def attempted_username(request, credentials):
    """Whose account a sign-in tries, for django-axes: user name and mail address count as one."""
    credentials = credentials or {}
    typed = credentials.get("username") or credentials.get("email") or request.POST.get("login", "")
    typed = typed.strip().casefold()
    if "@" in typed:
        owner = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return (owner or typed).casefold()
    return typed
