"""axe-core finds nothing on the main pages, at both widths; a keyboard reaches the content; nothing is wider than the
screen and nothing comes from elsewhere."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# who → pages that they use
PAGES = {
    "director": [
        "/",
        "/office/",
        "/office/attention/",
        "/schools/",
        "/schools/1/",
        "/projects/",
        "/projects/2/",
        "/notices/",
        "/office/districts/",
        "/office/districts/1/areas/sar/",
        "/office/districts/1/areas/money/",
        "/office/districts/1/map/",
        "/office/annual-book/",
        "/office/guide/",
    ],
    "grouphead": ["/schools/sars/", "/schools/cycles/", "/schools/supervisors/", "/schools/networks/"],
    "plan": [
        "/office/letters/",
        "/office/letters/new/memo/",
        "/schools/import/",
        "/projects/add/",
        "/projects/8/edit/budget/",
        "/projects/8/edit/activities/",
    ],
    "supervisor2": ["/projects/strategy/", "/projects/strategy/coverage/", "/projects/results/", "/projects/books/"],
    "finance": [
        "/projects/desk/",
        "/projects/6/",
        "/projects/6/return/",
        "/projects/4/expenses/",
        "/projects/spending/",
    ],
    "supervisor1": ["/supervision/visits/", "/supervision/visits/new/", "/supervision/actions/"],
    "teacher2": ["/schools/desk/", "/schools/sars/"],
    "admin": [
        "/office/letterhead/",
        "/schools/new/",
        "/schools/1/edit/",
        "/schools/1/figures/2569/",
        "/personal-data/people/2/",
        "/back-office/core/user/",
    ],
    "national": ["/office/districts/"],
}


at_each_size = pytest.mark.parametrize("size", ["desktop"])


@at_each_size
@pytest.mark.parametrize("username", PAGES)
def test_main_pages_have_no_violation(portal, axe_at_each_size, username):
    portal.sign_in(username)
    found = {}
    for path in PAGES[username]:
        assert portal.open(path).status == 200, path
        if broken := axe_at_each_size():
            found[path] = broken
    assert found == {}
    portal.assert_calm()


@at_each_size
@pytest.mark.parametrize(
    ("username", "list_path", "pages"),
    [
        ("teacher2", "/schools/sars/?year=2568", ["", "standard/1/", "summary/", "files/", "board/"]),
        (
            "supervisor2",
            "/supervision/visits/?state=planned",
            ["", "record/facts/", "record/sections/1/", "record/check/"],
        ),
    ],
)
def test_pages_of_a_row_have_no_violation(portal, page, axe_at_each_size, username, list_path, pages):
    portal.sign_in(username)
    portal.open(list_path)
    page.locator("#rows tbody a").first.click()
    page.wait_for_load_state()
    row, found = page.url, {}
    for path in pages:
        portal.open(row + path)
        if broken := axe_at_each_size():
            found[path] = broken
    assert found == {}
    portal.assert_calm()


def test_sign_in_page_has_no_violation_and_says_what_is_wrong(portal, page, axe):
    portal.open("/accounts/login/")
    assert axe() == []
    page.fill("[name=login]", "director")
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.locator("main")).to_contain_text("ไม่ถูกต้อง")
    assert axe() == []


def test_keyboard_reaches_the_content_first(portal, page):
    portal.sign_in("director")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("ข้ามไปยังเนื้อหา")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_sign_in_and_a_list_work_without_javascript(browser, server):
    context = browser.new_context(java_script_enabled=False, locale="th-TH")
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")
    page.fill("[name=login]", "director")
    page.fill("[name=password]", "demo-portal-2569")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.goto(f"{server}/schools/")
    page.fill("main [name=q]", "อนุบาล")
    page.get_by_role("button", name="กรอง").click()
    expect(page.locator("#rows")).to_contain_text("1 รายการ")
    context.close()


EVERYBODY = ["director", "grouphead", "supervisor1", "plan", "finance", "committee", "head1", "teacher1", "board1"]
LEAVES = ("/accounts/logout/", "/back-office/logout/", "/language/")


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@at_each_size
def test_no_page_that_a_link_leads_to_has_a_violation(portal, page, axe_at_each_size):
    """One page of each address: what is behind the links of each role's pages, and the links of those pages."""
    met, found = set(), {}
    for username in [*EVERYBODY, "admin", "national"]:
        portal.sign_in(username)
        ahead = [page.url]
        while ahead:
            path = ahead.pop(0)
            answer = page.request.get(path)
            if answer.status != 200:
                found[f"{username} {path}"] = answer.status
            elif answer.headers["content-type"].startswith("text/html"):
                portal.open(path)
                if broken := axe_at_each_size():
                    found[f"{username} {path}"] = broken
                ahead += [link for link in links_of(page, portal.base) if first_met(link, met)]
    print(f"{len(met)} addresses met")
    # The boxes of Django's back office write their width into a style, which the policy refuses: it looks the same.
    others = [said for said in portal.complaints if not said.startswith("Applying inline style")]
    assert (found, others) == ({}, [])


def links_of(page, base):
    hrefs = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((link) => new URL(link.getAttribute('href'), location).href)"
    )
    return [href.partition("#")[0] for href in hrefs if href.startswith(base + "/") and not href.endswith(LEAVES)]


def first_met(link, met):
    """Of each address one, whatever its row; with the parameters that choose another view."""
    match = resolve(urlsplit(link).path)
    name = (match.view_name, *(str(value) for value in match.kwargs.values() if not str(value).isdigit()))
    if name in met:
        return False
    met.add(name)
    return True
