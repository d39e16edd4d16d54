"""What the portal knows of a school, day by day, and what a school still owes.

The apps above add their own: a source is `source(school, user)` and yields `Entry` rows, a debt source is
`owes(school, user)` and yields `Debt` rows. They register in their AppConfig.ready, so nothing is imported upward. A
source asks its own row scope (`visible_to(user)`) and makes a fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone


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
DebtSource = Callable[[object, object], Iterable[Debt]]

SOURCES: list[Source] = []
DEBT_SOURCES: list[DebtSource] = []


def register(source: Source):
    SOURCES.append(source)
    return source


def register_debts(source: DebtSource):
    DEBT_SOURCES.append(source)
    return source


def timeline_of(school, user):
    """Everything known of the school that this user may see, newest first."""
    entries = [entry for source in SOURCES for entry in source(school, user)]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def debts_of(school, user):
    """What the school still owes, the earliest due first, without a due day last."""
    debts = [debt for source in DEBT_SOURCES for debt in source(school, user)]
    return sorted(debts, key=lambda debt: debt.due or date.max)
