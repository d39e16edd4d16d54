"""Writing a proposal section by section: rows without JavaScript, stale forms, and typing that cannot be read."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import (
    Activity,
    BudgetLine,
    Funding,
    Objective,
    PolicyLink,
    Project,
    Rate,
    StrategyItem,
    WorkGroup,
)
from tests.factories.core import person
from tests.factories.projects import LineFactory, ProjectFactory, complete_project, project_in

pytestmark = pytest.mark.django_db


def edit_url(project, section):
    return reverse("projects:project_edit", args=[project.pk, section])


def rows(prefix, *typed, stored=0):
    """The posted fields of a table: one dict a row, stored rows first."""
    data = {f"{prefix}-TOTAL_FORMS": len(typed), f"{prefix}-INITIAL_FORMS": stored}
    for index, row in enumerate(typed):
        data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def post(client, project, section, data, version=None):
    opened = project.version if version is None else version
    return client.post(edit_url(project, section), {"opened_version": opened, "save": "", **data})


def test_new_project_begins_as_a_draft_of_its_author(sign_in):
    someone = person("supervisor")
    group = WorkGroup.objects.create(district=someone.district, name="กลุ่มนิเทศ")
    typed = {"name": "โครงการ  ใหม่", "fiscal_year": "2570", "layout": "full", "owner": someone.pk, "groups": [group.pk]}
    response = sign_in(someone).post(reverse("projects:project_add"), typed)
    project = Project.objects.get()
    assert response.url == project.get_absolute_url()
    assert (project.name, project.state, project.owner, project.created_by, project.district) == (
        "โครงการ ใหม่",
        "draft",
        someone,
        someone,
        someone.district,
    )


@pytest.mark.parametrize("year", ["2026", "1", "99999"])
def test_new_project_of_a_strange_year_is_asked_again(sign_in, year):
    someone = person("supervisor")
    typed = {"name": "โครงการ", "fiscal_year": year, "layout": "full", "owner": someone.pk}
    form = sign_in(someone).post(reverse("projects:project_add"), typed).context["form"]
    assert form.errors["fiscal_year"] == ["กรุณาพิมพ์ปีงบประมาณเป็น พ.ศ. เช่น 2570"]
    assert form["name"].value() == "โครงการ"


def test_rationale_keeps_its_paragraphs(author, project):
    data = {"rationale": "ย่อหน้าแรก\r\nย่อหน้าที่สอง", **rows("objectives")}
    assert post(author, project, "rationale", data).status_code == 302
    project.refresh_from_db()
    assert project.paragraphs == ["ย่อหน้าแรก", "ย่อหน้าที่สอง"]


def test_rows_are_added_moved_and_removed_in_one_save(author, project):
    first, second, third = (
        Objective.objects.create(project=project, text=text, order=n) for n, text in enumerate("กขค", 1)
    )
    table = rows(
        "objectives",
        {"id": first.pk, "text": "ก", "ORDER": "3"},
        {"id": second.pk, "text": "ข", "ORDER": "1", "DELETE": "on"},
        {"id": third.pk, "text": "ค แก้", "ORDER": "2"},
        {"id": "", "text": "ใหม่", "ORDER": ""},
        stored=3,
    )
    assert post(author, project, "rationale", {"rationale": "", **table}).status_code == 302
    assert list(project.objectives.values_list("text", "order")) == [("ค แก้", 1), ("ก", 2), ("ใหม่", 3)]


def test_add_row_button_saves_nothing_and_loses_nothing(author, project):
    kept = Objective.objects.create(project=project, text="เดิม", order=1)
    table = rows("objectives", {"id": kept.pk, "text": "กำลังพิมพ์", "ORDER": "1"}, {"id": "", "text": "แถวใหม่"}, stored=1)
    response = post(author, project, "rationale", {"rationale": "เหตุผล", "add": "objectives", **table})
    shown = response.context["tables"][0].shown_forms
    assert [form["text"].value() for form in shown] == ["กำลังพิมพ์", "แถวใหม่", None]
    assert response.context["form"]["rationale"].value() == "เหตุผล"
    assert list(project.objectives.values_list("text", flat=True)) == ["เดิม"]


def test_row_deleted_by_somebody_else_is_typed_anew(author, project):
    gone = Objective.objects.create(project=project, text="จะหาย", order=1)
    kept = Objective.objects.create(project=project, text="อยู่", order=2)
    gone_id = gone.pk
    gone.delete()
    table = rows(
        "objectives",
        {"id": gone_id, "text": "จะหาย", "ORDER": "1"},
        {"id": kept.pk, "text": "อยู่", "ORDER": "2"},
        stored=2,
    )
    assert post(author, project, "rationale", {"rationale": "", **table}).status_code == 302
    assert list(project.objectives.values_list("text", flat=True)) == ["จะหาย", "อยู่"]


def test_row_of_another_project_is_never_taken(author, project):
    other = Objective.objects.create(project=ProjectFactory(), text="ของคนอื่น", order=1)
    table = rows("objectives", {"id": other.pk, "text": "ขโมย", "ORDER": "1"}, stored=1)
    post(author, project, "rationale", {"rationale": "", **table})
    other.refresh_from_db()
    assert (other.text, list(project.objectives.values_list("text", flat=True))) == ("ของคนอื่น", ["ขโมย"])


def test_stale_form_is_refused_and_keeps_what_was_typed(author, project):
    opened = project.version
    project.rationale = "ของคนอื่น"
    project.save()
    data = {"rationale": "ของฉัน", **rows("objectives", {"id": "", "text": "วัตถุประสงค์ของฉัน"})}
    response = post(author, project, "rationale", data, version=opened)
    assert response.status_code == 422
    form, table = response.context["form"], response.context["tables"][0]
    assert (form["rationale"].value(), table.forms[0]["text"].value()) == ("ของฉัน", "วัตถุประสงค์ของฉัน")
    assert form.errors["rationale"] == ["ข้อมูลในระบบขณะนี้: ของคนอื่น"]
    assert (response.context["stored"]["project"].rationale, project.objectives.count()) == ("ของคนอื่น", 0)
    again = {"rationale": "ของฉัน", **rows("objectives", {"id": "", "text": "วัตถุประสงค์ของฉัน"})}
    assert post(author, project, "rationale", again, version=form["opened_version"].value()).status_code == 302


def test_activities_nest_by_their_depth(author, project):
    table = rows(
        "activities",
        {"id": "", "title": "กิจกรรม", "number": "1", "depth": "0", "period_text": "ธันวาคม 2569", "ORDER": "1"},
        {"id": "", "title": "ขั้นตอน", "number": "1.1", "depth": "1", "ORDER": "2"},
        {"id": "", "title": "ขั้นตอนย่อย", "depth": "2", "ORDER": "3"},
        {"id": "", "title": "กิจกรรมสอง", "number": "๒", "depth": "0", "ORDER": "4"},
    )
    assert post(author, project, "activities", table).status_code == 302
    assert list(project.activities.values_list("number", "title", "parent__title", "period_precision")) == [
        ("1", "กิจกรรม", None, "month"),
        ("1.1", "ขั้นตอน", "กิจกรรม", "rule"),
        ("", "ขั้นตอนย่อย", "ขั้นตอน", "rule"),
        ("๒", "กิจกรรมสอง", None, "rule"),
    ]


def test_activity_removed_leaves_its_steps_and_its_money(author, project):
    first = Activity.objects.create(project=project, title="ก", order=1)
    second = Activity.objects.create(project=project, title="ข", order=2)
    step = Activity.objects.create(project=project, title="ขั้นตอน", order=3, parent=second)
    line = LineFactory(project=project, activity=second, stated_text="100")
    table = rows(
        "activities",
        {"id": first.pk, "title": "ก", "depth": "0", "ORDER": "1"},
        {"id": second.pk, "title": "ข", "depth": "0", "ORDER": "2", "DELETE": "on"},
        {"id": step.pk, "title": "ขั้นตอน", "depth": "1", "ORDER": "3"},
        stored=3,
    )
    assert post(author, project, "activities", table).status_code == 302
    line.refresh_from_db()
    step.refresh_from_db()
    assert (line.activity, step.parent) == (None, first)


def test_step_without_an_activity_above_is_asked_again(author, project):
    table = rows("activities", {"id": "", "title": "ขั้นตอน", "depth": "1", "ORDER": "1"})
    response = post(author, project, "activities", table)
    assert response.context["tables"][0].forms[0].errors == {"depth": ["ขั้นตอนต้องอยู่ใต้กิจกรรม"]}
    assert project.activities.count() == 0


def budget(*typed, stored=0, **fields):
    return {**rows("lines", *typed, stored=stored), **rows("totals"), **fields}


def test_budget_is_typed_as_on_paper(author, project):
    table = budget(
        {"id": "", "item": "ค่าอาหาร", "formula": "35 บาท/๒๐ คน/4 มื้อ", "stated_text": "๒,๘๐๐", "ORDER": "1"},
        {"id": "", "item": "ค่าวัสดุ", "formula": "", "stated_text": "-", "ORDER": "2"},
        {"id": "", "item": "ค่าสำเนา", "formula": "", "stated_text": "", "ORDER": "3"},
        {"id": "", "item": "ค่าเช่า", "formula": "", "stated_text": "0", "ORDER": "4"},
        stated_total_text="2,800",
        transfers_allowed="on",
    )
    assert post(author, project, "budget", table).status_code == 302
    assert list(project.lines.values_list("formula", "computed", "stated_text", "stated")) == [
        ("35 บาท/๒๐ คน/4 มื้อ", 2_800, "๒,๘๐๐", 2_800),
        ("", None, "-", None),
        ("", None, "", None),
        ("", None, "0", 0),
    ]
    assert BudgetLine.objects.first().factors == [
        {"value": "35", "unit": "บาท"},
        {"value": "20", "unit": "คน"},
        {"value": "4", "unit": "มื้อ"},
    ]
    project.refresh_from_db()
    assert (project.stated_total, project.transfers_allowed) == (2_800, True)


def test_formula_that_states_its_amount_fills_it(author, project):
    table = budget({"id": "", "item": "ค่าสำเนา", "formula": "200 ชุด ชุดละ 80 บาท เป็นเงิน 13,000 บาท", "ORDER": "1"})
    post(author, project, "budget", table)
    assert list(project.lines.values_list("computed", "stated")) == [(16_000, 13_000)]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("formula", "100x", "ขาดตัวเลขข้างเครื่องหมาย ×"),
        ("formula", "=1+1", "คำนวณ “+” ไม่ได้ กรุณาเขียนตัวเลขคั่นด้วยเครื่องหมาย × เช่น 35 × 20 × 4"),
        ("formula", "<script>", "คำนวณ “<” ไม่ได้ กรุณาเขียนตัวเลขคั่นด้วยเครื่องหมาย × เช่น 35 × 20 × 4"),
        ("formula", "1000000000x1000000", "จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท"),
        ("stated_text", "-5", "จำนวนเงินติดลบไม่ได้"),
        ("stated_text", "1" + "0" * 15, "จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท"),
    ],
)
def test_budget_typing_that_cannot_be_read_gets_a_sentence_and_stays(author, project, field, typed, sentence):
    table = budget({"id": "", "item": "ค่าวัสดุ", field: typed, "ORDER": "1"}, stated_total_text="100")
    response = post(author, project, "budget", table)
    assert response.status_code == 422
    form = response.context["tables"][0].forms[0]
    assert form.errors == {field: [sentence]}
    assert (form[field].value(), form["item"].value()) == (typed, "ค่าวัสดุ")
    assert response.context["form"]["stated_total_text"].value() == "100"
    assert "<script>" not in response.content.decode().replace("<script src=", "")
    assert project.lines.count() == 0


def test_budget_line_of_another_projects_activity_is_refused(author, project):
    other = Activity.objects.create(project=ProjectFactory(district=project.district), title="อื่น")
    response = post(author, project, "budget", budget({"id": "", "item": "ค่าวัสดุ", "activity": other.pk}))
    assert list(response.context["tables"][0].forms[0].errors) == ["activity"]
    assert project.lines.count() == 0


def test_stated_totals_of_activities_and_columns_are_kept(author, project):
    project.layout = "classic"
    project.save()
    activity = Activity.objects.create(project=project, title="ก", order=1)
    data = rows("lines") | rows("totals", {"id": activity.pk, "stated_total_text": "1,500"}, stored=1)
    response = post(author, project, "budget", data | {"column_operating": "1,500", "column_materials": "-"})
    assert response.status_code == 302
    activity.refresh_from_db()
    project.refresh_from_db()
    assert (activity.stated_total, project.stated_columns) == (1_500, {"operating": "1,500", "materials": "-"})


def test_funding_begins_with_each_source_and_keeps_three_answers(author, project):
    page = author.get(edit_url(project, "funding"))
    assert [form["source"].value() for form in page.context["tables"][0].forms] == ["plan", "obec", "other"]
    table = rows(
        "funding",
        {"id": "", "source": "plan", "amount_text": "120,000", "ORDER": "1"},
        {"id": "", "source": "obec", "amount_text": "", "ORDER": "2"},
        {"id": "", "source": "other", "amount_text": "ไม่มี", "ORDER": "3"},
    )
    assert post(author, project, "funding", table).status_code == 302
    assert list(Funding.objects.values_list("source", "amount_text", "amount")) == [
        ("plan", "120,000", 120_000),
        ("obec", "", None),
        ("other", "ไม่มี", None),
    ]


def test_policy_answers_are_kept_by_kind_and_emptied(author, project):
    item = StrategyItem.objects.create(
        district=project.district, fiscal_year=project.fiscal_year, kind="standard", code="1", title="มาตรฐาน 1"
    )
    typed = {"policy-standard-items": [item.pk], "policy-standard-all_indicators": "on", "policy-policy-text": "ข้อ 1-8"}
    assert post(author, project, "policy", typed).status_code == 302
    links = {link.kind: (link.written, link.all_indicators) for link in PolicyLink.objects.all()}
    assert links == {"policy": ("ข้อ 1-8", False), "standard": ("1 มาตรฐาน 1 ทุกตัวบ่งชี้", True)}
    project.refresh_from_db()
    assert post(author, project, "policy", {}).status_code == 302
    assert PolicyLink.objects.count() == 0


def test_policy_of_another_office_is_refused(author, project):
    other = ProjectFactory()
    item = StrategyItem.objects.create(
        district=other.district, fiscal_year=other.fiscal_year, kind="policy", code="1", title="นโยบาย"
    )
    response = post(author, project, "policy", {"policy-policy-items": [item.pk]})
    assert (response.status_code, PolicyLink.objects.count()) == (422, 0)


@pytest.mark.parametrize("state", ["submitted", "approved", "running"])
def test_proposal_is_not_written_on_while_it_waits_or_runs(sign_in, state):
    project = project_in(state)
    response = sign_in(project.owner).post(edit_url(project, "rationale"), {"rationale": "แก้"})
    assert (response.status_code, response.context["typed"]) == (409, ["แก้"])
    assert sign_in(project.owner).get(edit_url(project, "rationale")).url == project.get_absolute_url()
    assert Project.objects.get(pk=project.pk).rationale == "เพราะจำเป็น"


def test_unknown_section_is_no_page(author, project):
    assert author.get(f"/projects/{project.pk}/edit/nothing/").status_code == 404


@pytest.mark.parametrize(
    "section",
    ["basics", "policy", "rationale", "targets", "activities", "budget", "funding", "risks", "evaluation", "results"],
)
def test_each_section_opens_and_leads_on_unchanged(sign_in, section):
    project = complete_project()
    client = sign_in(project.owner)
    context = client.get(edit_url(project, section)).context
    data = {"opened_version": project.version, "next": "1"}
    for form in [context["form"], *(form for table in context["tables"] for form in table.forms)]:
        for field in form:
            value = field.value()
            if value not in (None, "", False, []):
                data[field.html_name] = value
    for table in context["tables"]:
        if hasattr(table, "management_form"):
            data |= {f"{table.prefix}-TOTAL_FORMS": len(table.forms), f"{table.prefix}-INITIAL_FORMS": 0}
    before = snapshot(project)
    response = client.post(edit_url(project, section), data)
    assert response.status_code == 302
    assert snapshot(project) == before


def snapshot(project):
    """What the project's page says, without the time of the last change."""
    row = Project.objects.get(pk=project.pk)
    lists = ("objectives", "targets", "risks", "indicators", "evaluations", "expected_results", "activities", "lines")
    texts = {name: [str(item) for item in getattr(row, name).all()] for name in lists}
    return (row.name, row.fiscal_year, row.owner_id, row.rationale, row.stated_total_text, texts)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"formula": "35 บาท/20 คน/4 มื้อ"}, ("อ่านได้ว่า 35 บาท × 20 คน × 4 มื้อ = 2,800 บาท", "", [])),
        ({"formula": "๒๐๐ ชุด ชุดละ ๘๐ บาท"}, ("อ่านได้ว่า 200 ชุด × 80 บาท = 16,000 บาท", "", [])),
        ({"formula": "100x"}, ("", "ขาดตัวเลขข้างเครื่องหมาย ×", [])),
        ({"formula": ""}, ("", "", [])),
        ({"period": "ธันวาคม 2569"}, ("อ่านได้ว่า 1 ธ.ค. 2569 – 31 ธ.ค. 2569", "", [])),
        ({"period": "ทุกวันอังคาร"}, ("", "", [])),
    ],
)
def test_preview_says_what_the_portal_reads(author, project, typed, answer):
    said = author.get(reverse("projects:row_preview", args=[project.pk]), typed).json()
    assert (said["sentence"], said["error"], said["warnings"]) == answer


def test_preview_warns_of_a_rate_above_the_ceiling_of_the_projects_day(author, project):
    rate = {"district": project.district, "label": "อาหารว่าง", "words": "อาหารว่าง", "ceiling": 35}
    Rate.objects.create(since=date(2020, 1, 1), **rate)
    Rate.objects.create(since=date(2040, 1, 1), **rate | {"ceiling": 10})
    typed = {"formula": "50 บาท x 20 คน", "item": "ค่าอาหารว่าง"}
    said = author.get(reverse("projects:row_preview", args=[project.pk]), typed).json()
    assert said["warnings"] == ["ค่าอาหารว่าง: อัตรา 50 บาท สูงกว่าอัตราที่สำนักงานกำหนด 35 บาท (อาหารว่าง)"]


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("29 ก.พ. 2570", "ยังไม่เป็นวันเวลา: ไม่มีวันที่ 29 ในกุมภาพันธ์ 2570 เดือนนี้มี 28 วัน"),
        ("5 ตุลาคม 2570", "ไม่อยู่ในปีงบประมาณ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)"),
    ],
)
def test_time_that_cannot_be_is_said_and_hinders_nothing(author, project, period, why):
    Project.objects.update(fiscal_year=2570)
    table = rows("activities", {"id": "", "title": "ประชุม", "depth": "0", "period_text": period, "ORDER": "1"})
    assert post(author, project, "activities", table).status_code == 302
    sentence = f"“{period}” {why}"
    activity = project.activities.get()
    found = author.get(edit_url(project, "activities")).context["found"][f"plan-{activity.pk}"]
    assert [finding.sentence for finding in found] == [sentence]
    preview = author.get(reverse("projects:row_preview", args=[project.pk]), {"period": period}).json()
    assert preview["warnings"] == [sentence]


def test_line_of_another_projects_activity_is_refused_at_the_field(author, project):
    other = Activity.objects.create(project=ProjectFactory(district=project.district), title="ของคนอื่น", order=1)
    table = rows("lines", {"id": "", "item": "ค่าอาหาร", "activity": other.pk, "formula": "10x5", "ORDER": "1"})
    page = post(author, project, "budget", {"stated_total_text": "", **table, **rows("totals")})
    form = page.context["tables"][0].forms[0]
    assert (page.status_code, form.errors) == (422, {"activity": ["รายการนี้ไม่ใช่ของโครงการนี้"]})
    assert (form["item"].value(), BudgetLine.objects.count()) == ("ค่าอาหาร", 0)
