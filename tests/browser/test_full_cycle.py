"""A whole cycle of a district of 150 schools in a browser: opened, reminded, written, before
the board, sent, returned, sent again, accepted, synthesised, published, and sent to the assessors' agency."""

import hashlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wait_for
from tests.browser.large_district import NAME, OWN, SILENT
from tests.browser.test_journeys import TODAY, choose_everywhere, paper, save, take_step
from tests.migrated import migrated_database

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
REPORTS, SENT = 151, 148  # expected; and all but the second of the journey's own, one being written, one not begun
IN_A_MONTH = date.today() + timedelta(days=30)  # noqa: DTZ011  the browser's own day
UNAPPROVED = "ยังไม่มีความเห็นชอบของคณะกรรมการสถานศึกษา"
REASON = "ขอให้ปรับระดับของประเด็นแรกให้ตรงกับหลักฐาน"
CONCLUSION = "สำนักงานเขตจะจัดเวทีแลกเปลี่ยนเรียนรู้ระหว่างเครือข่าย"
PDF = paper()
LEFT_BEHIND = "รอผลการสอบสวนข้อเท็จจริง"
REPORT = "SAR ระดับการศึกษาขั้นพื้นฐาน"


class LargePortal:
    """The portal and its queue in processes of their own, with the large district."""

    def __init__(self, folder):
        shutil.copy(migrated_database(), folder / "portal.sqlite3")
        self.environment = os.environ | {
            "DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "qa_portal.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
            "MEDIA_ROOT": str(folder / "files"),
            "EMAIL_URL": f"filemail://{folder / 'mail'}",
        }
        self.district = self.do("tests.browser.large_district", "build")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.server = self.begin("gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4")
        self.queue = self.begin("django", "run_queue")
        self.base = wait_for(f"http://127.0.0.1:{port}", self.server)

    def begin(self, *module):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        return subprocess.Popen([sys.executable, "-m", *module], env=self.environment, **pipes)

    def do(self, *module):
        process = self.begin(*module)
        said, _errors = process.communicate()
        assert process.returncode == 0
        return said.strip()

    def stop(self):
        for process in (self.queue, self.server):
            process.terminate()
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    portal = LargePortal(tmp_path_factory.mktemp("large"))
    yield portal
    portal.stop()


@pytest.fixture(scope="module")
def server(large):
    return large.base


@pytest.fixture(scope="module")
def sessions():
    return {}


@pytest.fixture
def size():
    return "desktop"


def test_a_district_of_150_schools_goes_through_a_whole_cycle(portal, page, large):
    year = open_cycle(portal, page)
    remind(portal, page)
    report = write_report(portal, page)
    approve_and_send(portal, page, report)
    return_it(portal, page, report)
    mend(portal, page, report)
    approve_and_send(portal, page, report)
    read_again_and_accept(portal, page, report)
    large.do("tests.browser.large_district", "send_in", large.district)
    accept_the_others(portal, page)
    synthesise_and_publish(portal, page, f"/office/districts/{large.district}/synthesis/{year}/", year)
    send_batch(portal, page)
    portal.assert_calm()


# ---------------------------------------------------------------- the cycle


def open_cycle(portal, page):
    portal.sign_in("biggroup")
    portal.open("/schools/cycles/new/")
    year = int(page.locator("[name=academic_year]").input_value()) - 1
    page.fill("[name=academic_year]", str(year))
    for name, day in (("opens_on", TODAY), ("remind_from", TODAY), ("due_on", typed(IN_A_MONTH))):
        page.fill(f"[name={name}]", day)
    save(page)
    take_step(page, "เปิดรอบ")
    portal.open("/schools/sars/?standing=not_sent")
    expect(page.locator("#rows .list-head")).to_contain_text(f"{REPORTS} รายการ")
    return year


def typed(day):
    return f"{day:%d/%m}/{day.year + 543}"


def remind(portal, page):
    """Everybody owes; the school without an account is named."""
    portal.open("/schools/sars/owing/")
    page.get_by_role("link", name="แจ้งเตือนผู้ที่ยังค้างส่ง").click()
    expect(page.locator("main form")).to_contain_text(f"ค้างส่ง {REPORTS - 1} รายงาน จะแจ้งเตือน {REPORTS - 1} คน")
    expect(page.locator(".notice-warning")).to_contain_text(NAME.format(SILENT))
    save(page, "ส่งการแจ้งเตือน")
    expect(page.locator("#messages")).to_contain_text(f"แจ้งเตือนแล้ว {REPORTS - 1} รายงาน")


# ---------------------------------------------------------------- one report


def write_report(portal, page):
    """Every part of it, and its PDF; presented to the board."""
    portal.sign_in("bigteacher")
    page.get_by_role("link", name=REPORT).first.click()
    address = page.url
    take_step(page, "เริ่มจัดทำรายงาน")
    for standard in (1, 2, 3):
        portal.open(f"{address}standard/{standard}/")
        choose_everywhere(page, "4 ดีเลิศ")
        page.fill("[name=reason]", "หลักฐานจากแฟ้มผลงานสอดคล้องกัน")
        page.fill("[name=strengths]", "ครูร่วมมือกันดี")
        save(page)
    portal.open(f"{address}summary/")
    choose_everywhere(page, "4 ดีเลิศ")
    page.fill("[name=executive_summary]", "ภาพรวมอยู่ในระดับดีเลิศ")
    save(page)
    portal.open(f"{address}files/")
    page.set_input_files("[name=upload]", {"name": "SAR.pdf", "mimeType": "application/pdf", "buffer": PDF})
    save(page, "อัปโหลด")
    portal.open(address)
    take_step(page, "เสนอคณะกรรมการสถานศึกษา")
    return address


def approve_and_send(portal, page, report):
    """The board approves, the head sends."""
    portal.sign_in("bigboard")
    portal.open(f"{report}board/")
    page.fill("[name=met_on]", TODAY)
    page.fill("[name=chair_name]", "ประธานสมมุติ")
    page.fill("[name=members_present]", "ผู้แทนผู้ปกครอง ผู้แทนครู")
    minutes = {"name": "รายงานการประชุม.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.set_input_files("[name=minutes_file]", minutes)
    page.locator("[name=approve]").click()
    save(page, "เห็นชอบในนามคณะกรรมการ")
    portal.sign_in(f"bighead{OWN}")
    portal.open(report)
    take_step(page, "ส่งให้เขต")
    expect(page.locator(".page-head")).to_contain_text("ส่งเขตแล้ว")


def return_it(portal, page, report):
    """With a remark at the first item and the reason."""
    portal.sign_in("bigreader")
    portal.open(f"{report}review/")
    spot = page.locator(".remarks[id^=at-item]").first
    spot.get_by_role("link", name="เขียนข้อคิดเห็น").click()
    spot.locator("textarea").fill("หลักฐานที่แนบแสดงระดับดี")
    spot.get_by_role("button", name="เก็บข้อคิดเห็น").click()
    expect(page.locator(".remark-text")).to_have_text("หลักฐานที่แนบแสดงระดับดี")
    portal.open(f"{report}return/")
    expect(page.locator(".remark-list")).to_contain_text("หลักฐานที่แนบแสดงระดับดี")
    page.fill("[name=note]", REASON)
    save(page, "ส่งคืนให้โรงเรียนแก้ไข")


def mend(portal, page, report):
    """One item gets another level: what the board approved no longer stands, and the head cannot send it."""
    portal.sign_in("bigteacher")
    portal.open(report)
    expect(page.locator("main")).to_contain_text(REASON)
    portal.open(f"{report}standard/1/")
    page.locator(".rated-item").first.get_by_role("radio", name="3 ดี", exact=True).check()
    save(page)
    portal.sign_in(f"bighead{OWN}")
    portal.open(report)
    expect(page.locator(".steps")).to_contain_text(UNAPPROVED)
    expect(page.locator(".steps").get_by_role("link", name="ส่งให้เขตอีกครั้ง")).to_have_count(0)
    take_step(page, "เสนอคณะกรรมการสถานศึกษา")


def read_again_and_accept(portal, page, report):
    """The reader is shown what changed and nothing else, settles the request and accepts."""
    portal.sign_in("bigreader")
    portal.open(f"{report}review/")
    expect(page.locator(".changed-count")).to_contain_text("เปลี่ยนแปลง 1 จาก")
    expect(page.locator(".changed-item")).to_have_count(1)
    with page.expect_navigation():
        page.get_by_role("button", name="เรียบร้อยแล้ว").click()
    portal.open(f"{report}accept/")
    save(page, "รับรองรายงาน")
    expect(page.locator(".page-head")).to_contain_text("รับรองแล้ว")


# ---------------------------------------------------------------- the district


def accept_the_others(portal, page):
    portal.sign_in("biggroup")
    portal.open("/schools/sars/?state=submitted")
    page.get_by_text("ทำกับหลายรายการพร้อมกัน").click()
    page.get_by_label(f"ทั้ง {SENT - 1} รายการตามตัวกรองนี้").check()
    save(page, "รับรองรายงาน")
    expect(page.locator("main form")).to_contain_text(f"จะดำเนินการ {SENT - 1} รายการ")
    with page.expect_navigation():
        page.locator("main form").get_by_role("button", name="รับรองรายงาน").click()
    expect(page.locator(".page-head")).to_contain_text(f"ดำเนินการแล้ว {SENT - 1} จาก {SENT - 1} รายการ")


def synthesise_and_publish(portal, page, address, year):
    portal.open(f"{address}chapters/")
    save(page, "เริ่มการสังเคราะห์")
    portal.open(f"{address}chapters/conclusion/")
    page.fill("[name=text]", CONCLUSION)
    save(page)
    page.get_by_role("link", name="เผยแพร่", exact=True).click()
    save(page, "จัดทำและเผยแพร่ฉบับนี้")
    expect(page.locator(".job")).to_contain_text("ไฟล์พร้อมแล้ว", timeout=90_000)
    portal.forget()
    portal.open(f"/public/9950/synthesis/{year}/")
    expect(page.locator("main")).to_contain_text(CONCLUSION)
    expect(page.locator("main")).to_contain_text(f"{SENT} ฉบับ")
    expect(page.locator("main")).not_to_contain_text(NAME.format(OWN))


def send_batch(portal, page):
    portal.sign_in("biggroup")
    portal.open("/supervision/batches/new/")
    save(page, "เริ่มรวบรวม")
    batch = page.url
    expect(page.locator(".state-counts")).to_have_text(re.compile(rf"{SENT}\s*พร้อม\s*{REPORTS - SENT}\s*ยังไม่พร้อม"))
    portal.open(f"{batch}?standing=unready")
    expect(page.locator("#rows")).to_contain_text("สถานศึกษายังไม่ส่ง")
    leave_one_out(portal, page, batch)
    make_zip(portal, page, batch)
    write_letter(portal, page, batch)
    take_step(page, "บันทึกว่าส่งแล้ว")
    expect(page.locator(".page-head")).to_contain_text("ส่งเมื่อ")
    expect(page.locator("#rows .list-head")).to_contain_text(f"{SENT - 1} รายการ")
    read_zip(page, batch)


def leave_one_out(portal, page, batch):
    portal.open(f"{batch}?q=1099500002")
    page.get_by_text("ทำกับหลายรายการพร้อมกัน").click()
    page.locator("#rows tbody input[type=checkbox]").check()
    save(page, "ไม่นำส่ง")
    page.fill("[name=reason]", LEFT_BEHIND)
    save(page, "ไม่นำส่ง")
    portal.open(f"{batch}?standing=excluded")
    expect(page.locator("#rows")).to_contain_text(LEFT_BEHIND)


def make_zip(portal, page, batch):
    portal.open(batch)
    save(page, "จัดทำไฟล์ ZIP")
    expect(page.locator(".job")).to_contain_text("ไฟล์พร้อมแล้ว", timeout=90_000)


def write_letter(portal, page, batch):
    portal.open(f"{batch}letter/")
    page.fill("[name=letter_number]", "ศธ 04999/1")
    page.fill("[name=letter_dated]", TODAY)
    save(page)


def read_zip(page, batch):
    """Every file is what its line in the list of hashes says, and the journey's own report is what was uploaded."""
    with zipfile.ZipFile(io.BytesIO(page.request.get(f"{batch}archive/").body())) as archive:
        lines = archive.read("manifest-sha256.txt").decode().splitlines()
        said = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        found = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    del found["manifest-sha256.txt"]
    assert said == found
    reports = [name for name in found if name.endswith(".pdf") and "/" in name]
    assert len(reports) == SENT - 1
    assert [name for name in reports if found[name] == hashlib.sha256(PDF).hexdigest()] == [
        name for name in reports if name.startswith("basic/")
    ]
