"""The demo's report on item 5.4: the facts of A9-06 in the table of S004, on invented projects."""

from datetime import date

import pytest

from qa_portal.office.demo import own_standards as demo
from qa_portal.office.demo.world import World
from qa_portal.office.documents.own_standards import report_pdf
from qa_portal.office.models import OwnAssessment
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db

SAID = (  # A9-05, A9-06
    "(ช่วงเดือนตุลาคม – เมษายน ๒๕๖๙)",
    "NT, O-NET เป็นลำดับแรก",
    "๗๕ แห่งเป็นขนาดเล็ก",
    "๑ – ๑๕ กันยายน ๒๕๖๙",
    "ระบบจะติดขัด",
    "- (ไม่มี) -",
    "การนิเทศ online",
    "โครงการคณะกรรมการเขตตรวจเยี่ยมโรงเรียน",
    "กลยุทธ์ที่ ๕ ประเด็นที่ ๕.๔ ข้อที่ ๑",
)


@pytest.fixture
def world():
    district = DistrictFactory()
    people = {name: person(role, district) for name, role in (("grouphead", "group_head"), ("director", "director"))}
    schools = [SchoolFactory(district=district) for _number in range(13)]
    return World(date(2026, 11, 21), district, people, schools)


def test_demo_report_is_approved_at_level_three_and_this_years_is_begun(world):
    demo.load(world)
    demo.load(world)
    reports = OwnAssessment.objects.order_by("fiscal_year")
    assert list(reports.values_list("fiscal_year", "state")) == [(2569, "approved"), (2570, "draft")]
    (indicator,) = reports[0].editions.get().content["indicators"]
    assert (indicator["level"], indicator["suggested"]) == (3, 3)
    assert [len(item["projects"]) for item in indicator["items"]] == [1, 1, 3, 1, 2]
    assert [sum(tick["is_on"] for tick in item["ticks"]) for item in indicator["items"]] == [0, 0, 0, 3, 3]


def test_demo_report_says_the_facts_of_s004_and_names_only_schools_of_the_demo(world):
    demo.load(world)
    content = OwnAssessment.objects.get(fiscal_year=2569).editions.get().content
    text = squeezed(poppler_text(report_pdf(content)))
    assert [words for words in SAID if squeezed(words) not in text] == []
    visited = "\n".join(content["indicators"][0]["items"][4]["projects"][1]["headings"][0][1])
    names = [school.name.removeprefix("โรงเรียน") for school in world.schools]
    assert [name for name in names if name not in visited] == []
