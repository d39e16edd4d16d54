"""Every number of the office's pages is the number, or the sum, of the rows that it opens (F43): for every page, filter
and role."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import resolve, reverse
from django_htmx.middleware import HtmxDetails

from qa_portal.office.reports.areas import AREAS
from schools.models import School, SupervisorAssignment, TargetSheet
from tests.factories.claims import aim
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.external import assessment_of, result_of, scored_round
from tests.factories.schools import SchoolFactory

from .office_world import FISCAL, OfficeWorld

pytestmark = pytest.mark.django_db

LOOKERS = ["district_admin", "director", "deputy", "group_head", "supervisor", "plan_staff", "finance_staff",
           "committee_member"]  # fmt: skip
PAGES = ["", *AREAS, "map"]


@pytest.fixture(scope="module")
def world(module_rows):
    """A full office beside another one, with something behind every figure of every page."""
    world, other = OfficeWorld(), OfficeWorld(schools=3, projects=6, visits=3)
    for office in (world, other):
        _fill(office)
    return world


def _fill(office):
    office.supervisor = person("supervisor", office.district)
    in_round = scored_round(code=f"ROUND-{office.district.pk}", district=office.district)
    for number, school in enumerate(office.schools[:3]):
        SupervisorAssignment.objects.create(school=school, supervisor=office.supervisor, since=date(2026, 1, 1))
        result_of(assessment_of(school, in_round), overall=3 + number % 2, standards={1: 2}, is_certified=number == 0)
        office.visit(2, school=school, planned_on=date(2026, 1, 5), purpose="assessment")
    TargetSheet.objects.filter(pk=aim(office.schools[0], {1: 3}).pk).update(academic_year=FISCAL - 1)
    activity = activity_of(office.projects[4])
    people = {"school_head": 5, "assessor": 2, "committee": 3}
    reported(activity, people=people, schools=office.schools[:2])
    office.project(4, fiscal_year=FISCAL - 1)
    for number, school in enumerate(office.schools[:5]):
        place = {"latitude": f"17.{number}", "longitude": f"103.{9 - number}"}
        School.objects.filter(pk=school.pk).update(**place)
    gone = SchoolFactory(district=office.district)
    School.objects.filter(pk=gone.pk).update(closed_on=date(2026, 10, 2), successor=office.schools[0])


def filters_of(world):
    """The words of the address, each with something behind and something left out."""
    return {
        "all": {},
        "last year": {"year": FISCAL - 1},
        "network": {"network": world.networks[0].pk},
        "size": {"size": "small"},
        "level": {"teaches": "has_lower_secondary"},
        "supervisor": {"supervisor": world.supervisor.pk, "network": "none"},
    }


@pytest.fixture
def answer(rf):
    """The context of a page, as a person gets it, without drawing it."""

    def answer(user, url):
        request = rf.get(url, headers={"HX-Request": "true"})
        user.has_saved_views = False
        request.user, request.htmx = user, HtmxDetails(request)
        match = resolve(request.path)
        response = match.func(request, *match.args, **match.kwargs)
        assert response.status_code == 200
        return response.context_data

    return answer


def opened(answer, user, figure):
    """What the figure's page counts or adds up."""
    context = answer(user, figure.url)
    assert context["filter"].is_valid(), figure.url
    rows = context["page_obj"].paginator
    if not figure.adds:
        return rows.count
    return sum((getattr(row, figure.adds) or 0 for row in rows.object_list), Decimal(0))


def wrong_figures(answer, user, figures):
    """Figures that are not what they open; the same figure of several places is opened once."""
    once = {(figure.url, figure.adds, figure.value): figure for figure in figures}.values()
    found = [(figure, opened(answer, user, figure)) for figure in once]
    return [(figure.key, figure.value, rows, figure.url) for figure, rows in found if figure.value != rows]


def page_of(client, world, page, asked):
    district = world.district.pk
    if page == "map":
        return client.get(reverse("office:dashboard_map", args=[district]), asked).context["page"]
    address = reverse("office:dashboard_area", args=[district, page]) if page else reverse(
        "office:district_dashboard", args=[district])  # fmt: skip
    response = client.get(address, asked)
    assert response.context["form"].errors == {}
    return response.context["page"]


FILTERS = ["all", "last year", "network", "size", "level", "supervisor"]


@pytest.mark.parametrize("name", FILTERS)
def test_figures_are_the_rows_they_open(sign_in, answer, world, name):
    viewer = person("national_viewer")
    client = sign_in(viewer)
    pages = {page: page_of(client, world, page, filters_of(world)[name]) for page in PAGES}
    assert [wrong_figures(answer, viewer, page.figures) for page in pages.values()] == [[]] * len(PAGES)


@pytest.mark.parametrize("role", LOOKERS)
def test_figures_of_each_role_are_the_rows_they_open(sign_in, answer, world, role):
    user = person(role, world.district)
    page = page_of(sign_in(user), world, "", {})
    assert (len(page.figures), wrong_figures(answer, user, page.figures)) == (50, [])


def test_narrowed_figures_leave_the_others_out(sign_in, world):
    """Eight schools; the supervisor answers for three, of which one is in each network and one in none."""
    client = sign_in(world.director)
    found = {}
    for name, asked in filters_of(world).items():
        line = page_of(client, world, "visits", asked).line
        found[name] = [line.value(key) for key in ("schools", "visited")]
    assert found == {
        "all": [8, 4], "last year": [9, 3], "network": [3, 1], "size": [1, 0], "level": [4, 2], "supervisor": [1, 1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "well", "look"), [("visits", 3, 2), ("sar", 1, 4), ("promises", 3, 2), ("nothing", 3, 2)]
)
def test_map_has_a_point_for_each_school_with_coordinates(sign_in, answer, world, measure, well, look):
    address = reverse("office:dashboard_map", args=[world.district.pk])
    response = sign_in(world.director).get(address, {"measure": measure})
    page, html = response.context["page"], response.content.decode()
    assert [figure.value for figure in page.figures] == [well, look, 3]
    assert wrong_figures(answer, world.director, page.figures) == []
    picture = html[html.index('<svg class="chart school-map"') :]
    picture = picture[: picture.index("</svg>")]
    assert (picture.count("<a href"), picture.count('Z"')) == (5, look)
    assert picture.count(f'<a href="{world.schools[0].get_absolute_url()}"') == 1
    assert ("กม." in picture, "ทิศเหนือ" in picture, html.count("<details open>")) == (True, True, 2)


def test_filter_that_means_nothing_is_said_and_narrows_nothing(sign_in, world):
    address = reverse("office:dashboard_area", args=[world.district.pk, "visits"])
    response = sign_in(world.director).get(address, {"network": 999_999, "size": "small"})
    assert list(response.context["form"].errors) == ["network"]
    assert response.context["year"].narrowing.asked == {"size": "small"}


def test_tabs_keep_what_was_asked(sign_in, world):
    address = reverse("office:dashboard_area", args=[world.district.pk, "visits"])
    asked = {"year": FISCAL - 1, "size": "small"}
    html = sign_in(world.director).get(address, asked).content.decode()
    tab = reverse("office:dashboard_area", args=[world.district.pk, "sar"])
    assert html.count(f'href="{tab}?year={FISCAL - 1}&amp;size=small"') == 1


def test_key_figures_stand_beside_the_year_before(sign_in, world):
    page = page_of(sign_in(world.director), world, "", {})
    shown = [(figure.key, figure.value, before and before.value, words) for figure, before, words in page.key_figures]
    assert shown == [
        ("sent", 6, 0, "มากกว่าปีก่อน 6"),
        ("overdue", 8, 0, "มากกว่าปีก่อน 8"),
        ("visited", 4, 3, "มากกว่าปีก่อน 1"),
        ("silent", 0, 0, "เท่ากับปีก่อน"),
        ("broken", 3, 0, "มากกว่าปีก่อน 3"),
        ("paid", Decimal("15002.50"), Decimal("7501.25"), "มากกว่าปีก่อน 7,501.25"),
        ("certified", 1, None, ""),
    ]
