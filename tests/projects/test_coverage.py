"""Which items have projects and which projects answer to nothing: the page, its workbook and the list say the same."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import PolicyLink, StrategyItem
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import LineFactory, ProjectFactory

pytestmark = pytest.mark.django_db


class Plan:
    """Standards 1 (with indicators 1.1 and 1.2) and 2 of fiscal year 2570, and projects that answer to them."""

    def __init__(self, clerk):
        self.district = clerk.district
        self.one = self.item("1")
        self.first, self.second = self.item("1.1", self.one), self.item("1.2", self.one)
        self.two = self.item("2")

    def item(self, code, parent=None):
        return StrategyItem.objects.create(
            district=self.district, fiscal_year=2570, kind="standard", code=code, title="ข้อ", parent=parent
        )

    def project(self, name, *items, baht=1000, is_all=False, text="", **kwargs):
        project = ProjectFactory(**{"district": self.district, "fiscal_year": 2570, "name": name} | kwargs)
        LineFactory(project=project, formula=f"{baht}x1")
        link = PolicyLink.objects.create(project=project, kind="standard", all_indicators=is_all, text=text)
        link.items.set(items)
        return project


@pytest.fixture
def clerk():
    return person("plan_staff")


@pytest.fixture
def plan(clerk):
    return Plan(clerk)


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def page(**query):
    asked = {"year": 2570, "kind": "standard"} | query
    return f"{reverse('projects:strategy_coverage')}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"


def shown(desk, **query):
    return desk.get(page(**query)).context["shown"]


def told(coverage):
    return {row.item.code: ([project.name for project in row.projects], row.budget) for row in coverage.rows}


def test_items_count_projects_of_themselves_and_below_each_in_full(desk, plan):
    plan.project("ก", plan.first, plan.second, baht=500)
    plan.project("ข", plan.one, baht=200)
    found = shown(desk)
    assert told(found) == {
        "1": (["ก", "ข"], 700),
        "1.1": (["ก"], 500),
        "1.2": (["ก"], 500),
        "2": ([], 0),
    }
    assert ([str(row.item) for row in found.uncovered], found.budget, len(found.projects)) == (["2 ข้อ"], 700, 2)


def test_all_indicators_count_for_every_item_below(desk, plan):
    plan.project("ก", plan.one, is_all=True)
    assert {code: names for code, (names, _baht) in told(shown(desk)).items()} == {
        "1": ["ก"],
        "1.1": ["ก"],
        "1.2": ["ก"],
        "2": [],
    }


def test_projects_that_answer_in_words_and_that_say_nothing_are_told_apart(desk, plan):
    plan.project("คำ", text="มาตรฐานที่ 2")
    plan.project("เงียบ")
    plan.project("ครบ", plan.two)
    found = shown(desk)
    assert ([row.name for row in found.in_words], [row.name for row in found.silent]) == (["คำ"], ["เงียบ"])


def test_other_offices_years_and_states_do_not_count(desk, plan):
    plan.project("ก", plan.two)
    plan.project("ปีก่อน", plan.two, fiscal_year=2569)
    plan.project("ที่อื่น", plan.two, district=DistrictFactory())
    plan.project("สำเนา", plan.two, is_working_copy=True)
    assert told(shown(desk))["2"] == (["ก"], 1000)
    assert told(shown(desk, state="approved"))["2"] == ([], 0)
    assert told(shown(desk, state="draft"))["2"] == (["ก"], 1000)


def test_each_number_links_to_exactly_its_projects(desk, plan):
    plan.project("ก", plan.first)
    plan.project("ข", plan.one, is_all=True)
    plan.project("ค", plan.one)
    plan.project("คำ", text="มาตรฐานที่ 2")
    found = shown(desk)
    for row in found.rows:
        listed = desk.get(row.url).context["object_list"]
        assert [project.pk for project in listed] == [project.pk for project in row.projects], row.item
    unnamed = [project.pk for project in desk.get(found.silent_url).context["object_list"]]
    assert sorted(unnamed) == sorted(project.pk for project in found.unnamed)


def test_list_of_projects_without_any_item(desk, plan):
    plan.project("ก", plan.two)
    silent = plan.project("คำ", text="มาตรฐานที่ 2")
    listed = desk.get(reverse("projects:project_list") + "?fiscal_year=2570&strategy=none").context["object_list"]
    assert list(listed) == [silent]


@pytest.mark.parametrize("typed", ["x", "9999999999999999999999", "-1", "0"])
def test_list_of_an_item_that_is_not_there_is_empty(desk, plan, typed):
    plan.project("ก", plan.two)
    listed = desk.get(f"{reverse('projects:project_list')}?fiscal_year=2570&strategy={typed}").context["object_list"]
    assert list(listed) == []


def test_list_of_a_foreign_item_is_empty(desk, plan):
    foreign = Plan(person("plan_staff"))
    foreign.project("ก", foreign.two)
    address = f"{reverse('projects:project_list')}?fiscal_year=2570&strategy={foreign.two.pk}"
    assert list(desk.get(address).context["object_list"]) == []


def test_year_page_counts_as_the_coverage_does(desk, plan):
    plan.project("ก", plan.first)
    plan.project("ข", plan.one, is_all=True)
    trees = dict(desk.get(reverse("projects:strategy_list") + "?year=2570").context["trees"])
    assert [(item.code, item.project_count) for item in trees["standard"]] == [
        ("1", 2),
        ("1.1", 2),
        ("1.2", 1),
        ("2", 0),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_costs_the_same_for_one_and_three(desk, plan, django_assert_num_queries, count):
    for number in range(count):
        plan.project(str(number), plan.first)
    with django_assert_num_queries(7):
        assert len(shown(desk).projects) == count


def test_workbook_says_what_the_page_says(desk, plan):
    plan.project("ก", plan.first, baht=500)
    plan.project("คำ", text="มาตรฐานที่ 2", baht=300)
    book = load_workbook(io.BytesIO(desk.get(page(format="xlsx")).content))
    items, matrix, silent = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book)
    assert items[3:7] == [
        ["1", "ข้อ", 1, 500, "ก"],
        ["1.1", "– ข้อ", 1, 500, "ก"],
        ["1.2", "– ข้อ", 0, 0, None],
        ["2", "ข้อ", 0, 0, None],
    ]
    assert matrix[1:4] == [["รหัส", "ชื่อ", "ก", "คำ"], ["1", "ข้อ", 1, None], ["1.1", "ข้อ", 1, None]]
    assert silent[2] == ["คำ", "ร่าง", "เป็นข้อความเท่านั้น", 300]


def test_many_projects_are_listed_and_not_put_side_by_side(desk, plan):
    for number in range(13):
        plan.project(f"{number}", plan.two)
    found = shown(desk)
    assert (found.is_matrix, len(found.rows[-1].projects)) == (False, 13)
