"""The pages of a project: who sees what, what they show, and how many queries they take."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Project
from projects.reports.proposal import history
from qa_portal.core import workflow
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import ProjectFactory, complete_project, project_in

pytestmark = pytest.mark.django_db

READING = ["project_detail", "project_text", "project_history", "project_pdf", "budget_xlsx", "project_expenses"]
WRITING = ["project_copy", "project_delete"]


LIST_QUERIES = 5
PAGE_QUERIES = {"project_detail": 11, "project_text": 23, "project_history": 6}


def url(name, project, *args):
    return reverse(f"projects:{name}", args=[project.pk, *args])


@pytest.mark.parametrize("name", READING)
def test_project_of_another_district_is_not_found(sign_in, name):
    project = ProjectFactory()
    assert sign_in(person("director", DistrictFactory())).get(url(name, project)).status_code == 404


@pytest.mark.parametrize("name", READING + WRITING)
@pytest.mark.parametrize("role", ["school_head", "school_teacher", "school_board"])
def test_project_is_closed_to_schools(sign_in, name, role):
    project = ProjectFactory()
    assert sign_in(person(role, project.district)).get(url(name, project)).status_code == 403


@pytest.mark.parametrize("name", READING)
def test_project_is_open_to_the_nation(sign_in, name):
    project = complete_project()
    assert sign_in(person("national_viewer", DistrictFactory())).get(url(name, project)).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("supervisor", 404), ("plan_staff", 200), ("group_head", 200), ("finance_staff", 403), ("director", 403)],
)
def test_project_is_written_by_its_people_and_those_who_manage_projects(sign_in, role, status):
    project = ProjectFactory()
    client = sign_in(person(role, project.district))
    assert client.get(url("project_edit", project, "rationale")).status_code == status


def test_project_list_shows_this_year_unless_another_is_chosen(sign_in):
    this_year = ProjectFactory()
    last_year = ProjectFactory(district=this_year.district, fiscal_year=this_year.fiscal_year - 1)
    client = sign_in(this_year.owner)
    page = reverse("projects:project_list")

    def shown(query):
        return list(client.get(f"{page}{query}").context["object_list"])

    assert shown("") == [this_year]
    assert shown(f"?fiscal_year={last_year.fiscal_year}") == [last_year]
    assert shown("?fiscal_year=") == [this_year, last_year]


def test_project_list_filters_by_state_owner_and_text(sign_in):
    first = project_in("submitted", name="โครงการนิเทศ ๑")
    ProjectFactory(district=first.district, name="โครงการอื่น")
    client = sign_in(first.owner)
    page = reverse("projects:project_list")
    for query in ("?state=submitted", f"?owner={first.owner_id}", "?text=นิเทศ 1"):
        assert list(client.get(f"{page}{query}").context["object_list"]) == [first]


def test_project_list_hides_other_districts(sign_in):
    mine = ProjectFactory()
    ProjectFactory()
    assert list(sign_in(mine.owner).get(reverse("projects:project_list")).context["object_list"]) == [mine]


@pytest.mark.parametrize("rows", [1, 3])
def test_project_list_queries_do_not_grow(sign_in, django_assert_num_queries, rows):
    first = complete_project()
    for _each in range(rows - 1):
        complete_project(district=first.district)
    client = sign_in(first.owner)
    client.get(reverse("projects:project_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("projects:project_list"))


@pytest.mark.parametrize("name", PAGE_QUERIES)
@pytest.mark.parametrize("activities", [1, 3])
def test_project_page_queries_do_not_grow(sign_in, django_assert_num_queries, activities, name):
    project = complete_project()
    for number in range(2, activities + 1):
        activity = project.activities.create(title=f"กิจกรรม {number}", order=number)
        project.lines.create(activity=activity, item="ค่าวัสดุ", stated_text="10", order=number)
        step = project.activities.create(title="ขั้นตอน", order=number, parent=activity)
        step.responsible.add(project.owner)
    client = sign_in(project.owner)
    client.get(url(name, project))
    with django_assert_num_queries(PAGE_QUERIES[name]):
        client.get(url(name, project))


def test_project_page_leads_to_each_part_of_the_proposal(sign_in):
    project = complete_project()
    project.risks.all().delete()
    page = sign_in(project.owner).get(project.get_absolute_url())
    parts = {part["key"]: part["is_blank"] for part in page.context["page_parts"]}
    text = sign_in(project.owner).get(project.get_text_url()).content.decode()
    html = page.content.decode()
    assert [key for key in parts if f'href="{project.get_text_url()}#{key}"' not in html] == []
    assert [key for key in parts if f'id="{key}"' not in text] == []
    assert [key for key, is_blank in parts.items() if is_blank] == ["risks"]


def test_project_page_shows_the_last_steps_and_leads_to_all_changes(sign_in):
    project = project_in("running")
    page = sign_in(project.owner).get(project.get_absolute_url())
    assert [entry.sentence for entry in page.context["steps_taken"]] == ["เริ่มดำเนินโครงการ", "อนุมัติ", "เสนอขออนุมัติ"]
    assert f'href="{url("project_history", project)}"' in page.content.decode()


def test_project_page_looks_for_nothing_missing_where_the_step_is_not_theirs(sign_in):
    project = ProjectFactory()
    page = sign_in(person("plan_staff", project.district)).get(project.get_absolute_url())
    assert [(step.refusal, step.missing) for step in workflow.steps(project, page.wsgi_request.user)] == [
        ("เฉพาะผู้รับผิดชอบโครงการเท่านั้นที่ทำขั้นตอนนี้ได้", [])
    ]


def test_project_list_as_a_sheet(sign_in):
    project = complete_project()
    response = sign_in(project.owner).get(reverse("projects:project_list"), {"format": "xlsx"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[1] == ("โครงการ", "ปีงบประมาณ", "สถานะ", "ผู้รับผิดชอบ", "งบประมาณ", "แหล่งงบประมาณ", "ใช้จ่ายแล้ว", "กลุ่ม")
    owner = str(project.owner)
    assert rows[2] == (project.name, str(project.fiscal_year), "ร่าง", owner, 2800, 2800, None, "กลุ่มนิเทศ")


def test_project_history_tells_what_was_changed_after_it_was_proposed():
    project = project_in("returned")
    line = project.lines.get()
    line.formula, line.stated_text = "35 บาท/20 คน/2 มื้อ", "1,400"
    line.save()
    project.objectives.create(text="วัตถุประสงค์ใหม่")
    project.targets.get().delete()
    told = [(entry.sentence, [(change.old, change.new) for change in entry.changes]) for entry in history(project)[:3]]
    assert told == [
        ("ลบเป้าหมาย: ข้อความ", []),
        ("เพิ่มวัตถุประสงค์: วัตถุประสงค์ใหม่", []),
        (
            "แก้ไขรายการงบประมาณ: ค่าอาหารกลางวัน 35 บาท/20 คน/2 มื้อ",
            [("35 บาท/20 คน/4 มื้อ", "35 บาท/20 คน/2 มื้อ"), ("2,800", "1,400")],
        ),
    ]


def test_project_submitted_twice_is_refused_with_a_sentence(sign_in):
    project = complete_project()
    client = sign_in(project.owner)
    step = url("project_transition", project, "submit")
    assert client.post(step, {"note": ""}).status_code == 302
    second = client.post(step, {"note": ""}, follow=True)
    assert [str(message) for message in second.context["messages"]][-1] == (
        "ยังดำเนินการขั้นนี้ไม่ได้ เพราะสถานะขณะนี้คือ “เสนอแล้ว”"
    )
    assert Project.objects.get(pk=project.pk).state == "submitted"


def test_draft_is_deleted_after_a_question(sign_in):
    project = complete_project()
    client = sign_in(project.owner)
    assert client.get(url("project_delete", project)).status_code == 200
    assert Project.objects.count() == 1
    assert client.post(url("project_delete", project)).status_code == 302
    assert Project.objects.count() == 0


def test_project_that_was_sent_is_not_deleted(sign_in):
    project = project_in("returned")
    response = sign_in(project.owner).post(url("project_delete", project), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["ลบได้เฉพาะฉบับร่าง"]
    assert Project.objects.count() == 1


def test_copy_is_a_draft_without_dates_approval_and_spending(sign_in):
    source = project_in("running", fiscal_year=2569)
    client = sign_in(source.owner)
    assert client.post(url("project_copy", source), {"fiscal_year": "2570"}).status_code == 302
    copy = Project.objects.with_totals().get(copied_from=source)
    assert (copy.fiscal_year, copy.state, copy.approved_amount, copy.period_text) == (2570, "draft", None, "")
    assert (copy.name, copy.total, copy.funded, copy.spent) == (source.name, 2_800, 2_800, None)
    line, activity = copy.lines.get(), copy.activities.get()
    assert (line.activity, activity.project, activity.title) == (activity, copy, "ประชุม")
    assert [link.text for link in copy.policy_links.all()] == ["กลยุทธ์ที่ 1"]


def test_expense_recorded_on_the_page_and_sent_twice_is_one(sign_in):
    project = project_in("running")
    client = sign_in(person("finance_staff", project.district))
    page = url("project_expenses", project)
    typed = {"amount": "๑,๐๐๐", "paid_on": "20/11/2569", "note": "ทดสอบ", "ledger_end": "0"}
    assert client.post(page, typed).status_code == 302
    second = client.post(page, typed)
    assert second.status_code == 422
    assert second.context["form"].non_field_errors() == [
        "มีการบันทึกรายการใหม่หลังจากเปิดหน้านี้ กรุณาดูทะเบียน หากยังไม่มีรายการของท่านให้บันทึกอีกครั้ง"
    ]
    assert project.expenses.total() == 1_000


@pytest.mark.parametrize("amount", ["-5", "0", "1" + "0" * 15, "มาก", ""])
def test_expense_of_a_wrong_amount_keeps_what_was_typed(sign_in, amount):
    project = project_in("running")
    client = sign_in(person("finance_staff", project.district))
    typed = {"amount": amount, "paid_on": "20/11/2569", "note": "ทดสอบ", "ledger_end": "0"}
    response = client.post(url("project_expenses", project), typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert (list(form.errors), form["note"].value(), form["amount"].value()) == (["amount"], "ทดสอบ", amount)
    assert project.expenses.count() == 0


def test_expense_is_recorded_by_those_whose_work_it_is(sign_in):
    project = project_in("running")
    typed = {"amount": "10", "paid_on": "20/11/2569", "ledger_end": "0"}
    response = sign_in(person("director", project.district)).post(url("project_expenses", project), typed, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "บันทึกการใช้จ่ายได้เฉพาะผู้มีหน้าที่ เมื่อโครงการกำลังดำเนินการ"
    ]
    assert project.expenses.count() == 0


def test_expense_is_taken_back_with_a_reason(sign_in):
    project = project_in("running")
    client = sign_in(person("finance_staff", project.district))
    client.post(url("project_expenses", project), {"amount": "10", "paid_on": "20/11/2569", "ledger_end": "0"})
    page = reverse("projects:expense_reverse", args=[project.expenses.get().pk])
    assert client.post(page, {"note": ""}).status_code == 422
    assert client.post(page, {"note": "บันทึกผิด"}).status_code == 302
    assert list(project.expenses.order_by("pk").values_list("amount", "note")) == [(10, ""), (-10, "บันทึกผิด")]


def test_expense_of_another_district_is_not_found(sign_in):
    project = project_in("running")
    expense = project.expenses.create(amount=10, recorded_by=project.owner)
    client = sign_in(person("finance_staff"))
    assert client.post(reverse("projects:expense_reverse", args=[expense.pk]), {"note": "x"}).status_code == 404
