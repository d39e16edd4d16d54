"""Practice mode (F55): a second portal on a fictional district, for trying out and for courses. It has a database and
files of its own, says on every page and document what it is, begins anew every night, and sends nothing outside.

`settings.PRACTICE` turns it on, and the settings themselves take the mail, LINE and webhooks away; here is what the
settings cannot: no connection leaves this process, whatever code asks for it."""

import sys
from datetime import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.template.loader import render_to_string
from django.utils import timezone

from qa_portal.core.schedule import next_time

RENEWED_AT = "00:30"
_HERE = {None, "", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1"}  # noqa: S104  names that ask no name server


class StaysIn(OSError):
    """The practice portal wanted to reach another system."""


def keep_in():
    """From now on no connection of this process leaves it. Sockets of this machine's own files are free."""
    sys.addaudithook(_refuse_connections)


def _refuse_connections(event, args):
    is_outward = event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple)
    if is_outward or (event == "socket.getaddrinfo" and _name(args[0]) not in _HERE):
        raise StaysIn("The practice portal reaches no other system.")


def _name(host):
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host


# ---------------------------------------------------------------- the banner


class PracticeMiddleware:
    """Puts the banner at the top of every page, also of libraries and of errors; fragments have no body."""

    def __init__(self, get_response):
        if not settings.PRACTICE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = _with_banner(response.content)
        return response


def _with_banner(page):
    start = page.find(b"<body")
    end = page.find(b">", start) + 1
    if start < 0 or not end:
        return page
    return page[:end] + _banner().encode() + page[end:]


def _banner():
    left = next_time(time.fromisoformat(RENEWED_AT)) - timezone.now()
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    return render_to_string("components/practice.html", {"at": RENEWED_AT, "hours": hours, "minutes": minutes})


# ---------------------------------------------------------------- documents

_MARK = (
    '<style>@page { background: url("data:image/svg+xml;utf8,'
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400' width='400' height='400'>"
    "<text x='200' y='230' font-family='Sarabun' font-size='90' font-weight='700' text-anchor='middle'"
    " fill='rgb(190,40,40)' fill-opacity='.16' transform='rotate(-35 200 200)'>ระบบฝึก</text></svg>\")"
    " no-repeat center; }</style></head>"
)


def marked(html):
    """The page of a document with the word ระบบฝึก across each sheet, in practice mode."""
    return html.replace("</head>", _MARK, 1) if settings.PRACTICE else html
