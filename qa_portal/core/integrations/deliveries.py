"""Taking the events of the outbox to the webhooks. Each webhook is told one event after the other, in the order in
which they happened: while one has to be tried again, those behind it wait. The same event may arrive twice (a worker
that dies between the answer and its note of it): it keeps its id, by which the receiver takes it once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.models import Schedule

from qa_portal.core.models import WebhookDelivery, WebhookEvent, WebhookSubscription
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused

from . import posting

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DELAYS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)  # after each failed try
AT_ONCE = 50  # in one task
TURN = timedelta(minutes=15)  # for which nobody else tells the same webhook: longer than a task may take
KEPT = timedelta(days=90)
DEAD = must_act(_("The webhook “%(row)s” did not take an event after %(tries)s tries. Please look at its log."))


def tell(pk):
    """Tell the webhook what waits for it, in order. Two workers never tell the same one at the same time."""
    while _take_turn(pk):
        try:
            _tell_some(pk)
        finally:
            WebhookSubscription.objects.filter(pk=pk).update(busy_until=None)
        head = _head(pk)
        if head is None:
            return
        if head.next_try_at > timezone.now():
            _wake(pk, head.next_try_at)
            return


def _take_turn(pk):
    now = timezone.now()
    rows = WebhookSubscription.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=pk, is_active=True)
    return bool(rows.update(busy_until=now + TURN))


def _tell_some(pk):
    for _turn in range(AT_ONCE):
        head = _head(pk)
        if head is None or head.next_try_at > timezone.now():
            return
        _try(head)


def _head(pk):
    """The event that the webhook has to be told next."""
    rows = WebhookDelivery.objects.filter(subscription=pk).waiting().in_turn()
    return rows.select_related("event", "subscription__district", "subscription__created_by").first()


def _try(delivery):
    answer = posting.post(delivery.subscription, delivery.event)
    now = timezone.now()
    said = {"at": now.isoformat(), "status": answer.status, "error": answer.error, "ms": answer.ms}
    delivery.attempts = [*delivery.attempts, said]
    delivery.tries += 1
    if answer.is_taken:
        delivery.delivered_at = now
    elif delivery.tries > len(DELAYS):
        delivery.dead_at = now
    else:
        delivery.next_try_at = now + DELAYS[delivery.tries - 1]
    delivery.save()
    if delivery.dead_at:
        facts = {"row": delivery.subscription.name, "tries": delivery.tries}
        notify([delivery.subscription.created_by], DEAD, facts, delivery.subscription.get_absolute_url())


def _wake(pk, moment):
    """Have the queue tell the webhook again at that moment."""
    values = {
        "func": "qa_portal.core.tasks.tell_webhook",
        "args": f"({pk},)",
        "schedule_type": Schedule.ONCE,
        "repeats": -1,
        "next_run": moment,
    }
    Schedule.objects.update_or_create(name=f"webhook {pk}", defaults=values)


def waiting_webhooks():
    """Those that somebody has to tell: for the daily round, should a wake-up have been lost."""
    rows = WebhookDelivery.objects.waiting().filter(subscription__is_active=True, next_try_at__lte=timezone.now())
    return sorted(set(rows.order_by().values_list("subscription", flat=True)))


@transaction.atomic
def replay(delivery):
    """Send it once more, behind those that wait. Its earlier attempts stay in the log."""
    row = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    if row.is_waiting:
        raise Refused(_("This event is still waiting to be sent: it will be tried again by itself."))
    row.delivered_at = row.dead_at = None
    row.tries, row.queued_at = 0, timezone.now()
    row.next_try_at = row.queued_at
    row.save()
    return row


def clear():
    """Throw away what was settled long ago. How many events."""
    old = timezone.now() - KEPT
    WebhookDelivery.objects.settled_before(old).delete()
    return WebhookEvent.objects.filter(created_at__lt=old, deliveries=None).delete()[0]


def log_of(subscription):
    """Its deliveries, the newest first; `tries` are those since it was queued last."""
    return subscription.deliveries.select_related("event").order_by("-queued_at", "-pk")
