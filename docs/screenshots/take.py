"""Pictures for README.md and docs/guide, of the demo district, as each user sees it. See script/screenshots."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# name, user, size, address, link to follow there (its words), words to scroll to
PICTURES = [
    ("desk", "director", WIDE, "/", "", ""),
    ("director", "director", WIDE, "/office/", "", ""),
    ("director_phone", "director", PHONE, "/", "", ""),
    ("project", "director", WIDE, "/projects/?fiscal_year=2560", "ส่งเสริมระบบประกันคุณภาพการศึกษา", ""),
    ("approval", "finance", WIDE, "/projects/desk/", "คัดเลือกและเผยแพร่", ""),
    ("ledger", "finance", WIDE, "/projects/?fiscal_year=2570", "เสริมสร้างความเข้มแข็ง", "การใช้จ่าย"),
    ("books", "plan", WIDE, "/projects/books/", "", ""),
    ("sar_list", "grouphead", WIDE, "/schools/sars/", "", ""),
    ("school_desk_phone", "teacher2", PHONE, "/", "", ""),
    ("sar_standard_phone", "teacher2", PHONE, "/", "SAR ระดับปฐมวัย", "มาตรฐานที่ 1"),
    ("visits_phone", "supervisor2", PHONE, "/supervision/visits/?state=planned", "", ""),
    ("visit_record_phone", "supervisor2", PHONE, "/supervision/visits/?state=planned", "บ้านวังปลาดาว", "1. การกำหนด"),
    ("school", "supervisor1", WIDE, "/schools/?q=อนุบาล", "อนุบาล", ""),
    ("../guide/pictures/supervisor_desk", "supervisor1", WIDE, "/", "", ""),
    ("../guide/pictures/supervisor_visits_phone", "supervisor1", PHONE, "/supervision/visits/?state=planned", "", ""),
    ("../guide/pictures/school_desk_phone", "teacher2", PHONE, "/", "", ""),
    ("../guide/pictures/school_sar", "teacher2", WIDE, "/", "SAR ระดับปฐมวัย", ""),
    ("../guide/pictures/director_desk", "director", WIDE, "/", "", ""),
    ("../guide/pictures/director_overview", "director", WIDE, "/office/", "", ""),
    ("../guide/pictures/office_cycles", "grouphead", WIDE, "/schools/cycles/", "", ""),
    ("../guide/pictures/office_memo", "grouphead", WIDE, "/office/letters/new/memo/", "", ""),
    ("../guide/pictures/plan_projects", "plan", WIDE, "/projects/?fiscal_year=2570", "", ""),
    ("../guide/pictures/finance_desk", "finance", WIDE, "/projects/desk/", "", ""),
    ("../guide/pictures/committee_desk", "committee", WIDE, "/", "", ""),
    ("../guide/pictures/board_desk_phone", "board2", PHONE, "/", "", ""),
    ("../guide/pictures/national_districts", "national", WIDE, "/office/districts/", "", ""),
    ("../guide/pictures/admin_letterhead", "admin", WIDE, "/office/letterhead/", "", ""),
]


def take(browser, base, name, user, size, address, link, then):
    page = browser.new_context(viewport=size, locale="th-TH").new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", "demo-portal-2569")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(base + address)
    for words in filter(None, (link, then)):
        page.locator("main").get_by_role("link", name=words).first.click()
        page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)
    page.context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        for picture in PICTURES:
            if all(wanted in picture[0] for wanted in sys.argv[2:]):
                take(chromium, sys.argv[1], *picture)
