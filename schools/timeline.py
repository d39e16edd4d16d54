"""What the portal knows of a school, day by day, and what a school still owes.

The apps above add their own: a source is `source(school, user)` and yields `Entry` rows, a debt source is
`owes(rows, user)` and yields `Debt` rows of the rows that it registers with. They register in their AppConfig.ready, so
nothing is imported upward. A source asks its own row scope (`visible_to(user)`) and makes a fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists
from django.utils import timezone

from qa_portal.core.models import User
from qa_portal.core.models.user import stand_in
from qa_portal.core.prepared import prepared


@dataclass(frozen=True)
class Entry:
    """One line of a school's timeline. `kind` is the word beside the icon; `badge` is (word, colour, icon)."""

    day: date
    kind: str
    icon: str
    title: str
    text: str = ""
    url: str = ""
    badge: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Debt:
    """One thing that a school still has to do, and the page where it does it."""

    label: str
    url: str
    icon: str = "clipboard-check"
    due: date | None = None

    @property
    def is_overdue(self):
        return self.due is not None and self.due < timezone.localdate()


Source = Callable[[object, object], Iterable[Entry]]


@dataclass(frozen=True)
class DebtSource:
    """`rows(school, user)`: what the school of that key owes, a QuerySet that asks of the user no more than a stand-in
    tells (core.models.user). `owes(rows, user)` is asked where there are any."""

    rows: Callable[[int, object], object]
    owes: Callable[[object, object], Iterable[Debt]]


SOURCES: list[Source] = []
DEBT_SOURCES: list[DebtSource] = []


def register(source: Source):
    SOURCES.append(source)
    return source


def register_debts(rows):
    """Makes a debt source of these rows and the function below."""

    def register_them(owes):
        DEBT_SOURCES.append(DebtSource(rows, owes))
        return owes

    return register_them


def timeline_of(school, user):
    """Everything known of the school that this user may see, newest first."""
    entries = [entry for source in SOURCES for entry in source(school, user)]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def debts_of(school, user):
    """What the school still owes, the earliest due first, without a due day last. One query says of what there is
    anything, one or two ask for each of these."""
    facts = {"sources": tuple(DEBT_SOURCES), "on": timezone.localdate()}
    [there] = _there(user.district_id or 0, user.pk, school.pk, **facts, **user.bounds)
    asked = [source for source, is_there in zip(DEBT_SOURCES, there, strict=True) if is_there]
    debts = [debt for source in asked for debt in source.owes(source.rows(school.pk, user), user)]
    return sorted(debts, key=lambda debt: debt.due or date.max)


@prepared
def _there(office, person, school, *, sources, on, **bounds):
    """`on`: the present day, which the scopes of rows ask themselves."""
    user = stand_in(office, person, **bounds)
    asked = [Exists(source.rows(school, user).order_by().values("pk")) for source in sources]
    return User.objects.filter(pk=person).order_by().values_list(*asked)
