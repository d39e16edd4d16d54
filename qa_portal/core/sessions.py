"""Sessions in the database, as Django's own (SESSION_ENGINE): every page begins with reading one. `used_at`: when it
was used last, as far as that was written down (core.signed_in); None where it was not."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from qa_portal.core.prepared import prepared


class SessionStore(DatabaseStore):
    used_at = None

    def load(self):
        for data, expires, used_at in _session(self.session_key):
            if expires > timezone.now():
                self.used_at = used_at
                return self.decode(data)
        self._session_key = None
        return {}


@prepared
def _session(key):
    columns = "session_data", "expire_date", "signed_in__used_at"
    return Session.objects.filter(session_key=key).values_list(*columns)
