"""A large report on a bad line: Chromium sends it through a proxy that cuts the connection, and the portal ends with
one file that is the right one. The portal is a process of its own with one school in it."""

import hashlib
import os
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, suppress

import pytest

from tests.browser.conftest import PASSWORD, Portal, wait_for
from tests.core.bad_pdfs import at_opening, scanned_pdf
from tests.migrated import migrated_database

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
MEGABYTE = 1024 * 1024
FILL = f"""
import django; django.setup()
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import setup_test_environment; setup_test_environment()
from tests.factories.sar import Desk
desk = Desk().reach("drafting")
desk.teacher.password = PBKDF2PasswordHasher().encode("{PASSWORD}", "salt")
desk.teacher.username = "teacher"; desk.teacher.save()
print(desk.sar.pk)
"""


class SmallPortal:
    def __init__(self, folder):
        self.sessions, self.database, self.files = {}, folder / "portal.sqlite3", folder / "files"
        shutil.copy(migrated_database(), self.database)
        self.environment = os.environ | {
            "DEBUG": "on",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(self.files),
            "EMAIL_URL": f"filemail://{folder / 'mail'}",
        }
        made = self.run([sys.executable, "-c", FILL], DJANGO_SETTINGS_MODULE="tests.settings")
        self.page = f"/schools/sars/{made.split()[-1]}/files/"

    def run(self, command, **more):
        done = subprocess.run(command, env=self.environment | more, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query):
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def small_portal(tmp_path_factory):
    portal = SmallPortal(tmp_path_factory.mktemp("small"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        portal.port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{portal.port}"]
    settings = {"DJANGO_SETTINGS_MODULE": "qa_portal.settings"}
    process = subprocess.Popen(
        [*command, "--workers", "2", "--threads", "4", "--preload"],
        env=portal.environment | settings,
        stderr=subprocess.DEVNULL,
    )
    portal.base = wait_for(f"http://127.0.0.1:{portal.port}", process)
    yield portal
    process.terminate()
    process.wait(10)


class BadLine:
    """A TCP proxy that cuts every connection each time so many bytes have gone up."""

    def __init__(self, port, every, cuts):
        self.port, self.every, self.left = port, every, cuts
        self.passed = self.cut = 0
        self.lock, self.open, self.threads = threading.Lock(), set(), []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with suppress(OSError):
            while True:
                near, _address = self.server.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                ways = [(near, far, True), (far, near, False)]
                threads = [threading.Thread(target=self._pass_on, args=way, daemon=True) for way in ways]
                with self.lock:
                    self.open |= {near, far}
                    self.threads += threads
                for thread in threads:
                    thread.start()

    def _pass_on(self, source, target, is_up):
        with suppress(OSError):
            while (block := source.recv(65536)) and not (is_up and self._is_cut_by(len(block))):
                target.sendall(block)
        hang_up(source)
        hang_up(target)
        with self.lock:
            self.open.discard(source)
        source.close()

    def _is_cut_by(self, size):
        with self.lock:
            self.passed += size
            if self.cut >= self.left or self.passed < self.every * (self.cut + 1):
                return False
            self.cut += 1
            for end in self.open:
                hang_up(end)
            return True

    def close(self):
        hang_up(self.server)
        self.server.close()
        with self.lock:
            for end in self.open:
                hang_up(end)
        for thread in self.threads:
            thread.join(10)


def hang_up(end):
    """A reset, as of a line that is gone: nothing more arrives on either side."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)


class Heartbeat:
    """Another user, who asks for a page all the while; keeps how long each answer took."""

    def __init__(self, base):
        self.base, self.times, self.is_over = base, [], threading.Event()
        self.thread = threading.Thread(target=self._ask, daemon=True)

    def _ask(self):
        while not self.is_over.wait(0.2):
            begun = time.monotonic()
            urllib.request.urlopen(f"{self.base}/accounts/login/", timeout=60).read()
            self.times.append(time.monotonic() - begun)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.is_over.set()
        self.thread.join(60)


def choose(page, small_portal, base, path):
    portal = Portal(page, base, small_portal.sessions)
    portal.sign_in("teacher")
    portal.open(small_portal.page)
    page.set_input_files("[name=upload]", path)
    return portal


def state(page, name, timeout=300_000):
    page.wait_for_selector(f".upload[data-state={name}]", timeout=timeout)
    return page.locator(".upload-state").inner_text()


def large_pdf(tmp_path, megabytes):
    path = tmp_path / "รายงาน 2568.pdf"
    path.write_bytes(scanned_pdf(megabytes, MEGABYTE))
    return path


def stored(small_portal, path):
    """Versions of reports that are this very file, with how many files of its hash there are."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = f"core_storedfile stored WHERE stored.sha256 = '{sha256}'"
    versions = small_portal.rows(f"SELECT stored.name FROM schools_sarfile v, {kept} AND v.stored_id = stored.id")
    return versions, small_portal.rows(f"SELECT count(*) FROM {kept}")[0][0]


@pytest.mark.parametrize("size", ["desktop"])
def test_connection_that_is_cut_ten_times_loses_nothing(page, small_portal, tmp_path):
    path = large_pdf(tmp_path, 60)
    line = BadLine(small_portal.port, every=5 * MEGABYTE, cuts=10)
    with Heartbeat(small_portal.base) as other:
        choose(page, small_portal, line.base, path)
        said = state(page, "ready")
        page.get_by_role("button", name="อัปโหลด", exact=True).click()
        page.wait_for_selector(".notice-success", timeout=60_000)
    line.close()
    print(
        f"{line.cut} cuts, {line.passed / MEGABYTE:.1f} MB went up; slowest answer to others {max(other.times):.2f} s"
    )
    assert line.cut == 10
    assert "60 หน้า" in said
    assert stored(small_portal, path) == ([("รายงาน 2568.pdf",)], 1)
    assert line.passed < 100 * MEGABYTE  # what has arrived does not come again
    assert max(other.times) < 10


@pytest.mark.parametrize("size", ["phone"])
def test_upload_goes_on_after_the_page_was_closed(page, small_portal, tmp_path):
    path = large_pdf(tmp_path, 40)
    line = BadLine(small_portal.port, every=MEGABYTE, cuts=0)
    choose(page, small_portal, line.base, path)
    while line.passed < 8 * MEGABYTE:
        page.wait_for_timeout(20)
    line.close()  # nothing comes through any more
    state(page, "broken")
    context = page.context
    page.close()
    page = context.new_page()
    portal = Portal(page, small_portal.base, small_portal.sessions)
    portal.sign_in("teacher")
    portal.open(small_portal.page)
    begun = state(page, "begun")
    arrived = float(re.search(r"ส่งไว้แล้ว ([\d.]+) จาก 40", begun)[1])
    page.set_input_files("[name=upload]", path)
    state(page, "ready")
    page.get_by_role("button", name="อัปโหลด", exact=True).click()
    page.wait_for_selector(".notice-success")
    assert arrived > 2
    assert stored(small_portal, path)[1] == 1
    assert portal.complaints == []


@pytest.mark.parametrize("size", ["desktop"])
def test_form_that_is_sent_early_waits_for_its_file(page, small_portal, tmp_path):
    path = large_pdf(tmp_path, 12)
    choose(page, small_portal, small_portal.base, path)
    page.get_by_role("button", name="อัปโหลด", exact=True).click()
    page.wait_for_selector(".notice-success", timeout=300_000)
    assert stored(small_portal, path)[1] == 1


def test_refused_file_says_why_beside_its_field(page, small_portal, tmp_path):
    path = tmp_path / "script.pdf"
    path.write_bytes(at_opening("JavaScript", JS="x" * 2 * MEGABYTE))
    portal = choose(page, small_portal, small_portal.base, path)
    assert "JavaScript" in state(page, "refused")
    portal.assert_calm()


def test_upload_pauses_and_goes_on(page, small_portal, tmp_path):
    path = large_pdf(tmp_path, 40)
    choose(page, small_portal, small_portal.base, path)
    state(page, "sending")
    page.get_by_role("button", name="พัก").click()
    state(page, "paused")
    page.get_by_role("button", name="ทำต่อ").click()
    state(page, "ready")
