"""The result report of the office's papers of BE 2560 (S001), done and typed by hand: every field of A2-01 … A2-12 has
a place, comes out on page and paper, and what does not agree (A12-05 … A12-09) is said once, where it belongs."""

import io
import json
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import photo, save, take_step
from tests.core.document_kit import pdfium_text, squeezed

pytestmark = pytest.mark.browser

DEMO = Path(__file__).parents[2] / "qa_portal/office/demo"
PAPER = json.loads((DEMO / "results/s001.json").read_text(encoding="utf-8"))
PROPOSAL = json.loads((DEMO / "proposals/s001.json").read_text(encoding="utf-8"))
OWNER, NAME = "supervisor1", f"{PROPOSAL['name']} (พิมพ์ด้วยมือ)"
DESKS = ("grouphead", "plan", "finance", "deputy")
SAID = PAPER["report"]


def numbered(chapter, kind):
    texts = [row["text"] for row in PROPOSAL["targets"] if row["kind"] == kind]
    return "\n".join(f"{chapter}.{number} {text}" for number, text in enumerate(texts, 1))


WORDS = SAID | {
    "targets_text": numbered("3.1", "quantitative"),
    "quality_targets_text": numbered("3.2", "qualitative"),
    "other_papers": "คำสั่งแต่งตั้งคณะทำงาน",
}
TICKS = ("has_proposal", "has_photos")
ACTIVITIES = [
    {
        "number": row["number"],
        "title": row["title"],
        "period_text": row["period_text"],
        "responsible_text": PAPER["responsible"].get(row["number"], row["responsible_text"]),
        "note": f"หมายเหตุกิจกรรมที่ {row['number']}",
    }
    for row in PROPOSAL["activities"]
]
OUTPUTS = [row for row in PROPOSAL["indicators"] if row["level"] == "output"]
# S001 gives as results the words of what was to be reached (A12-09).
ROWS = [
    {"kind": "quantitative", "text": row["text"], "target_text": row["target_text"], "actual_text": row["text"]}
    for row in OUTPUTS
] + [{"kind": "qualitative", "text": text, "target_text": text, "actual_text": text} for text in PAPER["quality"]]
PHOTOS = PAPER["photos"]
CAPTIONS = [" ".join(filter(None, (row["caption"], row["taken_on"], row["place"]))) for row in PHOTOS]
HEADINGS = (
    "ผลการดำเนินงาน",
    "โครงการตามแผนปฏิบัติการประจำปี 2560 และโครงการอื่น ๆ",
    "แหล่งงบประมาณ",
    "☑ งบฯ แผนปฏิบัติการประจำปี 2560",
    "☐ งบฯ สพฐ.",
    "☐ งบฯ อื่นๆ",
    "ผู้รับผิดชอบโครงการ",
    "1. ชื่อโครงการ",
    "2. วัตถุประสงค์",
    "3. เป้าหมายความสำเร็จ",
    "3.1 เชิงปริมาณ",
    "3.2 เชิงคุณภาพ",
    "4. กิจกรรมตามโครงการ",
    "ระยะเวลาดำเนินงาน",
    "หมายเหตุ",
    "5. ระยะเวลาดำเนินการ",
    "6. งบประมาณ",
    "ได้รับ",
    "ใช้จ่าย",
    "คงเหลือ",
    "7. ผลสำเร็จที่ได้จากการดำเนินการ",
    "8. ปัญหา/อุปสรรค -",
    "9. แนวทางแก้ไข/ข้อเสนอแนะ -",
    "10. เอกสารอ้างอิง",
    "☑ โครงการ",
    "☑ ภาพกิจกรรม",
    "☑ อื่น ๆ (โปรดระบุ) คำสั่งแต่งตั้งคณะทำงาน",
    "โครงการที่ได้รับอนุมัติ",
    "35 บาท/20 คน/4 มื้อ",  # out of the proposal behind it (A2-12)
)
# The part of the page where the sentence stands once, and the sentence.
DIFFERENCES = (
    ("#period", "ดำเนินการจริง พฤศจิกายน 2559 ถึง สิงหาคม 2560 แผนคือ 1 ตุลาคม 2559 – 30 กันยายน 2560"),
    (
        "#activities tbody tr:nth-child(3)",
        "กิจกรรมที่ 3: ผู้รับผิดชอบในรายงานคือ ศึกษานิเทศก์ผู้รับผิดชอบโครงการ และศึกษานิเทศก์ที่ได้รับมอบหมาย "
        "แต่ในโครงการคือ ศึกษานิเทศก์ที่ได้รับมอบหมาย 2 คน",
    ),
    (
        "#activities tbody tr:nth-child(4)",
        "4 การประชุมปฏิบัติการพัฒนาศักยภาพผู้ประเมินระบบประกันคุณภาพภายในสถานศึกษา: กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
    ),
    ("#activities tbody tr:nth-child(7)", "7 สรุป รายงานผลการดำเนินโครงการ: กิจกรรมนี้ยังไม่มีรายการงบประมาณ"),
    ("#amounts", "ดำเนินการครบทุกกิจกรรมแล้ว แต่ใช้เงินเพียงร้อยละ 16.67"),
    ("#rows", "ผลสำเร็จ 10 รายการเหมือนเป้าหมายคำต่อคำ ยังไม่มีจำนวนที่เกิดขึ้นจริง"),
    (
        "#rows tr:has-text('ที่ได้รับการพัฒนาตามมาตรฐานผู้ประเมิน')",
        "“จำนวนผู้ประเมินคุณภาพสถานศึกษาที่ได้รับการพัฒนาตามมาตรฐานผู้ประเมิน”: ค่าเป้าหมายที่นี่คือ 100 คน "
        "แต่ในเป้าหมาย “จัดการประชุมปฏิบัติการพัฒนาศักยภาพผู้ประเมินคุณภาพสถานศึกษาต” คือ 200 คน",
    ),
    ("#rows", "“จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี”: ตัวชี้วัดเป็นจำนวน แต่ค่าเป้าหมายเป็นร้อยละ"),
    (
        "#rows",
        "“สื่อ นวัตกรรมฯ ผลงานวิธีปฏิบัติที่ดี มีคุณภาพ”: ค่าเป้าหมายที่นี่คือ 100% แต่ที่ “จำนวนสถานศึกษาที่มีวิธีปฏิบัติที่ดี” คือ 80%",
    ),
    ("dd:has(a[href$='/photos/'])", "มีภาพ 1 ภาพที่ถ่ายนอกช่วงเวลาของโครงการ"),
)
FURNITURE = re.compile(r"(?m)^(ร่าง|- \d+ -)\s*$")  # the head of a page, between two lines of a paragraph
REFUSED = "ระบุว่าไม่มีปัญหา แต่ยังไม่ได้ใช้เงินร้อยละ 83 โปรดชี้แจง"


@pytest.fixture(params=["desktop"])
def size(request):
    return request.param


def link_to(page, name):
    return page.get_by_role("link", name=name, exact=True).first.get_attribute("href")


def copied(portal, page):
    """A copy of the approved proposal with the dates that a copy leaves out; its address."""
    portal.sign_in(OWNER)
    portal.open("/projects/?fiscal_year=2560")
    source = page.get_by_role("link", name=PROPOSAL["name"] + PAPER["name_suffix"]).first.get_attribute("href")
    portal.open(f"{source}copy/")
    page.fill("[name=fiscal_year]", "2560")
    with page.expect_navigation():
        page.locator("main form button").click()
    address = page.url
    portal.open(f"{address}edit/basics/")
    page.fill("[name=name]", NAME)
    page.fill("[name=period_text]", PROPOSAL["period_text"])
    keep(page)
    portal.open(f"{address}edit/activities/")
    for place, row in enumerate(PROPOSAL["activities"]):
        page.fill(f"[name=activities-{place}-period_text]", row["period_text"])
    keep(page)
    return address


def keep(page):
    with page.expect_navigation():
        page.locator("[name=save]").click()
    assert page.locator("#form-errors").count() == 0


def over_every_desk(portal, page, address):
    steps = [(OWNER, "เสนอขออนุมัติ"), *((desk, "เห็นชอบ (ผ่านโต๊ะนี้)") for desk in DESKS)]
    for person, step in [*steps, ("director", "อนุมัติ"), (OWNER, "เริ่มดำเนินโครงการ")]:
        portal.sign_in(person)
        portal.open(address)
        take_step(page, step)


def spend(portal, page, address):
    """The 20,000 baht of A2-07, each on its line."""
    portal.sign_in("plan")
    for row in PAPER["expenses"]:
        portal.open(f"{address}expenses/")
        of_item = page.locator("[name=line] option", has_text=row["item"])
        own = of_item.last if row["activity"] == "6" else of_item.first
        page.select_option("[name=line]", own.get_attribute("value"))
        for name, value in {"amount": row["amount"], "paid_on": row["on"]}.items():
            page.fill(f"[name={name}]", value)
        page.fill("[name=document_number]", row["document_number"])
        save(page, "บันทึก")
        expect(page.locator("main")).to_contain_text(row["document_number"])


def addresses(page, selector):
    return page.locator(selector).evaluate_all("all => all.map(a => a.href)")


def do(portal, page, address):
    """The fifth activity is reported with the two photos (A2-11); all seven are done."""
    portal.sign_in(OWNER)
    portal.open(address)
    links = addresses(page, "td a[href*='/projects/activities/']:not(.btn)")
    portal.open(f"{links[4]}report/")
    page.fill("[name=done_on]", "30 มิถุนายน 2560")
    page.fill("[name=result]", "นิเทศ ติดตาม ตรวจสอบ ร่วมกับ ก.ต.ป.น.")
    files = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)} for colour in ("teal", "olive")
    ]
    page.locator("input[name=photos][multiple]").set_input_files(files)
    for field, row in zip(page.locator("[name=photos_caption]").all(), PHOTOS, strict=True):
        field.fill(row["caption"])
    page.check("[name=has_consent]")
    save(page, "ส่งรายงาน")
    portal.open(f"{address}photos/")
    for edit, row in zip(addresses(page, "main a[href$='/edit/']"), PHOTOS, strict=True):
        portal.open(edit)
        expect(page.locator("[name=caption]")).to_have_value(row["caption"])
        page.fill("[name=taken_on]", row["taken_on"])
        page.fill("[name=place]", row["place"])
        save(page)
    for link in links:
        portal.open(link)
        take_step(page, "ทำเสร็จแล้ว")


def type_report(portal, page, address):
    """Everything that the portal filled in is cleared and typed as the paper has it."""
    portal.open(f"{address}result/")
    with page.expect_navigation():
        page.get_by_role("button", name="เริ่มรายงานผล").click()
    for name, value in WORDS.items():
        field = page.locator(f"[name={name}]")
        field.set_checked(value) if name in TICKS else field.fill(value)
    type_table(page, "activities", ACTIVITIES)
    type_table(page, "rows", ROWS)
    keep(page)


def type_table(page, prefix, rows):
    table = page.locator(f"[data-rows='{prefix}']")
    while table.locator("[data-row]").count() < len(rows):
        table.locator("[name=add]").click()
    for place, row in enumerate(rows):
        card = table.locator("[data-row]").nth(place)
        for field in card.locator("input[type=text]:visible, textarea:visible").all():
            field.fill("")
        for name, value in row.items():
            field = card.locator(f"[name$='-{name}']")
            field.select_option(value) if name == "kind" else field.fill(value)


def typed_texts():
    fields = [value for value in WORDS.values() if isinstance(value, str)]
    return fields + [value for row in ACTIVITIES + ROWS for name, value in row.items() if name != "kind"]


def assert_found_again(portal, page, address):
    """Each field holds what was typed into it, and the page of the report shows it."""
    portal.open(f"{address}result/edit/")
    read = {name: page.locator(f"[name={name}]") for name in WORDS}
    assert {name: field.is_checked() if name in TICKS else field.input_value() for name, field in read.items()} == WORDS
    assert rows_of(page, "activities", ACTIVITIES[0]) == ACTIVITIES
    assert rows_of(page, "rows", ROWS[0]) == ROWS
    portal.open(f"{address}result/")
    shown = squeezed(page.locator(".result-page").inner_text())
    assert [text for text in typed_texts() if squeezed(text) not in shown] == []


def rows_of(page, prefix, names):
    """The rows of a table without the blank one below."""
    cards = page.locator(f"[data-rows='{prefix}'] [data-list] [data-row]").all()[:-1]
    return [{name: card.locator(f"[name$='-{name}']").input_value() for name in names} for card in cards]


def assert_differences_said(portal, page, address):
    portal.open(f"{address}result/")
    said = [page.locator(place).locator(".finding", has_text=sentence).count() for place, sentence in DIFFERENCES]
    assert said == [1] * len(DIFFERENCES)
    expect(page.locator(".steps")).to_contain_text(REFUSED)
    assert page.locator(".steps").get_by_role("link", name="ส่งรายงานผลการดำเนินงาน", exact=True).count() == 0


def assert_on_paper(page, address):
    pdf, word = (page.request.get(f"{address}result/{kind}/").body() for kind in ("pdf", "docx"))
    body = docx.Document(io.BytesIO(word)).element.body
    papers = {
        "pdf": squeezed(FURNITURE.sub("", pdfium_text(pdf))),
        "docx": squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))),
    }
    due = [*HEADINGS, *typed_texts(), *CAPTIONS, *(sentence for _place, sentence in DIFFERENCES)]
    assert [(kind, text) for kind, paper in papers.items() for text in due if squeezed(text) not in paper] == []


@pytest.mark.timeout(300)
def test_result_report_of_2560_typed_by_hand(portal, page):
    address = copied(portal, page)
    over_every_desk(portal, page, address)
    spend(portal, page, address)
    do(portal, page, address)
    type_report(portal, page, address)
    assert_found_again(portal, page, address)
    assert_differences_said(portal, page, address)
    assert_on_paper(page, address)
    portal.assert_calm()
