"""What happens in the portal that other systems can be told: the kinds of events, and where they come from.

An app says in its `events.py` which steps of its workflows are events (`announce`), and names those that are told by
`tell` where they happen (`name`). An event is written in the transaction of what it is about, for each webhook of the
office that wants it; it leaves once that transaction holds. No event carries the name of a person (B10)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from qa_portal.core.models import WebhookDelivery, WebhookEvent, WebhookSubscription

TEST = "test"

KINDS: dict[str, str] = {}
STEPS: dict[tuple[type, str], "Announcement"] = {}


@dataclass(frozen=True)
class Announcement:
    """`facts(obj)` is the event's data, plain values; `office(obj)` the district whose webhooks are told."""

    kind: str
    facts: Callable[[object], dict]
    office: Callable[[object], object]


def name(kind, label):
    """Make a kind of event known, for those who choose among them."""
    KINDS[kind] = label


def announce(model, step, kind, label, *, facts, office):
    """A step of the model's workflow is an event of this kind."""
    name(kind, label)
    STEPS[model, step] = Announcement(kind, facts, office)


def on_step(obj, step):
    """Called by core.workflow with each step that was taken, within its transaction."""
    found = STEPS.get((type(obj), step))
    if found:
        tell(found.kind, found.office(obj), lambda: found.facts(obj) | {"url": address_of(obj)})


def address_of(obj):
    return settings.SITE_URL + obj.get_absolute_url()


@transaction.atomic
def tell(kind, district, facts):
    """Write the event for the webhooks of the office that want it. `facts()` is asked for only if there are any."""
    wanting = WebhookSubscription.objects.wanting(kind, district)
    if wanting:
        _put_out(kind, district, facts(), wanting)


def tell_test(subscription):
    """An event that says nothing but that it arrives, for one webhook."""
    return _put_out(TEST, subscription.district, {"webhook": subscription.name}, [subscription])


@transaction.atomic
def _put_out(kind, district, data, subscriptions):
    event = WebhookEvent(district=district, kind=kind, created_at=timezone.now())
    event.body = {
        "id": str(event.key),
        "event": kind,
        "happened_at": event.created_at.isoformat(),
        "office": district.code,
        "data": data,
    }
    event.save()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(subscription=row, event=event, queued_at=event.created_at, next_try_at=event.created_at)
        for row in subscriptions
    )
    for row in subscriptions:
        transaction.on_commit(lambda pk=row.pk: async_task("qa_portal.core.tasks.tell_webhook", pk))
    return event
