"""The client of the tests: signed in at the price of two rows."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from qa_portal.core.models import SignedIn


class Visitor(Client):
    def force_login(self, user, backend=None):
        """The session that a sign-in leaves behind, without all else that it writes (tests/core/test_sign_in.py looks
        at that): a third of the time of a test of pages."""
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = user._meta.pk.value_to_string(user)
        session[BACKEND_SESSION_KEY] = backend or self._get_backend()
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        SignedIn.objects.create(session_id=session.session_key, user=user)
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
