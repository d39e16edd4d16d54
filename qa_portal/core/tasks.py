from django.core.management import call_command

from qa_portal.core import held_files, jobs
from qa_portal.core.integrations import deliveries
from qa_portal.core.notices import outbox
from qa_portal.core.schedule import daily


def do_job(pk):
    jobs.do(pk)


@daily("02:45")
def clear_unsaved():
    call_command("clear_unsaved")


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


@daily("07:00")
def send_notices():
    """What is due of the notices; asked for whenever something is told, and at the end of quiet hours."""
    return outbox.send_due()


@daily("03:30")
def clear_notices():
    return outbox.clear()
