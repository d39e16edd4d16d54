"""Files that came in while the virus scan did not answer: stored, but nobody can open or send them. The queue asks
again every few minutes for as long as there are any."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.models import Schedule

from qa_portal.core import virus_scan
from qa_portal.core.models import StoredFile
from qa_portal.core.services import notify

MINUTES = 5
NAME = "scan held files"


def ask_again_later():
    values = {"func": "qa_portal.core.tasks.scan_held_files", "schedule_type": Schedule.MINUTES, "minutes": MINUTES}
    soon = timezone.now() + timedelta(minutes=MINUTES)
    Schedule.objects.get_or_create(name=NAME, defaults=values | {"repeats": -1, "next_run": soon})


def scan():
    """Scan what is held, and open what is clean; where no scan is configured any more, all of it. Their number that
    still waits."""
    for stored in StoredFile.objects.held().select_related("stored_by"):
        try:
            _settle(stored, virus=_virus_in(stored))
        except virus_scan.NotAnswering:
            break
    waiting = StoredFile.objects.held().count()
    if not waiting:
        Schedule.objects.filter(name=NAME).delete()
    return waiting


def _virus_in(stored):
    if not virus_scan.is_on():
        return ""
    with stored.content.open("rb") as content:
        return virus_scan.scan(content)


@transaction.atomic
def _settle(stored, *, virus):
    stored.virus = virus
    if virus:
        sentence = _("The virus scan found “%(virus)s” in your file “%(file)s”. It stays locked: upload a clean one.")
        notify([stored.stored_by], sentence, {"virus": virus, "file": stored.name}, reverse("core:notice_list"))
    else:
        stored.held_since = None
    stored.save(update_fields=["virus", "held_since"])
