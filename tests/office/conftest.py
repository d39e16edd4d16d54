import pytest
import time_machine

from .office_world import TODAY


@pytest.fixture(autouse=True)
def today():
    """Bangkok's 21 November 2569 B.E., noon."""
    with time_machine.travel(f"{TODAY}T05:00:00Z", tick=False):
        yield TODAY
