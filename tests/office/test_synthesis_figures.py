from copy import copy
from decimal import Decimal

import pytest
from django.urls import reverse

from qa_portal.office.reports.synthesis.levels import Asked, educations
from qa_portal.office.reports.synthesis.movers import moves
from qa_portal.office.reports.synthesis.public import public_counts
from schools.models import Framework, LevelMatch, Sar, StandardMatch
from schools.services.frameworks import copy_framework
from tests.factories.core import person
from tests.factories.sar import CycleFactory, Desk
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db


def sent(value=4, *, school=None, year=2568, **cycle):
    """A desk whose report is at the office with every level at `value`."""
    return send(Desk(school=school or SchoolFactory(), academic_year=year, **cycle), value)


def send(desk, value):
    desk.do("start", desk.teacher)
    desk.rate_all(value)
    desk.do("to_board", desk.teacher)
    desk.record_minutes()
    desk.do("record_approval", desk.head)
    desk.attach()
    desk.do("submit", desk.head)
    return desk


def beside(desk, school):
    """The desk of another school of the same cycle."""
    other = copy(desk)
    other.school, other.sar = school, Sar.objects.get(cycle=desk.cycle, school=school, level=desk.sar.level)
    other.head, other.teacher = school_person("school_head", school), school_person("school_teacher", school)
    return other


def figures_of(page, key):
    """{label: [(value, url)]} of a table of the page's parts."""
    tables = [part[key] for part in page.context["parts"]]
    return {line.label: line.figures for table in tables for line in table.rows}


def test_spread_counts_the_reports_at_the_office_by_level():
    first = sent(4)
    Desk(school=SchoolFactory(district=first.district), academic_year=2567).reach("drafting")
    (education,) = educations(Asked(first.district, 2568))
    assert [spread.counts for spread in education.standards] == [{4: 1}] * 3
    assert {spread.mean for rows in education.items.values() for spread in rows} == {Decimal("4.00")}


def test_spread_of_a_network_or_size_is_counted_from_its_schools_alone():
    desk = sent(4)
    network = NetworkFactory(district=desk.district)
    assert educations(Asked(desk.district, 2568, network=network.pk)) == []
    desk.school.network = network
    desk.school.save()
    (education,) = educations(Asked(desk.district, 2568, network=network.pk))
    assert [spread.counts for spread in education.standards] == [{4: 1}] * 3
    assert educations(Asked(desk.district, 2568, size="large")) == []


def test_figures_open_exactly_the_rows_that_they_count(client):
    desk = sent(4)
    client.force_login(desk.manager)
    page = client.get(reverse("office:synthesis", args=[desk.district.pk, 2568]))
    for line in figures_of(page, "standards").values():
        for figure in line.values():
            rows = client.get(figure.url)
            assert rows.context["paginator"].count == figure.value
    items = client.get(reverse("office:synthesis_items", args=[desk.district.pk, 2568, "early_childhood"]))
    for line in items.context["table"].rows[:3]:
        for figure in line.figures.values():
            assert client.get(figure.url).context["paginator"].count == figure.value


@pytest.mark.parametrize("schools", [1, 3])
def test_synthesis_query_count(client, django_assert_num_queries, schools):
    first = SchoolFactory()
    others = [SchoolFactory(district=first.district) for _ in range(schools - 1)]
    desk = sent(4, school=first)
    for school in others:
        send(beside(desk, school), 3)
    client.force_login(desk.manager)
    with django_assert_num_queries(9):
        page = client.get(reverse("office:synthesis", args=[desk.district.pk, 2568]))
    assert {spread.reports for spread in page.context["parts"][0]["education"].standards} == {schools}


@pytest.mark.parametrize("offices", [1, 3])
def test_synthesis_of_the_nation_query_count(client, django_assert_num_queries, offices):
    for _ in range(offices):
        sent(4)
    client.force_login(person("national_viewer"))
    with django_assert_num_queries(6):
        page = client.get(reverse("office:synthesis_nation", args=[2568]))
    assert {spread.reports for spread in page.context["parts"][0]["education"].standards} == {offices}


def test_moves_set_a_year_beside_the_year_before():
    school = SchoolFactory()
    sent(3, school=school, year=2567)
    sent(5, school=school, year=2568)
    assert {(row.before, row.change) for row in moves(school.district, 2568)} == {(3, 2)}


def test_moves_and_years_survive_a_change_of_the_announcement():
    school = SchoolFactory()
    older = Framework.objects.get(code="EC-2561")
    newer = copy_framework(older, district=school.district)
    for old, new in zip(older.standards.order_by("number"), newer.standards.order_by("number"), strict=True):
        StandardMatch.objects.create(older=old, newer=new)
    for level in older.levels.all():
        LevelMatch.objects.create(older=level, newer=newer.levels.get(value=level.value))
    sent(3, school=school, year=2567)
    sent(5, school=school, year=2568, early_childhood_framework=newer)
    assert {(row.before, row.change) for row in moves(school.district, 2568)} == {(3, 2)}
    (education,) = educations(Asked(school.district, 2568))
    assert {spread.mean for spread in education.earlier[2567].values()} == {Decimal("3.00")}


def test_synthesis_of_a_year_without_reports_says_what_to_do(client):
    cycle = CycleFactory(academic_year=2568)
    client.force_login(person("director", cycle.district))
    page = client.get(reverse("office:synthesis", args=[cycle.district.pk, 2568]))
    assert page.context["parts"] == []
    assert "ยังไม่มีรายงานของปีและโรงเรียนที่เลือก" in page.text


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({5: 10, 4: 20}, {5: 10, 4: 20}),
        ({5: 0, 4: 20}, {5: 0, 4: 20}),
        ({5: 3, 4: 20, 3: 8}, {5: None, 4: 20, 3: None}),  # the total would tell a single hidden count
        ({5: 3, 4: 2, 3: 8}, {5: None, 4: None, 3: 8}),
        ({5: 4}, {5: None}),
    ],
)
def test_small_counts_are_hidden_from_the_public(counts, shown):
    assert public_counts(counts) == shown
