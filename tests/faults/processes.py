"""The portal's processes: web workers under gunicorn, and the queue's workers. They are killed, not asked."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

PATIENCE = 60  # seconds


def children(pid):
    """Of a process; none when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def offspring(pid):
    """Its children, and theirs."""
    found = children(pid)
    return [*found, *(grandchild for child in found for grandchild in offspring(child))]


def kill(*pids):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Processes:
    def __init__(self, environment, log):
        self.environment, self.log = environment, log.open("ab")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        gunicorn = ["-m", "gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        self.web = self._start(*gunicorn, "--preload")
        self.start_queue()
        self.wait()

    def start_queue(self):
        self.queue = self._start("manage.py", "run_queue")

    def _start(self, *command):
        """In a session of its own: nothing of ours is hit along with it."""
        command = [sys.executable, *command]
        return subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)

    def wait(self):
        """Until a page is answered again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError):
                if urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=10).status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("The portal does not answer any more.")

    def kill_web_worker(self, random):
        if workers := children(self.web.pid):
            kill(random.choice(workers))

    def kill_queue(self, random):
        """One of its processes, or all at once as the machine's service manager would begin it anew."""
        workers = offspring(self.queue.pid)
        if random.random() < 0.5 and len(workers) > 1:
            kill(random.choice(workers[1:]))
            return
        kill(self.queue.pid, *workers)
        self.queue.wait()
        self.start_queue()

    def stop(self):
        for process in (self.web, self.queue):
            below = offspring(process.pid)
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            kill(process.pid, *below)
            process.wait()
        self.log.close()
