"""Keeps the queue going when a process of it is killed by force (no memory, an operator).

The processes of a queue share pipes with locks. One that is killed may hold a lock, which is never given back: those
that come after it would wait for ever, and look alive. So the whole queue ends then and begins anew; tasks that were
cut off are begun again after `retry` seconds."""

import logging
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from django_q import cluster

logger = logging.getLogger(__name__)

LOOK = 0.5  # seconds between two looks at the processes
KILLED = 3  # exit code of a sentinel that lost a process


class Sentinel(cluster.Sentinel):
    def reincarnate(self, process):
        """One that ended by itself, or is over its time, is replaced as ever; the exit code of a killed one is below
        zero."""
        if process.exitcode is not None and process.exitcode < 0:
            for other in (*self.pool, self.monitor, self.pusher):
                other.kill()
            os._exit(KILLED)
        super().reincarnate(process)


def run():
    """Run the queue until it is asked to stop."""
    cluster.Sentinel = Sentinel  # Cluster begins what goes by this name in its module
    while _run_once() != 0:
        logger.error("A process of the queue was killed: the queue begins anew.")


def _run_once():
    """The sentinel's exit code: 0 when it was asked to stop. Otherwise nothing of the queue is left running."""
    queue, below = cluster.Cluster(), []
    queue.start()
    while queue.sentinel.is_alive():
        below = _children(queue.sentinel.pid) or below
        time.sleep(LOOK)
    if queue.sentinel.exitcode:
        _kill(below)
    return queue.sentinel.exitcode


def _kill(pids):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children(pid):
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
