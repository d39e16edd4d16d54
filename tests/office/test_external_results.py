"""What the external assessments of a round found: every number is the number of the rows that its link opens."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories.core import person
from tests.factories.external import assessment_of, result_of, scored_round
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return person("director")


@pytest.fixture
def in_round(user):
    """Four schools: one assessed again, one with a draft alone, one cancelled, one of another office."""
    found = scored_round()
    network = NetworkFactory(district=user.district)
    small = SchoolFactory(district=user.district, network=network, pupil_count=50)
    large = SchoolFactory(district=user.district, pupil_count=900)
    first = assessment_of(small, found, state="final")
    result_of(first, "draft", overall=2, standards={1: 2, 2: 3}, is_certified=False)
    result_of(first, overall=3, standards={1: 2, 2: 2}, is_certified=False)
    result_of(assessment_of(small, found, attempt=2), overall=5, standards={1: 5}, is_certified=True)
    second = assessment_of(large, found)
    result_of(second, "draft", overall=4, is_certified=None)
    result_of(second, overall=4, standards={1: 3}, is_certified=None)
    result_of(assessment_of(SchoolFactory(district=user.district), found, state="cancelled"), overall=1)
    result_of(assessment_of(SchoolFactory(), found), overall=1, is_certified=False)
    return found


def page_of(client, in_round, **asked):
    return client.get(reverse("office:external_results", args=[in_round.pk]), asked)


def tables_of(client, in_round, **asked):
    return {table.key: table for table in page_of(client, in_round, **asked).context["results"].tables}


def cells(table):
    names = [column.key for column in table.columns][1:]
    return [(str(line.label), *(line.value(name) for name in names)) for line in table.lines]


def test_results_are_counted_once_a_school_with_the_last_attempt(sign_in, user, in_round):
    tables = tables_of(sign_in(user), in_round)
    assert [row[1:5] for row in cells(tables["certified"])] == [(1, 0, 1, 2), (1, 0, 1, 2)]
    assert str(tables["certified"].total.value("share")) == "50.00"
    assert cells(tables["standards_basic"]) == [
        ("ภาพรวม", 1, 1, 0, 0, 0, 0, 2),
        ("มาตรฐานที่ 1 มาตรฐานสมมุติ 1", 1, 0, 1, 0, 0, 0, 2),
        ("มาตรฐานที่ 2 มาตรฐานสมมุติ 2", 0, 0, 0, 0, 0, 2, 2),
    ]
    assert cells(tables["draft_basic"])[0] == ("ภาพรวม", 0, 1, 0, 1)
    assert cells(tables["again_basic"]) == [("ภาพรวม", 1, 0, 0, 1)]


def test_results_by_size_and_network_add_up_to_the_total(sign_in, user, in_round):
    tables = tables_of(sign_in(user), in_round)
    for name in ("sizes_basic", "networks_basic"):
        *parts, total = [row[1:-1] for row in cells(tables[name])]
        assert ([sum(column) for column in zip(*parts, strict=True)], len(parts)) == (list(total), 2)


def test_certified_are_told_by_size_and_network(sign_in, user, in_round):
    tables = tables_of(sign_in(user), in_round)
    for name in ("sizes_basic", "networks_basic"):
        found = [(line.value("certified"), line.value("papers"), line.value("share")) for line in tables[name].lines]
        assert found == [(1, 1, Decimal(100)), (0, 1, Decimal(0)), (1, 2, Decimal(50))]


@pytest.mark.parametrize("kind", ["final", "draft"])
def test_every_number_opens_as_many_rows(kind, sign_in, user, in_round):
    client = sign_in(user)
    figures = [figure for table in tables_of(client, in_round, kind=kind).values() for figure in table.figures]
    opened = [client.get(figure.url).context["paginator"].count for figure in figures]
    assert [figure.value for figure in figures] == opened
    assert sum(opened) > 20


def test_workbook_holds_the_same_numbers(sign_in, user, in_round):
    client = sign_in(user)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(page_of(client, in_round, format="xlsx"))))
    rows = book.get_sheet_by_index(1).to_python()
    assert [row for row in rows if row and row[0] == "ภาพรวม"] == [["ภาพรวม", 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0]]


def test_home_leads_to_the_newest_round_with_results(sign_in, user, in_round):
    scored_round(number=31)
    answer = sign_in(user).get(reverse("office:external_home"))
    assert answer.url == reverse("office:external_results", args=[in_round.pk])


def test_page_is_the_offices_and_the_nations(sign_in, user, in_round):
    school = SchoolFactory(district=user.district)
    assert page_of(sign_in(school_person("school_head", school)), in_round).status_code == 403
    nation = tables_of(sign_in(person("national_viewer", None)), in_round)
    assert nation["certified"].total.value("papers") == 3


def test_page_makes_as_many_queries_for_more_schools(sign_in, user, in_round, django_assert_num_queries):
    client = sign_in(user)
    page_of(client, in_round)
    with django_assert_num_queries(24):
        page_of(client, in_round)
    for _school in range(2):
        school = SchoolFactory(district=user.district, network=NetworkFactory(district=user.district), pupil_count=60)
        result_of(assessment_of(school, in_round), overall=4, standards={1: 4})
    with django_assert_num_queries(24):
        page_of(client, in_round)
