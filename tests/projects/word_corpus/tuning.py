"""The files that were at hand while the reader was written."""

from . import forms
from .paper import Paper
from .truths import ASSESSORS, NETWORK, READING, STEM

GROUPS = (
    ("ประชุมปฏิบัติการจัดทำคู่มือผู้ประเมิน", 3),
    ("อบรมผู้ประเมินคุณภาพภายใน", 2),
    ("ประเมินคุณภาพภายในของสถานศึกษา", 1),
    ("สรุปและรายงานผล", 1),
)


def classic_plain():
    paper = Paper()
    forms.classic(paper, READING)
    return paper.bytes(), READING


def full_plain():
    paper = Paper()
    forms.full(paper, ASSESSORS, GROUPS)
    return paper.bytes(), ASSESSORS


def activity_plain():
    paper = Paper()
    forms.by_activity(paper, NETWORK)
    return paper.bytes(), NETWORK


def classic_thai_digits():
    paper = Paper(thai=True)
    forms.classic(paper, READING)
    return paper.bytes(), READING


def full_many_runs():
    paper = Paper(runs=7)
    forms.full(paper, ASSESSORS, GROUPS, leaders="...")
    return paper.bytes(), ASSESSORS


def activity_odd_letters():
    """Decomposed sara am, soft hyphens and zero-width blanks, as PDFs and old fonts leave them."""
    paper = Paper(spoil=lambda text: text.replace("ำ", "ํา").replace("การ", "การ\u200b").replace("พัฒนา", "พัฒ\u00adนา"))
    forms.by_activity(paper, NETWORK)
    return paper.bytes(), NETWORK


def without_numbers():
    paper = Paper()
    paper.p("แบบเสนอโครงการ ปีงบประมาณ 2567", bold=True)
    paper.p(f"ชื่อโครงการ : {READING['name']}")
    paper.p(f"ผู้รับผิดชอบโครงการ : {READING['owner']}")
    paper.p("หลักการและเหตุผล", bold=True)
    paper.p(forms.RATIONALE[0])
    paper.p("วัตถุประสงค์ของโครงการ", bold=True)
    for text in READING["objectives"]:
        paper.p(text)
    paper.p("เป้าหมาย", bold=True)
    forms.targets(paper, READING, heads=("เชิงปริมาณ", "เชิงคุณภาพ"), style="- {text}")
    paper.p("วิธีดำเนินการ", bold=True)
    head = ["กิจกรรม", "ระยะเวลา", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(READING, has_number=False, order="title period responsible")])
    paper.p("งบประมาณ", bold=True)
    forms.cross_table(paper, READING, (1, 1, 0), total_label="รวมทั้งสิ้น")
    paper.p("การประเมินผล", bold=True)
    forms.evaluation_table(paper, READING)
    paper.p("ผลที่คาดว่าจะได้รับ", bold=True)
    for text in READING["expected_results"]:
        paper.p(f"- {text}")
    return paper.bytes(), READING


def auto_numbering():
    """Headings and items are numbered by Word: no number stands in the text."""
    paper = Paper(numbers="thaiNumbers")
    paper.p(f"โครงการ\t{READING['name']}")
    paper.p(f"ผู้รับผิดชอบโครงการ\t{READING['owner']}")
    paper.p("หลักการและเหตุผล", level=0)
    paper.p(forms.RATIONALE[0])
    paper.p("วัตถุประสงค์", level=0)
    for text in READING["objectives"]:
        paper.p(text, level=1)
    paper.p("เป้าหมาย", level=0)
    for head, kind in (("เชิงปริมาณ", "quantitative"), ("เชิงคุณภาพ", "qualitative")):
        paper.p(head, level=1)
        for target in READING["targets"]:
            if target["kind"] == kind:
                paper.p(target["text"], level=2)
    paper.p("ขั้นตอนการดำเนินงาน", level=0)
    head = ["ที่", "กิจกรรม", "ระยะเวลา", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(READING, order="title period responsible")])
    paper.p("งบประมาณ", level=0)
    forms.cross_table(paper, READING, (1, 1, 0))
    paper.p("การประเมินผล", level=0)
    forms.evaluation_table(paper, READING)
    paper.p("ผลที่คาดว่าจะได้รับ", level=0)
    for text in READING["expected_results"]:
        paper.p(text, level=1)
    return paper.bytes(), READING


def controls_and_tracked_changes():
    paper = Paper()
    forms.full(paper, ASSESSORS, GROUPS)
    paragraphs = paper.document.paragraphs
    owner = next(item for item in paragraphs if item.text.startswith("ผู้รับผิดชอบโครงการ"))
    owner.clear().add_run("ผู้รับผิดชอบโครงการ\t")
    paper.inserted(owner, ASSESSORS["owner"], deleted="นายคนเดิม ลาออก")
    for item in [paragraphs[0], owner, *paragraphs[8:12]]:
        paper.control(item._p)
    paper.control(paper.document.tables[0].rows[2]._tr)
    return paper.bytes(), ASSESSORS


def broken_over_pages():
    """Activity and budget tables over two pages, headings repeated, one row cut in the middle."""
    paper = Paper()
    forms.by_activity(paper, NETWORK)
    table = paper.document.tables[0]
    head = [cell.text for cell in table.rows[0].cells]
    last = [cell.text for cell in table.rows[-1].cells]
    table._tbl.remove(table.rows[-1]._tr)
    first, rest = last[1][:22], last[1][22:]
    second = paper.table([head, [last[0], first, *last[2:]]])
    third = paper.table([head, ["", rest, "", "", ""]])
    table._tbl.addnext(second._tbl)
    second._tbl.addnext(third._tbl)
    return paper.bytes(), NETWORK


def title_in_a_table():
    paper = Paper()
    paper.table(
        [
            ["ชื่อโครงการ", STEM["name"]],
            ["สนองนโยบาย", "ข้อที่ 2 ของสำนักงานเขตพื้นที่การศึกษา"],
            ["ลักษณะโครงการ", "☑ ต่อเนื่อง  ☐ ใหม่"],
            ["ผู้รับผิดชอบโครงการ", STEM["owner"]],
            ["ระยะเวลาดำเนินการ", "ตุลาคม 2566 – กันยายน 2567"],
        ]
    )
    _stem_body(paper)
    return paper.bytes(), STEM


def _stem_body(paper):
    paper.p("1. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[1])
    paper.p("2. วัตถุประสงค์")
    forms.numbered(paper, STEM["objectives"], 2, "({place}) {text}")
    paper.p("3. เป้าหมาย")
    forms.targets(paper, STEM, style="{place}) {text}")
    paper.p("4. กิจกรรมและการดำเนินงาน")
    head = ["ลำดับ", "กิจกรรม", "ระยะเวลา", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(STEM, order="title period responsible")])
    paper.p("5. งบประมาณ")
    rows = [["ที่", "รายการ", "จำนวนเงิน (บาท)", "หมายเหตุ"]]
    for place, line in enumerate(STEM["budget"], start=1):
        rows.append([str(place), f"{line['item']} ({line['formula']})", forms.amount(line["stated"]), ""])
    rows.append(["", "รวมทั้งสิ้น", forms.amount(STEM["stated_total"]), ""])
    paper.table(rows)
    paper.p("(ห้าหมื่นสองพันสี่ร้อยบาทถ้วน)")
    paper.p("6. ตัวชี้วัดความสำเร็จ")
    forms.indicator_table(paper, STEM)
    paper.p("7. ผลที่คาดว่าจะได้รับ")
    forms.numbered(paper, STEM["expected_results"], 7)


def wrong_figures():
    """A formula and a total that do not come to what is stated: read as stated, and doubted."""
    paper = Paper()
    budget = [dict(line) for line in READING["budget"]]
    budget[1]["stated"] = 6500
    truth = READING | {"budget": budget, "stated_total": 17200}
    forms.classic(paper, truth)
    return paper.bytes(), truth


def line_breaks_and_signatures():
    """Items parted by line breaks inside one paragraph, and a signature block."""
    paper = Paper()
    paper.p(f"ชื่อโครงการ\t{STEM['name']}")
    paper.p(f"ผู้รับผิดชอบโครงการ\t{STEM['owner']}")
    _stem_body(paper)
    body = paper.document.element.body
    objectives = [item for item in paper.document.paragraphs if item.text.startswith("(")][:2]
    objectives[0].add_run("\n" + objectives[1].text)
    body.remove(objectives[1]._p)
    paper.p(f"ลงชื่อ.........................ผู้เสนอโครงการ\n({STEM['owner']})\nศึกษานิเทศก์ชำนาญการ")
    paper.p("ลงชื่อ.........................ผู้อนุมัติโครงการ\n(นายผู้ใด ก็ได้)\nผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา")
    return paper.bytes(), STEM


def missing_parts():
    paper = Paper()
    paper.p(f"โครงการ\t{READING['name']}")
    paper.p("1. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[0])
    paper.p("2. วัตถุประสงค์")
    forms.numbered(paper, READING["objectives"], 2)
    paper.p("3. งบประมาณ")
    forms.cross_table(paper, READING, (1, 1, 0))
    empty = {"owner": None, "targets": [], "activities": [], "indicators": [], "expected_results": []}
    return paper.bytes(), READING | empty


def plan_of_a_school():
    """As school plans have it: two headings in one with the total behind it, money beside the activities, a heading
    that no form of ours knows."""
    paper = Paper(thai=True)
    paper.p(f"งาน/โครงการ\t{NETWORK['name']}")
    paper.p("สนองกลยุทธ์ข้อที่ สพฐ. กลยุทธ์ ข้อ 1 สพป. ข้อ 1")
    paper.p("สนองมาตรฐานโรงเรียน ข้อที่ 1")
    paper.p("หน่วยงานที่รับผิดชอบ\tกลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา")
    paper.p(f"ผู้รับผิดชอบ\t{NETWORK['owner']}")
    paper.p("ระยะเวลาดำเนินการ\tปีงบประมาณ 2567")
    paper.p("1. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[1])
    paper.p("2. วัตถุประสงค์")
    forms.numbered(paper, NETWORK["objectives"], 2)
    paper.p("3. เป้าหมาย")
    forms.targets(paper, NETWORK)
    paper.p("4. รายละเอียดของกิจกรรม/ขั้นตอนการดำเนินงาน/รายละเอียดการใช้งบประมาณ 180,000 บาท")
    rows = [["กิจกรรม / ขั้นตอน", "ระยะเวลา", "งบประมาณ", "ผู้รับผิดชอบ"]]
    for place, (row, line) in enumerate(zip(NETWORK["activities"], NETWORK["budget"], strict=True), start=1):
        money = forms.amount(line["stated"])
        rows.append([f"{place}. {row['title']}", row["period"], money, row["responsible"]])
    paper.table(rows)
    paper.p("5. ตัวชี้วัดความสำเร็จ")
    forms.evaluation_table(paper, NETWORK)
    paper.p("6. หน่วยงานที่ให้การสนับสนุน")
    paper.p("องค์กรปกครองส่วนท้องถิ่น")
    paper.p("7. ผลที่คาดว่าจะได้รับ")
    forms.numbered(paper, NETWORK["expected_results"], 7)
    return paper.bytes(), NETWORK


CASES = [
    classic_plain,
    full_plain,
    activity_plain,
    classic_thai_digits,
    full_many_runs,
    activity_odd_letters,
    without_numbers,
    auto_numbering,
    controls_and_tracked_changes,
    broken_over_pages,
    title_in_a_table,
    wrong_figures,
    line_breaks_and_signatures,
    missing_parts,
    plan_of_a_school,
]
