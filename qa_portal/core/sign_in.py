from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend

from qa_portal.core.models import User
from qa_portal.core.models.user import person_of_frame


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the office does, in the back office."""

    def is_open_for_signup(self, request):
        return False


class SignInBackend(AuthenticationBackend):
    """allauth's own, fetching the signed-in person together with what the frame of every page shows of them."""

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
        return owner or typed
    return typed
