"""What waits for a person over all apps: the "do now" list of the desk, and what waits for others (F42).

An app tells its own kinds of work in its `desk.py`, imported in its AppConfig.ready. A kind's `rows(user, today)` are
the rows that this user can act on (or, with `waits_for_others`, has handed on), those that come first first, as a
QuerySet or a list; it asks the row scope of its app. `task(row)` makes a Task of one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, IntegerField, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core import plans
from qa_portal.core.models import User
from qa_portal.core.roles import Verb

SHOWN = 5  # of each kind: the rest is one tap away in its list
SOON_DAYS = 7


@dataclass(frozen=True)
class Task:
    """One act. `act` says what to do and `about` of what; `why` and `due` (None: no day) say why now."""

    act: str
    about: str
    url: str
    why: str = ""
    due: date | None = None
    icon: str = ""


@dataclass(frozen=True)
class Kind:
    key: str
    label: str
    icon: str
    verbs: tuple[Verb, ...]
    rows: Callable[[object, date], Sequence]
    task: Callable[[object], Task]
    list_url: Callable[[object], str]  # of the user, to all rows of the kind
    waits_for_others: bool = False


@dataclass(frozen=True)
class More:
    """Those of a kind that the desk does not show one by one."""

    kind: Kind
    count: int
    url: str


@dataclass
class Desk:
    """What to do by urgency ({"overdue", "today", "soon", "later": tasks}), and what others have in hand."""

    now: dict[str, list[Task]] = field(default_factory=dict)
    others: list[Task] = field(default_factory=list)
    more: list[More] = field(default_factory=list)

    @property
    def groups(self):
        return [(key, label, self.now[key]) for key, label in URGENCIES.items() if self.now.get(key)]

    @property
    def count(self):
        """All that waits for the person, shown or not."""
        shown = sum(len(tasks) for tasks in self.now.values())
        return shown + sum(more.count for more in self.more if not more.kind.waits_for_others)


URGENCIES = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "soon": _("Within seven days"),
    "later": _("Later, or without a day"),
}

ME = object()
KINDS: list[Kind] = []


def register(*kinds):
    KINDS.extend(kinds)


def list_at(name, **asked):
    """The address of a list with these filters, for the `list_url` of a kind; ME stands for the user's key."""

    def address(user):
        filters = {key: user.pk if value is ME else value for key, value in asked.items()}
        return f"{reverse(name)}?{urlencode(filters)}" if filters else reverse(name)

    return address


def urgency(due, today):
    """The key of URGENCIES of something due on that day."""
    if due is None or due > today + timedelta(days=SOON_DAYS):
        return "later"
    if due < today:
        return "overdue"
    return "today" if due == today else "soon"


def desk_of(user, today):
    """One query says which kinds have anything, one asks each of these for its first rows, and one counts the rest."""
    desk = Desk()
    kinds = [kind for kind in KINDS if any(user.can(verb) for verb in kind.verbs)]
    rows = {kind: kind.rows(user, today) for kind in kinds}
    querysets = {kind: found for kind, found in rows.items() if not isinstance(found, list)}
    there = _asked_of_all(user, Exists, querysets)
    whole = {kind for kind in kinds if there.get(kind, True) and _lay(desk, kind, rows[kind], today)}
    counts = _asked_of_all(user, CountOf, {kind: found for kind, found in querysets.items() if kind in whole})
    for kind in kinds:
        if kind in whole:
            desk.more.append(More(kind, (counts.get(kind) or len(rows[kind])) - SHOWN, kind.list_url(user)))
    for tasks in desk.now.values():
        tasks.sort(key=lambda task: task.due or date.max)
    return desk


class CountOf(Subquery):
    """How many rows a query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _asked_of_all(user, expression, querysets):
    """{kind: the expression of its rows}, in one query."""
    if not querysets:
        return {}
    asked = {f"of_{kind.key}": expression(rows.order_by().values("pk")) for kind, rows in querysets.items()}
    with plans.kept():
        found = User.objects.filter(pk=user.pk).order_by().values(**asked).get()
    return {kind: found[f"of_{kind.key}"] for kind in querysets}


def _lay(desk, kind, rows, today):
    """Whether there are more than are laid."""
    first = list(rows[: SHOWN + 1])
    for row in first[:SHOWN]:
        task = kind.task(row)
        pile = desk.others if kind.waits_for_others else desk.now.setdefault(urgency(task.due, today), [])
        pile.append(task)
    return len(first) > SHOWN
