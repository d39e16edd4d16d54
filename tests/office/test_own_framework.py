"""Keeping the items of the office's own standards on their pages (A9-01..04)."""

import pytest
from django.urls import reverse

from qa_portal.office.models import LevelWords, OwnItem
from qa_portal.office.services.own_standards import begin
from tests.factories.core import DistrictFactory, person
from tests.factories.own_standards import own_version, s004

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return own_version(DistrictFactory())


@pytest.fixture
def page(client, version):
    """A post to a page of the office's own standards by who keeps them: its status."""
    client.force_login(person("group_head", version.district))
    return lambda name, row, data=None: client.post(reverse(f"office:{name}", args=[row.pk]), data or {}).status_code


def items(framework):
    return OwnItem.objects.of_framework(framework)


def test_item_is_added_last_with_its_criteria(version, page):
    data = {"name": "ข้อใหม่", "least_projects": 0, "ticks": "เกณฑ์ ก\n\nเกณฑ์ ข", "traces": ["findings"]}
    assert page("own_item_add", items(version).first().indicator, data) == 302
    item = items(version).last()
    assert (item.position, item.name, item.traces) == (6, "ข้อใหม่", ["findings"])
    assert [(tick.position, tick.name) for tick in item.ticks.all()] == [(1, "เกณฑ์ ก"), (2, "เกณฑ์ ข")]


def test_item_is_changed_with_its_criteria(version, page):
    item = items(version).get(position=4)
    assert page("own_item_edit", item, {"name": "เปลี่ยนแล้ว", "least_projects": 2, "ticks": "เหลือข้อเดียว"}) == 302
    item.refresh_from_db()
    assert (item.position, item.name, item.least_projects) == (4, "เปลี่ยนแล้ว", 2)
    assert [tick.name for tick in item.ticks.all()] == ["เหลือข้อเดียว"]


def test_item_takes_no_more_criteria_than_a_page_holds(version, page):
    data = {"name": "x", "least_projects": 0, "ticks": "\n".join("ก" * 11)}
    assert page("own_item_add", items(version).first().indicator, data) == 422
    assert items(version).count() == 5


def test_words_of_a_level_are_changed_and_taken_away(version, page):
    levels = list(version.levels.order_by("value"))
    data = {f"level_{level.pk}": f"ระดับ {level.value}" for level in levels[1:]}
    assert page("own_words", items(version).first().indicator, data) == 302
    words = LevelWords.objects.filter(level__in=levels).order_by("level__value").values_list("level__value", "text")
    assert list(words) == [(2, "ระดับ 2"), (3, "ระดับ 3"), (4, "ระดับ 4")]


def test_pages_of_standards_in_use_send_back_with_the_reason(version, page, client):
    item = items(version).first()
    begin(version.district, version, 2570)
    assert page("own_item_edit", item, {"name": "x", "least_projects": 0}) == 302
    assert page("own_item_remove", item) == 302
    assert items(version).first().name == item.name
    shown = client.get(reverse("office:own_framework", args=[version.pk])).content.decode()
    assert (reverse("office:own_item_edit", args=[item.pk]) in shown, "จึงแก้ไขไม่ได้" in shown) == (False, True)


def test_standards_of_the_country_are_not_the_offices_to_change(page):
    assert page("own_item_edit", items(s004()).first(), {"name": "x", "least_projects": 0}) == 404
