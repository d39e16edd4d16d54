"""On a phone: an item that does not apply, sections that count their photos, and a photo of what was open before."""

import pytest
from playwright.sync_api import expect

from tests.browser.field_phone import camera_picture, chance_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def counted(phone, record):
    """How far the third section says that it is."""
    phone.step(record, "")
    return phone.page.locator(f"a[href='#/record/{record}/s2'] small").inner_text()


def answers(portal, record):
    """{item's number: (number, not applicable)} of the visit into which a record went."""
    rows = portal.rows(
        "SELECT i.number, a.number, a.not_applicable FROM supervision_answer a "
        "JOIN supervision_instrumentitem i ON i.id = a.item_id "
        "JOIN supervision_fieldrecord r ON r.visit_id = a.visit_id WHERE r.uid = ?",
        record.replace("-", ""),
    )
    return {item: (value, bool(is_na)) for item, value, is_na in rows}


def test_number_and_photo_items_may_be_not_applicable(phone, field_portal):
    record = phone.take_along(field_portal.visits[0])
    assert counted(phone, record) == "0 จาก 2"
    phone.step(record, "s2")
    ticks = phone.page.get_by_label("ไม่เกี่ยวข้อง")
    box = phone.page.get_by_label("3.1 รายการ")
    box.fill("12.5")
    ticks.nth(0).check()
    expect(box).to_have_value("")
    ticks.nth(1).check()
    phone.kept()
    assert counted(phone, record) == "2 จาก 2"
    phone.send(record)
    phone.send_until_nothing_waits()
    assert answers(field_portal, record) == {"3.1": (None, True), "3.2": (None, True)}
    phone.step(record, "s2")
    box.fill("12.5")
    expect(ticks.nth(0)).not_to_be_checked()
    phone.kept()
    phone.send(record)
    phone.send_until_nothing_waits()
    assert answers(field_portal, record) == {"3.1": (12.5, False), "3.2": (None, True)}


def test_photo_counts_as_the_answer_of_its_item(phone, field_portal):
    record = phone.take_along(field_portal.visits[1])
    phone.step(record, "s2")
    phone.add_photo(camera_picture(chance_of(2)))
    assert counted(phone, record) == "1 จาก 2"


def test_photo_of_what_was_open_arrives_at_its_second_look(phone, field_portal):
    record = phone.take_along(field_portal.visits[2])
    phone.offline(True)
    phone.step(record, "open")
    phone.page.get_by_role("radio", name="ยังไม่ได้แก้ไข").check()
    phone.add_photo(camera_picture(chance_of(3)))
    phone.page.get_by_role("checkbox").check()
    phone.kept()
    phone.offline(False)
    phone.send(record)
    phone.send_until_nothing_waits()
    rows = field_portal.rows(
        "SELECT r.verdict, f.text, p.has_consent, p.caption <> '' FROM supervision_visitphoto p "
        "JOIN supervision_recheck r ON r.id = p.recheck_id JOIN supervision_finding f ON f.id = r.finding_id "
        "JOIN supervision_fieldrecord d ON d.visit_id = p.visit_id WHERE d.uid = ?",
        record.replace("-", ""),
    )
    assert rows == [("not_fixed", "ยังไม่มีเครื่องมือประเมิน", 1, 1)]


def test_what_the_report_still_lacks_is_told_before_and_after_it_is_sent(phone, field_portal):
    record = phone.take_along(field_portal.visits[3])
    phone.step(record, "promises")
    phone.page.get_by_role("button", name="เพิ่มข้อตกลง").click()
    phone.step(record, "photos")
    phone.add_photo(camera_picture(chance_of(4)))
    phone.kept()
    phone.step(record, "")
    lacking = phone.page.locator("#lacking a")
    assert sorted(lacking.all_inner_texts()) == [
        "ภาพการนิเทศ: คำบรรยายภาพ (ไม่ใส่ชื่อนักเรียน)",
        "วันที่และผู้ร่วมนิเทศ: วันที่ออกนิเทศ",
        "สิ่งที่ตกลง: สิ่งที่ตกลง, กำหนดแล้วเสร็จ",
    ]
    phone.send(record)
    phone.send_until_nothing_waits()
    expect(phone.page.locator("main")).to_contain_text("บางส่วนยังกรอกไม่ครบ")
    phone.go(f"#/record/{record}")
    told = phone.page.locator(".alert[role=alert] li")
    expect(told).to_have_count(2)
    assert sorted(told.all_inner_texts())[0] == "คำบรรยายภาพ: กรุณากรอกข้อมูลในช่องนี้"
    lacking.click()
    expect(phone.page.locator("h1")).to_have_text("วันที่และผู้ร่วมนิเทศ")
