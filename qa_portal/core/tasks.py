import logging
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_q.tasks import async_task

from qa_portal.core import files, held_files, jobs, lost, summaries
from qa_portal.core.backup import making
from qa_portal.core.backup.keys import key_from
from qa_portal.core.integrations import deliveries, tokens
from qa_portal.core.notices import outbox
from qa_portal.core.personal_data import export, retention, unusual  # noqa: F401  the export registers its kind of job
from qa_portal.core.schedule import daily
from qa_portal.core.second_factor import sealing
from qa_portal.core.signed_in import places

logger = logging.getLogger(__name__)

BACKUP_SECONDS = 6 * 60 * 60


def do_job(pk):
    jobs.do(pk)


@daily("00:10")
def forget_figures():
    summaries.forget()


@daily("02:45")
def clear_unsaved():
    call_command("clear_unsaved")


@daily("03:00")
def clear_sign_ins():
    places.clear()


@daily("03:10")
def renew_secrets():
    sealing.renew()


@daily("03:15")
def clear_jobs():
    call_command("clear_jobs")


@daily("03:45")
def clear_uploads():
    call_command("clear_uploads")


@daily("04:15")
def clear_webhooks():
    deliveries.clear()


@daily("05:00")
def tell_webhooks():
    for pk in deliveries.waiting_webhooks():
        deliveries.tell(pk)


def tell_webhook(pk):
    deliveries.tell(pk)


def scan_held_files():
    held_files.scan()


@daily("06:30")
def tell_unusual_days():
    unusual.tell(timezone.localdate() - timedelta(days=1))


@daily("06:45")
def remind_of_tokens():
    tokens.remind(timezone.now())


@daily("07:00")
def send_notices():
    """What is due of the notices; asked for whenever something is told, and at the end of quiet hours."""
    return outbox.send_due()


@daily("03:30")
def clear_notices():
    return outbox.clear()


@daily("04:30")
def clear_files():
    return files.clear()


@daily("04:50")
def look_for_files():
    return lost.look()


@daily("01:30")
def back_up():
    """Where BACKUP_DIR is set. A large office's backup takes longer than a task may: it has a time of its own, and one
    that the queue begins once more while it is under way ends at once."""
    if settings.BACKUP_DIR:
        async_task("qa_portal.core.tasks.make_backup", timeout=BACKUP_SECONDS)


def make_backup():
    with suppress(making.AtWork):
        made = making.make(settings.BACKUP_DIR, key_from(), keep=settings.BACKUP_KEEP)
        if made.missing:
            logger.error("%s files were missing in the storage when it was backed up", len(made.missing))


@daily("02:15")
def propose_removals():
    """Personal data whose time is over, laid before the administrators (PDPA)."""
    retention.clear_failures(timezone.now())
    retention.propose(timezone.localdate())
