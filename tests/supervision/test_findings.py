"""The list and the page of findings: only what was reported, each filter, and what later visits saw."""

import pytest
from django.urls import reverse

from qa_portal.core.workflow import perform
from supervision.models import Finding
from supervision.services.rechecks import save_recheck
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import FindingFactory, done_visit, reported_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("supervisor")


def found(lead, **kwargs):
    """A finding of a reported visit at a new school of the lead's office."""
    school = SchoolFactory(district=lead.district, network=NetworkFactory(district=lead.district))
    visit = done_visit(school=school, lead=lead)
    visit.findings.update(**kwargs)
    return perform(visit, "report", by=lead).findings.get()


def shown(client, **query):
    return list(client.get(reverse("supervision:finding_list"), query).context["object_list"])


def test_list_shows_only_what_is_reported(sign_in, lead):
    seen = found(lead)
    done_visit(school=seen.visit.school, lead=lead)
    assert shown(sign_in(lead)) == [seen]


@pytest.mark.parametrize(
    "query", [{"kind": "problem"}, {"severity": "high"}, {"standing": "to_fix"}, {"standing": "fixed"}]
)
def test_list_filters(sign_in, lead, query):
    wanted = {"kind": "problem", "severity": "high"}
    one, other = found(lead, **wanted), found(lead, kind="strength")
    if query == {"standing": "fixed"}:
        visit = done_visit(school=one.visit.school, lead=lead)
        visit.findings.update(kind="strength")
        save_recheck(visit, {"finding": one}, verdict="fixed")
        perform(visit, "report", by=lead)
    assert shown(sign_in(lead), **query) == [one]
    assert other not in shown(sign_in(lead), **query)


def test_list_filters_by_place_and_people(sign_in, lead):
    one, _other = found(lead), found(lead)
    client = sign_in(lead)
    assert shown(client, network=one.visit.school.network_id) == [one]
    assert shown(client, q=one.visit.school.moe_code) == [one]
    assert len(shown(client, supervisor=lead.pk, year=one.visit.fiscal_year, category=one.category_id)) == 2


def test_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, lead, django_assert_num_queries):
    client, address = sign_in(lead), reverse("supervision:finding_list")
    found(lead)
    client.get(address)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["object_list"]) == 1
    for _row in range(2):
        found(lead)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["object_list"]) == 3


def test_page_shows_the_first_record_beside_the_later_looks(sign_in, lead):
    one = found(lead)
    visit = done_visit(school=one.visit.school, lead=lead)
    save_recheck(visit, {"finding": one}, verdict="not_fixed", note="ยังไม่มีเครื่องมือ")
    address = reverse("supervision:finding_detail", args=[one.pk])
    school = sign_in(school_person("school_head", one.visit.school))
    assert list(school.get(address).context["looks"]) == []  # a draft
    perform(visit, "report", by=lead)
    response = school.get(address)
    assert [(row.verdict, row.note) for row in response.context["looks"]] == [("not_fixed", "ยังไม่มีเครื่องมือ")]
    assert one.code in response.content.decode()


def test_strength_is_never_pressing(sign_in, lead):
    visit = done_visit(school=SchoolFactory(district=lead.district), lead=lead)
    address = reverse("supervision:finding_create", args=[visit.pk])
    client = sign_in(lead)
    page = client.get(address)
    empty = {"action-TOTAL_FORMS": 0, "action-INITIAL_FORMS": 0, "uid": page.context["form"]["uid"].value()}
    facts = {"category": visit.findings.get().category_id, "text": "ห้องสมุดมีชีวิต", "severity": "high"}
    client.post(address, {"kind": "strength", **facts, **empty})
    assert Finding.objects.get(text="ห้องสมุดมีชีวิต").severity == ""
    client.post(address, {"kind": "problem", **facts, **empty, "uid": FindingFactory.build(visit=visit).uid})
    assert list(visit.findings.filter(kind="problem").values_list("severity", flat=True)) == ["high"]


def test_finding_of_another_school_is_not_found(sign_in, lead):
    one = found(lead)
    stranger = school_person("school_head", SchoolFactory(district=lead.district))
    assert sign_in(stranger).get(reverse("supervision:finding_detail", args=[one.pk])).status_code == 404
    assert reported_visit().findings.get() != one
