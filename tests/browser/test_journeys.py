"""The main job of each user, once, by hand in a browser: at desktop width and on a phone of 360 pixels."""

import io
from datetime import date

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TODAY = f"{date.today():%d/%m}/{date.today().year + 543}"  # noqa: DTZ011  the browser's own day
# Each width does its journey with rows of its own: schools of the demo whose report nobody has begun, and so on.
SAR_SCHOOL = {"desktop": 12, "phone": 18}
VISIT_SCHOOL = {"desktop": "บ้านปากน้ำเพลิน", "phone": "บ้านวังปลาดาว"}
HEAD_OF_VISITED = {"desktop": "head8", "phone": "head9"}


def paper():
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


def photo(colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def choose_everywhere(page, word):
    """Every question of the page gets the answer whose label begins with this word."""
    for choice in page.get_by_role("radio", name=word).all():
        choice.check()


def take_step(page, label):
    """A step of a workflow: its link on the row's page, then the button that confirms it."""
    page.locator(".steps").get_by_role("link", name=label, exact=True).click()
    with page.expect_navigation():
        page.locator("main form").get_by_role("button", name=label).click()


def save(page, name="บันทึก"):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def test_school_rates_and_sends_its_sar_and_gets_it_back(portal, page, size):
    number = SAR_SCHOOL[size]
    portal.sign_in(f"teacher{number}")
    page.get_by_role("link", name="SAR ระดับการศึกษาขั้นพื้นฐาน").first.click()
    address = page.url
    take_step(page, "เริ่มจัดทำรายงาน")

    for standard in (1, 2, 3):
        portal.open(f"{address}standard/{standard}/")
        choose_everywhere(page, "4 ดีเลิศ")
        page.fill("[name=reason]", "หลักฐานจากแฟ้มผลงานสอดคล้องกัน")
        page.fill("[name=strengths]", "ครูร่วมมือกันดี")
        save(page)
        expect(page.get_by_role("radio", name="4 ดีเลิศ").first).to_be_checked()
    portal.open(f"{address}own/1/")
    choose_everywhere(page, "4 ดีเลิศ")
    page.fill("[name=reason]", "ผลงานของผู้เรียนครบทุกคน")
    save(page)
    portal.open(f"{address}summary/")
    choose_everywhere(page, "4 ดีเลิศ")
    page.fill("[name=executive_summary]", "ภาพรวมอยู่ในระดับดีเลิศ")
    save(page)

    portal.open(f"{address}files/")
    page.set_input_files("[name=upload]", {"name": "SAR ที่ 1.pdf", "mimeType": "application/pdf", "buffer": paper()})
    save(page, "อัปโหลด")
    expect(page.locator("main")).to_contain_text("SAR ที่ 1.pdf")
    portal.open(address)
    take_step(page, "เสนอคณะกรรมการสถานศึกษา")

    portal.sign_in(f"board{number}")
    portal.open(f"{address}board/")
    page.fill("[name=met_on]", TODAY)
    page.fill("[name=chair_name]", "ประธานสมมุติ")
    page.fill("[name=members_present]", "ผู้แทนผู้ปกครอง ผู้แทนครู")
    minutes = {"name": "รายงานการประชุม.pdf", "mimeType": "application/pdf", "buffer": paper()}
    page.set_input_files("[name=minutes_file]", minutes)
    page.locator("[name=approve]").click()
    save(page, "เห็นชอบในนามคณะกรรมการ")
    expect(page.locator(".page-head")).to_contain_text("คณะกรรมการเห็นชอบแล้ว")

    portal.sign_in(f"head{number}")
    portal.open(address)
    take_step(page, "ส่งให้เขต")
    expect(page.locator(".page-head")).to_contain_text("ส่งเขตแล้ว")

    portal.sign_in("grouphead")
    portal.open(address)
    page.get_by_role("link", name="ส่งคืนให้โรงเรียนแก้ไข").first.click()
    page.fill("[name=note]", "ขอหลักฐานมาตรฐานที่ 1 เพิ่ม")
    save(page, "ส่งคืนให้โรงเรียนแก้ไข")
    portal.sign_in(f"teacher{number}")
    portal.open(address)
    expect(page.locator("main")).to_contain_text("ขอหลักฐานมาตรฐานที่ 1 เพิ่ม")
    portal.assert_calm()


def test_office_proposes_a_project_and_the_director_approves_it(portal, page, size):
    name = f"พัฒนาครูผู้รับผิดชอบงานประกันคุณภาพ {size}"
    portal.sign_in("plan")
    portal.open("/projects/")
    page.get_by_role("link", name="เสนอโครงการ", exact=True).click()
    page.fill("[name=name]", name)
    page.select_option("[name=layout]", "classic")
    page.locator("[name=groups]").first.check()
    page.fill("[name=period_text]", "ธันวาคม 2569 – มกราคม 2570")
    save(page, "บันทึกร่าง")
    address = portal.page.url.split("edit/")[0]
    fill_proposal(portal, page, f"{address}edit/")
    portal.open(address)
    expect(page.locator("main")).to_contain_text("14,000")
    take_step(page, "เสนอขออนุมัติ")

    for person in ("grouphead", "finance", "deputy"):  # the desk of plan officers is passed over: it is their own
        portal.sign_in(person)
        portal.open(address)
        take_step(page, "เห็นชอบ (ผ่านโต๊ะนี้)")

    portal.sign_in("director")
    portal.open("/projects/")
    page.get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_contain_text(name)
    take_step(page, "อนุมัติ")
    expect(page.locator(".page-head")).to_contain_text("อนุมัติแล้ว")
    portal.assert_calm()
    assert page.request.get(f"{address}pdf/").body().startswith(b"%PDF-")


def fill_proposal(portal, page, edit):
    sections = {
        "policy": {"policy-policy-text": "นโยบายที่ 1 คุณภาพการศึกษา"},
        "rationale": {"rationale": "โรงเรียนต้องการพัฒนาระบบ", "objectives-0-text": "เพื่อพัฒนาครู"},
        "targets": {"targets-0-text": "ครู 100 คน"},
        "activities": {"activities-0-title": "อบรมเชิงปฏิบัติการ", "activities-0-period_text": "ธันวาคม 2569"},
        "budget": {"lines-0-item": "ค่าอาหารว่าง", "lines-0-formula": "๑๐๐ คน x ๔ มื้อ x ๓๕ บาท"},
        "evaluation": {"evaluations-0-indicator": "ร้อยละของครูที่ผ่าน", "evaluations-0-method": "ทดสอบ"},
        "results": {"results-0-text": "โรงเรียนมีระบบที่เข้มแข็ง"},
    }
    for section, values in sections.items():
        portal.open(f"{edit}{section}/")
        for field, value in values.items():
            page.fill(f"[name='{field}']", value)
        save(page)
    portal.open(f"{edit}funding/")
    page.select_option("[name=funding-0-source]", index=1)
    page.fill("[name=funding-0-amount_text]", "14,000")
    save(page)


def test_supervisor_logs_a_visit_and_the_school_answers(portal, page, size):
    portal.sign_in("supervisor2")
    portal.open(f"/supervision/visits/?q={VISIT_SCHOOL[size]}&state=planned")
    page.get_by_role("link", name=VISIT_SCHOOL[size]).first.click()
    address = page.url
    portal.open(f"{address}record/facts/")
    page.fill("[name=visited_on]", TODAY)
    save(page, "บันทึกและทำข้อถัดไป")
    while "/record/sections/" in page.url:
        choose_everywhere(page, "ดีเลิศ")
        for answer in page.get_by_role("radio", name="ใช่", exact=True).all():
            answer.check()
        for words in page.locator("textarea[name^=answer_]").all():
            words.fill("ไม่มี")
        save(page, "บันทึกและทำข้อถัดไป")
    page.fill("[name=impressions]", "นักเรียนกล้าแสดงออก")
    save(page, "บันทึกและทำข้อถัดไป")

    portal.open(f"{address}record/findings/new/")
    page.get_by_role("radio", name="จุดที่ควรพัฒนา").check()
    page.select_option("[name=category]", index=1)
    page.locator("textarea[name=text]").fill("ยังไม่ได้กำหนดค่าเป้าหมายรายประเด็น")
    page.fill("[name=action-0-what]", "กำหนดค่าเป้าหมายและประกาศให้ทราบ")
    page.fill("[name=action-0-due_on]", TODAY)
    save(page)
    portal.open(f"{address}record/photos/")
    page.set_input_files("[name=photo]", {"name": "ภาพ.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.fill("[name=caption]", "ประชุมร่วมกับครูทั้งโรงเรียน")
    page.check("[name=has_consent]")
    save(page, "เพิ่มภาพ")
    portal.open(address)
    take_step(page, "บันทึกว่าออกนิเทศแล้ว")
    portal.open(address)
    take_step(page, "ส่งรายงานให้โรงเรียน")

    portal.sign_in(HEAD_OF_VISITED[size])
    portal.open(address)
    page.get_by_role("link", name="รับทราบและตอบ").first.click()
    page.fill("[name=note]", "รับทราบและจะดำเนินการ")
    for agreed in page.locator("input[value=agree]").all():
        agreed.check()
    save(page, "รับทราบและตอบ")
    expect(page.locator(".page-head")).to_contain_text("โรงเรียนตอบแล้ว")
    portal.assert_calm()
    assert page.request.get(f"{address}report.pdf").body().startswith(b"%PDF-")


def test_director_opens_the_rows_behind_a_number_and_the_annual_report(portal, page, size):
    portal.sign_in("director")
    portal.open("/office/")
    figure = page.locator(".figure-card > a").first
    count = figure.locator("b").inner_text().replace(",", "")
    figure.click()
    expect(page.locator("#rows")).to_contain_text(f"{int(count):,} รายการ")
    page.go_back()
    page.get_by_role("link", name="รายงานประจำปี").first.click()
    expect(page.locator("h1")).to_contain_text("รายงานประจำปี")
    portal.assert_calm()
    for kind, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        assert page.request.get(f"{page.url.split('?')[0]}{kind}/").body().startswith(start)
