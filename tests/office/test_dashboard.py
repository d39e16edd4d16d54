"""The director's page: every number opens exactly the rows that it counts (F43)."""

import io
import json
from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from qa_portal.office.reports import sar, supervision, waiting
from qa_portal.office.reports.areas import AREAS, AreaPage
from qa_portal.office.reports.overview import Overview, values_of
from qa_portal.office.reports.period import OfficeYear
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.core import DistrictFactory, person
from tests.factories.doing import activity_of
from tests.factories.projects import project_in
from tests.factories.schools import SchoolFactory, school_person

from .office_world import FISCAL, TODAY, OfficeWorld

pytestmark = pytest.mark.django_db

LOOKERS = ["district_admin", "director", "deputy", "group_head", "supervisor", "plan_staff", "finance_staff",
           "committee_member"]  # fmt: skip


def url(world, year=None):
    address = reverse("office:district_dashboard", args=[world.district.pk])
    return f"{address}?year={year}" if year else address


def overview(year):
    return Overview(year, values_of(year))


def area(year, key):
    return AreaPage.of(AREAS[key], year)


def tables(page):
    return {table.key: table for table in page.tables}


@pytest.fixture
def two_offices():
    """Both are full, so that a row of the one could leak into the other."""
    world, other = OfficeWorld(), OfficeWorld(schools=5, projects=12, visits=3)
    world.closed_school()
    return world, other


def test_figures_never_count_another_office(two_offices):
    year = two_offices[0].year
    assert area(year, "visits").line.value("schools") == 8
    assert area(year, "sar").line.value("expected") == 16
    money = area(year, "money")
    assert tables(money)["projects_by_state"].total.value("projects") == 6
    assert {key: figure.value for key, figure in money.line.figures.items()} == {
        "allocated": Decimal(360_012), "paid": Decimal("15002.50"), "left": Decimal("345009.50"),
    }  # fmt: skip
    assert area(year, "promises").line.value("agreed") == 12


def test_overview_shows_what_the_areas_show(two_offices):
    """Its figures come from their own few queries: they are those of the pages that they lead to."""
    year = two_offices[0].year
    figures = {figure.key: (figure.value, figure.of) for figure, _before, _words in overview(year).key_figures}
    sars, visits, promises, money = (area(year, key).line for key in ("sar", "visits", "promises", "money"))
    assert figures == {
        "sent": (sars.value("sent"), sars.value("expected")),
        "overdue": (sars.value("overdue"), None),
        "visited": (visits.value("visited"), visits.value("schools")),
        "silent": (tables(area(year, "visits"))["visits_late"].total.value("silent"), None),
        "broken": (promises.value("broken"), promises.value("agreed")),
        "paid": (money.value("paid"), money.value("allocated")),
    }


def test_overview_is_made_of_plain_values(two_offices):
    values = values_of(two_offices[0].year)
    assert json.loads(json.dumps(values)) == values


def test_sar_standings_of_the_office(two_offices):
    line = sar.by_network(two_offices[0].year).total
    values = {key: figure.value for key, figure in line.figures.items()}
    # sent: submitted, returned and accepted; the eighth school has not begun; one school has its day extended
    assert values == {
        "expected": 16, "sent": 6, "not_sent": 10, "waiting": 2, "accepted": 2, "overdue": 8, "late": 10,
    }  # fmt: skip


def test_quarters_and_payments_outside_the_year_add_up_to_the_spending(two_offices):
    page = area(two_offices[0].year, "money")
    quarters = tables(page)["spending_by_quarter"]
    assert [line.value("paid") for line in quarters.rows] == [
        Decimal("3000.50"), Decimal("3000.50"), 0, Decimal("3000.50"), Decimal("6001.00"),
    ]  # fmt: skip
    assert quarters.total.value("paid") == page.line.value("paid")


def test_visits_that_did_not_take_place_cover_nothing():
    world = OfficeWorld(schools=2, visits=0)
    world.visit(0, school=world.schools[0])
    world.visit(1, school=world.schools[0])
    world.visit(2, school=world.schools[0], state="cancelled", cancel_reason="flood")
    line = area(world.year, "visits").line
    assert (line.value("visited"), line.value("missing")) == (0, 2)
    world.visit(2, school=world.schools[0])
    world.visit(3, school=world.schools[0])
    line = area(world.year, "visits").line
    assert (line.value("visited"), line.value("missing")) == (1, 1)
    assert line.value("share") == Decimal("50.00")


def test_closed_school_is_counted_until_its_day():
    world = OfficeWorld(schools=1)
    world.closed_school()
    assert area(world.year, "visits").line.value("schools") == 1
    assert area(OfficeYear(world.district, FISCAL - 1, TODAY), "visits").line.value("schools") == 2


def test_action_due_today_is_not_overdue():
    world = OfficeWorld(schools=1, visits=0)
    world.visit(3)
    total = supervision.actions_by_side(world.year).total
    assert Counter({key: figure.value for key, figure in total.figures.items()}) == Counter(
        agreed=4, open=2, overdue=1, to_check=1, closed=1
    )


def test_levels_count_only_reports_at_the_office():
    world = OfficeWorld(schools=8)
    early, basic = sar.level_tables(world.year)
    # submitted and accepted: two schools, so each standard has two levels set, in both levels of education
    assert [line.value("rated") for line in early.rows] == [2, 2, 2]
    assert [line.value("rated") for line in basic.rows] == [2, 2, 2]


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("director", ["own_desk", "sars_waiting", "sars_overdue", "actions_overdue", "actions_to_check",
                      "schools_waiting"]),
        ("supervisor", ["sars_waiting", "sars_overdue", "actions_overdue", "actions_to_check", "schools_waiting"]),
        ("committee_member", ["projects_waiting", "sars_waiting", "sars_overdue", "actions_overdue",
                              "actions_to_check", "schools_waiting"]),
    ],
)  # fmt: skip
def test_waiting_names_what_the_role_can_do(sign_in, role, keys):
    world = OfficeWorld()
    response = sign_in(person(role, world.district)).get(url(world))
    assert [item.figure.key for item in response.context["waiting"]] == keys
    assert response.context["acts"] is (role != "committee_member")


def test_own_desk_counts_what_its_page_lists(sign_in):
    """At the director's own desk and at that of an absent one, what no desk is asked about, but nothing of others."""
    office = Office()
    walk(office.proposed(), *THROUGH[:-1])
    office.proposed()
    undesked = office.proposed()
    undesked.approvals.update(decision="dropped")
    for role, count in {"director": 2, "deputy": 1, "group_head": 1, "finance_staff": 0}.items():
        client = sign_in(office.people[role])
        waiting = client.get(reverse("office:dashboard")).context["waiting"]
        figures = [item.figure for item in waiting if item.figure.key == "own_desk"]
        assert [figure.value for figure in figures] == [count] * bool(count)
        assert not [item for item in waiting if item.figure.key == "projects_waiting" and role != "finance_staff"]
        page = client.get(reverse("projects:desk_list")).context
        assert len(page["approvals"]) + len(page["undesked"]) == count


def test_dashboard_of_an_empty_office_says_so(sign_in):
    district = DistrictFactory()
    response = sign_in(person("director", district)).get(reverse("office:dashboard"))
    assert response.context["waiting"] == []
    text = response.content.decode()
    assert text.count("ยังไม่มีโรงเรียนที่เปิดสอน") == 1


@pytest.mark.parametrize("asked", ["2999", "x", "", "1"])
def test_unknown_year_shows_the_present_one(sign_in, asked):
    world = OfficeWorld(schools=1, projects=1, visits=1)
    response = sign_in(world.director).get(f"{url(world)}?year={asked}")
    assert response.context["year"].fiscal == FISCAL


def test_year_switch_offers_the_years_that_have_something(sign_in):
    world = OfficeWorld(schools=1, projects=1, visits=1)
    world.project(4, fiscal_year=2567)
    response = sign_in(world.director).get(url(world, 2567))
    assert [year for year, _ in response.context["form"].fields["year"].choices] == [2571, 2570, 2567]
    paid = {figure.key: figure for figure, *_ in response.context["page"].key_figures}["paid"]
    assert paid.of == Decimal(120_004)


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("role", ["school_head", "school_teacher", "school_board"])
def test_school_roles_have_no_dashboard(sign_in, role):
    world = OfficeWorld(schools=1, projects=1, visits=1)
    client = sign_in(school_person(role, world.schools[0]))
    statuses = {name: client.get(reverse(f"office:{name}", args=args)).status_code for name, args in addresses(world)}
    assert set(statuses.values()) == {403}


def test_other_office_is_not_found(sign_in):
    world, other = OfficeWorld(schools=1, projects=1, visits=1), OfficeWorld(schools=1, projects=1, visits=1)
    client = sign_in(world.director)
    for name, args in addresses(other):
        if args:
            assert client.get(reverse(f"office:{name}", args=args)).status_code == 404


def test_district_role_without_a_district_counts_for_nothing(sign_in):
    lost = person("director")
    lost.district = None
    lost.save()
    assert sign_in(lost).get(reverse("office:dashboard")).status_code == 403


def addresses(world):
    pk = world.district.pk
    nouns = ["school", "sar", "practice", "rating", "project", "expense", "visit", "action", "attendance", "external"]
    return [
        ("dashboard", []),
        ("district_list", []),
        ("district_dashboard", [pk]),
        *[("dashboard_area", [pk, key]) for key in AREAS],
        *[(f"{noun}_rows", [pk]) for noun in nouns],
        *[(name, [pk, FISCAL]) for name in ("annual_report", "annual_report_pdf", "annual_report_xlsx")],
    ]


def test_national_viewer_begins_with_the_list_of_offices(sign_in):
    assert sign_in(person("national_viewer")).get(reverse("office:dashboard")).url == reverse("office:district_list")


def test_district_list_sums_are_those_of_each_office(sign_in, two_offices):
    response = sign_in(person("national_viewer", two_offices[0].district)).get(reverse("office:district_list"))
    keys = ["open_schools", "visited_schools", "sar_total", "sar_sent", "waiting_projects", "overdue_actions"]
    assert [[getattr(row, key) for key in keys] for row in response.context["page_obj"]] == [
        [8, 4, 16, 6, 1, 3],
        [5, 1, 10, 2, 2, 0],
    ]


def test_district_list_numbers_open_their_rows(sign_in, two_offices):
    client = sign_in(person("national_viewer", two_offices[0].district))
    response = client.get(reverse("office:district_list"))
    numbers = [column for column in response.context["columns"] if column.kind == "number"]
    for row in response.context["page_obj"]:
        for column in numbers:
            rows = client.get(column.link(row)).context["page_obj"].paginator.count
            assert (column.key, rows) == (column.key, column.value(row))


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("size", [1, 3])
def test_dashboard_queries_do_not_grow(sign_in, django_assert_num_queries, size):
    world = OfficeWorld(schools=size, projects=0, visits=0)
    for _ in range(size):
        world.project(4)
        world.visit(3)
    client = sign_in(world.director)
    client.get(url(world))
    with django_assert_num_queries(11):
        client.get(url(world))


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("noun", "queries"),
    [("school", 6), ("sar", 7), ("rating", 6), ("project", 4), ("expense", 5), ("visit", 6), ("action", 6)],
)
def test_rows_queries_do_not_grow(sign_in, django_assert_num_queries, noun, queries, size):
    world = OfficeWorld(schools=0, projects=0, visits=0)
    world.schools = [world._school(number) for number in range(size)]
    for school in world.schools:
        world._sars(6, school)
        world.project(4)
        world.visit(3, school=school)
    client = sign_in(world.director)
    with django_assert_num_queries(queries):
        response = client.get(reverse(f"office:{noun}_rows", args=[world.district.pk]))
    assert len(response.context["page_obj"]) >= size


@pytest.mark.parametrize("size", [1, 3])
def test_district_list_queries_do_not_grow(sign_in, django_assert_num_queries, size):
    for _ in range(size):
        SchoolFactory()
    client = sign_in(person("national_viewer", DistrictFactory()))
    client.get(reverse("office:district_list"))
    with django_assert_num_queries(5):
        client.get(reverse("office:district_list"))


# ---------------------------------------------------------------- the rows


def test_money_rows_say_their_sum_over_all_pages(sign_in, two_offices):
    world, _other = two_offices
    for number in range(30):
        world.project(3, name=f"โครงการเสริม {number}", approved_amount=1000)
    client = sign_in(world.director)
    address = reverse("office:project_rows", args=[world.district.pk]) + "?approved=true"
    for headers in ({}, {"HX-Request": "true"}):
        response = client.get(address, headers=headers)
        assert len(response.context["page_obj"]) == 25
        sums = {column.key: total for column, total in response.context["totals"]}
        assert sums == {"allocated": 390_012, "paid": Decimal("15002.50"), "left": Decimal("375009.50")}
        assert response.content.decode().count("390,012") == 1


def test_spending_of_each_project_opens_its_ledger(sign_in, two_offices):
    client = sign_in(two_offices[0].director)
    projects = tables(area(two_offices[0].year, "money"))["money_by_project"]
    (paid,) = [column for column in projects.columns if column.key == "paid"]
    sums = [client.get(paid.link(project)).context["totals"][0][1] for project in projects.rows]
    assert sums == [project.paid for project in projects.rows]
    assert sorted(sums) == [0, Decimal("7501.25"), Decimal("7501.25")]


def test_rows_as_a_sheet_are_the_filtered_rows(sign_in, two_offices):
    world, _other = two_offices
    address = reverse("office:sar_rows", args=[world.district.pk]) + "?standing=waiting&format=xlsx"
    content = sign_in(world.director).get(address).content
    rows = [
        row for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python() if row[0]
    ]
    assert [row[0] for row in rows[2:-1]] == [world.schools[4].name] * 2


@pytest.mark.parametrize(
    ("noun", "query"),
    [
        ("school", "year=99"),
        ("school", "size=huge"),
        ("sar", "standing=nobody"),
        ("rating", "standard=x"),
        ("expense", "project=999999"),
        ("action", "network=999999"),
    ],
)
def test_filter_that_means_nothing_shows_no_row_and_says_so(sign_in, two_offices, noun, query):
    world, _other = two_offices
    response = sign_in(world.director).get(reverse(f"office:{noun}_rows", args=[world.district.pk]) + f"?{query}")
    assert response.context["page_obj"].paginator.count == 0
    assert list(response.context["filter"].form.errors) == [query.split("=")[0]]


def test_network_of_another_office_is_no_choice(sign_in, two_offices):
    world, other = two_offices
    address = reverse("office:school_rows", args=[world.district.pk]) + f"?network={other.networks[0].pk}"
    assert sign_in(world.director).get(address).context["page_obj"].paginator.count == 0


# ---------------------------------------------------------------- which SAR round


def round_of(world, academic_year, state="open"):
    world.cycle.pk, world.cycle.academic_year, world.cycle.state = None, academic_year, state
    world.cycle.save()


@pytest.mark.parametrize(
    ("rounds", "asked", "shown"),
    [
        ([2568], None, 2568),
        ([2568, 2567], None, 2568),
        ([2568, 2569], None, 2569),
        ([2568, 2570], None, 2568),
        ([2567], 2568, 2567),
        ([2567], 2569, 2568),
        ([], None, 2569),
    ],
)
def test_present_year_follows_the_latest_sar_round(sign_in, rounds, asked, shown):
    world = OfficeWorld(schools=0, projects=0, visits=0)
    world.cycle.delete()
    for academic_year in rounds:
        round_of(world, academic_year)
    year = OfficeYear(world.district, asked or FISCAL, TODAY).following()
    assert (year.academic, year.own_academic) == (shown, (asked or FISCAL) - 1)


def test_round_in_preparation_is_not_followed(sign_in):
    world = OfficeWorld(schools=0, projects=0, visits=0)
    world.cycle.delete()
    round_of(world, 2568)
    round_of(world, 2569, "draft")
    assert OfficeYear.of(world.district).following().academic == 2568
    response = sign_in(person("national_viewer", world.district)).get(reverse("office:district_list"))
    assert [row.sar_round for row in response.context["page_obj"]] == [2568]


def test_late_and_stuck_activities_open_the_rows_they_count(sign_in, two_offices):
    world, other = two_offices
    for office, periods in ((world, ["1 – 15 ตุลาคม 2569", "1 – 20 พฤศจิกายน 2569"]), (other, ["1 – 19 พฤศจิกายน 2569"])):
        project = project_in("running", district=office.district)
        for period in periods:
            activity_of(project, period_text=period)
    client = sign_in(person("director", world.district))
    found = waiting.waiting(world.year, waiting.counts_of(world.district, world.year.today), unvisited=0)
    figures = {item.figure.key: item.figure for item in found}
    asked = [figures["activities_late"], figures["activities_stuck"]]
    lists = [client.get(figure.url).context["page_obj"].paginator.count for figure in asked]
    assert ([figure.value for figure in asked], lists) == ([2, 1], [2, 1])
