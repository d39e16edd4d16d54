"""A real web server on this machine that answers as it is told, and keeps what it was sent."""

import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SLOW = 3  # seconds


class HookServer(ThreadingHTTPServer):
    """`answers`: the next ones, each a status, "slow", "drip", "cut" or ("to", address); then 200. `seen`: (path,
    headers, body) of each request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.seen = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook?x=1"

    def handle_error(self, request, client_address):
        """A client that did not wait is part of the test."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "cut":
            self.connection.close()
        elif answer == "drip":
            self._drip()
        else:
            self._answer(answer)

    def _answer(self, answer):
        if answer == "slow":
            time.sleep(SLOW)
        is_redirect = isinstance(answer, tuple)
        self.send_response(302 if is_redirect else answer if isinstance(answer, int) else 200)
        if is_redirect:
            self.send_header("Location", answer[1])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self):
        """A byte now and then: each comes in time, the answer never."""
        for _piece in range(SLOW * 4):
            self.wfile.write(b"H")
            time.sleep(0.25)

    def log_message(self, *args):
        """Nothing on the screen."""


@contextmanager
def hook_server():
    server = HookServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
