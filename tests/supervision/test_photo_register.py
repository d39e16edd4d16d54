"""The register of visit photos: whose rows, what may be shown, and its sheet."""

import io
import subprocess

import openpyxl
import pytest
from django.urls import reverse

from qa_portal.core.workflow import perform
from supervision.services.photos import add_photo
from tests.core.document_kit import poppler_text
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import done_visit, photo_upload

pytestmark = pytest.mark.django_db

PAGE = reverse("supervision:photo_register")


@pytest.fixture
def lead():
    return person("supervisor")


def photographed(lead, caption, *, has_consent=True, is_sent=True):
    network = NetworkFactory(district=lead.district)
    visit = done_visit(school=SchoolFactory(district=lead.district, network=network), lead=lead)
    photo = add_photo(visit, upload=photo_upload(), caption=caption, has_consent=has_consent, by=lead)
    if is_sent and has_consent:  # a report with any other photo is not sent
        perform(visit, "report", by=lead)
    return photo


def test_register_narrows_to_photos_that_may_be_shown(lead, sign_in):
    shown, kept = photographed(lead, "ก"), photographed(lead, "ข", has_consent=False)
    client = sign_in(lead)
    asked = [{"consent": "True"}, {"consent": "False"}, {}]
    found = [{row.pk for row in client.get(PAGE, query).context["object_list"]} for query in asked]
    assert found == [{shown.pk}, {kept.pk}, {shown.pk, kept.pk}]


def test_school_sees_the_photos_of_its_reported_visits(lead, sign_in):
    own, draft = photographed(lead, "ก"), photographed(lead, "ข", is_sent=False)
    found = [
        [row.pk for row in sign_in(school_person("school_head", photo.visit.school)).get(PAGE).context["object_list"]]
        for photo in (own, draft)
    ]
    assert found == [[own.pk], []]


def test_sheet_of_the_register(lead, sign_in):
    photo = photographed(lead, "ประชุมครู", has_consent=False)
    content = sign_in(lead).get(PAGE, {"format": "xlsx"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, max_row=3, values_only=True))
    assert rows[0] == ("คำบรรยายภาพ", "วันที่", "โรงเรียน", "การนิเทศ", "เผยแพร่ได้")
    assert (rows[1][0], *rows[1][2:]) == ("ประชุมครู", photo.visit.school.name, photo.visit.code, "ห้ามเผยแพร่")


def test_paper_shows_only_photos_that_may_be_shown(lead, sign_in):
    photographed(lead, "ประชุมครู"), photographed(lead, "นักเรียน", has_consent=False)
    content = sign_in(lead).get(PAGE, {"format": "pdf"}).content
    text = poppler_text(content)
    assert [text.count(word) for word in ("ประชุมครู", "นักเรียน", "ยังไม่ได้ให้ความยินยอม")] == [1, 1, 1]
    assert pictures(content) == 1
    narrowed = sign_in(lead).get(PAGE, {"format": "pdf", "consent": "False"}).content
    assert pictures(narrowed) == 0


def pictures(content):
    """How many pictures the paper holds."""
    done = subprocess.run(["pdfimages", "-list", "-"], input=content, capture_output=True, check=True)
    return len(done.stdout.splitlines()) - 2  # two lines of headers


def test_register_asks_as_much_for_three_photos_as_for_one(lead, sign_in, django_assert_num_queries):
    photographed(lead, "ก")
    client = sign_in(lead)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
    photographed(lead, "ข"), photographed(lead, "ค")
    with django_assert_num_queries(5):
        client.get(PAGE)
