"""What the pages of a project show of the three proposals of the office's own papers."""

from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Project


def budget_book(client, project):
    return load_workbook(BytesIO(client.get(reverse("projects:budget_xlsx", args=[project.pk])).content))


def test_s001_budget_as_a_sheet_cell_by_cell(world, sign_in):
    project = Project.objects.get(fiscal_year=2560)
    book = budget_book(sign_in(world.people["finance"]), project)
    assert book.sheetnames == ["ตามกิจกรรม", "ตามหมวดรายจ่าย", "ตัวเลขที่ไม่ตรงกัน"]
    rows = list(book["ตามกิจกรรม"].iter_rows(min_row=3, values_only=True))
    header = ("กิจกรรม", "ที่", "รายการ", "หมวดรายจ่าย", "สูตรคำนวณ", "คำนวณได้", "ระบุไว้", "จำนวนเงิน", "ใช้จ่ายแล้ว")
    assert rows[0] == header
    assert [row[4:8] for row in rows[1:16]] == [
        ("35 บาท/20 คน/4 มื้อ", 2800, 2800, 2800),
        ("100 บาท/20 คน/2 มื้อ", 4000, 4000, 4000),
        (None, None, 1000, 1000),
        ("จำนวน 200 ชุด ชุดละ 80 บาท", 16000, 13000, 16000),
        ("35 บาท/100 คน/2 มื้อ", 7000, 7000, 7000),
        ("100 บาท/100 คน/1 มื้อ", 10000, 10000, 10000),
        (None, None, 2000, 2000),
        ("35 บาท/100 คน/2 มื้อ", 7000, 7000, 7000),
        ("100 บาท/100 คน/1 มื้อ", 10000, 10000, 10000),
        (None, None, 2000, 2000),
        ("(45 คน x 200 บาท x 4 วัน)", 36000, 36000, 36000),
        ("35 บาท/100 คน/2 มื้อ", 7000, 7000, 7000),
        ("100 บาท/100 คน/1 มื้อ", 10000, 100000, 10000),
        (None, None, 1200, 1200),
        ("โล่ละ 1,000 บาท จำนวน 5 โล่", 5000, 5000, 5000),
    ]
    assert rows[16] == ("รวม", None, None, None, None, None, 120000, 121000, None)


def test_s003_cross_table_as_a_sheet_keeps_dashes(world, sign_in):
    project = Project.objects.get(fiscal_year=2558, layout="activity")
    book = budget_book(sign_in(world.people["finance"]), project)
    rows = list(book["ตามหมวดรายจ่าย"].iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("ที่", "รายการ", "รวม", "ค่าตอบแทน", "ค่าใช้สอย", "วัสดุ")
    assert rows[1] == ("1", "กิจกรรมนิเทศแบบพบกลุ่ม “สวัสดีคุณครู”", "-", "-", "-", "-")
    assert rows[4][2:] == (210000, "-", "-", "-")
    assert rows[12] == (None, "รวม", 500000, "-", "-", "-")


def test_s001_page_shows_each_difference_beside_its_field(world, sign_in):
    project = Project.objects.get(fiscal_year=2560)
    html = sign_in(world.people["director"]).get(project.get_text_url()).content.decode()
    beside = [part.split("</p>")[0].split("</svg>")[-1].strip() for part in html.split('class="finding ')[1:]]
    assert [sentence.split(": ")[-1] for sentence in beside][:8] == [
        "กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
        "กิจกรรมนี้ยังไม่มีรายการงบประมาณ",
        "ทั้งโครงการรวมได้ 121,000 บาท แต่แหล่งงบประมาณรวม 120,000 บาท ยังอนุมัติไม่ได้จนกว่ายอดทั้งสองจะตรงกัน",
        "รวมจากรายการได้ 121,000 บาท แต่ยอดรวมที่ระบุคือ 120,000 บาท",
        "200 ชุด × 80 บาท = 16,000 บาท แต่ระบุไว้ 13,000 บาท",
        "ยอดรวม 23,800 บาทถูกต้อง แต่รายการตามที่พิมพ์ไว้รวมได้ 20,800 บาท",
        "100 บาท × 100 คน × 1 มื้อ = 10,000 บาท แต่ระบุไว้ 100,000 บาท",
        "รวมจากรายการได้ 23,200 บาท แต่ยอดรวมที่ระบุคือ 22,200 บาท",
    ]
