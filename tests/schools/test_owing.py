"""Who owes what: each number opens exactly its rows, the picture and the workbook say the same."""

from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from schools.models import Cycle
from schools.services.expected import refresh_expected
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import Desk, open_cycle
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db
PAGE = "schools:sar_owing"


@pytest.fixture
def district():
    """A school of a network sent one of its two reports; one without network has two supervisors."""
    network = NetworkFactory()
    desk = Desk(school=SchoolFactory(district=network.district, network=network)).reach("submitted")
    alone = SchoolFactory(district=desk.district)
    refresh_expected(desk.cycle, by=desk.manager)
    alone.assignments.create(supervisor=desk.reader)
    alone.assignments.create(supervisor=person("supervisor", desk.district), is_lead=False)
    Cycle.objects.filter(pk=desk.cycle.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    return desk, network, alone


def shown(client, **query):
    return client.get(reverse(PAGE), query).context["tables"]


def test_owing_counts_open_exactly_their_rows(sign_in, district):
    client = sign_in(district[0].manager)
    checked = 0
    for table in shown(client):
        for line in [*table.lines, table.total]:
            for key, count in line.counts.items():
                rows = client.get(line.url(key)).context["page_obj"].paginator.count
                assert (line.label, key, rows) == (line.label, key, count)
                checked += 1
    assert checked == (2 + 1 + 3 + 1) * 10


def test_owing_by_network_and_by_supervisor(sign_in, district):
    desk, network, _alone = district
    networks, supervisors = shown(sign_in(desk.manager))
    keys = ("all", "submitted", "overdue")
    told = [(line.label, *(line.counts[key] for key in keys)) for line in networks.lines]
    assert told == [(network.name, 2, 1, 1), ("ไม่มีเครือข่าย", 2, 0, 2)]
    assert [(line.label, line.counts["all"]) for line in supervisors.lines][-1] == ("ไม่มีศึกษานิเทศก์", 2)
    assert [line.counts["all"] for line in supervisors.lines] == [2, 2, 2]
    assert supervisors.total.counts["all"] == 4


def test_owing_of_one_level_keeps_it_in_its_links(sign_in, district):
    networks, _supervisors = shown(sign_in(district[0].manager), level="basic")
    assert networks.total.counts["all"] == 2
    assert networks.total.url("all").endswith("?level=basic&academic_year=2568")


def test_owing_chart_says_its_figures_in_words(sign_in, district):
    networks, _supervisors = shown(sign_in(district[0].manager))
    told = ElementTree.fromstring(networks.chart).find("{http://www.w3.org/2000/svg}desc").text
    assert told.split("; ")[1] == (
        "ไม่มีเครือข่าย: ยังไม่เริ่ม 2, กำลังจัดทำหรือแก้ไข 0, อยู่ที่คณะกรรมการหรือเห็นชอบแล้ว 0, ส่งเขตแล้ว 0, รับรองแล้ว 0"
    )


def test_owing_workbook_has_both_tables(sign_in, district):
    content = sign_in(district[0].manager).get(reverse(PAGE), {"format": "xlsx"}).content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["แยกตามเครือข่าย", "แยกตามศึกษานิเทศก์"]
    last = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "รวม"]
    assert [row[1] for row in last] == [4]


def test_owing_without_a_cycle_says_so(sign_in):
    assert shown(sign_in(person("director")))[0].lines == []


def test_owing_is_the_offices(sign_in):
    school = SchoolFactory()
    assert sign_in(school_person("school_head", school)).get(reverse(PAGE)).status_code == 403


def test_owing_stays_in_the_office(sign_in, district):
    stranger = person("director", DistrictFactory())
    assert shown(sign_in(stranger))[0].total.counts["all"] == 0


@pytest.mark.parametrize("size", [1, 3])
def test_owing_query_count(sign_in, django_assert_num_queries, size):
    district = DistrictFactory()
    for _number in range(size):
        school = SchoolFactory(district=district, network=NetworkFactory(district=district))
        school.assignments.create(supervisor=person("supervisor", district))
    open_cycle(district=district)
    client = sign_in(person("director", district))
    with django_assert_num_queries(11):
        shown(client)
