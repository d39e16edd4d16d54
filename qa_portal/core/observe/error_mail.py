"""Faults told by mail to settings.ADMINS: each fault once an hour, and no more mails in an hour than
settings.ERROR_MAILS_AN_HOUR, however often it happens and in however many processes of the machine."""

import json
import logging
import os
from hashlib import sha256
from pathlib import Path
from time import time

from django.conf import settings
from django.core.mail import mail_admins

from .logs import JsonLines

HOUR = 60 * 60


class ErrorMail(logging.Handler):
    def emit(self, record):
        if not settings.ADMINS:
            return
        try:
            fields = JsonLines().fields(record)
            if _may_go(_signature(fields)):
                mail_admins(_subject(fields), json.dumps(fields, ensure_ascii=False, indent=2), fail_silently=True)
        except Exception:
            self.handleError(record)


def _signature(fields):
    """The same for the same fault, whatever row it met."""
    fault = fields.get("error") or [{"type": fields["message"], "places": []}]
    return sha256(f"{fields['logger']} {fault[0]['type']} {fault[0]['places'][-1:]}".encode()).hexdigest()[:16]


def _subject(fields):
    fault = fields.get("error") or [{"type": fields["message"][:60]}]
    return f"{fields['logger']}: {fault[0]['type']}"


def _may_go(signature):
    """Whether nobody has told this fault in this hour. The file that says so is made by one process alone."""
    folder = Path(settings.RUN_DIR) / "error_mails"
    folder.mkdir(parents=True, exist_ok=True)
    hour = int(time() // HOUR)
    _forget_before(folder, hour)
    if len(os.listdir(folder)) >= settings.ERROR_MAILS_AN_HOUR:
        return False
    try:
        (folder / f"{hour}-{signature}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _forget_before(folder, hour):
    for told in folder.iterdir():
        if not told.name.startswith(f"{hour}-"):
            told.unlink(missing_ok=True)
