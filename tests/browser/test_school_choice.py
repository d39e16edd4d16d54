"""A long list of schools is narrowed while one types; what is ticked stays, and is said above the list."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_chosen_schools_are_said_and_networks_without_one_hidden(portal, page):
    portal.sign_in("supervisor1")
    portal.open("/supervision/visits/new/")
    said = page.locator(".chosen-schools")
    expect(said).to_have_text("")
    page.get_by_label("บ้านวังปลาดาว").check()
    expect(said).to_have_text("เลือกแล้ว 1 โรงเรียน: บ้านวังปลาดาว")
    networks = page.locator("#div_id_schools strong")
    assert networks.count() == 4
    page.get_by_label("แสดงเฉพาะโรงเรียนที่ชื่อมีคำว่า").fill("ทุ่งดาวเรียง")
    shown = [network.inner_text() for network in networks.all() if network.is_visible()]
    assert shown == ["เครือข่ายทุ่งดาวเรียง", "เครือข่ายลุ่มน้ำเพลิน"]
    page.get_by_label("บ้านวังปลาดาว").uncheck()
    expect(said).to_have_text("")
    portal.assert_calm()
