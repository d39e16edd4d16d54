"""Notices by mail: one mail for all that is due, by kind, each with its link, each kind with one that stops it."""

from itertools import groupby
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qa_portal.core.models import NoticeProfile, User

from . import wording
from .faults import GivenUp, Later, NotNow
from .kinds import KINDS
from .sentences import must_act, told

REFUSALS = 3  # in a row, after which an address is tried no more
PERMANENT = 500  # answers of a mail server from here on are not for now alone
SALT = "qa_portal.notices.stop"
MAX_SUBJECT = 120
ONE = told(_("QA portal: %(text)s"))
MANY = told(_("QA portal: %(count)s notices"))
CLOSING = told(_("How and when notices reach you:"))
YOUR_ADDRESS = must_act(_("Your address %(mail)s takes no mail. Please ask your office's administrator to correct it."))
THEIR_ADDRESS = must_act(_("The address %(mail)s of %(person)s takes no mail. Please correct it."))


def send(person, notices, message):
    """Mail the notices to the person. `message` makes the mail's own number, the same at every try."""
    profile = profile_of(person)
    if not profile.reaches_by("mail"):
        raise GivenUp("no address")
    with override(person.language):
        mail = _mail(person, notices, message)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _words in error.recipients.values()):
            _count_refusal(profile)
        raise Later(f"refused: {_answer(error)}") from error
    except SMTPDataError as error:
        raise Later(f"refused: {error.smtp_code}") from error
    except (SMTPException, OSError) as error:
        raise NotNow(f"{type(error).__name__}: {error}") from error
    if profile.refusals:
        NoticeProfile.objects.filter(pk=profile.pk).update(refusals=0)


def profile_of(person):
    try:
        profile = person.notice_profile
    except NoticeProfile.DoesNotExist:
        return NoticeProfile(user=person)
    profile.user = person
    return profile


def _answer(error):
    return ", ".join(f"{code} {words!r}" for code, words in error.recipients.values())


def _mail(person, notices, message):
    groups = [(kind, own, _stop_url(person, [kind.key])) for kind, own in _groups(notices)]
    kinds = [kind.key for kind, _own, _stop in groups]
    context = {"groups": groups, "site": settings.SITE_URL, "settings_url": _url(reverse("core:notice_settings"))}
    context["closing"] = _said(person, CLOSING)
    headers = {
        "Message-ID": f"<{message}@{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{_stop_url(person, kinds)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    body = render_to_string("core/notice_mail.txt", context)
    return EmailMessage(_subject(person, notices), body, None, [person.email], headers=headers)


def _groups(notices):
    """[(Kind, its notices)], what asks for an act first."""
    order = list(KINDS)
    rows = sorted(notices, key=lambda row: (not _kind(row).asks, order.index(_kind(row).key), row.pk))
    return [(kind, list(own)) for kind, own in groupby(rows, key=_kind)]


def _kind(notice):
    return KINDS.get(notice.kind) or KINDS["account.info"]


def _subject(person, notices):
    text = ONE if len(notices) == 1 else MANY
    values = {"text": " ".join(notices[0].text.split())[:MAX_SUBJECT], "count": len(notices)}
    return " ".join((_said(person, text) % values).split())


def _said(person, text):
    """In the words of the person's office."""
    return wording.said(text, wording.words_by_office(text, [person.district_id]), person.district_id)


def _url(path):
    return settings.SITE_URL + path


def _stop_url(person, kinds):
    return _url(reverse("core:notice_stop", args=[stop_key(person, kinds)]))


def stop_key(person, kinds):
    return signing.dumps([person.pk, kinds], salt=SALT, compress=True)


def read_stop_key(key):
    """(person, kinds) of a link of a mail; None for what the portal did not sign, or who is gone."""
    try:
        pk, kinds = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    return (person, [KINDS[kind] for kind in kinds if kind in KINDS]) if person else None


def _count_refusal(profile):
    """At the last one the address is marked, and both who can mend it are told in the portal."""
    from qa_portal.core.services import notify

    profile.refusals += 1
    is_marked = profile.refusals >= REFUSALS
    if is_marked:
        profile.refused_mail, profile.refusals = profile.user.email, 0
    profile.save()
    if is_marked:
        person, facts = profile.user, {"mail": profile.user.email, "person": str(profile.user)}
        notify([person], YOUR_ADDRESS, facts, reverse("core:notice_settings"))
        notify(keepers_of(person) - {person}, THEIR_ADDRESS, facts, reverse("admin:core_user_change", args=[person.pk]))


def keepers_of(person):
    """The administrators of the person's office."""
    return set(User.objects.of_district(person.district_id).in_role("district_admin")) if person.district_id else set()
