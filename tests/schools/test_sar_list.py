"""The list of SARs: what it shows, filters, counts and gives as a sheet."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from schools.models import Cycle
from schools.services.expected import refresh_expected
from tests.factories.core import person
from tests.factories.sar import Desk, open_cycle
from tests.factories.schools import NetworkFactory, SchoolFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def listed(client, **query):
    return {(row.school.name, row.level) for row in client.get(url("sar_list"), query).context["object_list"]}


@pytest.fixture
def district(sign_in):
    """Two schools of two networks: one report sent late, one being written, two expected; and last year's cycle."""
    desk = Desk().reach("submitted")
    other = SchoolFactory(district=desk.district, name="โรงเรียนรอง", network=NetworkFactory(district=desk.district))
    other.assignments.create(supervisor=desk.reader)
    refresh_expected(desk.cycle, by=desk.manager)
    old = open_cycle(district=desk.district, academic_year=2560)
    old.sars.filter(school=other).delete()
    Cycle.objects.filter(pk=desk.cycle.pk).update(due_on=timezone.localdate() - DAY)
    return desk, other, sign_in(desk.reader)


def test_sar_list_shows_the_newest_year(district):
    desk, other, client = district
    both = {"early_childhood", "basic"}
    assert listed(client) == {(school.name, level) for school in (desk.school, other) for level in both}
    assert listed(client, academic_year=2560) == {(desk.school.name, level) for level in both}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "not_sent"}, 3),
        ({"standing": "owing"}, 3),
        ({"standing": "late"}, 4),
        ({"standing": "overdue"}, 3),
        ({"state": "submitted"}, 1),
        ({"level": "basic"}, 2),
        ({"q": "รอง"}, 2),
        ({"state": "accepted"}, 0),
    ],
)
def test_sar_list_filters(district, query, found):
    assert len(listed(district[2], **query)) == found


def test_sar_list_filters_by_network_and_supervisor(district):
    desk, other, client = district
    mine = {(other.name, "early_childhood"), (other.name, "basic")}
    assert listed(client, network=other.network_id) == mine
    assert listed(client, supervisor=desk.reader.pk) == mine


def test_sar_list_counts_open_exactly_their_rows(district):
    client = district[2]
    page = client.get(url("sar_list"))
    for item in page.context["states"]:
        assert len(listed(client, state=item.key)) == item.count
    for key, _label, count in page.context["standings"]:
        assert len(listed(client, standing=key)) == count
    assert sum(item.count for item in page.context["states"]) == 4


def test_sar_list_of_a_school_shows_all_its_years(district, sign_in):
    desk = district[0]
    client = sign_in(desk.head)
    rows = client.get(url("sar_list")).context["object_list"]
    assert [row.academic_year for row in rows] == [2568, 2568, 2560, 2560]
    assert {row.school for row in rows} == {desk.school}


def test_sar_list_as_a_sheet_has_the_same_rows(district):
    desk, other, client = district
    content = client.get(url("sar_list"), {"format": "xlsx", "state": "submitted"}).content
    values = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]
    assert [row[:4] for row in values if row[0] == desk.school.name] == [
        [desk.school.name, "ปฐมวัย", "ส่งเขตแล้ว", "ช้ากว่ากำหนด"]
    ]
    assert [row for row in values if row[0] == other.name] == []


@pytest.mark.parametrize("size", [1, 3])
def test_sar_list_query_count(sign_in, django_assert_num_queries, size):
    network = NetworkFactory()
    for _number in range(size):
        school = SchoolFactory(district=network.district, network=network, has_primary=False)
        school.assignments.create(supervisor=person("supervisor", network.district))
    open_cycle(district=network.district)
    client = sign_in(person("director", network.district))
    with django_assert_num_queries(7):
        rows = client.get(url("sar_list")).context["object_list"]
    assert len(rows) == size
