from dataclasses import dataclass, field

from .document import Line
from .reading import Doubt, Found, Passage


@dataclass
class MoneyRead:
    """What the reading of the budget collects."""

    lines: list[Found] = field(default_factory=list)
    funding: list[Found] = field(default_factory=list)
    totals: list[tuple[str, Passage]] = field(default_factory=list)  # (amount as typed, where)
    words: list[tuple] = field(default_factory=list)  # (amount that words say, where)
    columns: Found | None = None
    transfers: Found | None = None
    notes: list[Line] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)  # about the total
    has_cross_table: bool = False
    group: Found | None = None  # the activity that the lines now belong to
    group_title: str = ""
