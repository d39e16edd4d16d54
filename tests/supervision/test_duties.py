"""Who answers for what (A10-04): the matrix with its gaps, by day, and the areas of duty themselves."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qa_portal.core.workflow import perform
from supervision.data.duty_topics import NETWORKS
from supervision.models import Duty, DutyTopic
from supervision.reports.duties import Matrix
from supervision.services.duty_topics import add_ready_topics, named_in_words, set_topics
from tests.core.document_kit import poppler_text
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory
from tests.factories.teams import order_of

pytestmark = pytest.mark.django_db

DAY = date(2022, 12, 20)
DAYS = {"dated": date(2022, 12, 16), "effective_on": date(2022, 12, 1)}
SCIENCE, HEALTH = "วิทยาศาสตร์และเทคโนโลยี", "สุขศึกษาและพลศึกษา"


@pytest.fixture
def head():
    return person("group_head")


def address(name, *args):
    return reverse(f"supervision:{name}", args=args)


def topics_of(district, *names, group="งาน", **kwargs):
    return [DutyTopic.objects.create(district=district, group=group, name=name, **kwargs) for name in names]


def signed(order, by):
    return perform(order, "sign", by=by)


def team_page(district):
    """What the team answers for, as its own page says (A10-01)."""
    found = topics_of(district, "สหวิทยาเขตหนึ่ง", "สหวิทยาเขตสอง", group="3.1")
    found += topics_of(district, f"กลุ่มสาระ{SCIENCE}", f"กลุ่มสาระ{HEALTH}", "กิจกรรมพัฒนาผู้เรียน", group="3.2")
    found += topics_of(district, f"ศูนย์{SCIENCE}", f"ศูนย์{HEALTH}", "ศูนย์พัฒนากิจกรรมพัฒนาผู้เรียน", group="3.3")
    projects = ("STEM", "ห้องเรียนสีเขียว", "BCG", "SMT", "SDGs", "Eco-School", "จุฬาภรณ์", "วิทยาศาสตร์พลังสิบ")
    return found + topics_of(district, *projects, "ยกระดับทั้งระบบ", "เพศวิถีศึกษา", "ศิลปหัตถกรรม", group="3.4")


NINE = ("9.3", "นางเก้า", f"นิเทศศูนย์{SCIENCE} และกลุ่มสาระ{SCIENCE}")
NINE_PROJECTS = ("9.4", "นางเก้า", "STEM\nห้องเรียนสีเขียว\nBCG\nSMT\nSDGs\nEco-School")
SIXTEEN = ("16.1", "นางสิบหก", "นิเทศศูนย์พัฒนากิจกรรมพัฒนาผู้เรียน")
SIXTEEN_PROJECTS = (
    "16.2",
    "นางสิบหก",
    "จุฬาภรณ์\nวิทยาศาสตร์พลังสิบ\nSTEM\nห้องเรียนสีเขียว\nยกระดับทั้งระบบ\nเพศวิถีศึกษา\nศิลปหัตถกรรม",
)


def test_gaps_of_the_order_511_are_found(head):
    """S002: nobody of the two excerpted lists has health and physical education, its centre, or the two networks."""
    topics = team_page(head.district)
    order = order_of(head.district, NINE, NINE_PROJECTS, SIXTEEN, SIXTEEN_PROJECTS, number="511/2565", **DAYS)
    for duty in order.duties.all():
        set_topics(duty, named_in_words(duty, topics), by=head)
    signed(order, head)
    gaps = {topic.name for topic in Matrix(head, DAY).gaps}
    assert gaps == {f"กลุ่มสาระ{HEALTH}", f"ศูนย์{HEALTH}", "สหวิทยาเขตหนึ่ง", "สหวิทยาเขตสอง"}


def test_two_people_on_one_duty_are_both_shown(sign_in, head):
    [topic] = topics_of(head.district, "STEM")
    order = order_of(head.district, NINE_PROJECTS, SIXTEEN_PROJECTS, number="511/2565", **DAYS)
    for duty in order.duties.all():
        set_topics(duty, [topic], by=head)
    signed(order, head)
    rows = sign_in(head).get(address("duty_matrix")).context["rows"]
    assert [(row.person, row.number, str(row.look[0])) for row in rows] == [
        ("นางเก้า", "9.4", "มีผู้รับผิดชอบ 2 คน"),
        ("นางสิบหก", "16.2", "มีผู้รับผิดชอบ 2 คน"),
    ]


def test_matrix_is_as_it_was_on_a_day(head):
    [topic] = topics_of(head.district, "STEM")
    order = order_of(head.district, ("1", "นายก่อน", "ก"), ("1", "นายหลัง", "ก"), number="1/2565", **DAYS)
    before, after = order.duties.all()
    Duty.objects.filter(pk=before.pk).update(until=date(2023, 5, 31))
    Duty.objects.filter(pk=after.pk).update(since=date(2023, 6, 1))
    for duty in (before, after):
        duty.topics.add(topic)
    signed(order, head)
    days = (date(2022, 11, 30), date(2022, 12, 1), date(2023, 5, 31), date(2023, 6, 1))
    held = [[row.person for row in Matrix(head, day).held] for day in days]
    assert held == [[], ["นายก่อน"], ["นายก่อน"], ["นายหลัง"]]
    assert [len(Matrix(head, day).gaps) for day in days] == [1, 0, 0, 0]


def test_superseded_order_holds_until_the_newer_one_does(head):
    [topic] = topics_of(head.district, "STEM")
    older = order_of(head.district, ("1", "นายหนึ่ง", "ก"), number="1/2565", **DAYS)
    older.duties.get().topics.add(topic)
    signed(older, head)
    later = {"dated": date(2023, 1, 5), "effective_on": date(2023, 2, 1)}
    newer = order_of(head.district, ("1", "นายสอง", "ก"), number="1/2566", supersedes=older, **later)
    newer.duties.get().topics.add(topic)
    signed(newer, head)
    held = [[row.person for row in Matrix(head, day).held] for day in (DAY, date(2023, 1, 31), date(2023, 2, 1))]
    assert held == [["นายหนึ่ง"], ["นายหนึ่ง"], ["นายสอง"]]


def test_matrix_is_narrowed_to_person_group_and_network(head):
    network = NetworkFactory(district=head.district)
    [stem] = topics_of(head.district, "STEM", group="ก")
    [area] = topics_of(head.district, "เครือข่าย", group="ข", network=network)
    order = order_of(head.district, ("1", "นายหนึ่ง", "ก"), ("2", "นายสอง", "ข"), number="1/2565", **DAYS)
    one, two = order.duties.all()
    one.topics.set([stem])
    two.topics.set([area])
    signed(order, head)
    asked = ({"person": "นายหนึ่ง"}, {"group": "ข"}, {"network": network}, {})
    shown = [[(row.topic.name, row.person) for row in Matrix(head, DAY, **narrow).rows] for narrow in asked]
    one, two = ("STEM", "นายหนึ่ง"), ("เครือข่าย", "นายสอง")
    assert shown == [[one], [two], [two], [one, two]]


def matrix_of_two(head):
    """STEM is two people's, สุขศึกษา nobody's."""
    stem, _health = topics_of(head.district, "STEM", "สุขศึกษา")
    order = order_of(head.district, ("9.4", "นางเก้า", "ก"), ("16.2", "นางสิบหก", "ข"), number="511/2565", **DAYS)
    for duty in order.duties.all():
        duty.topics.set([stem])
    signed(order, head)


def test_sheets_have_the_gaps_and_the_table_of_people(sign_in, head):
    matrix_of_two(head)
    book = openpyxl.load_workbook(BytesIO(sign_in(head).get(address("duty_matrix"), {"format": "xlsx"}).content))
    listed, people = [[[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] for sheet in book]
    assert [row[0] for row in listed[1:4]] == ["สุขศึกษา", "STEM", "STEM"]
    assert [row[3] for row in listed[1:4]] == [None, "นางเก้า", "นางสิบหก"]
    assert people[0] == ["งานที่ต้องมีผู้รับผิดชอบ", "กลุ่ม", "นางสิบหก", "นางเก้า"]
    assert people[1:3] == [["สุขศึกษา", "งาน", None, None], ["STEM", "งาน", "16.2", "9.4"]]


@pytest.mark.parametrize("look", ["", "grid"])
def test_paper_repeats_its_head_on_each_wide_page(look, sign_in, head):
    topics_of(head.district, *(f"งานที่ {number}" for number in range(60)))
    matrix_of_two(head)
    content = sign_in(head).get(address("duty_matrix"), {"format": "pdf", "look": look}).content
    pages = poppler_text(content).split("\f")[:-1]
    assert len(pages) > 1
    assert {page.count("งานที่ต้องมีผู้รับผิดชอบ") for page in pages} == {1}


def test_matrix_asks_as_often_for_three_duties_as_for_one(sign_in, head, django_assert_num_queries):
    client = sign_in(head)
    matrix_of_two(head)
    client.get(address("duty_matrix"))
    with django_assert_num_queries(9):
        client.get(address("duty_matrix"))
    topics_of(head.district, "ก", "ข", "ค")
    with django_assert_num_queries(9):
        client.get(address("duty_matrix"))


def test_another_office_has_its_own_matrix(head):
    topics_of(DistrictFactory(), "STEM")
    assert Matrix(head, DAY).rows == []


# ---------------------------------------------------------------- areas


def test_ready_list_is_added_once_with_the_networks(sign_in, head):
    network = NetworkFactory(district=head.district)
    client = sign_in(head)
    client.post(address("duty_topic_ready"))
    client.post(address("duty_topic_ready"))
    rows = DutyTopic.objects.filter(district=head.district)
    assert rows.count() == 32
    assert list(rows.filter(group=NETWORKS).values_list("name", "network")) == [(network.name, network.pk)]
    assert add_ready_topics(head.district, by=head) == 0


def test_retired_area_is_no_gap_and_stays_where_it_was_held(sign_in, head):
    [topic] = topics_of(head.district, "STEM")
    data = {"group": topic.group, "name": topic.name, "text": "", "opened_version": topic.version}
    assert [row.name for row in Matrix(head, DAY).gaps] == ["STEM"]
    sign_in(head).post(address("duty_topic_edit", topic.pk), data)
    assert Matrix(head, DAY).rows == []


def test_area_of_the_same_name_is_refused(sign_in, head):
    [topic] = topics_of(head.district, "STEM")
    data = {"group": topic.group, "name": "STEM", "text": "", "is_active": "on"}
    response = sign_in(head).post(address("duty_topic_create"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_sheet_of_areas_comes_back_changed(sign_in, head):
    client = sign_in(head)
    keep, retire = topics_of(head.district, "STEM", "SMT")
    book = openpyxl.load_workbook(BytesIO(client.get(address("duty_topic_sheet")).content))
    page = book.active
    rows = {row[1].value: row for row in page.iter_rows(min_row=2)}
    rows["SMT"][5].value = "เลิกใช้"
    page.append(["งาน", "BCG", "นิเทศ\nติดตาม", "ไม่มีเครือข่ายนี้"])
    page.append(["งาน", "SDGs", "นิเทศ\nติดตาม"])
    out = BytesIO()
    book.save(out)
    response = client.post(address("duty_topic_upload"), {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    shown = client.get(response.url).context
    assert [(kind.value, count) for kind, count, _rows in shown["groups"]] == [
        ("new", 1), ("changed", 1), ("unchanged", 1), ("rejected", 1),
    ]  # fmt: skip
    client.post(response.url, {"digest": shown["plan"].digest})
    for row in (keep, retire):
        row.refresh_from_db()
    assert (keep.is_active, retire.is_active) == (True, False)
    assert list(DutyTopic.objects.filter(name="SDGs").values_list("group", "text")) == [("งาน", "นิเทศ\nติดตาม")]
    again = client.get(response.url).context["plan"]
    assert again.has_effect is False


# ---------------------------------------------------------------- what a duty is about


def test_what_the_words_name_is_ticked_and_saved(sign_in, head):
    stem, _smt = topics_of(head.district, "โครงการ STEM", "โครงการ SMT")
    order = order_of(head.district, ("9.4", "นางเก้า", "งานโครงการ  STEM และอื่น ๆ"))
    client = sign_in(head)
    [form] = client.get(address("order_topics", order.pk)).context["forms"]
    assert form["topics"].value() == [stem.pk]
    duty = order.duties.get()
    client.post(address("order_topics", order.pk), {f"duty-{duty.pk}-topics": [stem.pk]})
    assert list(duty.topics.all()) == [stem]


@pytest.mark.parametrize("is_signed", [False, True])
def test_ready_words_go_into_drafts_only(is_signed, sign_in, head):
    [stem] = topics_of(head.district, "STEM", text="นิเทศ\nติดตาม")
    order = order_of(head.district, ("9.4", "นางเก้า", "ก"), number="1/2565", **DAYS)
    if is_signed:
        signed(order, head)
    duty = order.duties.get()
    data = {f"duty-{duty.pk}-topics": [stem.pk], "with_words": "on"}
    sign_in(head).post(address("order_topics", order.pk), data)
    duty.refresh_from_db()
    assert duty.text == ("ก" if is_signed else "ก\nนิเทศ\nติดตาม")
    assert duty.history.first().history_change_reason == "STEM"
