"""Writing a report outlives a lost connection and a closed window, and two people write at once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

KEPT = "เก็บสิ่งที่พิมพ์ไว้แล้ว"


@pytest.fixture(params=["desktop"])
def size(request):
    return request.param


def open_report(portal, page, user):
    """The report of basic education that this school is writing; its address."""
    portal.sign_in(user)
    portal.open("/schools/desk/")
    page.locator(".desk-report").get_by_role("link", name="SAR ระดับการศึกษาขั้นพื้นฐาน").first.click()
    return page.url


def test_typing_on_a_standard_outlives_a_lost_connection_and_a_closed_window(portal, page):
    address = open_report(portal, page, "teacher6")
    portal.open(f"{address}standard/2/")
    page.fill("[name=strengths]", "ครูร่วมมือกันดีมาก")
    expect(page.locator(".autosave-state")).to_contain_text(KEPT)
    page.context.set_offline(True)
    page.fill("[name=plan]", "พิมพ์ตอนไม่มีสัญญาณ")
    expect(page.locator(".autosave-state")).to_contain_text("ไม่มีการเชื่อมต่อ")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    other.goto(f"{address}standard/2/")
    expect(other.locator("[name=plan]")).to_have_value("พิมพ์ตอนไม่มีสัญญาณ")
    expect(other.locator("[name=strengths]")).to_have_value("ครูร่วมมือกันดีมาก")
    expect(other.locator("#unsaved")).to_be_visible()
    with other.expect_navigation():
        other.get_by_role("button", name="บันทึก", exact=True).click()
    expect(other.locator("#unsaved")).to_have_count(0)
    expect(other.locator("[name=plan]")).to_have_value("พิมพ์ตอนไม่มีสัญญาณ")


def save(page):
    page.get_by_role("button", name="บันทึก", exact=True).click()


def test_saving_without_a_connection_stays_on_the_page_and_goes_on(portal, page):
    address = open_report(portal, page, "teacher6")
    portal.open(f"{address}standard/1/")
    page.context.set_offline(True)
    page.fill("[name=plan]", "กดบันทึกตอนไม่มีสัญญาณ")
    save(page)
    expect(page.locator(".autosave-state")).to_contain_text("ไม่มีการเชื่อมต่อ")
    assert page.url == f"{address}standard/1/"
    page.context.set_offline(False)
    expect(page.locator(".autosave-state")).to_contain_text(KEPT)
    with page.expect_navigation():
        save(page)
    expect(page.locator("[name=plan]")).to_have_value("กดบันทึกตอนไม่มีสัญญาณ")
    expect(page.locator("#unsaved")).to_have_count(0)


def test_what_a_broken_line_took_is_there_whatever_page_is_opened_next(portal, page):
    address = open_report(portal, page, "teacher6")
    portal.open(f"{address}standard/3/")
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("[name=plan]", "สายขาดตอนบันทึก")
    save(page)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/*")
    portal.open("/schools/desk/")
    portal.open(f"{address}standard/3/")
    expect(page.locator("[name=plan]")).to_have_value("สายขาดตอนบันทึก")
    expect(page.locator("#unsaved")).to_be_visible()


def test_two_people_write_two_parts_at_once(portal, page, browser):
    address = open_report(portal, page, "teacher11")
    portal.open(f"{address}standard/3/")
    page.fill("[name=strengths]", "ของครู")
    context = browser.new_context(locale="th-TH")
    second = type(portal)(context.new_page(), portal.base, portal.sessions)
    second.sign_in("head11")
    second.open(f"{address}standard/2/")
    second.page.fill("[name=strengths]", "ของผู้อำนวยการ")
    for window in (page, second.page):
        with window.expect_navigation():
            window.get_by_role("button", name="บันทึก", exact=True).click()
        assert window.locator("#form-errors").count() == 0
    portal.open(f"{address}standard/2/")
    expect(page.locator("[name=strengths]")).to_have_value("ของผู้อำนวยการ")
    portal.open(f"{address}standard/3/")
    expect(page.locator("[name=strengths]")).to_have_value("ของครู")
    context.close()
    portal.assert_calm()
