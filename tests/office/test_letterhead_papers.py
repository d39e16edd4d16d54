"""Plans, proposals and books begin with the office's letterhead and end with who signs for it that day (B9)."""

import re
from datetime import date

import pytest

from projects.documents import proposal
from qa_portal.core.documents.pdf import html_for_pdf
from qa_portal.core.models import Letterhead
from qa_portal.office.demo import letters as demo_letters
from qa_portal.office.demo.world import World
from qa_portal.office.models import Letter
from supervision.documents import plan as plans
from tests.factories.core import DistrictFactory, person
from tests.factories.letters import signatory
from tests.factories.plan import plan_of
from tests.factories.projects import ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def office():
    district = DistrictFactory(name="สำนักงานสมมุติ", director_name="นายเดิม", address="ถนนเดิม", phone="02 000 0000")
    Letterhead.objects.create(
        district=district, address="อาคาร 1\nถนนใหม่", contact="โทร. 02 111 1111\nโทรสาร 02 222 2222"
    )
    signatory(district, position="รองผู้อำนวยการ", acts="vacant", acts_as="ผู้อำนวยการสำนักงานสมมุติ")
    return district


CONTACT = "โทร. 02 111 1111\nโทรสาร 02 222 2222"


def said(html):
    """(the lines of the head, the lines of the last signature)."""
    head = re.search(r'<header class="letterhead">(.*?)</header>', html, re.DOTALL)[1] if "letterhead" in html else ""
    signed = re.findall(r'<div class="signature">(.*?)</div>', html, re.DOTALL)[-1]
    return [lines(head), lines(signed)[1:-1]]


def lines(html):
    texts = re.sub(r"<br>|</p>", "\n", html)
    return [line.strip() for line in re.sub(r"<[^>]+>", "", texts).splitlines() if line.strip()]


HEAD = ["สำนักงานสมมุติ", "อาคาร 1", "ถนนใหม่", "โทร. 02 111 1111", "โทรสาร 02 222 2222"]


def proposal_html(project):
    return html_for_pdf(proposal.TEMPLATE, proposal.proposal_context(project), title="x")


def test_proposal_bears_the_letterhead_and_the_usual_signatory(office):
    told = said(proposal_html(ProjectFactory(district=office)))
    assert told == [HEAD, ["(นางสมมุติ ลงนาม)", "รองผู้อำนวยการ รักษาการในตำแหน่ง ผู้อำนวยการสำนักงานสมมุติ"]]


def test_proposal_of_an_office_without_one_is_the_bare_form(office):
    Letterhead.objects.all().delete()
    assert said(proposal_html(ProjectFactory(district=office)))[0] == []


def test_plan_bears_the_letterhead_and_the_usual_signatory(office):
    html = html_for_pdf(plans.TEMPLATE, plans.plan_context(plan_of(district=office)), title="x")
    assert said(html) == [HEAD, ["(นางสมมุติ ลงนาม)", "รองผู้อำนวยการ รักษาการในตำแหน่ง", "ผู้อำนวยการสำนักงานสมมุติ"]]


def test_demo_district_has_its_letterhead_and_letters(office):
    Letterhead.objects.all().delete()
    people = {name: person(role, office) for name, role in (("grouphead", "group_head"), ("deputy", "deputy"))}
    for _again in range(2):
        demo_letters.load(World(today=date(2026, 11, 22), district=office, people=people))
    told = [(row.kind, row.state, row.number_text) for row in Letter.objects.order_by("pk")]
    assert told == [("memo", "issued", "ศธ 04999/1"), ("external", "draft", "")]
