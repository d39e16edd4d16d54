"""A planned visit and an event go to another day: drawn with a real mouse on a desktop, by their button on a phone."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.browser


def planned_visit(portal, page):
    """The month of the office that has a planned visit of the demo: the page stands on it."""
    first = date.today().replace(day=1)  # noqa: DTZ011  the browser's own day
    for _month in range(3):
        portal.open(f"/supervision/calendar/?whose=office&month={first:%Y-%m}")
        if page.locator(".entry[data-move*='visits']").count():
            return page.locator(".entry[data-move*='visits']").first
        first = (first + timedelta(days=32)).replace(day=1)
    return pytest.fail("The demo has no visit that is planned.")


def test_visit_goes_to_another_day(portal, page, size):
    portal.sign_in("grouphead")
    entry = planned_visit(portal, page)
    if size == "phone":
        with page.expect_navigation():
            entry.get_by_role("link", name="เลื่อนวัน").click()
        assert page.locator("[name=new_date]").input_value() == ""
        portal.assert_calm()
        return
    target = page.locator("[data-day]:not(:has(.entry))").last
    day = target.get_attribute("data-day")
    entry.scroll_into_view_if_needed()
    with page.expect_navigation():
        draw(page, entry, target)
    assert page.locator("[name=new_date]").input_value() == day
    portal.assert_calm()


def draw(page, entry, target):
    """With the mouse, in steps, as a hand does it: a little at first, so that the browser takes it for drawing."""
    there = entry.bounding_box()
    x, y = there["x"] + there["width"] / 2, there["y"] + there["height"] - 6
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y - 4)
    page.mouse.move(x + 19, y - 4)
    target.scroll_into_view_if_needed()
    here = target.bounding_box()
    for part in (0.3, 0.5, 0.7):
        page.mouse.move(here["x"] + here["width"] * part, here["y"] + here["height"] * part)
    page.mouse.up()


def test_team_fits_its_screen_and_breaks_no_rule(portal, page, axe):
    portal.sign_in("grouphead")
    planned_visit(portal, page)
    page.get_by_role("link", name="ศึกษานิเทศก์ทุกคน").click()
    page.wait_for_url("**whose=team**")
    assert page.locator(".team-week").count() >= 4
    assert axe() == []
    portal.assert_calm()


def test_proposed_calendar_fits_its_screen_and_breaks_no_rule(portal, page, axe):
    portal.sign_in("grouphead")
    portal.open("/supervision/plans/")
    page.locator("main a[href*='/plans/']").filter(has_text="แผนการนิเทศ").first.click()
    page.get_by_role("link", name="ปฏิทินที่ระบบเสนอ").click()
    page.wait_for_url("**/calendar/")
    assert page.get_by_role("button", name="กำหนดการนิเทศ").count() == 1
    assert axe() == []
    portal.assert_calm()
