"""Journeys in Debian's own Chromium against the portal in a process of its own, with the demo district."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.migrated import migrated_database

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
PASSWORD = "demo-portal-2569"
# A machine that does other work besides: to wait longer makes no test slower that passes.
PATIENCE = 90  # seconds
expect.set_options(timeout=20_000)
# Each file is one worker's; the long ones begin, so that none is left alone with one at the end. The first of all needs
# no demo: meanwhile the other worker loads it.
LONGEST_FIRST = [
    "test_offline.py",
    "test_accessible.py",
    "test_journeys.py",
    "test_typing_proposals.py",
    "test_full_cycle.py",
    "test_offline_pages.py",
    "test_uploads.py",
]


def pytest_collection_modifyitems(items):
    """The first test of all waits until the demo is loaded, which takes its time on a busy machine."""
    items.sort(key=place_in_the_row)
    for item in items:
        if not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(300))


def place_in_the_row(item):
    name = item.nodeid.partition("::")[0].removeprefix("tests/browser/")
    return [*LONGEST_FIRST, name].index(name)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": [*QUIET, "--disable-component-update"]}


@pytest.fixture(params=list(SIZES))
def size(request):
    return request.param


@pytest.fixture
def browser_context_args(size):
    return {"viewport": SIZES[size], "locale": "th-TH", "accept_downloads": True}


@pytest.fixture(scope="session")
def server(tmp_path_factory, worker_id):
    """The portal as it is run for real: its own process, production settings but for HTTPS, the demo district."""
    folder = tmp_path_factory.mktemp("portal") / "of_this_worker"
    shutil.copytree(demo_district(tmp_path_factory.getbasetemp(), worker_id), folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = environment_in(folder)
    gunicorn = [sys.executable, "-m", "gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    process = subprocess.Popen(gunicorn, env=environment, stderr=subprocess.DEVNULL)
    yield wait_for(f"http://127.0.0.1:{port}", process)
    process.terminate()
    process.wait(10)


def demo_district(place, worker):
    """The folder of a portal with the demo in it, loaded by the worker that needs it first; the others wait."""
    place = place if worker == "master" else place.parent
    with (place / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "demo").exists():
            load_demo(place / "half_a_demo").rename(place / "demo")
    return place / "demo"


def load_demo(folder):
    folder.mkdir()
    shutil.copy(migrated_database(), folder / "portal.sqlite3")
    static, seed = (
        subprocess.Popen([sys.executable, "manage.py", *command], env=environment_in(folder), stdout=subprocess.DEVNULL)
        for command in (["collectstatic", "--noinput", "-v0"], ["seed_demo"])
    )
    assert (static.wait(), seed.wait()) == (0, 0)
    return folder


def environment_in(folder):
    return os.environ | {
        "SECRET_KEY": "only-for-the-journeys",
        "HTTPS": "off",
        "DJANGO_SETTINGS_MODULE": "qa_portal.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "MEDIA_ROOT": str(folder / "files"),
        "STATIC_ROOT": str(folder / "static"),
        "EMAIL_URL": f"filemail://{folder / 'mail'}",
    }


def wait_for(base, process):
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            pytest.fail(f"The portal did not start: gunicorn ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return base
    return pytest.fail(f"The portal did not answer within {PATIENCE} seconds.")


@pytest.fixture(scope="session")
def sessions():
    """user name → the cookie of their session: each signs in once."""
    return {}


@pytest.fixture
def portal(page, server, sessions):
    """The page with `open(path)` and `sign_in(user name)`; keeps what the browser complains of."""
    page.set_default_navigation_timeout(PATIENCE * 1000)
    return Portal(page, server, sessions)


class Portal:
    def __init__(self, page, base, sessions):
        self.page, self.base, self.sessions, self.complaints, self.hosts = page, base, sessions, [], set()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _heard(self, message):
        expected = "the server responded with a status of 4" in message.text
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def open(self, path):
        return self.page.goto(path if path.startswith("http") else self.base + path)

    def sign_in(self, username):
        """They are on their own first page."""
        context = self.page.context
        self.forget()
        if username in self.sessions:
            context.add_cookies([self.sessions[username]])
            self.open("/")
        else:
            self.type_in(username)
            self.sessions[username] = next(item for item in context.cookies() if item["name"] == "sessionid")

    def forget(self):
        """Nobody is signed in. What the last page is still loading, as a picture, would come back with a cookie of its
        own for the forms, and the next sign-in would be refused: so there is no page first."""
        self.page.goto("about:blank")
        self.page.context.clear_cookies()

    def type_in(self, username):
        self.open("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="เข้าสู่ระบบ").click()
        assert "/accounts/login/" not in self.page.url, self.page.inner_text("main")

    def assert_calm(self):
        """Nothing complained, nothing came from another host, nothing is wider than the screen."""
        assert self.complaints == []
        assert self.hosts == {self.base.split("/")[2]}
        assert not self.is_too_wide()

    def is_too_wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture(scope="session")
def axe_source(request):
    return (request.config.rootpath / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture
def axe_at_each_size(portal, axe):
    """axe_at_each_size() -> what the open page breaks, by size: rules of axe, and whether it is too wide."""

    def run():
        broken = {}
        for size, viewport in SIZES.items():
            portal.page.set_viewport_size(viewport)
            if found := axe() + ["too wide"] * portal.is_too_wide():
                broken[size] = found
        return broken

    return run


@pytest.fixture
def axe(page, axe_source):
    """axe() -> the WCAG 2.2 A and AA rules that the page breaks, each with where."""

    def run():
        page.evaluate(axe_source)
        result = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [(rule["id"], [node["target"][0] for node in rule["nodes"]][:5]) for rule in result["violations"]]

    return run


# ---------------------------------------------------------------- phones in the field


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A folder, and the visits in its database."""
    from tests.browser.field_phone import fill

    folder = tmp_path_factory.mktemp("filled")
    return folder, fill(folder)


@pytest.fixture(scope="module")
def field_portal(tmp_path_factory, filled):
    from tests.browser.field_phone import FieldPortal

    folder, visits = filled
    portal = FieldPortal(shutil.copytree(folder, tmp_path_factory.mktemp("field") / "portal"), visits)
    yield portal
    portal.stop()


@pytest.fixture
def phone(browser, field_portal):
    """A phone on which the field pages are kept already."""
    from tests.browser.field_phone import FieldPhone

    phone = FieldPhone(browser, field_portal.base)
    phone.sign_in()
    phone.first_open()
    yield phone
    phone.close()
