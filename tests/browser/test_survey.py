"""A survey answered on a phone by somebody without an account: sent once, whatever the fingers do."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "ความพึงพอใจต่อการนิเทศการประกันคุณภาพภายใน"


def public_address(portal, page):
    """(path for everybody, the office's own page), as the office finds them."""
    portal.sign_in("supervisor2")
    portal.open("/supervision/surveys/")
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return "/survey/" + page.locator(".survey-link a.touch").get_attribute("href").split("/survey/")[1], page.url


def answered(page):
    return int(page.locator(".facts").inner_text().split(" ÷ ")[0].split()[-1])


def test_a_double_tap_sends_one_answer(portal, page, server, browser):
    path, own = public_address(portal, page)
    before = answered(page)
    guest = browser.new_context(locale="th-TH").new_page()
    guest.set_viewport_size({"width": 360, "height": 740})
    guest.goto(server + path)
    assert guest.evaluate("document.documentElement.scrollWidth") == 360
    uid = guest.input_value("[name=uid]")
    guest.reload()
    assert guest.input_value("[name=uid]") == uid
    for scale in guest.locator(".survey-scale").all():
        scale.locator("label").nth(1).click()
    guest.locator(".form-actions button").dblclick()
    expect(guest.locator("h1")).to_have_text("ขอบคุณ")
    assert [cookie["name"] for cookie in guest.context.cookies()] == ["csrftoken"]
    guest.context.close()
    page.goto(own)
    assert answered(page) == before + 1
