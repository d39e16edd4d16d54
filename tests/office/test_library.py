"""The document library: who reads what, search, what replaced what, its file (A15-07, A15-08)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from qa_portal.office.models import LibraryDocument, Reader, Standing
from tests.factories.core import DistrictFactory, person
from tests.factories.manual import document
from tests.factories.sar import TINY_PDF
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
LIST = "office:library_list"


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def keeper(client, district):
    user = person("group_head", district)
    client.force_login(user)
    return user


def seen(user):
    rows = LibraryDocument.objects.visible_to(user).exclude(district=None)
    return set(rows.values_list("title", flat=True))


def typed(**more):
    return {
        "kind": "announcement",
        "title": "ประกาศใหม่",
        "standing": "in_force",
        "reader": "schools",
        "opened_version": 0,
    } | more


def test_shipped_documents_have_no_file_and_say_what_replaced_them():
    shipped = LibraryDocument.objects.filter(district=None)
    assert (shipped.count(), shipped.exclude(stored=None).count()) == (26, 0)
    older = shipped.get(year=2553, kind="ministerial")
    assert str(older.replaced_by) == "กฎกระทรวงการประกันคุณภาพการศึกษา พ.ศ. 2561"
    assert set(shipped.exclude(number="").values_list("number")) == set()


def test_library_shows_each_reader_their_own(district):
    for reader in Reader:
        document(district, title=reader.value, reader=reader)
    document(DistrictFactory(), title="elsewhere", reader=Reader.PUBLIC)
    school = SchoolFactory(district=district)
    assert seen(person("supervisor", district)) == {"office", "schools", "public"}
    assert seen(school_person("school_head", school)) == {"schools", "public"}
    assert seen(school_person("school_board", school)) == {"schools", "public"}
    assert seen(person("national_viewer")) == {"office", "schools", "public", "elsewhere"}


def test_library_search_takes_thai_digits_and_spaces(client, keeper, district):
    wanted = document(district, title="ประกาศ เรื่อง การนิเทศ", number="๑๒/๒๕๖๙", issuer="สพฐ.")
    for text in ("เรื่องการ นิเทศ", "12/2569", "สพฐ"):
        assert list(client.get(reverse(LIST), {"search": text}).context["object_list"]) == [wanted]


def test_library_list_asks_as_often_for_three_as_for_one(client, keeper, district, django_assert_num_queries):
    forms, newer = {"kind": "form"}, document(district)
    document(district, standing=Standing.REPLACED, replaced_by=newer, **forms)
    client.get(reverse(LIST), forms)
    with django_assert_num_queries(4):
        client.get(reverse(LIST), forms)
    document(district, standing=Standing.REPLACED, replaced_by=newer, **forms)
    document(district, standing=Standing.REPLACED, replaced_by=newer, **forms)
    with django_assert_num_queries(4):
        client.get(reverse(LIST), forms)


def test_library_sheet_has_the_rows_of_the_list(client, keeper, district):
    newer = document(district, title="ฉบับใหม่", year=2569)
    document(district, title="ฉบับเก่า", year=2560, standing=Standing.REPLACED, replaced_by=newer)
    response = client.get(reverse(LIST), {"format": "xlsx", "search": "ฉบับเก่า"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[-3] == ("ฉบับเก่า", "ประกาศ", None, "2560", None, "ยกเลิก/ถูกแทนที่", "ฉบับใหม่", "สำนักงานเขตและสถานศึกษา")


def test_document_is_kept_with_its_file(client, keeper, district):
    paper = SimpleUploadedFile("ประกาศ.pdf", TINY_PDF, content_type="application/pdf")
    response = client.post(reverse("office:library_add"), typed(paper=paper))
    row = LibraryDocument.objects.get(title="ประกาศใหม่")
    assert (response.status_code, response.url, row.district) == (302, row.get_absolute_url(), district)
    sent = client.get(reverse("office:library_file", args=[row.pk]))
    assert b"".join(sent.streaming_content) == TINY_PDF


def test_replacement_needs_the_standing_that_says_so(client, keeper, district):
    newer = document(district)
    response = client.post(reverse("office:library_add"), typed(replaced_by=newer.pk))
    assert list(response.context["form"].errors) == ["standing"]
    with pytest.raises(IntegrityError):
        LibraryDocument.objects.filter(pk=newer.pk).update(replaced_by=newer.pk)


def test_two_documents_cannot_replace_each_other(client, keeper, district):
    newer = document(district, title="ใหม่")
    older = document(district, title="เก่า", standing=Standing.REPLACED, replaced_by=newer)
    url = reverse("office:library_edit", args=[newer.pk])
    response = client.post(url, typed(standing="replaced", replaced_by=older.pk, opened_version=newer.version))
    assert list(response.context["form"].errors) == ["replaced_by"]


def test_shipped_document_is_not_the_offices_to_edit(client, keeper):
    shipped = LibraryDocument.objects.filter(district=None).first()
    assert client.get(reverse("office:library_edit", args=[shipped.pk])).status_code == 404


def test_public_library_shows_what_everybody_may_read(client, district):
    document(district, title="เปิดเผย", reader=Reader.PUBLIC)
    document(district, title="ในสังกัด", reader=Reader.SCHOOLS)
    response = client.get(reverse("public:library", args=[district.code]))
    assert [row.title for row in response.context["rows"]] == ["เปิดเผย"]
    hidden = LibraryDocument.objects.get(title="ในสังกัด")
    assert client.get(reverse("public:library_file", args=[district.code, hidden.pk])).status_code == 404


def test_document_names_the_processes_that_go_by_it(client, keeper, district):
    url = LibraryDocument.objects.get(title__startswith="หลักสูตรแกนกลาง").get_absolute_url()
    assert [row.code for row in client.get(url).context["citing"]] == ["network"]
    client.force_login(school_person("school_head", SchoolFactory(district=district)))
    assert list(client.get(url).context["citing"]) == []
