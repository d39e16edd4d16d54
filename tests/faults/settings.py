"""The portal as it is run for real, on a server of its own that is killed; it waits for seconds, not for minutes."""

import os

os.environ.setdefault("EMAIL_URL", "dummymail://")

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES = DATABASES | {"default": DATABASES["default"] | {"TEST": {"TEMPLATE": "portal_migrated"}}}
Q_CLUSTER = {
    "name": "faults",
    "orm": "default",
    "workers": 1,
    "timeout": 20,
    "retry": 22,
    "max_attempts": 0,
    "poll": 0.2,
    "guard_cycle": 0.2,
    "catch_up": False,
}
JOB_SILENCE = 5
