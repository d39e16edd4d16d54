"""What the portal writes about itself: one JSON object a line, by which request or task it came about, and nothing by
which a person could be known. Nothing here needs Django, so that gunicorn logs by it too."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request, or of the task, that is at work; a task that a request asked for has the request's."""

ROOT = f"{Path(__file__).resolve().parents[3]}/"
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# What may be somebody's: a value of the database's, an address, a link's query, a telephone or identity number, all
# that is written in Thai (the code is not), and what stands between quotes.
TRACES = [
    (re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE), ""),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), "<mail>"),
    (re.compile(r"\?[^\s\"'?]*=[^\s\"']*"), "?…"),
    (re.compile(r"\b0[\d -]{7,10}\d\b|\b\d-?\d{4}-?\d{5}-?\d{2}-?\d\b"), "<number>"),
    (re.compile(r"[฀-๿]+(?:[\s.]+[฀-๿]+)*"), "<thai>"),
    (re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”"), "<value>"),
]


def new_id():
    return uuid4().hex


def taken_id(given):
    """The id that a proxy in front has given to the request, or a new one where it is none."""
    return given if GIVEN_ID.fullmatch(given) else new_id()


def masked(text):
    """The text without what may be somebody's."""
    for pattern, word in TRACES:
        text = pattern.sub(word, text)
    return text.strip()


def told_error(error):
    """An exception and what led to it, the first last: type, masked message, places in the code without values."""
    told = []
    while error is not None and len(told) < 5:
        told.append({"type": type(error).__name__, "message": masked(str(error)), "places": _places(error)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _places(error):
    places, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.removeprefix(ROOT)}:{step.tb_lineno} {code.co_qualname}")
        step = step.tb_next
    return places[-30:]


class JsonLines(logging.Formatter):
    """`extra={"facts": {…}}` adds fields of its own; they are ours, and are written as they are."""

    def format(self, record):
        return json.dumps(self.fields(record), ensure_ascii=False)

    def fields(self, record):
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(_message(record)),
        }
        if request_id.get():
            fields["request"] = request_id.get()
        fields |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            fields["error"] = told_error(record.exc_info[1])
        return fields


def _message(record):
    """Of a request's failure only the words: the path may hold the key of a link."""
    request = getattr(record, "request", None)
    path = getattr(request, "path", "")
    return record.getMessage().replace(path, route_of(request)) if len(path) > 1 else record.getMessage()


def route_of(request):
    """The pattern of the address, the same for all of its rows; "" where it leads nowhere."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else ""
