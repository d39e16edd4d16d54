"""Keeping where people are signed in, and ending it."""

from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from qa_portal.core.models import Act, PersonAct, SignedIn
from qa_portal.core.workflow import Refused

from .devices import device_of

PACE = timedelta(minutes=10)
"""A time of use is at most so much older than the use itself: no page writes more often."""


@receiver(user_logged_in)
def write_down(sender, request, user, **kwargs):
    if request.session.session_key is None:
        request.session.create()
    keep(request, user)


def is_due(session):
    return bool(session.session_key) and (session.used_at is None or session.used_at < timezone.now() - PACE)


def keep(request, user):
    """The place of this request is in use now."""
    session, now = request.session, timezone.now()
    if not SignedIn.objects.filter(session=session.session_key).update(used_at=now):
        about = {"user": user, "device": device_of(request.headers.get("User-Agent", ""))}
        SignedIn.objects.get_or_create(session_id=session.session_key, defaults=about)
    session.used_at = now


def places_of(user):
    """Those that still open something, the one used last first: a new password closes them without a word."""
    hashes = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    rows = SignedIn.objects.filter(user=user, session__expire_date__gt=timezone.now()).select_related("session")
    return [row for row in rows if _is_open(row.session.get_decoded(), hashes)]


def _is_open(data, hashes):
    return BACKEND_SESSION_KEY in data and data.get(HASH_SESSION_KEY) in hashes


def clear():
    """Sessions whose time is over, and places without a session."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    SignedIn.objects.exclude(session__in=Session.objects.values("session_key")).delete()


@transaction.atomic
def end(places, *, person, reason="", by):
    """Whoever sits there signs in again for the next page. It stays on record."""
    with override("th"):
        said = reason or _("Ended by the person: %(devices)s") % {"devices": ", ".join(str(place) for place in places)}
    Session.objects.filter(signed_in__in=places).delete()
    PersonAct.objects.create(person=person, act=Act.SIGN_INS, reason=said[:1000], done_by=by)


def end_all(person, *, reason, by):
    """For who lost a device. Refused where the person is signed in nowhere."""
    places = places_of(person)
    if not places:
        raise Refused(_("This person is signed in nowhere."))
    end(places, person=person, reason=reason, by=by)
