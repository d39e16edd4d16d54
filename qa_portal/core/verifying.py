"""What is proved of everything that the portal holds (`manage.py verify`).

An app registers its checks in its `verify.py` by `@check`; each is a generator of sentences, one for each thing that is
wrong, and reads its rows in streams. All read one snapshot of the database, so that what people do meanwhile is not
taken for a fault. Only what can never be true in a sound portal is told: a stated figure that differs from a computed
one is the office's own matter, and its page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qa_portal.core.snapshot import snapshot

CHUNK = 2000  # rows


@dataclass(frozen=True)
class Check:
    """`holds`: what is so when nothing is wrong."""

    key: str
    holds: str
    wrongs: Callable[[], Iterable[str]]


CHECKS: dict[str, Check] = {}


def check(holds):
    """Register the generator under "<app>.<its name>"."""

    def register(wrongs):
        key = f"{wrongs.__module__.split('.')[-2]}.{wrongs.__name__}"
        CHECKS[key] = Check(key, holds, wrongs)
        return wrongs

    return register


def verify(keys=()):
    """(Check, sentence) of everything that is wrong; all checks, or those with these keys."""
    chosen = [CHECKS[key] for key in keys] or CHECKS.values()
    with snapshot():
        for item in chosen:
            for sentence in item.wrongs():
                yield item, sentence
