"""Days out of the ordinary (ASVS 11.1.7). Each morning the portal looks at the day before: how often each person was
refused a page, took a file out, and how often a wrong password or code was typed for their account. A day is told to
the administrators of the office when its number reaches the floor of its kind and is more than TIMES that of the
busiest of the person's DAYS before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from axes.models import AccessFailureLog
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Lower, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from qa_portal.core.models import DataAccess, Notice, Refusal, User
from qa_portal.core.notices.sentences import Sentence, must_act
from qa_portal.core.roles import ROLES, Verb
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date

DAYS = 28
TIMES = 3


@dataclass(frozen=True)
class Kind:
    """`counts(first, last, users)`: (key of the user, day, number) of those days (of these users, None: of all)."""

    floor: int
    counts: Callable
    sentence: Sentence
    page: Callable


def _begin(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _within(name, first, last):
    """The days from first to last, asked of a column of moments."""
    return {f"{name}__gte": _begin(first), f"{name}__lt": _begin(last + timedelta(days=1))}


def _of(rows, users):
    return rows if users is None else rows.filter(user__in=users)


def _refusals(first, last, users=None):
    rows = _of(Refusal.objects.filter(day__range=(first, last)), users).order_by()
    return rows.values("user", "day").annotate(number=Sum("count")).values_list("user", "day", "number")


def _files(first, last, users=None):
    rows = DataAccess.objects.filter(**_within("done_at", first, last)).exclude(file_name="").order_by()
    days = _of(rows, users).annotate(day=TruncDate("done_at")).values("user", "day")
    return days.annotate(number=Count("pk")).values_list("user", "day", "number")


def _wrong_passwords(first, last, users=None):
    """The record has names as they were typed, in small letters; those of nobody are left out."""
    rows = AccessFailureLog.objects.filter(**_within("attempt_time", first, last)).order_by()
    people = User.objects.annotate(typed=Lower("username"))
    if users is None:
        people = people.filter(typed__in=rows.values("username"))
    else:
        people = people.filter(pk__in=users)
        rows = rows.filter(username__in=people.values("typed"))
    keys = dict(people.values_list("typed", "pk"))
    days = rows.annotate(day=TruncDate("attempt_time")).values("username", "day")
    counted = days.annotate(number=Count("pk")).values_list("username", "day", "number")
    return [(keys[name], day, number) for name, day, number in counted if name in keys]


def _list_page(name):
    return lambda person, day: f"{reverse(name)}?{urlencode({'user': person.pk, 'day': day.isoformat()})}"


def _person_page(person, day):
    return reverse("core:personal_data_person", args=[person.pk])


KINDS = (
    Kind(
        30,
        _refusals,
        must_act(
            gettext_lazy(
                "%(person)s was refused a page %(count)s times on %(day)s, far more than on any of the 28 days before. "
                "Please ask whether it was they, and why."
            )
        ),
        _list_page("core:personal_data_refusals"),
    ),
    Kind(
        100,
        _files,
        must_act(
            gettext_lazy(
                "%(person)s took %(count)s files out of the portal on %(day)s, far more than on any of the 28 days "
                "before. Please ask whether it was they, and what for."
            )
        ),
        _list_page("core:personal_data_accesses"),
    ),
    Kind(
        15,
        _wrong_passwords,
        must_act(
            gettext_lazy(
                "A wrong password or code was typed %(count)s times for the account of %(person)s on %(day)s, far more "
                "than on any of the 28 days before. Please ask whether it was they."
            )
        ),
        _person_page,
    ),
)


def tell(day):
    """Look at one day, and tell what was out of the ordinary to whom it concerns, once."""
    for kind in KINDS:
        found = _found(kind, day)
        people = User.objects.select_related("district").in_bulk(found)
        for key, number in found.items():
            _tell(kind, people[key], day, number)


def _found(kind, day):
    """{key of the user: number} of those whose day was out of the ordinary."""
    many = {user: number for user, _day, number in kind.counts(day, day) if number >= kind.floor}
    busiest = {}
    if many:
        for user, _day, number in kind.counts(day - timedelta(days=DAYS), day - timedelta(days=1), list(many)):
            busiest[user] = max(number, busiest.get(user, 0))
    return {user: number for user, number in many.items() if number > TIMES * busiest.get(user, 0)}


@transaction.atomic
def _tell(kind, person, day, number):
    url = kind.page(person, day)
    told = Notice.objects.filter(url=url, created_at__gte=_begin(day + timedelta(days=1))).values("recipient")
    values = {"person": person, "count": f"{number:,}", "day": format_date(day)}
    notify(keepers_of(person).exclude(pk__in=told), kind.sentence, values, url)


def keepers_of(person):
    """The administrators of the person's office; of who belongs to none, and of its only administrator, the
    superusers."""
    roles = [slug for slug, role in ROLES.items() if Verb.KEEP_PERSONAL_DATA in role.verbs]
    keepers = User.objects.in_role(*roles).filter(district=person.district_id).exclude(district=None)
    others = keepers.exclude(pk=person.pk)
    return others if others.exists() else User.objects.filter(is_superuser=True, is_active=True)
