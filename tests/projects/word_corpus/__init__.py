"""Word files to measure the reader with (docs/word_import.md). They are made when a test runs, each with its truth.

`tuning` was at hand while the reader was written. `held_out` was written afterwards; the reader was not fitted to
it."""

from .held_out import CASES as HELD_OUT
from .tuning import CASES as TUNING

SETS = {"tuning": TUNING, "held_out": HELD_OUT}
