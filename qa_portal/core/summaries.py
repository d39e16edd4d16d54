"""Figures of whole districts that are computed once and kept while they are true. The database says how long that is:
its triggers mark each district in which a row changed (core.touching), so that nobody who writes has to remember it.

What is kept never depends on who asks: a narrower scope, or any filter, is computed live.

Who finds figures missing or touched reads the district's round, then its marks, computes, and keeps. Keeping is one
transaction that locks the round, gives up where it is no longer the one read (another has kept meanwhile, and might
have taken away a mark that was not seen here), and takes away only the marks read before computing. What is committed
later leaves its own mark, so what is kept is always true or marked."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from qa_portal.core import touching
from qa_portal.core.models import District, KeptFigures, KeptRound, Touched
from qa_portal.core.prepared import prepared

TABLES = {model._meta.db_table for model in (District, KeptFigures, KeptRound, Touched)}
ATTEMPTS = 3
COMPARED = 50  # districts at once

SUMMARIES: dict[str, "Summary"] = {}


@dataclass(frozen=True)
class Summary:
    """`compute(districts, fiscal_year, day)` gives {key of a district: figures} for each of these keys: whole numbers,
    texts (baht as text), None, lists, and dicts with texts as keys. It reads watched tables and its arguments,
    nothing else."""

    name: str
    compute: Callable[[Collection[int], int, date], dict[int, dict]]

    def __post_init__(self):
        SUMMARIES[self.name] = self

    def of(self, district, fiscal, day):
        """The figures of one district (its key)."""
        found = _true_of(district, self.key(fiscal, day)) if is_noted() else []
        return found[0] if found else self._anew([district], fiscal, day)[district]

    def joined(self, districts, fiscal, day):
        """Of a queryset the districts with what is kept of them as the relation `kept`; None where figures could not
        be kept for all of them."""
        key = self.key(fiscal, day)
        rows = districts.annotate(kept=FilteredRelation("kept_figures", condition=Q(kept_figures__key=key)))
        for _attempt in range(ATTEMPTS):
            untrue = _untrue_of(rows)
            if not untrue:
                return rows
            self._anew(untrue, fiscal, day)
        return None

    def key(self, fiscal, day):
        return f"{self.name} {fiscal} {day:%Y-%m-%d} {_code()}"

    def _anew(self, districts, fiscal, day):
        rounds, marks = _rounds(districts), _marks(districts)
        figures = self.compute(districts, fiscal, day)
        if is_noted():
            _keep(self.key(fiscal, day), figures, rounds, marks)
        return figures


@prepared
def _true_of(district, key):
    """What is kept, if it is true."""
    marks = Touched.objects.filter(district=OuterRef("district"))
    rows = KeptFigures.objects.filter(~Exists(marks), district=district, key=key, is_stale=False)
    return rows.order_by().values_list("values", flat=True)


def _untrue_of(rows):
    """Keys of those districts of `joined` of which nothing true is kept."""
    marks = Exists(Touched.objects.filter(district=OuterRef("pk")))
    return list(rows.filter(Q(kept=None) | Q(kept__is_stale=True) | marks).order_by().values_list("pk", flat=True))


def _rounds(districts):
    """{district: number}."""
    there = dict(KeptRound.objects.filter(pk__in=districts).values_list("pk", "number"))
    missing = set(districts) - there.keys()
    if missing:
        KeptRound.objects.bulk_create((KeptRound(pk=pk) for pk in missing), ignore_conflicts=True)
        there |= dict(KeptRound.objects.filter(pk__in=missing).values_list("pk", "number"))
    return there


def _marks(districts):
    """{mark: district}."""
    return dict(Touched.objects.filter(district__in=districts).values_list("pk", "district"))


@transaction.atomic
def _keep(key, figures, rounds, marks):
    now = dict(KeptRound.objects.select_for_update().filter(pk__in=figures).order_by("pk").values_list("pk", "number"))
    still = [pk for pk in figures if now.get(pk) == rounds.get(pk)]
    KeptRound.objects.filter(pk__in=still).update(number=F("number") + 1)
    touched = set(marks.values()).intersection(still)
    KeptFigures.objects.filter(district__in=touched).update(is_stale=True)
    KeptFigures.objects.bulk_create(
        (KeptFigures(district_id=pk, key=key, values=figures[pk]) for pk in still),
        update_conflicts=True,
        unique_fields=["district", "key"],
        update_fields=["values", "is_stale"],
    )
    Touched.objects.filter(pk__in=[mark for mark, district in marks.items() if district in touched]).delete()


def forget():
    """Let all figures be computed anew, and take away the marks that nobody has read. Done every night (what was kept
    as at yesterday is of no use) and at each migrate."""
    marks = list(Touched.objects.values_list("pk", flat=True))
    _rounds(list(District.objects.values_list("pk", flat=True)))
    with transaction.atomic():
        len(KeptRound.objects.select_for_update().order_by("pk"))
        KeptRound.objects.update(number=F("number") + 1)
        KeptFigures.objects.filter(is_stale=True).delete()
        KeptFigures.objects.update(is_stale=True)
        Touched.objects.filter(pk__in=marks).delete()


# ---------------------------------------------------------------- proving what is kept


def _true_rows():
    """Those that are shown as they are."""
    marks = Touched.objects.filter(district=OuterRef("district"))
    return KeptFigures.objects.filter(~Exists(marks), is_stale=False, key__endswith=f" {_code()}")


def kept_and_stale():
    """{what: how many}."""
    true = _true_rows().count()
    return {"kept figures": true, "stale ones that are shown to nobody": KeptFigures.objects.count() - true}


def untrue():
    """(district, key) of what is kept as true and is computed otherwise."""
    rows = _true_rows().order_by("key", "district").values_list("key", "district", "values")
    for key, same in groupby(rows.iterator(COMPARED), key=itemgetter(0)):
        name, fiscal, day, _digest = key.rsplit(" ", 3)
        while some := {district: kept for _key, district, kept in islice(same, COMPARED)}:
            computed = SUMMARIES[name].compute(list(some), int(fiscal), date.fromisoformat(day))
            yield from ((pk, key) for pk in some if computed[pk] != some[pk])


# ---------------------------------------------------------------- whether, and by which code


@cache
def is_noted():
    """Asked once a process. Where a migration stopped half-way, nothing is kept."""
    return touching.is_installed()


@cache
def _code():
    """Of the portal's own code: what one version has computed, another does not show."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        if Path(config.path).is_relative_to(settings.BASE_DIR) and "site-packages" not in config.path:
            for path in sorted(Path(config.path).rglob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def before_migrate(**kwargs):
    """SQLite remakes tables, which a trigger of another table that names them would stop."""
    if connection.vendor == "sqlite":
        touching.remove()


def after_migrate(**kwargs):
    touching.install()
    is_noted.cache_clear()
    if set(connection.introspection.table_names()) >= TABLES:
        forget()
