import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext, override

from qa_portal.core import held_files, jobs
from qa_portal.core.integrations import deliveries
from qa_portal.core.models import Notice
from qa_portal.core.schedule import daily

logger = logging.getLogger(__name__)


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


def mail_notices(pks):
    """Mail each notice that has not gone out yet; one bad address does not stop the rest, and a second run sends only
    what the first did not."""
    failures = 0
    for notice in Notice.objects.filter(pk__in=pks, mailed_at=None).select_related("recipient"):
        try:
            _mail(notice)
        except (SMTPException, OSError) as error:
            failures += 1
            logger.warning("Notice %s was not mailed: %s", notice.pk, error)
        else:
            Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    if failures:
        raise RuntimeError(f"{failures} notices were not mailed; the queue tries again")


def _mail(notice):
    with override(notice.recipient.language):
        subject = gettext("QA portal: %(text)s") % {"text": " ".join(notice.text.split())[:120]}
        body = gettext("%(text)s\n\nOpen it in the portal: %(url)s\n") % {
            "text": notice.text,
            "url": settings.SITE_URL + notice.url,
        }
    send_mail(subject, body, None, [notice.recipient.email])
