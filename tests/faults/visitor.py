"""A person with a browser that sends again when a line breaks, as people and phones do."""

import http.client
import json
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import _get_new_csrf_string

from qa_portal.core.sessions import SessionStore

BACKEND = "qa_portal.core.sign_in.SignInBackend"
SENTENCE = "ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ"  # of templates/500.html


class Broken(Exception):
    """No answer, or one that says that the portal is in trouble: whether it was taken is not known."""


class Visitor:
    """`troubles`: answers in which a person would have read no sentence."""

    def __init__(self, port, user):
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.port, self.token = port, _get_new_csrf_string()
        self.cookies = f"sessionid={session.session_key}; csrftoken={self.token}"
        self.troubles = []

    def ask(self, method, path, body=b"", kind="application/x-www-form-urlencoded", **headers):
        """(status, body as text)."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Cookie": self.cookies, "X-CSRFToken": self.token, "Content-Type": kind}
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
            line.close()
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error)) from error
        if answer.status >= 500:
            if answer.status != 503 or not answer.headers["Retry-After"] or SENTENCE not in text:
                self.troubles.append((method, path, answer.status, text[:200]))
            raise Broken(f"{answer.status} {path}")
        return answer.status, text

    def post(self, path, **form):
        return self.ask("POST", path, urlencode(form).encode())

    def post_json(self, path, content):
        return self.ask("POST", path, json.dumps(content).encode(), "application/json")
