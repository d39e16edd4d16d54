"""The traces that the portal finds for the items: each count opens exactly its rows (F43)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from projects.models import Project, ProjectState
from qa_portal.core.models import Notice
from qa_portal.office.reports.own_sources import SOURCES, offer_of, offers_of
from qa_portal.office.reports.own_traces import KINDS, traces_of
from qa_portal.office.services.own_standards import pick
from schools.evidence_sources import Offer
from schools.models import Evidence
from supervision.models import Visit
from tests.factories.core import DistrictFactory, person
from tests.factories.own_standards import begun
from tests.factories.schools import school_person

from .office_world import FISCAL, OfficeWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return OfficeWorld()


@pytest.fixture
def report(world):
    return begun(world.district, year=FISCAL)


def item(report, number):
    return report.answers.whole()[number - 1]


def found(world, answer):
    return {trace.kind.key: (trace.count, trace.total) for trace in traces_of(world.year, answer.item)}


def test_every_trace_of_s004_is_known(report):
    asked = {key for answer in report.answers.whole() for key in answer.item.traces}
    assert asked - KINDS.keys() == set()


def test_count_of_every_trace_equals_the_rows_of_its_page(world, report, client):
    client.force_login(world.owner)
    for answer in report.answers.whole():
        for trace in traces_of(world.year, answer.item):
            page = client.get(reverse("office:own_trace", args=[report.pk, answer.pk, trace.kind.key]))
            rows = page.content.decode().count('<li class="list-group-item d-flex')
            assert (trace.kind.key, rows) == (trace.kind.key, trace.count)


def test_projects_are_found_by_the_words_of_the_item(world, report):
    people = {"owner": world.owner, "created_by": world.owner}
    facts = {"district": world.district, "fiscal_year": FISCAL, "approved_amount": 1} | people
    (before, _total) = found(world, item(report, 3))["matching_projects"]
    Project.objects.create(name="พัฒนาการเรียนร่วมในสถานศึกษา", state=ProjectState.RUNNING, **facts)
    Project.objects.create(name="ร่างการเรียนร่วม", state=ProjectState.DRAFT, **facts)
    Project.objects.create(name="การนิเทศทั่วไป", state=ProjectState.RUNNING, **facts)
    assert (before, found(world, item(report, 3))["matching_projects"]) == (0, (1, None))


def test_schools_told_are_those_whose_people_got_a_notice_in_the_year(world, report):
    teacher = school_person("school_teacher", world.schools[0])
    assert found(world, item(report, 4))["schools_told"] == (0, len(world.schools))
    Notice.objects.create(recipient=teacher, text="x", url="/")
    late = Notice.objects.create(recipient=school_person("school_head", world.schools[1]), text="x", url="/")
    Notice.objects.filter(pk=late.pk).update(created_at=timezone.now().replace(year=2020))
    assert found(world, item(report, 4))["schools_told"] == (1, len(world.schools))


def test_schools_visited_are_of_all_open_schools(world, report):
    seen = Visit.objects.counted().filter(school__in=world.schools, fiscal_year=FISCAL)
    count = seen.order_by().values("school").distinct().count()
    assert found(world, item(report, 5))["schools_visited"] == (count, len(world.schools))


def test_traces_never_tick(world, report, client):
    client.force_login(world.owner)
    client.get(report.get_absolute_url())
    client.get(reverse("office:own_item", args=[report.pk, item(report, 4).pk]))
    assert [(row.is_done, row.ticked, row.clarity) for row in report.answers.all()] == [(None, [], "")] * 5


def test_page_asks_as_often_for_three_pieces_of_evidence_as_for_one(world, report, client):
    client.force_login(world.owner)
    projects = Project.objects.filter(district=world.district).approved()[:3]
    address = reverse("office:own_item", args=[report.pk, item(report, 1).pk])
    counted = []
    for row in projects:
        pick(item(report, 1), offer_of(f"projects.project-{row.pk}", world.owner, world.district, FISCAL))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert len(set(counted)) == 1


# ---------------------------------------------------------------- evidence of the portal


def test_record_is_in_the_register_once_however_often_it_is_picked(world, report, client):
    project = Project.objects.filter(district=world.district, fiscal_year=FISCAL).approved().first()
    client.force_login(world.owner)
    for number in (1, 2):
        address = reverse("office:own_evidence", args=[report.pk, item(report, number).pk])
        assert client.post(address, {"record": f"projects.project-{project.pk}"}).status_code == 302
    evidence = world.district.evidence.get()
    assert (evidence.kind, evidence.record, evidence.uses.count()) == ("record", project, 2)


def test_record_is_named_in_thai_whatever_the_language_of_who_picks_it(world, report):
    visit = Visit.objects.filter(school__in=world.schools).first()
    source = SOURCES["supervision.visit"]
    with override("en"):
        use = pick(item(report, 5), Offer(source, visit))
    with override("th"):
        assert use.evidence.title == source.title(visit)


def test_a_schools_evidence_is_picked_as_the_row_that_its_sar_shows(world, report):
    school = world.schools[0]
    piece = Evidence.objects.create(school=school, academic_year=FISCAL - 1, title="คำสั่ง", url="https://example.org/")
    offers = SOURCES["schools.evidence"].rows(world.district, FISCAL)
    assert [row.pk for row in offers if row.pk == piece.pk] == [piece.pk]


@pytest.mark.parametrize("label", SOURCES)
def test_nothing_of_another_office_is_offered(label, world):
    other = DistrictFactory()
    assert offers_of(SOURCES[label], person("supervisor", other), other, FISCAL) == []


@pytest.mark.parametrize("key", ["", "x", "projects.project-0", "core.user-1", "projects.project-x", "schools.sar-1"])
def test_a_key_that_is_not_on_offer_is_refused(key, world, report, client):
    client.force_login(world.owner)
    address = reverse("office:own_evidence", args=[report.pk, item(report, 1).pk])
    assert client.post(address, {"record": key}).status_code == 404


def test_offers_are_narrowed_by_a_word(world):
    rows = offers_of(SOURCES["projects.project"], world.owner, world.district, FISCAL)
    named = [offer for offer in rows if re.search(rows[0].row.name, offer.row.name)]
    found = offers_of(SOURCES["projects.project"], world.owner, world.district, FISCAL, rows[0].row.name)
    assert [offer.row.pk for offer in found] == [offer.row.pk for offer in named]
