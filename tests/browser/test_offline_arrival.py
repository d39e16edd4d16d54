"""A phone notes where a visit was begun as a band: no degree of it is kept or sent."""

import pytest
from playwright.sync_api import expect

from tests.browser.field_phone import EXPORT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# The school stands at 13.756331, 100.501765. (latitude, longitude, accuracy in metres), the band, its words
PLACES = [
    ((13.757, 100.502, 20), "at_school", "ที่โรงเรียน (ไม่เกิน 300 เมตร)"),
    ((13.757, 100.502, 900), "near", "ใกล้โรงเรียน (ไม่เกิน 2 กิโลเมตร)"),
    ((13.770, 100.502, 20), "near", "ใกล้โรงเรียน (ไม่เกิน 2 กิโลเมตร)"),
    ((13.800, 100.502, 20), "far", "ที่อื่น"),
    ((13.757, 100.502, 5000), "unknown", "ไม่ทราบ · เครื่องนี้ไม่ได้บอกตำแหน่ง หรือบอกไม่ละเอียดพอ"),
]


def note_arrival(phone):
    phone.page.get_by_role("button", name="บันทึกการมาถึง").click()


def stand(phone, latitude, longitude, accuracy):
    place = {"latitude": latitude, "longitude": longitude, "accuracy": accuracy}
    phone.context.set_geolocation(place)


def test_arrival_is_noted_as_a_band_alone(phone, field_portal):
    phone.context.grant_permissions(["geolocation"])
    record = phone.take_along(field_portal.visits[0])
    phone.offline(True)
    phone.step(record, "facts")
    said = phone.page.locator("#arrival")
    expect(said).to_have_text("ยังไม่ได้บันทึก")
    for place, band, words in PLACES:
        stand(phone, *place)
        note_arrival(phone)
        expect(said).to_have_text(words)
        phone.kept()
        assert f'"visit:arrival":"{band}"' in phone.page.evaluate(EXPORT)
    exported = phone.page.evaluate(EXPORT)
    assert [text for text in ("13.7", "13.8", "100.50", "accuracy") if text in exported] == []
    phone.offline(False)
    phone.send(record)
    phone.send_until_nothing_waits()
    assert field_portal.rows("SELECT DISTINCT arrival FROM supervision_visit WHERE arrival <> ''") == [("unknown",)]


def test_arrival_is_not_known_where_the_device_may_not_say_it(phone, field_portal):
    record = phone.take_along(field_portal.visits[1])
    phone.step(record, "facts")
    note_arrival(phone)
    expect(phone.page.locator("#arrival")).to_contain_text("ไม่ทราบ")
    phone.page.get_by_role("button", name="นำออก").click()
    expect(phone.page.locator("#arrival")).to_have_text("ยังไม่ได้บันทึก")
