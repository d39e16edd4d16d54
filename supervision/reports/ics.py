"""A calendar as text/calendar (RFC 5545). Written here: it is a screenful, where the package `icalendar` would bring a
parser, recurrences and time zones that nothing asks for."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

FOLD = 75  # octets of a line, without its end
HOUR = timedelta(hours=1)


def calendar_text(name, entries, *, host):
    """The entries (reports.calendar.Entry) as one calendar; `host` makes addresses and ids of the portal's own."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//QA Portal//Supervision//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *[line for entry in entries for line in _event(entry, host)],
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry, host):
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}@{host.partition('//')[2].partition(':')[0]}"
    yield f"DTSTAMP:{_stamp(entry.changed_at)}"
    yield from _times(entry)
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    yield f"DESCRIPTION:{escaped(entry.standing[0])}"
    yield f"URL:{host}{entry.url}"
    yield "END:VEVENT"


def _times(entry):
    """A day as a whole, or from a time in UTC on, an hour long where no end is known."""
    if entry.begins_at is None:
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        return
    begins = _local(entry.day, entry.begins_at)
    ends = _local(entry.day, entry.ends_at) if entry.ends_at else begins + HOUR
    yield f"DTSTART:{_stamp(begins)}"
    yield f"DTEND:{_stamp(max(ends, begins))}"


def _local(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))


def _stamp(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text):
    """A value of the kind TEXT (3.3.11)."""
    text = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line):
    """The line in pieces of at most 75 octets, no character cut in two (3.1)."""
    pieces, piece, room = [], "", FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", FOLD - 1  # the next piece begins with a blank
        piece, room = piece + character, room - size
    return "\r\n ".join([*pieces, piece])
