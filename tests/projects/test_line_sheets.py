"""Budget lines to Excel and back: recognised by id, judged cell by cell, shown before anything is written."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from projects.models import Activity, BudgetLine, Project
from qa_portal.core.files import XLSX
from tests.factories.projects import LineFactory, ProjectFactory, project_in

pytestmark = pytest.mark.django_db

HEAD = [
    "รหัสรายการ",
    "กิจกรรม",
    "ที่",
    "รายการ",
    "หมวด",
    "สูตรคำนวณ",
    "จำนวนเงินที่ระบุ",
    "ไตรมาส",
    "ระบบคำนวณได้",
    "รุ่นของรายการ",
]


@pytest.fixture
def project():
    project = ProjectFactory()
    first = Activity.objects.create(project=project, title="อบรมครู", number="1", order=1)
    Activity.objects.create(project=project, title="นิเทศ", number="2", order=2)
    LineFactory(
        project=project,
        activity=first,
        number="1",
        item="ค่าอาหารกลางวัน",
        category="operating",
        formula="=100x200X2",
        stated_text="40,000",
        quarter=2,
        order=1,
    )
    LineFactory(project=project, item="ค่าวัสดุ", formula="๒๐๐ ชุด ชุดละ ๘๐ บาท", stated_text="-", order=2)
    return project


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def url(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.pk, *rest])


def rows_of(response):
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def upload(client, project, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("รายการ.xlsx", out.getvalue(), XLSX)
    return client.post(url("lines_upload", project), {"file": file})


def plan_of(client, project, rows):
    page = client.get(upload(client, project, rows).url)
    return page.context["plan"]


def confirm(client, project, rows, **more):
    address = upload(client, project, rows).url
    plan = client.get(address).context["plan"]
    return client.post(address, {"digest": plan.digest, **more})


def counts(plan):
    return tuple(plan.counts.values())


def texts():
    return list(BudgetLine.objects.order_by("order", "pk").values_list("item", "formula", "stated_text", "computed"))


def test_sheet_holds_every_line_as_it_was_typed(author, project):
    first, second = BudgetLine.objects.order_by("order")
    assert rows_of(author.get(url("lines_xlsx", project))) == [
        HEAD,
        [
            str(first.pk),
            "1 อบรมครู",
            "1",
            "ค่าอาหารกลางวัน",
            "ค่าใช้สอย",
            "=100x200X2",
            "40,000",
            "2",
            40000,
            str(first.version),
        ],
        [str(second.pk), "", "", "ค่าวัสดุ", "", "๒๐๐ ชุด ชุดละ ๘๐ บาท", "-", "", 16000, str(second.version)],
    ]


def test_sheet_that_comes_back_untouched_changes_nothing(author, project):
    plan = plan_of(author, project, rows_of(author.get(url("lines_xlsx", project))))
    assert (counts(plan), plan.missing, plan.unread) == ((0, 0, 2, 0), [], [])


def test_changed_and_new_rows_are_written_once(author, project):
    rows = rows_of(author.get(url("lines_xlsx", project)))
    rows[1][5], rows[1][6] = "๑๐๐x๒๐๐", 20000
    rows.append(["", "นิเทศ", "3", "ค่าพาหนะ", "ค่าใช้สอย", "200 บาท x 4 วัน", "", "๓", "", ""])
    version = project.version
    assert counts(plan_of(author, project, rows)) == (1, 1, 1, 0)
    assert confirm(author, project, rows).url == url("project_edit", project, "budget")
    assert texts() == [
        ("ค่าอาหารกลางวัน", "๑๐๐x๒๐๐", "20000", 20000),
        ("ค่าวัสดุ", "๒๐๐ ชุด ชุดละ ๘๐ บาท", "-", 16000),
        ("ค่าพาหนะ", "200 บาท x 4 วัน", "", 800),
    ]
    made = BudgetLine.objects.get(item="ค่าพาหนะ")
    assert (made.activity.title, made.category, made.quarter, made.order) == ("นิเทศ", "operating", 3, 3)
    assert Project.objects.get().version == version + 1
    assert counts(plan_of(author, project, rows)) == (0, 0, 3, 0)


def test_each_bad_cell_says_its_reason_and_nothing_of_the_row_is_written(author, project):
    line = BudgetLine.objects.order_by("order").first()
    other = LineFactory(project=ProjectFactory(district=project.district), item="ของคนอื่น")
    rows = [
        HEAD,
        [str(line.pk), "", "", "ค่าอาหาร", "", "100x", "", "", "", ""],
        [str(line.pk), "", "", "ค่าอาหาร", "", "10x5", "", "", "", ""],
        [str(other.pk), "", "", "ขโมย", "", "10x5", "", "", "", ""],
        ["", "ไม่มีกิจกรรมนี้", "", "ก", "", "", "", "", "", ""],
        ["", "", "", "ข", "หมวดลับ", "", "", "", "", ""],
        ["", "", "", "ค", "", "", "-500", "", "", ""],
        ["", "", "", "ง", "", "1000000000000000", "", "", "", ""],
        ["", "", "", "", "", "10x5", "", "9", "", ""],
    ]
    plan = plan_of(author, project, rows)
    assert counts(plan) == (0, 0, 0, 8)
    assert [row.reason for row in plan.rows] == [
        "สูตรคำนวณตามที่เขียน: ขาดตัวเลขข้างเครื่องหมาย ×",
        f"รหัสรายการ {line.pk} ไม่ใช่ของโครงการนี้ หรืออยู่ในไฟล์ซ้ำสองครั้ง",
        f"รหัสรายการ {other.pk} ไม่ใช่ของโครงการนี้ หรืออยู่ในไฟล์ซ้ำสองครั้ง",
        "ไม่พบกิจกรรมเดียวที่ชื่อ “ไม่มีกิจกรรมนี้”",
        "“หมวดลับ” ไม่ใช่หมวดรายจ่ายในระบบ",
        "จำนวนเงินที่ระบุ: จำนวนเงินติดลบไม่ได้",
        "สูตรคำนวณตามที่เขียน: จำนวนเงินมากเกินไป กรอกได้ไม่เกิน 999,999,999,999.99 บาท",
        "รายการ: กรุณากรอกข้อมูลในช่องนี้ · ไตรมาส: กรุณาเลือกจากตัวเลือกที่มี: ไม่มีตัวเลือก 9",
    ]
    address = upload(author, project, rows).url
    file = address.rstrip("/").rsplit("/", 1)[1]
    back = rows_of(author.get(url("lines_rejected", project, file)))
    assert (back[0], back[1][-1]) == ([*HEAD, "เหตุผลที่ไม่รับ"], plan.rows[0].reason)


def test_columns_may_be_missing_or_in_another_order(author, project):
    line = BudgetLine.objects.order_by("order").first()
    plan = plan_of(author, project, [["สูตร", "เรื่องอื่น", "รายการ", "รหัสรายการ"], ["10x5", "x", "ค่าอาหารกลางวัน", line.pk]])
    assert (counts(plan), plan.unread, len(plan.missing)) == ((0, 1, 0, 0), ["เรื่องอื่น"], 1)
    assert [(change.old, change.new) for change in plan.rows[0].changes] == [("=100x200X2", "10x5")]


def test_lines_that_the_file_leaves_out_stay_unless_asked(author, project):
    rows = rows_of(author.get(url("lines_xlsx", project)))[:2]
    confirm(author, project, rows)
    assert BudgetLine.objects.count() == 2
    confirm(author, project, rows, removes_missing="on")
    assert [item for item, *_rest in texts()] == ["ค่าอาหารกลางวัน"]


def test_line_changed_since_the_sheet_was_made_is_not_overwritten(author, project):
    rows = rows_of(author.get(url("lines_xlsx", project)))
    line = BudgetLine.objects.order_by("order").first()
    line.formula = "5x5"
    line.save()
    plan = plan_of(author, project, rows)
    assert counts(plan) == (0, 0, 1, 1)
    assert plan.rows[0].reason == "มีผู้แก้ไขรายการนี้หลังจากดาวน์โหลดไฟล์ กรุณาดาวน์โหลดไฟล์ใหม่"


def test_confirming_what_is_no_longer_true_is_refused(author, project):
    rows = rows_of(author.get(url("lines_xlsx", project)))
    rows[1][5] = "1x1"
    address = upload(author, project, rows).url
    shown = author.get(address).context["plan"].digest
    BudgetLine.objects.order_by("order").last().delete()
    page = author.post(address, {"digest": shown})
    assert (page.status_code, page.context["form"].errors["digest"]) == (
        422,
        ["รายการงบประมาณเปลี่ยนไปหลังจากแสดงหน้านี้ กรุณาดูอีกครั้งแล้วจึงยืนยัน"],
    )
    assert BudgetLine.objects.get().formula == "=100x200X2"


def test_file_without_items_is_refused_at_the_field(author, project):
    form = upload(author, project, [["ชื่อ"], ["ก"]]).context["form"]
    assert form.errors == {"file": ["ไฟล์ขาดคอลัมน์ต่อไปนี้: รายการ"]}


def test_lines_of_a_proposal_that_waits_are_not_imported(sign_in):
    project = project_in("submitted")
    client = sign_in(project.owner)
    assert client.get(url("lines_upload", project)).url == project.get_absolute_url()
    assert client.get(url("lines_preview", project, 1)).url == project.get_absolute_url()
