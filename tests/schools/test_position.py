"""Where a school stands: typed, imported and shown."""

from decimal import Decimal

import pytest
from django.urls import reverse

from qa_portal.core.files import CSV
from qa_portal.core.tables import read_table
from schools.imports.registry import Kind, apply_plan, make_plan
from schools.models import School, read_degrees
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
PLACE = (Decimal("13.756331"), Decimal("100.501765"))


@pytest.fixture
def district():
    return DistrictFactory(code="9101")


@pytest.fixture
def typed(sign_in, district):
    """Posts the registry's form of a school with these degrees: the errors of its fields, and what is stored."""
    school = SchoolFactory(district=district)
    client = sign_in(person("plan_staff", district))
    page = reverse("schools:school_edit", args=[school.pk])

    def post(latitude, longitude):
        form = client.get(page).context["form"]
        data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        response = client.post(page, data | {"latitude": latitude, "longitude": longitude})
        errors = response.context["form"].errors if response.status_code == 422 else {}
        return errors, School.objects.values_list("latitude", "longitude").get(pk=school.pk)

    return post


def plan_of(*lines):
    head = "moe_code,name_th,ละติจูด,ลองจิจูด"
    return make_plan(read_table("\n".join([head, *lines]).encode(), CSV), area="9101")


def test_degrees_are_typed_with_thai_digits_and_more_decimals_than_are_kept():
    assert read_degrees("latitude", " ๑๓.๗๕๖๓๓๑๐๐๔ ") == PLACE[0]


@pytest.mark.parametrize("text", ["4.9", "21.1", "-13.7", "13,7", "13.7 N", "1e1", "ก", "9" * 400])
def test_degrees_outside_thailand_or_no_number_are_refused(text):
    with pytest.raises(ValueError, match="ไม่อยู่ในประเทศไทย"):
        read_degrees("latitude", text)


def test_school_form_keeps_the_place_and_takes_it_away(typed):
    assert typed("๑๓.๗๕๖๓๓๑", "100.501765") == ({}, PLACE)
    assert typed("", "") == ({}, (None, None))


def test_school_form_refuses_half_a_place_and_one_outside_thailand(typed):
    errors, kept = typed("13.756331", "")
    assert (errors, kept) == ({"longitude": ["โปรดระบุทั้งละติจูดและลองจิจูด"]}, (None, None))
    errors, kept = typed("100.501765", "13.756331")
    assert (list(errors), kept) == (["latitude", "longitude"], (None, None))


def test_import_brings_places_and_says_old_and_new(district):
    SchoolFactory(district=district, moe_code="1099000001", name="ก")
    plan = plan_of("1099000001,ก,๑๓.๗๕๖๓๓๑,100.501765")
    (row,) = plan.of_kind(Kind.CHANGED)
    told = [(change.label, change.old, change.new) for change in row.changes]
    assert told == [("ละติจูด", "–", "13.756331"), ("ลองจิจูด", "–", "100.501765")]
    apply_plan(plan, by=None)
    assert School.objects.values_list("latitude", "longitude").get() == PLACE
    assert len(plan_of("1099000001,ก,13.756331,100.501765").of_kind(Kind.UNCHANGED)) == 1


def test_import_rejects_half_a_place_and_one_outside_thailand(district):
    rejected = plan_of("1099000001,ก,13.7,", "1099000002,ข,13.7,5").of_kind(Kind.REJECTED)
    assert [row.reason for row in rejected] == [
        "โปรดระบุทั้งละติจูดและลองจิจูด",
        "“5” ไม่อยู่ในประเทศไทย โปรดพิมพ์ค่าองศาระหว่าง 97 ถึง 106",
    ]


def test_school_page_shows_the_place(sign_in, district):
    school = SchoolFactory(district=district, latitude=PLACE[0], longitude=PLACE[1])
    page = sign_in(person("supervisor", district)).get(reverse("schools:school_detail", args=[school.pk]))
    assert "<dd>13.756331, 100.501765</dd>" in page.content.decode()
