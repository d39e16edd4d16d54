"""The portal under gunicorn as deploy/ runs it behind nginx (sync workers), on a Unix socket, and one client for it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

WORKERS = 2
START_SECONDS = 60


class Line(http.client.HTTPConnection):
    """One request to the portal's Unix socket."""

    def __init__(self, address):
        super().__init__("bench", timeout=120)
        self.address = address

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.address)


@contextmanager
def server(database_url):
    with tempfile.TemporaryDirectory(prefix="qa-bench.") as folder:
        address = str(Path(folder) / "socket")
        command = [sys.executable, "-m", "gunicorn", "qa_portal.wsgi", "--bind", f"unix:{address}"]
        process = subprocess.Popen(
            [*command, "--workers", str(WORKERS), "--log-level", "warning"],
            env=os.environ | {"DATABASE_URL": database_url},
        )
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait()


def wait_for(address, process):
    deadline = time.monotonic() + START_SECONDS
    while not Path(address).exists():
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit("gunicorn did not start.")
        time.sleep(0.1)


def fetch(address, path, cookie):
    """Milliseconds from the connection to the last byte. A sync worker answers one request a connection."""
    request = f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n".encode()
    began = time.perf_counter()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        connection.sendall(request)
        first = connection.recv(65536)
        while connection.recv(65536):
            pass
    took = (time.perf_counter() - began) * 1000
    if not first.startswith(b"HTTP/1.1 200 "):
        sys.exit(f"{path} answers {first.partition(chr(13).encode())[0].decode()}.")
    return took
