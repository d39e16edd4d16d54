from functools import cache

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend

from qa_portal.core.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the office does, in the back office."""

    def is_open_for_signup(self, request):
        return False


class SignInBackend(AuthenticationBackend):
    """allauth's own, fetching the signed-in person together with what the frame of every page shows of them."""

    def get_user(self, user_id):
        rows = list(_people().filter(pk=user_id))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user = rows[0]
        user.role_names = {row.role_name for row in rows}
        return user


@cache
def _people():
    """Put together once: every request asks for one of them."""
    return User.objects.for_frame()


def attempted_username(request, credentials):
    """Whose account a sign-in tries, for django-axes: user name and mail address count as one."""
    credentials = credentials or {}
    typed = credentials.get("username") or credentials.get("email") or request.POST.get("login", "")
    typed = typed.strip().casefold()
    if "@" in typed:
        owner = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return owner or typed
    return typed
