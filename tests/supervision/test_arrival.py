"""Where a visit was begun, as a band: by the plain form, and the place that a phone takes along to reckon it (F28)."""

import pytest
from django.urls import reverse

from tests.factories.field import Phone
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return VisitFactory(school=SchoolFactory(latitude="13.756331", longitude="100.501765"))


def test_plain_form_offers_the_bands_and_keeps_one(visit, sign_in):
    client, page = sign_in(visit.lead), reverse("supervision:visit_facts", args=[visit.pk])
    form = client.get(page).context["form"]
    assert [value for value, _label in form.fields["arrival"].choices] == ["", "at_school", "near", "far", "unknown"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    client.post(page, data | {"arrival": "near"})
    visit.refresh_from_db()
    assert visit.arrival == "near"


def test_band_of_a_phone_goes_into_the_visit_and_nothing_else_is_a_band(visit, sign_in):
    phone = Phone(visit, visit.lead, sign_in(visit.lead))
    phone.write(visit__arrival="unknown").send()
    problems = phone.write(on_top_of=1, visit__arrival="13.756331,100.501765").send().json()["problems"]
    visit.refresh_from_db()
    assert (visit.arrival, list(problems)) == ("unknown", ["visit:arrival"])


def test_pack_and_list_hold_the_places_of_schools(visit, sign_in):
    client = sign_in(visit.lead)
    place = {"latitude": "13.756331", "longitude": "100.501765"}
    pack = client.get(reverse("field:pack", args=[visit.uid])).json()
    (school,) = client.get(reverse("field:pack_list")).json()["schools"]
    assert (pack["position"], {axis: school[axis] for axis in place}) == (place, place)
