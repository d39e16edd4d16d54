from django.db import transaction
from django.utils.translation import override
from django_q.tasks import async_task

from qa_portal.core.models import Notice


def notify(people, text, values, url):
    """Tell each person a sentence in their own language; mails leave through the queue once the transaction holds."""
    notices = []
    for person in set(people):
        with override(person.language):
            notices.append(Notice(recipient=person, text=str(text) % values, url=url))
    Notice.objects.bulk_create(notices)
    waiting = [notice.pk for notice in notices if notice.recipient.wants_mail and notice.recipient.email]
    if waiting:
        transaction.on_commit(lambda: async_task("qa_portal.core.tasks.mail_notices", waiting))
    return notices
