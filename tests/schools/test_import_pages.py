import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from qa_portal.core.files import SHEETS, store
from qa_portal.core.models import StoredFile
from schools.models import School
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return person("plan_staff", DistrictFactory(code="9101"))


def excel(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in [("รหัสกระทรวง 10 หลัก", "รหัสเขตพื้นที่", "ชื่อโรงเรียน"), *rows]:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("โรงเรียน.xlsx", out.getvalue())


def upload(client, file):
    return client.post(reverse("schools:import_upload"), {"file": file})


def confirm(client, page, **typed):
    digest = client.get(page).context["plan"].digest
    return client.post(page, {"digest": digest} | typed)


def sheet_of(response):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()]


GOOD = (1099000001, "9101", "บ้านน้ำใส")
BAD = ("109900", "9101", "รหัสสั้น")


def test_upload_shows_and_confirm_writes(sign_in, clerk):
    client = sign_in(clerk)
    page = upload(client, excel(GOOD, BAD)).url
    plan = client.get(page).context["plan"]
    assert list(plan.counts.values()) == [1, 0, 0, 1]
    assert School.objects.count() == 0
    assert confirm(client, page).url == page
    school = School.objects.get()
    assert (school.name, school.district, school.history.get().history_user) == ("บ้านน้ำใส", clerk.district, clerk)
    assert list(client.get(page).context["plan"].counts.values()) == [0, 0, 1, 1]


def test_rejected_rows_come_back_as_a_sheet_that_can_be_mended_and_sent_again(sign_in, clerk):
    client = sign_in(clerk)
    page = upload(client, excel(GOOD, BAD)).url
    rows = sheet_of(client.get(page + "rejected/"))
    reason = "รหัสกระทรวง “109900” ไม่ครบ 10 หลัก"
    assert rows == [
        ["รหัสกระทรวง 10 หลัก", "รหัสเขตพื้นที่", "ชื่อโรงเรียน", "เหตุผลที่ไม่รับ"],
        ["109900", "9101", "รหัสสั้น", reason],
    ]
    again = upload(client, excel(("1099000002", *rows[1][1:3])))
    assert confirm(client, again.url).status_code == 302
    assert School.objects.get().name == "รหัสสั้น"


def test_registry_that_changed_after_the_preview_is_shown_again(sign_in, clerk):
    client = sign_in(clerk)
    page = upload(client, excel(GOOD)).url
    digest = client.get(page).context["plan"].digest
    SchoolFactory(district=clerk.district, moe_code="1099000001", name="มาก่อน")
    response = client.post(page, {"digest": digest})
    assert response.status_code == 422
    assert School.objects.get().name == "มาก่อน"
    shown = response.context["form"]["digest"].value()
    assert client.post(page, {"digest": shown}).status_code == 302
    assert School.objects.get().name == "บ้านน้ำใส"


def test_changes_hold_from_the_day_that_is_typed(sign_in, clerk):
    school = SchoolFactory(district=clerk.district, moe_code="1099000001", name="เดิม")
    client = sign_in(clerk)
    confirm(client, upload(client, excel(GOOD)).url, since="16/5/2568")
    assert [row.name for row in school.facts.order_by("since")] == ["เดิม", "บ้านน้ำใส"]


def test_schools_of_another_district_are_not_moved(sign_in, clerk):
    other = SchoolFactory(moe_code="1099000001", name="ของเขตอื่น")
    client = sign_in(clerk)
    plan = client.get(upload(client, excel(GOOD, ("1099000002", "9102", "เขตอื่น"))).url).context["plan"]
    assert (list(plan.counts.values()), plan.left_out) == ([0, 0, 0, 1], 1)
    assert School.objects.get() == other


def test_file_is_seen_by_nobody_else(sign_in, clerk):
    page = upload(sign_in(clerk), excel(GOOD)).url
    client = sign_in(person("plan_staff", clerk.district))
    assert [client.get(path).status_code for path in (page, page + "rejected/")] == [404, 404]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"MZ\x00\x01"), ("a.xlsx", b"PK\x03\x04 broken"), ("a.csv", "ชื่อ\nก".encode()), ("a.pdf", b"%PDF-1.7")],
)
def test_file_that_is_no_sheet_of_schools_is_refused(sign_in, clerk, name, content):
    response = upload(sign_in(clerk), SimpleUploadedFile(name, content))
    assert list(response.context["form"].errors) == ["file"]


def test_refused_file_is_not_kept(sign_in, clerk):
    upload(sign_in(clerk), SimpleUploadedFile("a.csv", "ชื่อ\nก".encode()))
    assert StoredFile.objects.count() == 0


def test_sheet_of_something_else_has_no_page(sign_in, clerk):
    file = SimpleUploadedFile("a.csv", "ชื่อ\nก".encode())
    stored = store(file, district=clerk.district, by=clerk, allowed=SHEETS)
    pages = [reverse(f"schools:import_{name}", args=[stored.pk]) for name in ("preview", "rejected")]
    client = sign_in(clerk)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(pages[0], {"digest": "d"}).status_code == 404


def test_template_has_the_columns_that_the_import_reads(sign_in, clerk):
    rows = sheet_of(sign_in(clerk).get(reverse("schools:import_template")))
    assert rows[0][:4] == ["รหัสกระทรวง 10 หลัก", "รหัส SMIS 8 หลัก", "ชื่อโรงเรียน", "ระดับที่เปิดสอน"]
    assert len(rows) == 1


@pytest.mark.parametrize("role", ["supervisor", "director", "school_head"])
def test_import_is_for_those_who_may(sign_in, role):
    client = sign_in(person(role))
    pages = [reverse("schools:import_upload"), reverse("schools:import_template")]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_day_typed_on_a_preview_that_is_out_of_date_is_kept(sign_in, clerk):
    client = sign_in(clerk)
    page = upload(client, excel(GOOD)).url
    answer = client.post(page, {"digest": "old", "since": "๑/๑๐/๒๕๖๙"})
    assert (answer.status_code, answer.context["form"]["since"].value()) == (422, "๑/๑๐/๒๕๖๙")
    assert answer.context["form"]["digest"].value() == answer.context["plan"].digest
