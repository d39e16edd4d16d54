#!/usr/bin/env python3
"""How long requests wait while the portal is restarted: the socket stays open, as systemd keeps it, and it is asked all
the while. deploy/drill/restart.py [SECONDS], with the environment that manage.py needs: it restarts as `systemctl
restart` does, and as deploy/install does, with the relief. It ends with 1 when a single request failed."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST = 3  # the file descriptor at which systemd hands its sockets over


class Portal:
    """gunicorn as a service of Type=notify that inherits the socket."""

    def __init__(self, door, log):
        notice = tempfile.mktemp(prefix="qa-ready.")
        self.ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ready.bind(notice)
        os.dup2(door.fileno(), FIRST)
        begin = 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" -m gunicorn -c deploy/gunicorn.conf.py qa_portal.wsgi'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", begin, sys.executable],
            cwd=ROOT,
            env=os.environ | {"NOTIFY_SOCKET": notice},
            pass_fds=[FIRST],
            stdout=log,
            stderr=log,
        )

    def wait(self):
        self.ready.settimeout(300)
        self.ready.recv(100)
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Asker(threading.Thread):
    """`waited`: [(when a request began, seconds until its answer)]."""

    def __init__(self, port, stop):
        super().__init__(daemon=True)
        self.port, self.stopping = port, stop
        self.waited, self.failed = [], []

    def run(self):
        while not self.stopping.is_set():
            begun = time.monotonic()
            try:
                self._ask()
            except (OSError, HTTPException) as error:
                self.failed.append(repr(error))
            self.waited.append((begun, time.monotonic() - begun))
            time.sleep(0.02)

    def _ask(self):
        line = HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request("GET", "/accounts/login/")
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            self.failed.append(str(answer.status))


def plainly(portal, door, log):
    portal.stop()
    return Portal(door, log).wait()


def with_relief(portal, door, log):
    relief = Portal(door, log).wait()
    portal.stop()
    after = Portal(door, log).wait()
    relief.stop()
    return after


def settle(askers, answers=5):
    """Until each was answered so many times more."""
    enough = [len(asker.waited) + answers for asker in askers]
    while any(len(asker.waited) < number for asker, number in zip(askers, enough, strict=True)):
        time.sleep(0.1)


def tell(name, act, askers):
    """Do it, and say how long the requests waited that began meanwhile."""
    settle(askers)
    begun = time.monotonic()
    after = act()
    ended = time.monotonic()
    settle(askers)
    waits = sorted(wait for asker in askers for at, wait in asker.waited if begun - wait <= at <= ended)
    middle = waits[len(waits) // 2]
    print(f"{name}: {ended - begun:.1f} s, {len(waits)} requests, middle {middle:.2f} s, slowest {waits[-1]:.2f} s")
    return after


def main(seconds=10):
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as door, tempfile.TemporaryFile() as log:
        portal = Portal(door, log).wait()
        askers = [Asker(door.getsockname()[1], stop) for _ in range(3)]
        for asker in askers:
            asker.start()
        tell("no restart", lambda: time.sleep(float(seconds)), askers)
        portal = tell("plain restart", lambda: plainly(portal, door, log), askers)
        portal = tell("restart with a relief", lambda: with_relief(portal, door, log), askers)
        stop.set()
        for asker in askers:
            asker.join()
        portal.stop()
    failed = [what for asker in askers for what in asker.failed]
    print(f"{len(failed)} failed {failed[:3]}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
