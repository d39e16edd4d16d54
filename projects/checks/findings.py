"""A sentence about what does not add up, or is odd, in a project."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Level(StrEnum):
    DIFFERENCE = "difference"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One sentence about a figure. `where` is the id of the row on the page; `blocks`: it hinders approval."""

    kind: str
    where: str
    sentence: str
    stated: Decimal | None = None
    computed: Decimal | None = None
    level: Level = Level.DIFFERENCE
    blocks: bool = False

    @property
    def anchor(self):
        return f"#{self.where}"
