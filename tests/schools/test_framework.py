import pytest
from django.urls import reverse

from qa_portal.core.workflow import perform
from schools.models import Framework, Indicator
from schools.services.frameworks import copy_framework
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import CycleFactory, expected_sar

pytestmark = pytest.mark.django_db


def codes(framework):
    rows = Indicator.objects.filter(standard__framework=framework).order_by("standard__number", "position")
    return list(rows.values_list("code", flat=True))


def test_basic_framework_has_its_21_items():
    framework = Framework.objects.get(code="BASIC-2561")
    assert codes(framework) == [
        *(f"1.1.{n}" for n in range(1, 7)),
        *(f"1.2.{n}" for n in range(1, 5)),
        *(f"2.{n}" for n in range(1, 7)),
        *(f"3.{n}" for n in range(1, 6)),
    ]
    assert (framework.kind, framework.level, framework.year) == ("school", "basic", 2561)


def test_early_childhood_framework_has_its_14_items():
    framework = Framework.objects.get(code="EC-2561")
    assert codes(framework) == [
        *(f"1.{n}" for n in range(1, 5)),
        *(f"2.{n}" for n in range(1, 7)),
        *(f"3.{n}" for n in range(1, 5)),
    ]


@pytest.mark.parametrize("code", ["BASIC-2561", "EC-2561"])
def test_framework_levels_are_the_five_words(code):
    levels = Framework.objects.get(code=code).levels.values_list("value", "name")
    assert list(levels) == [(5, "ยอดเยี่ยม"), (4, "ดีเลิศ"), (3, "ดี"), (2, "ปานกลาง"), (1, "กำลังพัฒนา")]


def test_framework_groups_only_the_first_basic_standard():
    of_schools = Indicator.objects.filter(standard__framework__kind="school")
    groups = of_schools.exclude(group="").order_by("position").values_list("code", "group")
    assert [code for code, group in groups] == codes(Framework.objects.get(code="BASIC-2561"))[:10]
    assert {group for code, group in groups} == {"1.1 ผลสัมฤทธิ์ทางวิชาการ", "1.2 คุณลักษณะที่พึงประสงค์"}


def test_framework_in_force_is_the_newest_that_has_begun():
    old = Framework.objects.get(code="BASIC-2561")
    new = copy_framework(old, district=None)
    new.in_force_from = 2570
    new.save()
    assert Framework.objects.for_schools("basic").in_force(2569).first() == old
    assert Framework.objects.for_schools("basic").in_force(2570).first() == new


def test_framework_copy_holds_all_words_and_levels():
    old = Framework.objects.get(code="EC-2561")
    new = copy_framework(old, district=DistrictFactory())
    assert new.code == "EC-2561-2"
    assert codes(new) == codes(old)
    assert [str(level) for level in new.levels.all()] == [str(level) for level in old.levels.all()]


def test_framework_of_another_district_is_not_offered():
    mine, other = DistrictFactory(), DistrictFactory()
    copy = copy_framework(Framework.objects.get(code="EC-2561"), district=other)
    offered = Framework.objects.offered_to(mine)
    assert set(offered.filter(kind="school").values_list("code", flat=True)) == {"EC-2561", "BASIC-2561"}
    assert copy not in offered


def test_closed_cycle_keeps_its_words_when_a_new_version_is_made():
    sar = expected_sar()
    new = copy_framework(sar.framework, district=sar.school.district)
    Indicator.objects.filter(standard__framework=new).update(name="ถ้อยคำใหม่")
    perform(sar.cycle, "close", by=person("group_head", sar.school.district))
    sar.refresh_from_db()
    names = set(Indicator.objects.filter(standard__framework=sar.framework).values_list("name", flat=True))
    assert sar.framework.code == "EC-2561"
    assert "ถ้อยคำใหม่" not in names


# ---------------------------------------------------------------- back office


@pytest.fixture
def office(sign_in):
    district = DistrictFactory()
    user = person("district_admin", district)
    user.is_staff = True
    user.save()
    return district, sign_in(user)


def change_page(framework):
    return reverse("admin:schools_framework_change", args=[framework.pk])


def is_editable(client, framework):
    return b'name="_save"' in client.get(change_page(framework)).content


def test_framework_admin_edits_the_districts_own_unused_version(office):
    district, client = office
    own = copy_framework(Framework.objects.get(code="EC-2561"), district=district)
    assert is_editable(client, own) is True


def test_framework_admin_is_read_only_once_a_cycle_uses_it(office):
    district, client = office
    own = copy_framework(Framework.objects.get(code="EC-2561"), district=district)
    CycleFactory(district=district, early_childhood_framework=own)
    assert is_editable(client, own) is False
    answer = client.post(change_page(own), {"code": "X", "name": "X"})
    own.refresh_from_db()
    assert (answer.status_code, own.code) == (403, "EC-2561-2")


def test_standard_admin_is_read_only_once_a_cycle_uses_it(office):
    district, client = office
    own = copy_framework(Framework.objects.get(code="EC-2561"), district=district)
    page = reverse("admin:schools_standard_change", args=[own.standards.first().pk])
    assert b'name="_save"' in client.get(page).content
    CycleFactory(district=district, early_childhood_framework=own)
    assert b'name="_save"' not in client.get(page).content


def test_framework_admin_shows_the_countrys_version_read_only(office):
    _district, client = office
    assert is_editable(client, Framework.objects.get(code="BASIC-2561")) is False


def test_framework_admin_copies_a_used_version(office):
    district, client = office
    framework = Framework.objects.get(code="BASIC-2561")
    data = {"action": "copy_as_new_version", "_selected_action": [framework.pk]}
    client.post(reverse("admin:schools_framework_changelist"), data)
    copy = Framework.objects.get(code="BASIC-2561-2")
    assert (copy.district, len(codes(copy))) == (district, 21)
