"""What the portal already holds of a school's year, to be picked as evidence.

The apps above register their sources in AppConfig.ready, so nothing is imported upward. A source offers rows of one
model; whether somebody may open a picked row is asked of the row's own scope, every time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType

from qa_portal.core.roles import Verb


@dataclass(frozen=True)
class Source:
    """`rows(school, academic_year)` are the rows that tell of a school's year. Those who have `verb` open the rows
    `visible_to` them at `address(row)`."""

    model: type
    word: str
    icon: str
    verb: Verb
    rows: Callable[[object, int], Iterable[object]]
    title: Callable[[object], str]
    dated: Callable[[object], date | None]
    address: Callable[[object], str]


@dataclass(frozen=True)
class Offer:
    """One row that may be picked; `key` names it in a form."""

    source: Source
    row: object

    @property
    def key(self):
        return f"{self.source.model._meta.label_lower}-{self.row.pk}"

    @property
    def title(self):
        return self.source.title(self.row)[:300]

    @property
    def dated(self):
        return self.source.dated(self.row)


SOURCES: dict[type, Source] = {}


def register(source):
    SOURCES[source.model] = source
    return source


def offers_of(school, academic_year):
    """Everything of a school's year that may be picked, kind by kind."""
    return [Offer(source, row) for source in SOURCES.values() for row in source.rows(school, academic_year)]


def source_of(evidence):
    """The source that a picked record came from; None for the school's own evidence, and for a source that is gone."""
    model = evidence.record_type.model_class() if evidence.record_type_id else None
    return SOURCES.get(model)


def addresses(rows, user):
    """{evidence pk: address} of the records that this user may open, one query for each kind."""
    wanted = {}
    for row in rows:
        if row.record_type_id:
            wanted.setdefault(row.record_type_id, {})[row.record_id] = row.pk
    return {
        wanted[kind][record.pk]: source.address(record)
        for kind, source, records in _open_to(wanted, user)
        for record in records
    }


def _open_to(wanted, user):
    for kind, keys in wanted.items():
        source = SOURCES.get(ContentType.objects.get_for_id(kind).model_class())
        if source and user.can(source.verb):
            yield kind, source, source.model.objects.visible_to(user).filter(pk__in=keys)
