"""What a thumb presses on a phone is 48 pixels high; a link in a sentence is as high as its line (WCAG 2.2, 2.5.8)."""

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "director": ["/office/", "/projects/", "/projects/desk/", "/schools/", "/projects/strategy/coverage/"],
    "supervisor1": ["/projects/results/", "/projects/activities/", "{paper}", "{paper}result/", "{paper}result/edit/"],
}
SMALL = """() => {
  const field = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  const shown = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1
    && !e.closest('.visually-hidden, .skip-link, .cards thead');
  const words = e => [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 2);
  const inSentence = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline' && words(e);
  const height = e => Math.max(...[e, ...(e.labels || [])].map(each => each.getBoundingClientRect().height));
  return [...document.querySelectorAll(field)].filter(e => shown(e) && !inSentence(e) && height(e) < 47.5)
    .map(e => `${e.parentElement.className} > ${e.tagName} ${(e.innerText || e.name).slice(0, 40)}`);
}"""


@pytest.fixture(params=["phone"])
def size(request):
    return request.param


@pytest.mark.parametrize("person", PAGES)
def test_targets_on_a_phone_are_large_enough(portal, page, person):
    portal.sign_in(person)
    portal.open("/projects/?fiscal_year=2560")
    paper = page.get_by_role("link", name="ฉบับที่อนุมัติ 120,000 บาท").first.get_attribute("href")
    for address in PAGES[person]:
        portal.open(address.format(paper=paper))
        assert (address, page.evaluate(SMALL)) == (address, [])
        portal.assert_calm()
