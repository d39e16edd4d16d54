"""A person's own address of their calendar."""

import secrets

from supervision.models import CalendarFeed


def new_key(user):
    """A new key: the old address is dead from now on."""
    feed, _made = CalendarFeed.objects.update_or_create(user=user, defaults={"key": secrets.token_urlsafe(32)})
    return feed
