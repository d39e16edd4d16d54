"""Orders (A10-02): drafted from a committee or a round, signed, superseded, printed."""

from datetime import date

import pytest
from django.urls import reverse

from qa_portal.core.models import Notice
from qa_portal.core.workflow import Refused, perform
from supervision.documents.order import people_of_order, render_order, render_order_docx
from supervision.models import Order
from supervision.services.tours import save_route
from tests.core.document_kit import poppler_text, squeezed
from tests.core.docx_kit import text_of
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import photo_upload
from tests.factories.teams import MONDAY, committee_of, led, order_of, tour_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person("group_head")


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


SIGNATURE = {"number": "511/2565", "dated": "16/12/2565", "effective_on": "1/12/2565"}


def words(**changes):
    data = {
        "subject": "มอบหมายงาน",
        "authority": "อาศัยอำนาจ",
        "general_duty": "",
        "signatory": "นายก",
        "signatory_position": "",
    }
    return data | changes


def test_order_from_a_committee_has_its_members_as_duties(sign_in, head):
    committee = committee_of(head.district, "นายหนึ่ง", "นายสอง", duties="ติดตาม\nตรวจสอบ")
    client = sign_in(head)
    form = client.get(address("order_create"), {"committee": committee.pk}).context["form"]
    assert form["subject"].value() == f"แต่งตั้ง{committee.name}"
    assert form["general_duty"].value() == "ให้คณะกรรมการมีหน้าที่ ดังนี้\nติดตาม\nตรวจสอบ"
    response = client.post(address("order_create"), words(committee=committee.pk))
    order = Order.objects.get()
    assert response.url == address("order_duties", order.pk)
    rows = order.duties.values_list("number", "name", "text")
    assert list(rows) == [("1", "นายหนึ่ง", "ประธานกรรมการ"), ("2", "นายสอง", "กรรมการ")]


def test_order_from_a_round_has_teams_and_routes(sign_in, head):
    school = SchoolFactory(district=head.district)
    tour = tour_of(head.district, schools=[school])
    team = tour.teams.get()
    lead = led(team, others=1)
    save_route(tour, {school: (team, MONDAY)})
    client = sign_in(head)
    form = client.get(address("order_create"), {"tour": tour.pk}).context["form"]
    assert form["general_duty"].value().splitlines()[0] == f"ชุดที่ 1 วันที่ 14 ธันวาคม 2569: {school.name}"
    client.post(address("order_create"), words(tour=tour.pk))
    rows = [(duty.number, duty.person, duty.text) for duty in Order.objects.get().duties.all()]
    assert rows == [("1.1", str(lead), "หัวหน้าชุด ชุดที่ 1"), ("1.2", "ผู้ร่วมชุด 1-0", "กรรมการ ชุดที่ 1")]


def test_duties_are_printed_under_their_person(head):
    order = order_of(head.district, ("9.1", "นางตัวอย่าง", "ก\nข"), ("9.2", "นางตัวอย่าง", "ค"), ("10", "นายอื่น", "ง"))
    shown = [
        (row.number, row.name, [(point.number, point.lines) for point in row.duties]) for row in people_of_order(order)
    ]
    assert shown == [
        ("9.", "นางตัวอย่าง", [("9.1", ["ก", "ข"]), ("9.2", ["ค"])]),
        ("10.", "นายอื่น", [("10.", ["ง"])]),
    ]


def test_order_without_duties_cannot_be_signed(sign_in, head):
    order = order_of(head.district)
    response = sign_in(head).post(address("order_sign", order.pk), SIGNATURE)
    order.refresh_from_db()
    assert (response.status_code, order.state, order.number) == (409, "draft", "")


def test_signing_keeps_number_and_days_and_tells_who_has_a_duty(sign_in, head):
    supervisor = person("supervisor", head.district)
    order = order_of(head.district)
    order.duties.create(position=1, number="1", user=supervisor, text="นิเทศ")
    client = sign_in(head)
    client.post(address("order_sign", order.pk), SIGNATURE)
    order.refresh_from_db()
    assert (order.state, order.number, order.dated) == ("signed", "511/2565", date(2022, 12, 16))
    assert Notice.objects.filter(recipient=supervisor).count() == 1
    assert order.holds_before_signing
    said = "คำสั่งมีผลตั้งแต่วันที่ 1 ธันวาคม 2565 ซึ่งเป็นวันก่อนลงนามวันที่ 16 ธันวาคม 2565"
    assert client.get(order.get_absolute_url()).content.decode().count(said) == 1
    client.post(address("order_sign", order.pk), SIGNATURE)  # sent twice
    assert Notice.objects.filter(recipient=supervisor).count() == 1


def test_number_is_given_once(sign_in, head):
    order_of(head.district, number="511/2565")
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"))
    response = sign_in(head).post(address("order_sign", order.pk), SIGNATURE)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["number"])


def test_newer_order_supersedes_the_older(head):
    older = order_of(head.district, ("1", "นายหนึ่ง", "ก"), number="1/2565", **DAYS)
    perform(older, "sign", by=head)
    newer = order_of(head.district, ("1", "นายสอง", "ก"), number="2/2565", supersedes=older, **DAYS)
    perform(newer, "sign", by=head)
    older.refresh_from_db()
    assert older.state == "superseded"
    assert list(Order.objects.in_force(date(2026, 1, 1))) == [newer]


def test_order_is_not_signed_without_number(head):
    with pytest.raises(Refused):
        perform(order_of(head.district, ("1", "นายหนึ่ง", "ก")), "sign", by=head)


def test_signed_order_is_not_written_on(sign_in, head):
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"), number="1/2565", **DAYS)
    perform(order, "sign", by=head)
    client = sign_in(head)
    assert [client.get(address(name, order.pk)).status_code for name in ("order_edit", "order_duties")] == [404, 404]


def test_duty_is_added_on_its_page(sign_in, head):
    order = order_of(head.district)
    data = {
        "duty-TOTAL_FORMS": 1, "duty-INITIAL_FORMS": 0, "duty-0-number": "9.1", "duty-0-name": "นางตัวอย่าง",
        "duty-0-text": "ก\nข",
    }  # fmt: skip
    sign_in(head).post(address("order_duties", order.pk), data)
    assert list(order.duties.values_list("position", "number", "name", "text")) == [(1, "9.1", "นางตัวอย่าง", "ก\nข")]


def test_stale_order_is_refused(sign_in, head):
    order = order_of(head.district)
    client = sign_in(head)
    codes = [
        client.post(address("order_edit", order.pk), words(subject=word, opened_version=order.version)).status_code
        for word in ("ก", "ข")
    ]
    order.refresh_from_db()
    assert (codes, order.subject) == ([302, 422], "ก")


DAYS = {"dated": date(2022, 12, 16), "effective_on": date(2022, 12, 1)}


def test_papers_have_the_offices_form(head):
    order = order_of(
        head.district, ("9.1", "นางตัวอย่าง", "ก"), ("9.2", "นางตัวอย่าง", "ข"), number="511/2565", **DAYS
    )  # fmt: skip
    perform(order, "sign", by=head)
    order.refresh_from_db()
    lines = poppler_text(render_order(order)).splitlines()
    found = [line.strip() for line in lines if line.strip()]
    assert found[0] == "(สำเนา)"
    assert found[1] == f"คำสั่ง{head.district.name}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert found[2] == "ที่ ๕๑๑/๒๕๖๕"
    assert "สั่ง ณ วันที่ ๑๖ ธันวาคม ๒๕๖๕" in found
    word = [line.strip() for line in text_of(render_order_docx(order)).splitlines()]
    assert [line for line in word if line.startswith("๙.")] == ["๙. นางตัวอย่าง มีหน้าที่รับผิดชอบ ดังนี้", "๙.๑ ก", "๙.๒ ข"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("งาน\nติดตาม\nตรวจสอบ", ["๙.๑ งาน", "๑) ติดตาม", "๒) ตรวจสอบ"]),
        ("งาน\n- ติดตาม\n- ตรวจสอบ", ["๙.๑ งาน", "- ติดตาม", "- ตรวจสอบ"]),
        ("งาน\n1) ติดตาม\n2) ตรวจสอบ", ["๙.๑ งาน", "๑) ติดตาม", "๒) ตรวจสอบ"]),
        ("งาน\nติดตาม", ["๙.๑ งาน", "ติดตาม"]),
    ],
)
def test_points_of_a_duty_are_numbered_as_the_office_does(text, printed, head):
    order = order_of(head.district, ("9.1", "นางตัวอย่าง", text), ("9.2", "นางตัวอย่าง", "ข"))
    found = [line.strip() for line in poppler_text(render_order(order)).splitlines()]
    first = found.index(printed[0])
    assert found[first : first + len(printed)] == printed


def test_page_marks_stand_on_each_page_but_the_first(head):
    duties = [(f"9.{number}", "นางตัวอย่าง", "\n".join(f"ข้อ {line}" for line in range(20))) for number in range(1, 5)]
    paper = render_order(order_of(head.district, *duties))
    pages = poppler_text(paper, "-layout", "-y", "0", "-H", "70", "-x", "0", "-W", "600").split("\f")[:-1]
    assert [squeezed(page) for page in pages] == ["ร่าง", "-๒-ร่าง", "-๓-ร่าง"]


def test_signed_copy_is_kept_and_served(sign_in, head):
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"), number="1/2565", **DAYS)
    client = sign_in(head)
    assert client.get(address("order_copy", order.pk)).status_code == 404
    perform(order, "sign", by=head)
    client.post(address("order_copy", order.pk), {"paper": photo_upload()})
    response = client.get(address("order_file", order.pk))
    assert (response.status_code, bool(b"".join(response.streaming_content))) == (200, True)


@pytest.mark.parametrize(("name", "queries"), [("order_list", 5), ("order_detail", 11)])
def test_pages_make_as_many_queries_for_three_rows_as_for_one(name, queries, sign_in, head, django_assert_num_queries):
    client = sign_in(head)
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"))
    where = address(name, *([order.pk] if name == "order_detail" else []))
    client.get(where)
    with django_assert_num_queries(queries):
        client.get(where)
    for number in (2, 3):
        order_of(head.district, number=f"{number}/2565")
        order.duties.create(position=number, user=person("supervisor", head.district), text="ก")
    with django_assert_num_queries(queries):
        client.get(where)


def test_another_office_sees_no_order(sign_in, head):
    assert sign_in(head).get(order_of(DistrictFactory()).get_absolute_url()).status_code == 404
