"""What leaves the portal, person by person: everything that is due for one person over one channel goes in one message.
A run that dies in the middle is taken up by the next; what has gone is not sent twice."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from qa_portal.core.models import Channel, Notice, NoticeDelivery, Pace

from . import line, mails
from .faults import GivenUp, Later, NotNow
from .paces import choices_of, leaves_at, profiles_of

logger = logging.getLogger(__name__)
SENDERS = {Channel.MAIL: mails.send, Channel.LINE: line.send}
TURN = timedelta(minutes=15)  # for which nobody else sends the same message: longer than a task may take
DELAYS = [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)]  # after each failed try
KEPT = timedelta(days=90)
TASK = "qa_portal.core.tasks.send_notices"


def put(notices, kind):
    """Write what is to leave, in the transaction of the notices."""
    people = [notice.recipient for notice in notices]
    profiles, paces, now = profiles_of(people), choices_of(people, [kind]), timezone.now()
    rows = [
        NoticeDelivery(notice=notice, channel=channel, due_at=leaves_at(pace, profile, now))
        for notice in notices
        for profile in [profiles[notice.recipient.pk]]
        for channel in Channel
        for pace in [paces[notice.recipient.pk, kind, channel]]
        if pace != Pace.OFF and profile.reaches_by(channel)
    ]
    NoticeDelivery.objects.bulk_create(rows)
    moments = {row.due_at for row in rows}
    if moments:
        transaction.on_commit(lambda: _call(moments, now))


def _call(moments, now):
    """Have the queue send at each of these moments."""
    if any(moment <= now for moment in moments):
        async_task(TASK)
    for moment in moments:
        if moment > now:
            wake(moment)


def wake(moment):
    name = f"notices {timezone.localtime(moment):%Y-%m-%d %H:%M}"
    values = {"func": TASK, "schedule_type": Schedule.ONCE, "repeats": -1, "next_run": moment}
    Schedule.objects.get_or_create(name=name, defaults=values)


def send_due():
    """Send what is due. Where a whole channel does not answer, its messages wait for a later run. How many left."""
    sent, closed = 0, set()
    rows = NoticeDelivery.objects.free().order_by().values_list("notice__recipient", "channel").distinct()
    for person, channel in sorted(rows):
        if channel not in closed:
            try:
                sent += _send_to(person, channel)
            except NotNow as fault:
                closed.add(channel)
                logger.warning("Notices over %s wait: %s", channel, fault)
    return sent


def _send_to(person, channel):
    """Messages that were begun before go as they were; what is new goes together in one more."""
    free = NoticeDelivery.objects.filter(notice__recipient=person, channel=channel).free()
    free.filter(message=None, notice__read_at__isnull=False).delete()  # read in the portal meanwhile
    free.filter(message=None).update(message=uuid.uuid4())
    messages = list(free.order_by("message").values_list("message", flat=True).distinct())
    return sum(_send(message, channel) for message in messages)


def _send(message, channel):
    rows = NoticeDelivery.objects.filter(message=message)
    if not rows.free().update(busy_until=timezone.now() + TURN):
        return 0
    own = list(rows.waiting().select_related("notice__recipient__district", "notice__recipient__notice_profile"))
    try:
        SENDERS[channel](own[0].notice.recipient, [row.notice for row in own], message)
    except NotNow as fault:
        _wait(rows, own[0].tries, DELAYS[0], str(fault))
        raise
    except Later as fault:
        _try_later(rows, own[0].tries + 1, str(fault))
        return 0
    except GivenUp as fault:
        rows.waiting().update(given_up_at=timezone.now(), busy_until=None, error=str(fault)[:200])
        return 0
    _note_sent(rows, own, channel)
    return 1


@transaction.atomic
def _note_sent(rows, own, channel):
    now = timezone.now()
    rows.waiting().update(sent_at=now, busy_until=None, error="")
    if channel == Channel.MAIL:
        Notice.objects.filter(pk__in=[row.notice_id for row in own]).update(mailed_at=now)


def _try_later(rows, tries, error):
    if tries <= len(DELAYS):
        _wait(rows, tries, DELAYS[tries - 1], error)
    else:
        rows.waiting().update(tries=tries, given_up_at=timezone.now(), busy_until=None, error=error[:200])


def _wait(rows, tries, delay, error):
    due_at = timezone.now() + delay
    rows.waiting().update(tries=tries, due_at=due_at, busy_until=None, error=error[:200])
    wake(due_at)


def forget(user, kinds, channel):
    """Nothing more of these kinds leaves for the person over the channel."""
    rows = NoticeDelivery.objects.filter(notice__recipient=user, notice__kind__in=kinds, channel=channel)
    return rows.waiting().delete()[0]


def clear():
    """Throw away what was settled long ago; the notices themselves stay."""
    old = timezone.now() - KEPT
    rows = NoticeDelivery.objects.exclude(pk__in=NoticeDelivery.objects.waiting().values("pk"))
    return rows.filter(due_at__lt=old).delete()[0]
