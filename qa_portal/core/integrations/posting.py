"""One request to one webhook: signed, at the address that was examined, within a bound of time, following nothing."""

import hashlib
import hmac
import json
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer

from django.conf import settings
from django.utils.translation import gettext as _

from . import guard

AGENT = "qa-portal-webhook/1"


@dataclass(frozen=True)
class Answer:
    """What came of a request: the status of the answer, or why there is none."""

    status: int | None
    error: str
    ms: int

    @property
    def is_taken(self):
        return self.status is not None and 200 <= self.status < 300


def signature(secret, stamp, body):
    """What the receiver reckons too: HMAC-SHA256 of the time stamp, a full stop and the body."""
    return "sha256=" + hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def post(subscription, event):
    """Send the event; an Answer, whatever happens on the way."""
    began = time.monotonic()
    status, error = None, ""
    try:
        status = _send(guard.examine(subscription.url), *_message(subscription, event))
        error = "" if 200 <= status < 300 else _("The answer was %(status)s.") % {"status": status}
    except guard.Unsafe as unsafe:
        error = str(unsafe)
    except TimeoutError:
        error = _too_slow()
    except (OSError, HTTPException) as failure:
        error = _("No answer: %(why)s") % {"why": type(failure).__name__}
    return Answer(status, error, round((time.monotonic() - began) * 1000))


def _too_slow():
    return _("No answer within %(seconds)s seconds.") % {"seconds": settings.WEBHOOK_SECONDS}


def _message(subscription, event):
    """(body, headers)"""
    body = json.dumps(event.body, ensure_ascii=False).encode()
    stamp = str(int(time.time()))
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "X-QA-Portal-Event": event.kind,
        "X-QA-Portal-Event-Id": str(event.key),
        "X-QA-Portal-Timestamp": stamp,
        "X-QA-Portal-Signature": signature(subscription.secret, stamp, body),
    }


class _Connection(HTTPConnection):
    """To the machine that was examined, whatever its name stands for by now."""

    def __init__(self, target):
        super().__init__(target.host, target.port, timeout=settings.WEBHOOK_SECONDS)
        self.target = target
        self.default_port = guard.PORTS[target.scheme]

    def connect(self):
        self.sock = socket.create_connection((self.target.ip, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self):
        """End it from outside: for a server that answers, but too slowly ever to end."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _send(target, body, headers):
    """The status of the answer, whose text is not read."""
    connection = _Connection(target)
    began = time.monotonic()
    watch = Timer(settings.WEBHOOK_SECONDS, connection.cut)
    watch.start()
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as failure:
        if time.monotonic() - began >= settings.WEBHOOK_SECONDS:
            raise TimeoutError from failure
        raise
    finally:
        watch.cancel()
        connection.close()
