"""A whole proposal in each of the three forms, typed by hand: every field has a place, and the paper comes out the same
as that of the demo's own project, which was loaded from the same text."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.core.document_kit import pdfium_text

pytestmark = pytest.mark.browser

CHOICES = {"layout", "nature", "kind", "level", "depth", "activity", "category"}
ON_DEMAND = {"budget_number", "budget_title"}
PROPOSALS = Path(__file__).parents[2] / "qa_portal/office/demo/proposals"


@pytest.fixture(params=["desktop"])
def size(request):
    return request.param


class Typist:
    """Someone who writes a proposal section by section."""

    def __init__(self, portal, page, data):
        self.portal, self.page, self.data = portal, page, data

    def open(self, section):
        self.portal.open(f"{self.address}edit/{section}/")

    def save(self):
        with self.page.expect_navigation():
            self.page.locator("[name=save]").click()
        assert self.page.locator("#form-errors").count() == 0

    def put(self, place, name, value):
        """Into a field of any kind, by its name (without the table and the number of the row)."""
        field = place.locator(f"[name='{name}'], [name$='-{name}']").first
        field.select_option(str(value)) if name in CHOICES else field.fill(str(value))

    def table(self, prefix, rows):
        """Each row below the last; the form begins with one blank row."""
        place = self.page.locator(f"[data-rows='{prefix}']")
        for number, row in enumerate(rows):
            if number:
                place.locator("[name=add]").click()
            card = place.locator("[data-row]").nth(number)
            if row.keys() & ON_DEMAND:
                card.locator("summary").click()
            for name, value in row.items():
                if value not in ("", None):
                    self.put(card, name, value)

    def begin(self):
        data, page = self.data, self.page
        self.portal.open("/projects/add/")
        for name in ("name", "fiscal_year", "layout", "nature", "period_text", "plan_line"):
            if data[name]:
                self.put(page.locator("main form").last, name, data[name])
        for group in data["groups"]:
            page.get_by_label(group, exact=True).check()
        with page.expect_navigation():
            page.get_by_role("button", name="บันทึกร่าง").click()
        self.address = page.url

    def policy(self):
        self.open("policy")
        for row in self.data["policy"]:
            card = self.page.locator(f"fieldset:has([name='policy-{row['kind']}-text'])").last
            card.locator("textarea").fill(row["text"])
            for code in row["codes"]:
                card.get_by_label(re.compile(rf"^\s*{re.escape(code)} ")).check()
            if row.get("all_indicators"):
                card.locator("[name$=all_indicators]").check()
        self.save()

    def texts(self):
        data = self.data
        self.open("rationale")
        self.page.fill("[name=rationale]", data["rationale"])
        self.table("objectives", [{"text": text} for text in data["objectives"]])
        self.save()
        self.open("targets")
        self.table("targets", data["targets"])
        self.save()
        self.open("results")
        self.table("results", [{"text": text} for text in data["results"]])
        self.save()

    def activities(self):
        def outline(rows, depth=0):
            for row in rows:
                yield {name: value for name, value in row.items() if name not in ("steps", "stated_total_text")} | {
                    "depth": depth
                }
                yield from outline(row.get("steps", ()), depth + 1)

        self.open("activities")
        self.table("activities", outline(self.data["activities"]))
        self.save()

    def budget(self):
        data = self.data
        self.open("budget")
        options = self.page.locator("[name='lines-0-activity'] option")
        keys = [option.get_attribute("value") for option in options.all()]
        lines = [row | ({"activity": keys[row["activity"]]} if "activity" in row else {}) for row in data["lines"]]
        self.table("lines", lines)
        for place, row in enumerate(data["activities"]):
            self.page.fill(f"[name='totals-{place}-stated_total_text']", row.get("stated_total_text", ""))
        self.page.fill("[name=stated_total_text]", data["stated_total_text"])
        self.page.fill("[name=budget_note]", data["budget_note"])
        self.page.locator("[name=transfers_allowed]").set_checked(data["transfers_allowed"])
        for category, text in data["stated_columns"].items():
            self.page.fill(f"[name=column_{category}]", text)
        self.save()

    def money_and_judgement(self):
        data = self.data
        self.open("funding")
        for row in data["funding"]:
            card = self.page.locator(
                f"[data-rows=funding] [data-row]:has(select option[value={row['source']}]:checked)"
            )
            self.put(card, "amount_text", row["amount_text"])
        self.save()
        self.open("risks")
        self.table("risks", data["risks"])
        self.save()
        self.open("evaluation")
        self.table("indicators", data["indicators"])
        self.table("evaluations", data["evaluations"])
        self.save()


def written(value, names):
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], value)
    if isinstance(value, list):
        return [written(item, names) for item in value]
    return {key: written(item, names) for key, item in value.items()} if isinstance(value, dict) else value


def paper(page, address):
    """The printed words, but for the mark of a draft."""
    text = pdfium_text(page.request.get(f"{address}pdf/").body())
    return [word for word in text.split() if word != "ร่าง"]


def odd(page):
    """What the page says about the figures and the plan, but for what only a running project can be."""
    return {text for text in page.locator(".finding").all_inner_texts() if "กิจกรรมที่ค้าง" not in text}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("key", ["s000", "s001", "s003"])
def test_proposal_typed_by_hand_prints_as_the_one_that_was_loaded(portal, page, key):
    data = json.loads((PROPOSALS / f"{key}.json").read_text(encoding="utf-8"))
    names = {"office": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองตัวอย่าง เขต 1", "short": "สพป.เมืองตัวอย่าง เขต 1"}
    year = data["fiscal_year"]
    data = written(data, names | {"fy": str(year), "fy1": str(year - 1)})
    portal.sign_in(data["owner"])
    portal.open(f"/projects/?fiscal_year={year}")
    link = page.locator("#rows a", has_text=data["name"]).first.get_attribute("href")
    portal.open(f"{link}proposal/")
    loaded = page.url.removesuffix("proposal/")
    sentences = odd(page)

    typist = Typist(portal, page, data)
    typist.begin()
    for section in (typist.policy, typist.texts, typist.activities, typist.budget, typist.money_and_judgement):
        section()
    portal.open(f"{typist.address}proposal/")
    assert odd(page) == sentences
    assert paper(page, typist.address) == paper(page, loaded)
    portal.assert_calm()


def test_typing_outlives_a_lost_connection_and_a_closed_window(portal, page):
    portal.sign_in("plan")
    portal.open("/projects/add/")
    page.fill("[name=name]", "โครงการที่ยังพิมพ์ไม่เสร็จ")
    expect(page.locator(".autosave-state")).to_contain_text("เก็บสิ่งที่พิมพ์ไว้แล้ว")
    page.context.set_offline(True)
    page.fill("[name=co_owners]", "ผู้ร่วมงานสมมุติ")
    expect(page.locator(".autosave-state")).to_contain_text("ไม่มีการเชื่อมต่อ")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    other.goto(f"{portal.base}/projects/add/")
    expect(other.locator("[name=co_owners]")).to_have_value("ผู้ร่วมงานสมมุติ")
    expect(other.locator("[name=name]")).to_have_value("โครงการที่ยังพิมพ์ไม่เสร็จ")
    other.locator("#unsaved button").click()
    expect(other.locator("[name=name]")).to_have_value("")


def test_rows_are_copied_moved_removed_and_put_back_before_saving(portal, page):
    portal.sign_in("plan")
    portal.open("/projects/add/")
    page.fill("[name=name]", "โครงการทดลองแถว")
    with page.expect_navigation():
        page.get_by_role("button", name="บันทึกร่าง").click()
    address = page.url
    portal.open(f"{address}edit/targets/")
    rows = page.locator("[data-rows=targets] [data-row]")
    rows.nth(0).locator("[name$=-text]").fill("ก")
    rows.nth(0).locator("[data-row-act=duplicate]").click()
    rows.nth(1).locator("[name$=-text]").fill("ข")
    rows.nth(0).locator("[data-row-act=insert]").click()
    rows.nth(1).locator("[name$=-text]").fill("ค")
    rows.nth(2).locator("[data-row-act=up]").press("Enter")
    rows.nth(0).locator("[data-row-act=remove]").click()
    rows.nth(2).locator("[data-row-act=remove]").click()
    rows.nth(2).locator("[data-row-act=restore]").click()
    with page.expect_navigation():
        page.locator("[name=save]").click()
    assert [text.split("\n")[-1] for text in page.locator("#targets .numbered li").all_inner_texts()] == ["ข", "ค"]
    portal.assert_calm()
