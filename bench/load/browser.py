"""A browser of one person: cookies, redirects, forms as the page gave them; each request is timed and counted."""

import sys
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.urls import resolve
from lxml import html

from bench.server import Line

HOST = "bench"
MOST_REDIRECTS = 4
TIMEOUT = 120  # seconds


class Wrong(Exception):
    """An answer that was not to come."""


class Tally:
    """What all browsers together have asked for."""

    def __init__(self):
        self.times, self.wrong, self.lock = {}, [], threading.Lock()

    def add(self, kind, milliseconds):
        with self.lock:
            self.times.setdefault(kind, []).append(milliseconds)

    def complain(self, sentence):
        print(sentence, file=sys.stderr, flush=True)
        with self.lock:
            self.wrong.append(sentence)


def kind_of(method, path):
    """A name for requests of one sort: the method, the name of the address, the step that it takes, a sheet."""
    parts = urlsplit(path)
    match = resolve(parts.path)
    step = match.kwargs.get("transition", "")
    return " ".join(filter(None, [method, match.view_name, step, "as a sheet" if "format=xlsx" in parts.query else ""]))


@dataclass
class Answer:
    status: int
    path: str
    headers: object
    content: bytes

    def form(self, field):
        """{name: value} of the form that has this field, its fields in `.fields` as lxml has them."""
        for form in html.fromstring(self.content).forms:
            if field in form.fields:
                return form
        raise Wrong(f"{self.path} has no form with {field}")


class Browser:
    def __init__(self, address, visitor, tally):
        """`visitor`: the address that the proxy would tell of."""
        self.address, self.visitor, self.tally, self.cookies = address, visitor, tally, {}

    @property
    def token(self):
        return self.cookies.get("__Host-csrftoken", "")

    def get(self, path, kind=""):
        answer = self.ask("GET", path, kind=kind)
        for _time in range(MOST_REDIRECTS):
            if answer.status != 302:
                break
            answer = self.ask("GET", answer.headers["Location"])
        return self._expect(answer, 200)

    def post(self, path, fields, files=None):
        """Send a form that is to be taken, which redirects; the page that it leads to."""
        body, kind = _multipart(fields, files) if files else (urlencode(fields).encode(), _URLENCODED)
        answer = self._expect(self.ask("POST", path, body, **{"Content-Type": kind}), 302)
        return self.get(answer.headers["Location"])

    def call(self, method, path, body=b"", **headers):
        """What a script of the page asks; the answer, which is to be 200."""
        answer = self.ask(method, path, body, **{"X-CSRFToken": self.token, "X-Requested-With": "fetch", **headers})
        return self._expect(answer, 200)

    def ask(self, method, path, body=None, kind="", **headers):
        kind, began = kind or kind_of(method, path), time.perf_counter()
        line = Line(self.address)
        line.timeout = TIMEOUT
        try:
            line.request(method, path, body, self._headers() | headers)
            got = line.getresponse()
            answer = Answer(got.status, path, got.headers, got.read())
        except OSError as error:
            raise Wrong(f"{kind}: {error!r}") from error
        finally:
            line.close()
        self.tally.add(kind, (time.perf_counter() - began) * 1000)
        self._keep_cookies(got.headers)
        return answer

    def _headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Host": HOST,
            "Cookie": cookies,
            "Connection": "close",
            "Referer": f"https://{HOST}/",
            "X-Forwarded-For": self.visitor,
            "X-Forwarded-Proto": "https",
        }

    def _keep_cookies(self, headers):
        for cookie in headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if value in ("", '""'):
                del self.cookies[name]

    def _expect(self, answer, status):
        if answer.status != status:
            raise Wrong(f"{answer.path} answers {answer.status} and not {status}: {_said(answer)}")
        return answer


_URLENCODED = "application/x-www-form-urlencoded"


def _multipart(fields, files):
    """`files`: {field: (name, media type, content)}."""
    line = uuid4().hex
    parts = [(f'name="{name}"', "", str(value).encode()) for name, value in fields.items()]
    parts += [
        (f'name="{field}"; filename="{name}"', f"Content-Type: {kind}\r\n", content)
        for field, (name, kind, content) in files.items()
    ]
    body = b"".join(
        f"--{line}\r\nContent-Disposition: form-data; {what}\r\n{kind}\r\n".encode() + content + b"\r\n"
        for what, kind, content in parts
    )
    return body + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"


def _said(answer):
    """The notices and errors of a page, for who reads the report of the run."""
    if not answer.content.lstrip().startswith(b"<"):
        return answer.content[:200].decode(errors="replace")
    found = html.fromstring(answer.content).xpath(
        "//*[contains(@class,'alert') or contains(@class,'notice') or contains(@class,'invalid-feedback')]"
    )
    return " / ".join(" ".join(row.text_content().split()) for row in found)[:300]
