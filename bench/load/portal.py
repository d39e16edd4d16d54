"""The portal as deploy/ runs it: gunicorn by its settings there with two workers on a Unix socket, and the queue."""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import wait_for

WORKERS = 2
ENDS = 90  # seconds


@dataclass(frozen=True)
class Portal:
    address: str
    web: int  # process ids
    queue: int
    logs: tuple


@contextmanager
def portal(folder, *, max_requests):
    """Running until the block ends; all that it writes beside the database lies below `folder`. `max_requests`: after
    how many a worker is replaced, 0 for never."""
    address = str(folder / "socket")
    web = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "qa_portal.wsgi"]
    web += ["--max-requests", str(max_requests)]
    logs = folder / "web.log", folder / "queue.log"
    with ExitStack() as running:
        server = running.enter_context(_process(web, logs[0], _settings(folder, address)))
        queue = running.enter_context(_process([sys.executable, "manage.py", "run_queue"], logs[1], _settings(folder)))
        wait_for(address, server)
        yield Portal(address, server.pid, queue.pid, logs)


def _settings(folder, address=""):
    """As deploy/portal.env and the units set them."""
    return os.environ | {
        "WEB_BIND": f"unix:{address}",
        "WEB_WORKERS": str(WORKERS),
        "QUEUE_WORKERS": "1",
        "HTTPS": "on",
        "BEHIND_PROXY": "on",
        "BENCH_FILES": str(folder / "files"),
        "RUN_DIR": str(folder / "run"),
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics") if address else "",
    }


@contextmanager
def _process(command, log, env):
    env = {name: value for name, value in env.items() if value}
    with Path(log).open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(ENDS)
            except subprocess.TimeoutExpired:
                process.kill()
