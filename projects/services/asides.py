"""What the apps above have beside an activity of a project. They register theirs in their AppConfig.ready; nothing is
imported upward."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Aside:
    """One row beside an activity: its text and page, and how it stands as (word, colour, icon)."""

    text: str
    url: str
    look: tuple[str, str, str]


ASIDES: list[Callable] = []


def register(asides_of_activity):
    """`asides_of_activity(activity, user)` gives the Asides that this user may see."""
    ASIDES.append(asides_of_activity)


def asides_of(activity, user):
    return [aside for source in ASIDES for aside in source(activity, user)]
