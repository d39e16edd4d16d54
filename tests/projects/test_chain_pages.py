from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from projects.models import Approval, Project, Remark
from projects.services import approvals
from projects.services.desk_reminders import remind_desks
from qa_portal.core.models import Notice
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.core import person
from tests.factories.projects import complete_project, project_in
from tests.projects.test_approval_chain import act_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def step(project, name):
    return reverse("projects:project_transition", args=[project.pk, name])


def text_of(response):
    return " ".join(response.content.decode().split())


def said(response):
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- where it is


def test_project_page_says_where_it_is(office, sign_in):
    project = walk(office.proposed(), "endorse")
    page = sign_in(project.owner).get(project.get_absolute_url())
    places = page.context["where"].places
    assert [
        (place.desk.holder, place.approval and place.approval.decision, list(place.people)) for place in places
    ] == [
        ("group_head", "passed", []),
        ("plan_staff", "waiting", [office.people["plan_staff"]]),
        ("finance_staff", "waiting", [office.people["finance_staff"]]),
        ("deputy", None, []),
        ("director", None, []),
    ]


def test_project_page_shows_both_names_of_who_acts(office, sign_in):
    supervisor = person("supervisor", office.district)
    act_for(office.people["group_head"], supervisor)
    project = office.proposed()
    name = f"{supervisor} (รักษาราชการแทน {office.people['group_head']})"
    assert name in text_of(sign_in(project.owner).get(project.get_absolute_url()))
    walk(project, "endorse")
    assert "รักษาราชการแทน" not in text_of(sign_in(project.owner).get(project.get_absolute_url()))


def test_project_page_offers_only_the_step_of_the_desk(office, sign_in):
    project = office.proposed()
    offered = {}
    for role in ("group_head", "plan_staff", "director"):
        page = text_of(sign_in(office.people[role]).get(project.get_absolute_url()))
        offered[role] = [name for name in ("endorse", "approve", "return") if step(project, name) in page]
    assert offered == {"group_head": ["endorse", "return"], "plan_staff": [], "director": []}


def test_desk_step_pressed_twice_answers_for_one_desk(office, sign_in):
    """One person at two desks of a step: the second press of the same page is not the answer of the other desk."""
    finance = office.people["finance_staff"]
    act_for(office.people["plan_staff"], finance)
    project = walk(office.proposed(), "endorse")
    client = sign_in(finance)
    form = client.get(step(project, "endorse")).context["form"]
    typed = {"approval": form.initial["approval"], "note": ""}
    client.post(step(project, "endorse"), typed)
    again = client.post(step(project, "endorse"), typed, follow=True)
    assert said(again)[-1] == f"ที่โต๊ะ “โต๊ะ finance_staff 2” {finance} พิจารณาไปแล้ว"
    assert [row.desk.holder for row in approvals.waiting_on(project)] == ["plan_staff"]


# ---------------------------------------------------------------- return and remarks


def returned(office, sign_in, **texts):
    project = office.proposed()
    client = sign_in(office.people["group_head"])
    approval = approvals.waiting_on(project).get()
    response = client.post(step(project, "return"), {"approval": approval.pk} | texts)
    project.refresh_from_db()
    return project, response


def test_return_anchors_each_remark_to_its_section(office, sign_in):
    project, _response = returned(
        office, sign_in, note="โปรดทบทวน", section_budget="แสดงวิธีคิด", section_targets="ระบุจำนวน"
    )
    assert project.state == "returned"
    assert list(Remark.objects.order_by("section").values_list("section", "text")) == [
        ("budget", "แสดงวิธีคิด"),
        ("targets", "ระบุจำนวน"),
    ]
    assert Approval.objects.get(decision="returned").note == "โปรดทบทวน"
    assert Notice.objects.get(recipient=project.owner).text == (
        f"โครงการ “{project}” ถูกส่งกลับแก้ไข: โปรดทบทวน\nเป้าหมาย: ระบุจำนวน\nงบประมาณ: แสดงวิธีคิด"
    )


def test_return_without_a_word_is_refused_at_the_field(office, sign_in):
    project, response = returned(office, sign_in, note=" ")
    assert (response.status_code, project.state) == (422, "submitted")
    assert response.context["form"].errors == {"note": ["โปรดระบุสิ่งที่ต้องแก้ไข ที่ช่องนี้หรือที่หัวข้อใดหัวข้อหนึ่ง"]}


def test_remark_stands_at_its_section_until_it_is_settled(office, sign_in):
    project, _response = returned(office, sign_in, section_budget="แสดงวิธีคิด")
    remark = Remark.objects.get()
    editor = reverse("projects:project_edit", args=[project.pk, "budget"])
    settle = reverse("projects:remark_settle", args=[remark.pk])
    client = sign_in(project.owner)
    assert [settle in text_of(client.get(page)) for page in (editor, project.get_absolute_url())] == [True, True]
    assert settle not in text_of(client.get(reverse("projects:project_edit", args=[project.pk, "targets"])))
    first = client.post(settle, {"editor": "1"})
    assert first.url == editor
    assert said(client.post(settle, follow=True))[-1] == "ข้อสังเกตนี้ทำเครื่องหมายว่าแก้ไขแล้ว"
    remark.refresh_from_db()
    assert remark.settled_by == project.owner


def test_remark_is_settled_by_those_who_write_the_proposal(office, sign_in):
    _project, _response = returned(office, sign_in, section_budget="แสดงวิธีคิด")
    settle = reverse("projects:remark_settle", args=[Remark.objects.get().pk])
    assert sign_in(person("supervisor", office.district)).post(settle).status_code == 404
    assert sign_in(office.people["director"]).post(settle).status_code == 403
    assert sign_in(office.people["plan_staff"]).get(settle).status_code == 405


def test_remark_is_not_settled_once_it_is_proposed_again(office, sign_in):
    project, _response = returned(office, sign_in, section_budget="แสดงวิธีคิด")
    walk(project, "submit")
    client = sign_in(project.owner)
    client.post(reverse("projects:remark_settle", args=[Remark.objects.get().pk]))
    assert Remark.objects.get().settled_at is None


def test_desks_see_what_changed_since_the_last_round(office, sign_in):
    project, _response = returned(office, sign_in, section_targets="ระบุจำนวน")
    target = project.targets.get()
    target.text = "ครู 40 คน"
    target.save()
    walk(project, "submit")
    page = sign_in(office.people["group_head"]).get(project.get_absolute_url())
    (part,) = page.context["round_changes"].parts
    assert [(row.what, row.name, [(c.old, c.new) for c in row.changes]) for row in part.rows] == [
        ("changed", "ครู 40 คน", [("ข้อความ", "ครู 40 คน")])
    ]
    assert page.context["open_remarks"] == 1


def test_return_in_an_office_without_desks_keeps_the_words(sign_in):
    project = project_in("submitted")
    client = sign_in(person("director", project.district))
    client.post(step(project, "return"), {"note": "", "section_budget": "แสดงวิธีคิด"})
    page = sign_in(project.owner).get(project.get_absolute_url())
    assert page.context["return_note"].note == "งบประมาณ: แสดงวิธีคิด"


def test_project_that_was_proposed_is_not_deleted(office, sign_in):
    project = walk(office.proposed(), "withdraw")
    client = sign_in(project.owner)
    assert client.get(project.get_absolute_url()).context["can_delete"] is False
    response = client.post(reverse("projects:project_delete", args=[project.pk]), follow=True)
    assert said(response)[-1] == "โครงการนี้เคยเสนอแล้ว จึงต้องเก็บไว้เป็นร่าง"


# ---------------------------------------------------------------- my desk


def test_desk_list_shows_what_waits_oldest_first(office, sign_in):
    first, second = office.proposed(), office.proposed()
    Approval.objects.filter(project=second).update(
        opened_at=timezone.now() - timedelta(days=5), due_on=timezone.localdate() - timedelta(days=2)
    )
    page = sign_in(office.people["group_head"]).get(reverse("projects:desk_list"))
    rows = [(row.project, row.days, row.is_overdue) for row in page.context["approvals"]]
    assert rows == [(second, 5, True), (first, 0, False)]
    assert "เกินกำหนด" in text_of(page)


def test_desk_list_says_for_whom_one_acts(office, sign_in):
    supervisor = person("supervisor", office.district)
    acting = act_for(office.people["group_head"], supervisor, until=4)
    project = office.proposed()
    page = sign_in(supervisor).get(reverse("projects:desk_list"))
    assert [(row.project, row.absent) for row in page.context["approvals"]] == [(project, acting.person)]
    assert f"ท่านรักษาราชการแทน <strong>{acting.person}</strong>" in text_of(page)


def test_desk_list_empty_says_so(office, sign_in):
    page = text_of(sign_in(office.people["director"]).get(reverse("projects:desk_list")))
    assert "ไม่มีเรื่องรอท่านพิจารณา" in page


def test_desk_list_shows_who_decides_what_no_desk_is_asked_about(sign_in):
    """In an office without desks; but not the director's own work, nor to those who only check."""
    office = Office(roles=())
    project = project_in("submitted", district=office.district)
    Project.objects.filter(pk=project_in("submitted", district=office.district).pk).update(
        owner=office.people["director"]
    )
    shown = {
        role: sign_in(office.people[role]).get(reverse("projects:desk_list")).context["undesked"]
        for role in ("director", "group_head")
    }
    assert shown == {"director": [project], "group_head": []}


@pytest.mark.parametrize("count", [1, 3])
def test_desk_list_queries_do_not_grow(office, sign_in, count, django_assert_num_queries):
    for _number in range(count):
        office.proposed()
    client = sign_in(office.people["group_head"])
    client.get(reverse("projects:desk_list"))
    with django_assert_num_queries(DESK_LIST_QUERIES):
        client.get(reverse("projects:desk_list"))


DESK_LIST_QUERIES = 6


# ---------------------------------------------------------------- how long desks take


def aged(project, holder, days, decided_days_ago=0):
    approval = Approval.objects.get(project=project, desk__holder=holder)
    decided = timezone.now() - timedelta(days=decided_days_ago)
    Approval.objects.filter(pk=approval.pk).update(opened_at=decided - timedelta(days=days), decided_at=decided)


def test_desk_report_counts_each_desk(office, sign_in):
    for days in (1, 4):
        project = walk(office.proposed(), "endorse")
        aged(project, "group_head", days)
    walk(office.proposed(), "return")
    late = Approval.objects.filter(desk__holder="plan_staff").first()
    Approval.objects.filter(pk=late.pk).update(
        opened_at=timezone.now() - timedelta(days=9), due_on=timezone.localdate() - timedelta(days=6)
    )
    page = sign_in(office.people["director"]).get(reverse("projects:desk_report"))
    rows = {row.desk.holder: row for row in page.context["rows"]}
    head, plan = rows["group_head"], rows["plan_staff"]
    assert (head.count, head.returned, head.average, head.longest, head.waiting) == (3, 1, 1.7, 4, 0)
    assert (plan.count, plan.average, plan.waiting, plan.overdue, plan.oldest) == (0, None, 2, 1, 9)
    assert list(head.months.values()) == [1.7]


def test_desk_report_counts_the_fiscal_year_alone(office, sign_in):
    project = walk(office.proposed(), "endorse")
    aged(project, "group_head", 2, decided_days_ago=800)
    page = sign_in(office.people["director"]).get(reverse("projects:desk_report"))
    assert [row.count for row in page.context["rows"]] == [0] * 5


def test_desk_report_as_a_sheet(office, sign_in):
    walk(office.proposed(), "endorse")
    response = sign_in(office.people["director"]).get(reverse("projects:desk_report"), {"format": "xlsx"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[2][:5] == ("โต๊ะ", "ลำดับขั้น", "พิจารณาแล้ว", "ในจำนวนนี้ส่งกลับ", "เฉลี่ย (วัน)")
    assert rows[3][:6] == ("โต๊ะ group_head 1", 1, 1, 0, 0, 0)


# ---------------------------------------------------------------- reminders


def overdue_by(project, days):
    Approval.objects.waiting().filter(project=project).update(
        due_on=timezone.localdate() - timedelta(days=days), opened_at=timezone.now() - timedelta(days=days + 3)
    )
    Notice.objects.all().delete()


def test_reminder_goes_once_a_period(office):
    project = office.proposed()
    overdue_by(project, 1)
    assert (remind_desks(), remind_desks()) == (1, 0)
    notice = Notice.objects.get()
    assert notice.recipient == office.people["group_head"]
    assert notice.text.startswith(f"“{project}” รออยู่ที่โต๊ะ “โต๊ะ group_head 1”")
    Approval.objects.waiting().update(reminded_on=timezone.localdate() - timedelta(days=3))
    assert remind_desks() == 1


def test_reminder_leaves_desks_in_time_alone(office):
    office.proposed()
    assert remind_desks() == 0


def test_reminder_tells_the_director_in_the_second_period(office):
    overdue_by(office.proposed(), 3)
    remind_desks()
    assert {notice.recipient for notice in Notice.objects.all()} == {
        office.people["group_head"],
        office.people["director"],
    }


def test_reminder_of_a_desk_without_anybody_goes_to_the_administrator(office):
    admin = person("district_admin", office.district)
    project = office.proposed()
    office.people["group_head"].groups.clear()
    overdue_by(project, 1)
    remind_desks()
    assert [notice.recipient for notice in Notice.objects.all()] == [admin]


def test_whole_chain_through_the_pages(office, sign_in):
    project = complete_project(district=office.district)
    sign_in(project.owner).post(step(project, "submit"), {"note": ""})
    for name, role in zip(THROUGH, office.people, strict=True):
        approval = approvals.waiting_on(project).get(desk__holder=role)
        response = sign_in(office.people[role]).post(step(project, name), {"note": "", "approval": approval.pk})
        assert response.status_code == 302
    project.refresh_from_db()
    assert project.state == "approved"
