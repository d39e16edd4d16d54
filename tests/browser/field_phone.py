"""A phone in the field for tests: one browser context with its own storage, on a line that can be cut and can lose the
answer to what has arrived; and a portal in processes of its own with visits to make."""

import io
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress

from PIL import Image

from tests.browser.conftest import PASSWORD, wait_for
from tests.migrated import migrated_database

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "th-TH", "accept_downloads": True, "has_touch": True}
VISITS = 130
GUNICORN = ["--workers", "2", "--threads", "4", "--preload"]
FILL = f"""
import django; django.setup()
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import setup_test_environment; setup_test_environment()
from tests.factories.core import person
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory, reported_visit, small_instrument
lead = person("supervisor")
lead.username, lead.password = "lead", PBKDF2PasswordHasher(
).encode("{PASSWORD}", "salt", iterations=1000)
lead.save()
PLACE = {{"latitude": "13.756331", "longitude": "100.501765"}}
school, form = SchoolFactory(district=lead.district, **PLACE), small_instrument()
last = form.sections.create(position=3, title="ด้าน 3")
for position, kind in enumerate(("number", "photo"), 1):
    last.items.create(position=position, number=f"3.{{position}}", text="รายการ", kind=kind)
for _number in range({VISITS}):
    print(VisitFactory(school=school, lead=lead, instrument=form).uid)
reported_visit(school=school, lead=lead)
"""


def fill(folder):
    """A portal's database and files; the visits in it."""
    shutil.copy(migrated_database(), folder / "portal.sqlite3")
    settings = environment_in(folder) | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", FILL]
    return subprocess.run(command, env=settings, stdout=subprocess.PIPE, text=True, check=True).stdout.split()


def environment_in(folder):
    return os.environ | {
        "DEBUG": "on",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "MEDIA_ROOT": str(folder / "files"),
    }


class FieldPortal:
    """gunicorn with two workers, and the rows as they are in its database."""

    def __init__(self, folder, visits):
        self.database, self.files, self.visits = folder / "portal.sqlite3", folder / "files", visits
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = self._serve(environment_in(folder))
        self.base = wait_for(f"http://127.0.0.1:{self.port}", self.process)

    def _serve(self, environment):
        command = [sys.executable, "-m", "gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        settings = environment | {"DJANGO_SETTINGS_MODULE": "qa_portal.settings"}
        return subprocess.Popen([*command, *GUNICORN], env=settings, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def rows(self, query, *values):
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(query, values).fetchall()


class Line:
    """A TCP proxy before the portal. `lose(n)`: the next n answers to what a phone sends are lost on their way back,
    after the portal has done what was asked."""

    def __init__(self, port):
        self.port, self.to_lose, self.lost = port, 0, 0
        self.lock, self.open, self.threads = threading.Lock(), set(), []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def lose(self, count):
        with self.lock:
            self.to_lose += count

    def _serve(self):
        with suppress(OSError):
            while True:
                near, _address = self.server.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                sends = threading.Event()
                ways = ((near, far, sends, True), (far, near, sends, False))
                threads = [threading.Thread(target=self._pass_on, args=way, daemon=True) for way in ways]
                with self.lock:
                    self.open |= {near, far}
                    self.threads += threads
                for thread in threads:
                    thread.start()

    def _pass_on(self, source, target, sends, is_up):
        with suppress(OSError):
            while block := source.recv(65536):
                if is_up and block.startswith((b"POST /field/records", b"PUT /field/records")):
                    sends.set()
                elif is_up and block.startswith(b"GET "):
                    sends.clear()
                if not is_up and sends.is_set() and self._is_lost():
                    break
                target.sendall(block)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        with self.lock:
            self.open.discard(source)
        source.close()

    def _is_lost(self):
        with self.lock:
            if not self.to_lose:
                return False
            self.to_lose -= 1
            self.lost += 1
            return True

    def close(self):
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        with self.lock:
            for end in self.open:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(10)


# What the device's own database says of its photos: what was queued.
QUEUED = """async () => {
  const { all } = await import("/static/js/field/store.js");
  return (await all("files")).map(({ uid, sha256, size }) => [uid, sha256, size]);
}"""
POST_AT_ONCE = """async () => {
  const { all } = await import("/static/js/field/store.js");
  const { token } = await (await fetch("token/")).json();
  const body = (out) => JSON.stringify({ ...out, device: "at once" });
  const sent = (await all("records")).filter((record) => record.out).flatMap((record) => Array.from({ length: 4 }, () =>
    fetch(`records/${record.uid}/`, { method: "POST", body: body(record.out), headers: { "X-CSRFToken": token } })));
  return (await Promise.allSettled(sent)).map((answer) => answer.value?.status ?? 0);
}"""
EXPORT = """async () => JSON.stringify(await (await import("/static/js/field/transfer.js")).exported())"""
WAITING = """async () => {
  const { look, unsent } = await import("/static/js/field/device.js");
  return unsent(await look());
}"""
SYNC = """async () => { await (await import("/static/js/field/sync.js")).sync(); }"""


class FieldPhone:
    def __init__(self, browser, base, session=None):
        self.context = browser.new_context(**PHONE)
        self.context.set_default_timeout(40_000)
        self.base, self.session, self.complaints = base, session, []
        self.page = self._new_page()

    def _new_page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    # ---- the person and the browser

    def sign_in(self):
        self.page.goto(f"{self.base}/accounts/login/")
        self.page.fill("[name=login]", "lead")
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="เข้าสู่ระบบ").click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def sign_out(self):
        """By the portal's own button, in a tab of its own."""
        page = self.context.new_page()
        page.goto(f"{self.base}/notices/")
        page.locator(".account-menu summary").click()
        page.get_by_role("button", name="ออกจากระบบ").click()
        page.wait_for_url(lambda url: "/notices/" not in url)
        page.close()

    def open(self, hash_=""):
        self.page.goto(f"{self.base}/field/{hash_}")
        self.page.wait_for_selector("body[data-ready]")

    def first_open(self):
        self.open()
        self.page.wait_for_selector("body[data-shell=kept]")
        self.page.wait_for_selector("body[data-met=idle]")

    def go(self, hash_):
        self.page.evaluate("hash => { location.hash = hash; }", hash_)

    def reload(self):
        self.page.reload()
        self.page.wait_for_selector("body[data-ready]")

    def kill(self):
        """The process of the tab is killed without a word to its page; another tab is opened where it was."""
        url, killed = self.page.url, self.page
        system = self.context.browser.new_browser_cdp_session()
        processes = self._renderers(system)
        with killed.expect_event("crash"):
            for process in processes:
                os.kill(process, signal.SIGKILL)
        while processes & self._renderers(system):  # a tab given to one of them would wait for ever
            time.sleep(0.02)
        system.detach()
        self.page = self._new_page()
        self.page.goto(url)
        self.page.wait_for_selector("body[data-ready]")
        killed.close()

    @staticmethod
    def _renderers(system):
        rows = system.send("SystemInfo.getProcessInfo")["processInfo"]
        return {row["id"] for row in rows if row["type"] == "renderer"}

    def offline(self, is_off):
        self.context.set_offline(is_off)

    # ---- what is written

    def take_along(self, visit):
        card = self.page.locator(f"[data-visit='{visit}']")
        card.get_by_role("button", name="เตรียมไว้ใช้ออฟไลน์").click()
        self.page.wait_for_selector(f".field-ready[data-ready='{visit}']")
        card.get_by_role("button", name="เริ่ม").click()
        return self._record()

    def take_along_from_home(self, visit):
        self.go("#/")
        self.page.wait_for_selector("main[data-here='#/']")
        return self.take_along(visit)

    def unplanned(self):
        self.go("#/new")
        self.page.get_by_label("โรงเรียน", exact=True).select_option(index=1)
        self.page.get_by_role("button", name="เริ่ม").click()
        return self._record()

    def _record(self):
        self.page.wait_for_selector(".field-tasks")
        return self.page.evaluate("location.hash.split('/')[2]")

    def step(self, record, key):
        """The page itself, not the one that still stands there while it is read."""
        self.go(f"#/record/{record}/{key}")
        self.page.wait_for_selector(f"main[data-here='#/record/{record}/{key}']")

    def kept(self):
        self.page.wait_for_selector("#kept[data-state=kept]")

    def note(self, record, text):
        self.step(record, "words")
        self.page.get_by_label("บันทึกเพิ่มเติม").fill(text)

    def rate(self, record, item, value):
        self.step(record, "s0")
        self.page.locator(f"[data-item] >> nth={item}").locator(f"input[value='{value}']").check()

    def find(self, record, text):
        self.step(record, "findings")
        cards = self.page.locator(".field-card[data-part^=finding]")
        before = cards.count()
        self.page.get_by_role("button", name="เพิ่มข้อค้นพบ").click()
        card = cards.nth(before)
        card.get_by_label("เรื่อง").select_option(index=1)
        card.get_by_label("สิ่งที่พบ").fill(text)

    def photograph(self, record, picture, caption):
        """The card of the new photo is where an empty caption is."""
        self.step(record, "photos")
        cards = self.page.locator(".field-card[data-part^=photo]")
        self.add_photo(picture)
        for card in cards.all():
            box = card.locator("input.form-control")
            if not box.input_value():
                box.fill(caption)
                card.locator("input[type=checkbox]").check()

    def add_photo(self, picture):
        """One more photo at the last place for one on the page."""
        cards = self.page.locator(".field-card[data-part^=photo]")
        before = cards.count()
        file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture}
        self.page.locator("input[type=file]").last.set_input_files(file)
        cards.nth(before).wait_for()

    # ---- what is sent

    def send(self, record):
        self.go(f"#/record/{record}")
        self.page.wait_for_selector(f"main[data-here='#/record/{record}'] .field-tasks")
        self.page.get_by_role("button", name="เสร็จแล้ว ส่ง").click()
        self.page.wait_for_selector(f"[data-record='{record}']:not([data-state=writing])")

    def send_until_nothing_waits(self):
        """As a person who presses again; a line that loses answers loses only so many."""
        self.go("#/queue")
        for _time in range(12):
            self.page.evaluate(SYNC)
            if self.page.evaluate(WAITING) == 0:
                return
        raise AssertionError(f"{self.page.evaluate(WAITING)} still wait: {self.page.inner_text('main')}")

    def told(self):
        """What a failed run leaves to look at."""
        with suppress(Exception):
            return self.page.url, self.page.inner_text("body")[:1500], self.complaints
        return self.complaints

    def close(self):
        with suppress(Exception):
            self.context.close()


def camera_picture(chance, size=(800, 600)):
    """A JPEG with a place in it, different each time."""
    picture = Image.frombytes("RGB", (8, 6), chance.randbytes(8 * 6 * 3)).resize(size, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def chance_of(seed):
    return random.Random(seed)
