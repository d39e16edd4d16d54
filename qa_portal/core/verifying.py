"""What is proved of everything that the portal holds (`manage.py verify`).

An app registers its checks in its `verify.py` by `@check`; each is a generator of sentences, one for each thing that is
wrong, and reads its rows in streams. All read one snapshot of the database, so that what people do meanwhile is not
taken for a fault. Only what can never be true in a sound portal is told: a stated figure that differs from a computed
one is the office's own matter, and its page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, F, Max, Min

from qa_portal.core.snapshot import snapshot

CHUNK = 2000  # rows


@dataclass(frozen=True)
class Check:
    """`holds`: what is so when nothing is wrong. `looked_at()`: {what: how many}."""

    key: str
    holds: str
    wrongs: Callable[[], Iterable[str]]
    looked_at: Callable[[], dict[str, int]]


CHECKS: dict[str, Check] = {}


def check(holds, *looked_at):
    """Register the generator under "<app>.<its name>". What it looks at is named by models ("projects.Expense"), or by
    one function that gives the models, or {what: how many}."""

    def register(wrongs):
        key = f"{wrongs.__module__.split('.')[-2]}.{wrongs.__name__}"
        CHECKS[key] = Check(key, holds, wrongs, lambda: _counted(looked_at))
        return wrongs

    return register


def _counted(looked_at):
    found = looked_at[0]() if callable(looked_at[0]) else [apps.get_model(label) for label in looked_at]
    return found if isinstance(found, dict) else {"rows": sum(model._base_manager.count() for model in found)}


def verify(keys=(), tell=lambda item, looked_at, wrongs: None):
    """(Check, sentence) of everything that is wrong; all checks, or those with these keys. At the end of each, `tell`
    is called with what it looked at, as {what: how many}, and the number of its wrongs."""
    chosen = [CHECKS[key] for key in keys] or CHECKS.values()
    with snapshot():
        for item in chosen:
            count = 0
            for count, sentence in enumerate(item.wrongs(), 1):  # noqa: B007  its last value is told
                yield item, sentence
            tell(item, item.looked_at(), count)


def gaps(rows, *of, first=1):
    """Of rows with a `number` the groups ({field of `of`: value, "last": number}) that are not numbered one by one."""
    groups = rows.order_by().values(*of).annotate(count=Count("pk"), least=Min("number"), last=Max("number"))
    yield from groups.exclude(least=first, count=F("last") - first + 1).order_by(*of).iterator(CHUNK)
