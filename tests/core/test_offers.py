"""What lists offer to be narrowed by, and the pages of long lists."""

import pytest
from django.core.paginator import EmptyPage

from qa_portal.core.offers import offered
from qa_portal.core.paging import KeyPaginator
from qa_portal.core.roles import Scope
from schools.filters.registry import AMPHOES, NETWORKS, SUPERVISORS
from schools.models import School
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db
OFFERS = {"amphoe": AMPHOES, "network": NETWORKS, "supervisor": SUPERVISORS}


def test_offers_are_of_the_own_office_in_one_query(django_assert_num_queries):
    head = person("group_head", first_name="ข้าว", last_name="ใจดี")
    NetworkFactory(name="เครือข่ายอื่น")
    later, sooner = (NetworkFactory(district=head.district, name=name) for name in ("เขา", "เกาะ"))
    for amphoe in ("ปัว", "เชียงกลาง", "ปัว", ""):
        SchoolFactory(district=head.district, network=sooner, amphoe=amphoe)
    assert head.scope is Scope.DISTRICT  # reads the roles
    with django_assert_num_queries(1):
        found = offered(head, OFFERS)
    assert found == {
        "amphoe": [("เชียงกลาง", "เชียงกลาง"), ("ปัว", "ปัว")],
        "network": [(sooner.pk, "เกาะ"), (later.pk, "เขา")],
        "supervisor": [(head.pk, "ข้าว ใจดี")],
    }


def test_offers_follow_a_change_and_the_scope():
    head = person("group_head")
    school = SchoolFactory(district=head.district, amphoe="ปัว")
    SchoolFactory(district=head.district, amphoe="ภูเพียง")
    assert len(offered(head, {"amphoe": AMPHOES})["amphoe"]) == 2
    assert offered(school_person("school_head", school), {"amphoe": AMPHOES}) == {"amphoe": [("ปัว", "ปัว")]}
    School.objects.update(amphoe="บ่อเกลือ")
    assert offered(head, {"amphoe": AMPHOES}) == {"amphoe": [("บ่อเกลือ", "บ่อเกลือ")]}


def test_pages_by_keys_are_those_of_the_whole_list():
    for name in ("ก", "ข", "ค"):
        SchoolFactory(name=name)
    pages = KeyPaginator(School.objects.order_by("name_sort"), 2)
    assert [[school.name for school in pages.page(number)] for number in (2, 1)] == [["ค"], ["ก", "ข"]]
    assert (pages.count, pages.num_pages) == (3, 2)
    for number in (-1, 0, 3, 10**20):
        with pytest.raises(EmptyPage):
            KeyPaginator(School.objects.order_by("name_sort"), 2).page(number)
    assert list(KeyPaginator(School.objects.none().order_by("pk"), 2).page(1)) == []
