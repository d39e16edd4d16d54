"""What only a browser can do for an account: a security key (WebAuthn), and the meter of a new password."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

STRENGTHS = {
    "สั้นไป-12": 0,
    "aaaaaaaaaaaaaaaa": 1,
    "123456789012": 1,
    "qwertyuiopas": 1,
    "portalportalportal": 1,
    "gecmuzdopiwt": 2,
    "gecmuz-Dopiwt": 3,
    "แมวเขียว ตลาด จักรยาน": 4,
}


def key_of(page):
    """A security key that is plugged in and touched at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    about = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": about})


def say_the_password_again(page):
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="ยืนยัน", exact=True).click()


@pytest.mark.parametrize("size", ["phone"])
def test_security_key_is_added_and_signs_in(portal, page):
    """Its pages keep the policy on scripts: the browser complains of nothing."""
    portal.base = portal.base.replace("127.0.0.1", "localhost")  # no key knows a bare number
    key_of(page)
    portal.type_in("board24")
    portal.open("/accounts/password/change/")
    meter, levels = page.locator(".password-strength meter"), {}
    for text in STRENGTHS:
        page.fill("[name=password1]", text)
        levels[text] = int(meter.evaluate("meter => meter.value"))
    assert levels == STRENGTHS
    portal.open("/accounts/2fa/webauthn/add/")
    say_the_password_again(page)
    page.fill("[name=name]", "กุญแจพวงหลัก")
    page.get_by_role("button", name="เพิ่มกุญแจ").click()
    expect(page.locator("h1")).to_have_text("รหัสกู้คืน")
    portal.forget()
    portal.type_in("board24")
    page.get_by_role("button", name="ใช้กุญแจความปลอดภัย").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    portal.open("/accounts/2fa/webauthn/")
    expect(page.locator("tbody td").first).to_have_text("กุญแจพวงหลัก")
    page.get_by_role("link", name="นำออก กุญแจพวงหลัก").click()
    say_the_password_again(page)
    page.get_by_role("button", name="นำกุญแจความปลอดภัยออก").click()
    expect(page.locator("tbody td")).to_have_count(0)
    portal.assert_calm()


def test_account_menu_opens_and_closes_by_the_keyboard(portal, page):
    portal.sign_in("board1")
    portal.open("/notices/")
    summary = page.locator(".account-menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".account-panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".account-panel")).to_be_hidden()
    expect(summary).to_be_focused()
