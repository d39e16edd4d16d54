"""Giving out tokens of the API, and what each asks: counted by area and day, held to so many a minute."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.models import ApiMeter, ApiToken, ApiUse, Notice
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused

REMINDED_BEFORE = timedelta(days=14)
ENDS_SOON = must_act(
    gettext_lazy(
        "The API token for %(token)s ends on %(day)s. Please give out another one and put it into that system, or tell "
        "those who run it."
    )
)


def issue(*, name, owner, areas, days, per_minute):
    """(the token, its text). The text is nowhere else: who gets it has to keep it."""
    token = ApiToken(name=name, owner=owner, district=owner.district, areas=areas, per_minute=per_minute)
    token.expires_at = timezone.now() + timedelta(days=days)
    secret = token.draw_secret()
    token.save(by=owner)
    return token, secret


@transaction.atomic
def revoke(token, *, by):
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at:
        raise Refused(_("This token was revoked already."))
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save()
    return token


def remind(now):
    """Tell the owner of each token that ends within REMINDED_BEFORE, once. The number of those told now."""
    ending = ApiToken.objects.usable().filter(expires_at__lte=now + REMINDED_BEFORE, owner__is_active=True)
    waiting = [token for token in ending.select_related("owner") if not _is_told(token)]
    for token in waiting:
        day = format_date(timezone.localdate(token.expires_at))
        notify([token.owner], ENDS_SOON, {"token": token, "day": day}, token.get_absolute_url())
    return len(waiting)


def _is_told(token):
    since = token.expires_at - REMINDED_BEFORE
    told = Notice.objects.filter(recipient=token.owner_id, url=token.get_absolute_url())
    return told.filter(created_at__gte=max(since, token.created_at)).exists()


def is_too_fast(token, now):
    """Count one more request of this minute; whether it is one too many."""
    minute = now.replace(second=0, microsecond=0)
    rows = ApiMeter.objects.filter(token=token)
    counted = Case(When(minute=minute, then=F("count") + 1), default=Value(1))
    if not rows.update(count=counted, minute=minute):
        ApiMeter.objects.get_or_create(token=token, defaults={"minute": minute, "count": 1})
    return rows.values_list("count", flat=True).get() > token.per_minute


def count_use(token, area, now, *, refused=False):
    day = timezone.localdate(now)
    field = "refused" if refused else "count"
    rows = ApiUse.objects.filter(token=token, day=day, area=area)
    changes = {field: F(field) + 1, "last_at": now}
    if not rows.update(**changes):
        ApiUse.objects.get_or_create(token=token, day=day, area=area)
        rows.update(**changes)


def uses_of(token):
    """Its uses of the last ninety days with requests, the newest first."""
    return token.uses.filter(day__gte=timezone.localdate() - timedelta(days=90))
