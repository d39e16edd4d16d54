"""What waits for a person over all apps: the "do now" list of the desk, and what waits for others (F42).

An app tells its own kinds of work in its `desk.py`, imported in its AppConfig.ready. A kind's `rows(user, today)` are
the rows that this user can act on (or, with `waits_for_others`, has handed on), those that come first first; it asks
the row scope of its app. They are a QuerySet that asks of the user no more than a stand-in tells (core.models.user),
or, with `is_list`, a list. `task(row)` makes a Task of one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, IntegerField, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.models.user import stand_in
from qa_portal.core.prepared import prepared
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


@dataclass(frozen=True, eq=False)
class Kind:
    key: str
    label: str
    icon: str
    verbs: tuple[Verb, ...]
    rows: Callable[[object, date], Sequence]
    task: Callable[[object], Task]
    list_url: Callable[[object], str]  # of the user, to all rows of the kind
    waits_for_others: bool = False
    is_list: bool = False


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
    there = asked_of_all(user, today, Exists, [kind for kind in kinds if not kind.is_list])
    rows = {kind: first_rows(user, today, kind) for kind in kinds if there.get(kind, True)}
    whole = [kind for kind in rows if _lay(desk, kind, rows[kind], today)]
    counts = asked_of_all(user, today, CountOf, [kind for kind in whole if not kind.is_list])
    for kind in whole:
        desk.more.append(More(kind, (counts[kind] if kind in counts else len(rows[kind])) - SHOWN, kind.list_url(user)))
    for tasks in desk.now.values():
        tasks.sort(key=lambda task: task.due or date.max)
    return desk


class CountOf(Subquery):
    """How many rows a query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def asked_of_all(user, today, expression, kinds):
    """{kind: the expression of its rows}, in one query."""
    if not kinds:
        return {}
    facts = {"expression": expression, "kinds": tuple(kinds), "today": today, "on": timezone.localdate()}
    [found] = _asked(user.district_id or 0, user.pk, **facts, **user.bounds)
    return dict(zip(kinds, found, strict=True))


def first_rows(user, today, kind):
    """Of a kind whose rows are a list: all."""
    if kind.is_list:
        return kind.rows(user, today)
    facts = {"kind": kind, "today": today, "on": timezone.localdate()}
    return _first(user.district_id or 0, user.pk, **facts, **user.bounds)


@prepared
def _first(office, person, *, kind, today, on, **bounds):
    return kind.rows(stand_in(office, person, **bounds), today)[: SHOWN + 1]


@prepared
def _asked(office, person, *, expression, kinds, today, on, **bounds):
    """`on`: the present day, which the scopes of rows ask themselves."""
    user = stand_in(office, person, **bounds)
    asked = {f"of_{kind.key}": expression(kind.rows(user, today).order_by().values("pk")) for kind in kinds}
    return User.objects.filter(pk=person).order_by().annotate(**asked).values_list(*asked)


def _lay(desk, kind, rows, today):
    """Whether there are more than are laid."""
    for row in rows[:SHOWN]:
        task = kind.task(row)
        pile = desk.others if kind.waits_for_others else desk.now.setdefault(urgency(task.due, today), [])
        pile.append(task)
    return len(rows) > SHOWN
