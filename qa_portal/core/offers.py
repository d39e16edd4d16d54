"""What the filters of a list offer out of the database: all of one list in one query, which is put into SQL once."""

from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import django_filters as filters
from django.db.models import BigIntegerField, F, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from qa_portal.core.models import User
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Scope, Viewer
from qa_portal.core.thai import sort_key

NAME = ("first_name", "last_name", "username")  # what the name of a person is made of
WORDS = 3
MOST_KEPT = 500
"""Rows of an office, whose choices stay in the memory of the process; the nation's are thousands."""


@dataclass(frozen=True)
class Offer:
    """`rows(viewer)`: what a viewer (core.roles.Viewer) may pick from, a QuerySet without order. `key`: its column of
    whole numbers, "" without one. `words`: at most three columns of text. `choices`: [(value, label)] of
    [(key, *words)]."""

    rows: Callable
    key: str
    words: tuple[str, ...]
    choices: Callable

    def within(self, place, viewer):
        key = Cast(F(self.key) if self.key else Value(0), BigIntegerField())
        words = [Cast(F(word), TextField()) for word in self.words]
        words += [Value("", TextField())] * (WORDS - len(words))
        return self.rows(viewer).order_by().values_list(Value(place), key, *words).distinct()


def names(rows):
    """By the Thai alphabet."""
    return sorted(((key, name) for key, name, *_ in rows), key=lambda choice: sort_key(choice[1]))


def people(rows):
    return names((key, str(User(**dict(zip(NAME, name, strict=True))))) for key, *name in rows)


def years(rows):
    """The newest first."""
    return [(key, str(key)) for key in sorted((key for key, *_ in rows), reverse=True)]


def words(rows):
    """Texts that are their own keys."""
    return [(word, word) for _key, word, *_ in sorted(rows, key=lambda row: sort_key(row[1]))]


class FiltersOfClass(OrderedDict):
    """Each request copies them: without their choices, which it replaces and never changes."""

    def __deepcopy__(self, memo):
        return OrderedDict((name, _copied(one)) for name, one in self.items())


def _copied(one):
    twin = copy(one)
    twin.extra = dict(one.extra)
    if one.method is not None:
        twin.method = one.method  # bound to the twin
    return twin


class OfferingFilterSet(filters.FilterSet):
    """`offers`: {name of a choice filter: Offer}. They are read when the form is asked for."""

    offers = {}

    @classmethod
    def get_filters(cls):
        return FiltersOfClass(super().get_filters())

    def get_form_class(self):
        asked = {name: offer for name, offer in self.offers.items() if name in self.filters}
        for name, choices in offered(self.request.user, asked).items():
            self.filters[name].extra["choices"] = choices
        return super().get_form_class()


def offered(user, offers):
    """{name: choices} of {name: Offer}, for this user."""
    if not offers:
        return {}
    kinds = tuple(offers.values())
    if user.scope is Scope.SCHOOL:
        rows = _union(kinds, user)
    else:
        facts = {"scope": user.scope, "verbs": user.verbs, "day": timezone.localdate()}
        rows = _known(user.district_id or 0, user.pk, kinds=kinds, **facts)
    choices = _kept_choices if len(rows) <= MOST_KEPT else _choices
    return dict(zip(offers, choices(kinds, tuple(rows)), strict=True))


@prepared
def _known(office, person, *, kinds, scope, verbs, day):
    """`day` is in what the kinds ask of the present day."""
    return _union(kinds, Viewer(scope, verbs, office, person))


def _union(kinds, viewer):
    """Rows (place of the kind, key, three words)."""
    first, *others = (kind.within(place, viewer) for place, kind in enumerate(kinds))
    return first.union(*others)


def _choices(kinds, rows):
    """Of each kind its choices."""
    return [kind.choices([row for at, *row in rows if at == place]) for place, kind in enumerate(kinds)]


_kept_choices = lru_cache(maxsize=500)(_choices)
