"""A school on one page of A4 (F04)."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse

from qa_portal.office.documents.school_sheet import render_sheet
from qa_portal.office.reports.school_sheet import school_sheet
from schools.models import Cycle
from tests.factories.claims import say
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.external import assessment_of, result_of, scored_round
from tests.factories.projects import project_in
from tests.factories.schools import SchoolFactory, school_person

from .office_world import TODAY, OfficeWorld

pytestmark = pytest.mark.django_db
SHOWN = ("sars", "visits", "promises", "results", "projects")
LONG = "ปรับปรุงแผนพัฒนาคุณภาพการศึกษาให้สอดคล้องกับบริบทของชุมชนและผู้เรียน " * 4


def pages_of(sheet):
    """The text of each page, without spaces."""
    with pypdfium2.PdfDocument(render_sheet(sheet, TODAY)) as pdf:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


@pytest.fixture
def full():
    """A school of which there is more than a page can hold: names at their longest, and more rows than are shown."""
    world = OfficeWorld(schools=1, projects=0, visits=0)
    school = world.schools[0]
    school.name = ("บ้านหนองเพลินใจประชาสรรค์" * 8)[:200]
    school.save()
    Cycle.objects.all().update(academic_year=2565)
    for year in (2566, 2567, 2568):
        say(school, {1: 3, 2: 4, 3: 5}, year=year)
    for number in range(9):
        visit = world.visit(3, school=school, planned_on=TODAY - timedelta(days=number * 20), purpose_text=LONG[:300])
        visit.actions.update(what=LONG)
    for number in range(5):
        result_of(assessment_of(school, scored_round(50 + number, code=f"R{number}")), overall=3, is_certified=True)
    for number in range(7):
        project = project_in("running", district=world.district, name=f"{number} {LONG}"[:200])
        reported(activity_of(project), schools=[school], day=date(2026, 11, 10))
    return world


def test_sheet_is_one_page_however_much_there_is(full):
    sheet = school_sheet(full.schools[0], full.director, TODAY)
    assert len(pages_of(sheet)) == 1
    shown = {name: (len(getattr(sheet, name).rows), getattr(sheet, name).more) for name in SHOWN}
    assert shown == {"sars": (3, 0), "visits": (5, 4), "promises": (6, 21), "results": (3, 2), "projects": (5, 2)}


def test_sheet_of_a_new_school_is_one_page_and_says_what_there_is_not():
    world = OfficeWorld(schools=0, projects=0, visits=0)
    sheet = school_sheet(SchoolFactory(district=world.district), world.director, TODAY)
    (page,) = pages_of(sheet)
    assert [page.count(word) for word in ("ยังไม่มีรายงาน", "ยังไม่มีการนิเทศ")] == [1, 1]


def test_sheet_shows_a_school_its_own_drafts_levels_and_the_office_none(full):
    school = full.schools[0]
    school.sars.filter(cycle__academic_year=2568).update(state="drafting")
    head = school_person("school_head", school)
    said = [[bool(row.said) for row in school_sheet(school, user, TODAY).sars.rows] for user in (head, full.director)]
    assert said == [[True, True, True], [False, True, True]]


def test_sheet_of_another_school_is_not_found(sign_in, full):
    other = OfficeWorld(schools=1, projects=0, visits=0)
    address = reverse("office:school_sheet", args=[full.schools[0].pk])
    for user in (school_person("school_head", other.schools[0]), person("director", other.district)):
        assert sign_in(user).get(address).status_code == 404
