"""Sessions in the database, as Django's own (SESSION_ENGINE): every page begins with reading one."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from qa_portal.core.prepared import prepared


class SessionStore(DatabaseStore):
    def load(self):
        for data, expires in _session(self.session_key):
            if expires > timezone.now():
                return self.decode(data)
        self._session_key = None
        return {}


@prepared
def _session(key):
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
