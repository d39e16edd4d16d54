from qa_portal.core.integrations import events, tokens
from qa_portal.core.integrations.resources import AREAS
from qa_portal.core.models import WebhookDelivery, WebhookSubscription


def token_of(owner, *, areas=None, per_minute=600, days=30):
    """(token, its text)"""
    chosen = sorted(AREAS) if areas is None else areas
    return tokens.issue(name="ระบบทดสอบ", owner=owner, areas=chosen, days=days, per_minute=per_minute)


def webhook_of(by, url="https://example.org/hook", kinds=("sar.submitted",)):
    return WebhookSubscription.objects.create(
        district=by.district, name="ระบบทดสอบ", url=url, kinds=list(kinds), created_by=by
    )


def delivery_to(webhook):
    event = events.tell_test(webhook)
    return WebhookDelivery.objects.get(event=event)
