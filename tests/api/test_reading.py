"""The API: who gets in, what each resource gives, and that it is what the sheet gives."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qa_portal.api import RESOURCES
from qa_portal.core.integrations import tokens
from qa_portal.core.integrations.resources import AREAS
from qa_portal.core.models import ApiUse
from tests.access.world import World
from tests.factories.core import DistrictFactory, person
from tests.factories.integrations import token_of
from tests.factories.schools import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.on_each]


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def ask(client, address, secret, **headers):
    return client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {secret}"} | headers)


def office_token(**kwargs):
    director = person("director")
    return director, *token_of(director, **kwargs)


def refusal(response):
    return response.status_code, response.json()["code"]


def test_list_gives_what_the_sheet_gives(client):
    director, _token, secret = office_token()
    school = SchoolFactory(district=director.district, name="โรงเรียนบ้านสมมุติ", moe_code="1012345678")
    SchoolFactory()
    answer = ask(client, "schools", secret).json()
    assert (answer["count"], answer["page"], answer["pages"], answer["next"]) == (1, 1, 1, None)
    row = answer["results"][0]
    assert (row["id"], row["name"], row["moe_code"]) == (school.pk, "โรงเรียนบ้านสมมุติ", "1012345678")
    assert row["url"] == f"http://localhost:8000{school.get_absolute_url()}"
    assert list(row)[2:] == [column.key for column in RESOURCES["schools"].columns]
    assert ask(client, f"schools/{school.pk}", secret).json() == row


def test_row_of_another_office_is_not_found(client):
    _director, _token, secret = office_token()
    other = SchoolFactory()
    assert refusal(ask(client, f"schools/{other.pk}", secret)) == (404, "not_found")
    assert refusal(ask(client, f"sar-levels?district={other.district_id}", secret)) == (404, "not_found")
    assert ask(client, "districts", secret).json()["count"] == 1


def test_without_a_token_nothing_opens(client, sign_in):
    sign_in(person("director"))
    response = client.get("/api/v1/schools")
    assert refusal(response) == (401, "no_token")
    assert response["WWW-Authenticate"] == "Bearer"
    assert refusal(ask(client, "schools", "qap_wrong")) == (401, "no_token")


def test_revoked_expired_or_ownerless_token_opens_nothing(client):
    director, token, secret = office_token()
    assert ask(client, "schools", secret).status_code == 200
    tokens.revoke(token, by=director)
    assert refusal(ask(client, "schools", secret)) == (401, "no_token")
    old, text = token_of(director)
    type(old).objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refusal(ask(client, "schools", text)) == (401, "no_token")
    _fresh, text = token_of(director)
    director.is_active = False
    director.save()
    assert refusal(ask(client, "schools", text)) == (401, "no_token")


def test_token_ends_when_its_owner_moves_to_another_office(client):
    director, _token, secret = office_token()
    director.district = DistrictFactory()
    director.save()
    assert refusal(ask(client, "schools", secret)) == (401, "no_token")


def test_token_opens_only_its_areas_and_what_its_owner_may(client):
    director, _token, secret = office_token(areas=["schools"])
    assert ask(client, "schools", secret).status_code == 200
    assert refusal(ask(client, "projects", secret)) == (403, "area")
    director.groups.clear()
    assert refusal(ask(client, "schools", secret)) == (403, "role")


def test_too_many_requests_in_a_minute_are_refused(client, time_machine):
    time_machine.move_to("2026-11-21 10:00:10+07:00", tick=False)
    _director, _token, secret = office_token(per_minute=2)
    assert [ask(client, "schools", secret).status_code for _time in range(3)] == [200, 200, 429]
    response = ask(client, "schools", secret)
    assert (refusal(response), response["Retry-After"]) == ((429, "too_fast"), "60")
    time_machine.move_to("2026-11-21 10:01:00+07:00", tick=False)
    assert ask(client, "schools", secret).status_code == 200


def test_use_is_counted_by_day_and_area_and_nothing_else_is_kept(client):
    _director, token, secret = office_token()
    for address in ("schools", "schools?q=สมมุติ", "schools?size=0", "schools?x=1", "visits"):
        ask(client, address, secret)
    uses = ApiUse.objects.filter(token=token).order_by("area").values_list("area", "count", "refused")
    assert list(uses) == [("schools", 2, 1), ("visits", 1, 0)]  # size=0 is refused before it is asked of an area


@pytest.mark.parametrize(
    ("query", "field"),
    [("size=0", "size"), ("size=201", "size"), ("page=0", "page"), ("page=" + "9" * 30, "page"), ("sort=x", "sort"),
     ("nothing=1", "nothing"), ("network=x", "network"), ("network=" + "9" * 30, "network"), ("level=x", "level")],
)  # fmt: skip
def test_wrong_parameter_is_named(client, query, field):
    _director, _token, secret = office_token()
    response = ask(client, f"schools?{query}", secret)
    assert (refusal(response), list(response.json()["fields"])) == ((422, "invalid"), [field])


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_wrong_key_is_refused(client, number):
    _director, _token, secret = office_token()
    assert refusal(ask(client, f"schools/{number}", secret)) == (422, "invalid")


def test_pages_follow_each_other(client):
    director, _token, secret = office_token()
    for number in range(3):
        SchoolFactory(district=director.district, name=f"โรงเรียน {number}")
    first = ask(client, "schools?size=2&sort=-name&standing=open", secret).json()
    assert (first["pages"], first["next"]) == (2, "?standing=open&sort=-name&size=2&page=2")
    second = ask(client, f"schools{first['next']}", secret).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["โรงเรียน 2", "โรงเรียน 1", "โรงเรียน 0"]
    assert refusal(ask(client, "schools?size=2&page=3", secret)) == (404, "not_found")


def test_words_are_thai_unless_english_is_asked_for(client):
    director, _token, secret = office_token()
    SchoolFactory(district=director.district)
    standing = [
        ask(client, "schools", secret, **headers).json()["results"][0]["standing"]
        for headers in ({}, {"Accept-Language": "en-GB"})
    ]
    assert standing == ["เปิดสอน", "In operation"]


def test_unknown_address_and_other_methods_are_refused(client):
    _director, _token, secret = office_token()
    assert refusal(ask(client, "nothing", secret)) == (404, "not_found")
    response = client.post("/api/v1/schools", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 405


# Of the gate: the token, its owner, the minute (2), the use. The rest is the list's: its filters, its count, its rows.
QUERIES = {
    "actions": 8,
    "activities": 10,
    "districts": 8,
    "external-assessments": 7,
    "external-results": 7,
    "findings": 8,
    "indicators": 8,
    "project-money": 8,
    "project-results": 8,
    "projects": 9,
    "sar-item-levels": 8,
    "sar-levels": 8,
    "sars": 9,
    "schools": 9,
    "visits": 8,
}


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_queries_do_not_grow_with_the_rows(name, world, client):
    _token, secret = token_of(world.people["director"])
    ask(client, f"{name}?size=1", secret)
    answers, counts = [], []
    for size in (1, 200):
        with CaptureQueriesContext(connection) as queries:
            answers.append(ask(client, f"{name}?size={size}", secret).json())
        counts.append(len(queries))
    assert counts == [QUERIES[name]] * 2
    assert len(answers[0]["results"]) == 1
    assert len(answers[1]["results"]) > (name != "districts")


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_columns_are_those_of_the_sheet(name, world, rf):
    """A column added to the list stands in its sheet and here; the office's name is here besides."""
    resource = RESOURCES[name]
    page = resource.page()
    request = rf.get("/", {"format": "xlsx"})
    request.user = world.people["director"]
    page.setup(request)
    sheet = [column.key for column in page.get_columns()]
    extra = {"schools": ["district"], "external-results": None}.get(name, [])
    keys = [column.key for column in resource.columns]
    if extra is None:  # its sheet has a workbook of its own (supervision.views.result_list)
        assert set(sheet) < set(keys)
    else:
        assert keys == [*sheet, *extra]


def test_every_area_has_a_resource():
    assert {resource.area for resource in RESOURCES.values()} == set(AREAS)


@pytest.mark.same_on_both
def test_openapi_describes_every_resource(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert sorted(paths) == sorted(
        address for name in RESOURCES for address in (f"/api/v1/{name}", f"/api/v1/{name}/{{pk}}")
    )
    assert {method for found in paths.values() for method in found} == {"get"}
    statuses = {tuple(sorted(found["get"]["responses"])) for found in paths.values()}
    assert statuses == {("200", "401", "403", "404", "422", "429")}


@pytest.mark.same_on_both
def test_page_of_the_api_names_every_field(client):
    text = client.get("/api/docs/").content.decode()
    missing = [
        (name, key) for name, resource in RESOURCES.items() for key, _kind, _label in resource.fields
        if f"<code>{key}</code>" not in text
    ]  # fmt: skip
    assert missing == []


HOSTILE = ("9" * 30, "-1", "1e30", "NaN", "Infinity", "1.5", "a\x00b", "null", "none", "๙", "x" * 200)


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_no_value_of_a_filter_breaks(name, world, client):
    _token, secret = token_of(world.people["director"], per_minute=30_000)
    client.raise_request_exception = False
    broken = [
        (key, value)
        for key in RESOURCES[name].filters
        for value in HOSTILE
        if ask(client, f"{name}?{urlencode({key: value})}", secret).status_code not in (200, 422)
    ]
    assert broken == []
