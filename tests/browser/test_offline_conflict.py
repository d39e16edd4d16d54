"""One visit written on two phones: the conflict is shown on both, settled on the portal side by side, and nothing of
either is lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.field_phone import FieldPhone, camera_picture, chance_of
from tests.browser.test_offline_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
FINDINGS = ["ข้อค้นพบจากเครื่องแรก", "ข้อค้นพบจากเครื่องที่สอง"]
NOTES = ["บันทึกจากเครื่องแรก", "บันทึกจากเครื่องที่สอง"]


@pytest.fixture
def phones(browser, field_portal):
    """Two phones of one person, the same visit taken along on both."""
    phones = [FieldPhone(browser, field_portal.base) for _number in range(2)]
    for phone in phones:
        phone.sign_in()
        phone.first_open()
        phone.record = phone.take_along(field_portal.visits[0])
    yield phones
    for phone in phones:
        phone.close()


def write_on(phones):
    for phone, note, finding in zip(phones, NOTES, FINDINGS, strict=True):
        phone.note(phone.record, note)
        phone.find(phone.record, finding)
        phone.kept()
    second = phones[1]
    second.photograph(second.record, camera_picture(chance_of(1)), "ภาพจากเครื่องที่สอง")
    second.kept()


def test_two_phones_that_write_one_visit_differently_are_settled_on_the_portal(phones, field_portal, axe_source):
    first, second = phones
    write_on(phones)
    first.send(first.record)
    first.send_until_nothing_waits()
    second.send(second.record)
    second.page.wait_for_selector(f"[data-record='{second.record}'][data-state=conflict]")
    choose = second.page.get_by_role("link", name="ดูทั้งสองฉบับแล้วเลือก")
    expect(choose).to_be_visible()
    first.open()
    expect(first.page.get_by_role("link", name="ดูทั้งสองฉบับแล้วเลือก")).to_be_visible()
    assert violations(first, axe_source) == []
    settle(second, choose, axe_source)
    assert held(field_portal) == (NOTES[1], sorted(FINDINGS), ["ภาพจากเครื่องที่สอง"])
    assert kept_contents(field_portal) == [sorted(NOTES), 2]
    agree(phones)
    assert [phone.complaints for phone in phones] == [[], []]


def settle(phone, choose, axe_source):
    """The notes of the second phone; of all else what is set already, which drops nothing."""
    choose.click()
    for note in NOTES:
        expect(phone.page.get_by_text(note)).to_be_visible()
    assert violations(phone, axe_source) == []
    phone.page.get_by_role("radio", name=NOTES[1]).check()
    phone.page.get_by_role("button", name="ตัดสินตามที่เลือก").click()
    phone.page.wait_for_url("**/parts/")


def agree(phones):
    """Both phones go on from what was chosen."""
    first, second = phones
    second.open("#/queue")
    second.send_until_nothing_waits()
    first.go("#/")
    first.page.get_by_role("button", name="ดึงรายการล่าสุด").click()
    expect(first.page.get_by_role("link", name="ดูทั้งสองฉบับแล้วเลือก")).to_have_count(0)
    first.page.get_by_role("button", name="เตรียมใหม่อีกครั้ง").first.click()
    first.page.wait_for_selector("#taking:empty", state="attached")
    for phone in phones:
        phone.step(phone.record, "words")
        expect(phone.page.get_by_label("บันทึกเพิ่มเติม")).to_have_value(NOTES[1])
        phone.step(phone.record, "findings")
        texts = phone.page.get_by_label("สิ่งที่พบ")
        assert sorted(box.input_value() for box in texts.all()) == sorted(FINDINGS)


def held(portal):
    """What the visit holds: notes, findings, captions of photos."""
    ((visit, notes),) = portal.rows(
        "SELECT visit_id, notes FROM supervision_fieldrecord r JOIN supervision_visit v ON v.id = r.visit_id"
    )
    texts = [
        sorted(text for (text,) in portal.rows(f"SELECT {column} FROM {table} WHERE visit_id = ?", visit))
        for table, column in (("supervision_finding", "text"), ("supervision_visitphoto", "caption"))
    ]
    return notes, *texts


def kept_contents(portal):
    """Both first versions stay stored, and what was chosen is a revision of its own."""
    first = portal.rows("SELECT content FROM supervision_fieldrevision ORDER BY number")
    other = portal.rows("SELECT content FROM supervision_fieldconflict")
    notes = [json.loads(content)["parts"]["visit:notes"] for (content,) in (first[0], other[0])]
    return [sorted(notes), len(first)]
