"""Notices over the LINE Messaging API (F58), where the settings name a channel's token. The office's account has a
monthly quota: at its end nothing more is asked of LINE until the next month, and mail and the portal go on alone."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Channel, NoticeDelivery, NoticeProfile

from .faults import GivenUp, Later, NotNow
from .mails import keepers_of, profile_of
from .sentences import told

PUSH = "/v2/bot/message/push"
SECONDS = 10
SHOWN = 10  # notices in one message; the rest is counted
LONGEST = 400  # signs of one notice
QUOTA = "monthly quota"
CODE_LETTERS, CODE_MINUTES = 8, 15
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
NO_QUOTA = told(
    _("The office's LINE account has used up its messages of this month. Until the next, notices go by mail alone.")
)


def send(person, notices, message):
    """Push one message. A key that LINE knows already (409) was taken before: that is as good as sent."""
    profile = profile_of(person)
    if not profile.reaches_by(Channel.LINE):
        raise GivenUp("not linked")
    if quota_is_used():
        raise GivenUp(QUOTA)
    with override(person.language):
        text = _text(notices)
    status, answer = _push({"to": profile.line_id, "messages": [{"type": "text", "text": text}]}, message)
    if status in (200, 409):
        return
    if status == 429 and "monthly limit" in answer.lower():
        _tell_of_quota(person)
        raise GivenUp(QUOTA)
    if status == 400:
        raise GivenUp(f"LINE answered 400: {answer}")
    raise (NotNow if status in (401, 403, 429) else Later)(f"LINE answered {status}")


def quota_is_used():
    """Whether LINE said in this month that nothing is left."""
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return NoticeDelivery.objects.filter(channel=Channel.LINE, error=QUOTA, given_up_at__gte=month).exists()


def _tell_of_quota(person):
    from qa_portal.core.services import notify

    notify(keepers_of(person), NO_QUOTA, {}, reverse("core:notice_settings"))


def _text(notices):
    lines = [f"{row.text[:LONGEST]}\n{settings.SITE_URL}{row.url}" for row in notices[:SHOWN]]
    if len(notices) > SHOWN:
        more = gettext("%(count)s more in the portal:") % {"count": len(notices) - SHOWN}
        lines.append(f"{more}\n{settings.SITE_URL}{reverse('core:notice_list')}")
    return "\n\n".join(lines)


def _push(body, key):
    """(status, text of the answer). NotNow where LINE cannot be reached."""
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {settings.LINE_TOKEN}",
        "X-Line-Retry-Key": str(key),
    }
    parts = urlsplit(settings.LINE_API)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=SECONDS)
    try:
        connection.request("POST", parts.path + PUSH, json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode(errors="replace")
    except (OSError, HTTPException) as error:
        raise NotNow(f"LINE is not reached: {type(error).__name__}") from error
    finally:
        connection.close()


# ---------------------------------------------------------------- linking


def new_code(user):
    """A code that the person types to the office's LINE account within a quarter of an hour; an older one is dead. It
    is shown now or never: what is kept is its digest."""
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS))
    until = timezone.now() + timedelta(minutes=CODE_MINUTES)
    NoticeProfile.objects.update_or_create(user=user, defaults={"line_code": _digest(code), "line_code_until": until})
    return code


def _digest(code):
    """What the column has room for, 72 bits of it: more than the code itself."""
    digest = salted_hmac("qa_portal.line_code", code, algorithm="sha256").digest()
    return base64.b64encode(digest[:9]).decode()


def unlink(user):
    NoticeProfile.objects.filter(user=user).update(line_id=None, line_code=None, line_code_until=None)


def is_signed(body, signature):
    """Whether LINE sent this: HMAC-SHA256 of the body with the channel's secret, in base64."""
    digest = hmac.new(settings.LINE_SECRET.encode(), body, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(digest), signature.encode())


def take(event):
    """One event of LINE: a code that was typed links its person; who blocks the account is linked no more."""
    sender, typed = _word(event, "source", "userId"), _word(event, "message", "text").upper()
    if not sender:
        return
    if event.get("type") == "unfollow":
        NoticeProfile.objects.filter(line_id=sender).update(line_id=None)
    elif event.get("type") == "message" and len(typed) == CODE_LETTERS and set(typed) <= set(LETTERS):
        _link(sender, typed)


def _word(event, part, name):
    """A short text of an event, or "" for anything else."""
    found = event.get(part)
    word = found.get(name) if isinstance(found, dict) else ""
    return word.strip() if isinstance(word, str) and len(word) <= LONGEST and word.isprintable() else ""


@transaction.atomic
def _link(sender, code):
    rows = NoticeProfile.objects.select_for_update().filter(
        line_code=_digest(code), line_code_until__gte=timezone.now()
    )
    profile = rows.first()
    if profile is None:
        return
    NoticeProfile.objects.filter(line_id=sender).exclude(pk=profile.pk).update(line_id=None)
    profile.line_id, profile.line_code, profile.line_code_until = sender, None, None
    profile.save()
