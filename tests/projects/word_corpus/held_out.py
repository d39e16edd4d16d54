"""The files that were written after the reader, each with habits of its own. The reader was not fitted to them."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from . import forms
from .paper import Paper
from .truths import ASSESSORS, NETWORK, QUALITATIVE, QUANTITATIVE, READING, STEM, truth

CAMP = truth(
    "ค่ายทักษะชีวิตสำหรับนักเรียนแกนนำ",
    "นางสาวจำลอง ข้อมูล",
    ["เพื่อให้นักเรียนแกนนำมีทักษะชีวิต", "เพื่อสร้างเครือข่ายนักเรียนแกนนำระหว่างโรงเรียน"],
    [
        (QUANTITATIVE, "นักเรียนแกนนำ จำนวน 120 คน เข้าค่าย", 120),
        (QUALITATIVE, "นักเรียนแกนนำถ่ายทอดความรู้แก่เพื่อนได้", None),
    ],
    [
        ("ประชุมเตรียมการ", "๕ มกราคม ๒๕๖๗", "คณะกรรมการ"),
        ("จัดค่ายทักษะชีวิต", "๑๙ – ๒๑ มกราคม ๒๕๖๗", "กลุ่มส่งเสริมการจัดการศึกษา"),
        ("สรุปผลการจัดค่าย", "กุมภาพันธ์ ๒๕๖๗", "กลุ่มส่งเสริมการจัดการศึกษา"),
    ],
    [
        ("ค่าอาหาร", "120 คน × 150 บาท × 3 วัน", 54000, 54000),
        ("ค่าที่พัก", "120 คน * 100 บาท * 2 คืน", 24000, 24000),
        ("ค่าวัสดุจัดค่าย", "", None, 6000),
    ],
    84000,
    [("output", "จำนวนนักเรียนที่เข้าค่าย", ""), ("outcome", "ร้อยละของนักเรียนที่มีทักษะชีวิตสูงขึ้น", "")],
    ["นักเรียนแกนนำมีทักษะชีวิต", "มีเครือข่ายนักเรียนแกนนำ"],
)


def other_headings():
    """Other words for most headings, Thai letters as numbers, a colon behind everything."""
    paper = Paper(thai=True)
    paper.p("โครงการประจำปีงบประมาณ 2567")
    paper.p(f"1. ชื่อโครงการ : {CAMP['name']}", bold=True)
    paper.p(f"2. ผู้รับผิดชอบโครงการ : {CAMP['owner']}", bold=True)
    paper.p("3. ความเป็นมาและความสำคัญ :", bold=True)
    paper.p(forms.RATIONALE[0])
    paper.p("4. จุดประสงค์ของโครงการ :", bold=True)
    paper.p("โครงการนี้มีจุดประสงค์ดังนี้")
    for letter, text in zip("กข", CAMP["objectives"], strict=True):
        paper.p(f"{letter}. {text}")
    paper.p("5. เป้าหมายโครงการ :", bold=True)
    paper.p("5.1 ด้านปริมาณ : " + CAMP["targets"][0]["text"])
    paper.p("5.2 ด้านคุณภาพ : " + CAMP["targets"][1]["text"])
    paper.p("6. วิธีการดำเนินงาน :", bold=True)
    head = ["ที่", "รายการกิจกรรม", "วัน เดือน ปี", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(CAMP, order="title period responsible")])
    paper.p("7. งบประมาณที่ใช้ :", bold=True)
    for place, line in enumerate(CAMP["budget"], start=1):
        formula = f" {line['formula']}" if line["formula"] else ""
        paper.p(f"7.{place} {line['item']}{formula} เป็นเงิน {line['stated']:,} บาท")
    paper.p("รวมเป็นเงินทั้งสิ้น 84,000 บาท (แปดหมื่นสี่พันบาทถ้วน)")
    paper.p("8. ตัวชี้วัดความสำเร็จ :", bold=True)
    paper.p("ผลผลิต : " + CAMP["indicators"][0]["text"])
    paper.p("ผลลัพธ์ : " + CAMP["indicators"][1]["text"])
    paper.p("9. ประโยชน์ที่คาดว่าจะได้รับ :", bold=True)
    forms.numbered(paper, CAMP["expected_results"], 9)
    return paper.bytes(), CAMP


def whole_file_in_a_frame():
    """One table of headings and contents, with the tables of activities and money nested in it."""
    paper = Paper()
    frame = paper.document.add_table(0, 2)
    cells = {}
    for heading in ("ชื่อโครงการ", "ผู้รับผิดชอบโครงการ", "หลักการและเหตุผล", "วัตถุประสงค์", "เป้าหมาย", "วิธีดำเนินการ",
                    "งบประมาณ", "การประเมินผล", "ผลที่คาดว่าจะได้รับ"):  # fmt: skip
        row = frame.add_row().cells
        row[0].paragraphs[0].add_run(heading)
        cells[heading] = row[1]
    cells["ชื่อโครงการ"].paragraphs[0].add_run(STEM["name"])
    cells["ผู้รับผิดชอบโครงการ"].paragraphs[0].add_run(STEM["owner"])
    cells["หลักการและเหตุผล"].paragraphs[0].add_run(forms.RATIONALE[0])
    for place, text in enumerate(STEM["objectives"], start=1):
        paper.p(f"{place}. {text}", into=cells["วัตถุประสงค์"])
    paper.p("เชิงปริมาณ", into=cells["เป้าหมาย"])
    paper.p("1. " + STEM["targets"][0]["text"], into=cells["เป้าหมาย"])
    paper.p("2. " + STEM["targets"][1]["text"], into=cells["เป้าหมาย"])
    paper.p("เชิงคุณภาพ", into=cells["เป้าหมาย"])
    paper.p("1. " + STEM["targets"][2]["text"], into=cells["เป้าหมาย"])
    head = ["ที่", "กิจกรรม", "ระยะเวลา", "ผู้รับผิดชอบ"]
    rows = forms.activity_rows(STEM, order="title period responsible")
    paper.table([head, *rows], into=cells["วิธีดำเนินการ"])
    lines = [["ที่", "รายการ", "เป็นเงิน"]]
    for place, line in enumerate(STEM["budget"], start=1):
        lines.append([str(place), f"{line['item']} {line['formula']}", f"{line['stated']:,}"])
    lines.append(["", "รวม", "52,400"])
    paper.table(lines, into=cells["งบประมาณ"])
    rows = [["ตัวชี้วัด", "ค่าเป้าหมาย", "วิธีการวัด", "เครื่องมือ"]]
    rows.append([f"ผลผลิต\n1. {STEM['indicators'][0]['text']}", "40 คน", "ตรวจนับ", "ทะเบียน"])
    rows.append([f"ผลลัพธ์\n1. {STEM['indicators'][1]['text']}", "ร้อยละ 80", "สอบถาม", "แบบสอบถาม"])
    paper.table(rows, into=cells["การประเมินผล"])
    for place, text in enumerate(STEM["expected_results"], start=1):
        paper.p(f"{place}. {text}", into=cells["ผลที่คาดว่าจะได้รับ"])
    return paper.bytes(), STEM


def merged_numbers_and_times():
    """One time merged over two activities; a number merged over the two rows of one activity."""
    paper = Paper()
    forms.by_activity(paper, NETWORK)
    table = paper.document.tables[0]
    table.cell(3, 2).text = ""
    table.cell(2, 2).text = "พ.ย. 66 – ก.พ. 67"
    table.cell(2, 2).merge(table.cell(3, 2))
    activities = [dict(row) for row in NETWORK["activities"]]
    activities[2]["period"] = "พ.ย. 66 – ก.พ. 67"
    return paper.bytes(), NETWORK | {"activities": activities}


def quantity_and_rate_columns():
    paper = Paper()
    paper.p(f"โครงการ {STEM['name']}")
    paper.p("หน่วยงานที่รับผิดชอบ กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา")
    paper.p(f"ผู้รับผิดชอบ : {STEM['owner']}")
    paper.p("๑. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[1])
    paper.p("๒. วัตถุประสงค์")
    for text in STEM["objectives"]:
        paper.p(text, bullet=True)
    paper.p("๓. เป้าหมาย")
    forms.targets(paper, STEM, heads=("เป้าหมายเชิงปริมาณ", "เป้าหมายเชิงคุณภาพ"), style="- {text}")
    paper.p("๔. ขั้นตอนและวิธีดำเนินการ")
    rows = [["ลำดับที่", "ขั้นตอนการดำเนินงาน", "ระยะเวลา", "สถานที่", "ผู้รับผิดชอบ"]]
    for place, row in enumerate(STEM["activities"], start=1):
        rows.append([str(place), row["title"], row["period"], "สพป.สมมุติ เขต 9", row["responsible"]])
    paper.table(rows)
    paper.p("๕. รายละเอียดการใช้งบประมาณ")
    rows = [["ที่", "รายการ", "จำนวน", "หน่วยละ", "รวมเงิน"]]
    budget = []
    for place, (line, units, rate) in enumerate(
        zip(STEM["budget"], ("80", "160", "25", "12"), ("120", "35", "1,200", "600"), strict=True), start=1
    ):
        rows.append([str(place), line["item"], units, rate, f"{line['stated']:,}"])
        budget.append(line | {"formula": f"{units} x {rate}"})
    rows.append(["รวมทั้งสิ้น", "", "", "", "52,400"])
    paper.table(rows, merges=[(5, 0, 5, 3)])
    paper.p("๖. ตัวชี้วัดและค่าเป้าหมาย")
    forms.indicator_table(paper, STEM)
    paper.p("๗. ผลที่คาดว่าจะได้รับ")
    forms.numbered(paper, STEM["expected_results"], 7)
    return paper.bytes(), STEM | {"budget": budget}


def several_items_in_one_cell():
    """The lines of each activity stand in one cell of the money table, with the amounts beside them."""
    paper = Paper()
    paper.p(f"ชื่อโครงการ\n{ASSESSORS['name']}")
    paper.p(f"ผู้รับผิดชอบโครงการ\n{ASSESSORS['owner']}")
    paper.p("1. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[0])
    paper.p("2. วัตถุประสงค์")
    paper.p("2.1 " + ASSESSORS["objectives"][0])
    paper.p("3. เป้าหมาย")
    forms.targets(paper, ASSESSORS, style="- {text}")
    paper.p("4. กิจกรรมตามโครงการ")
    head = ["ที่", "กิจกรรม", "ระยะเวลาดำเนินงาน", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(ASSESSORS, order="title period responsible")])
    paper.p("5. งบประมาณ จำนวน 36,800 บาท")
    rows, start = [["กิจกรรม/รายการ", "งบประมาณ (บาท)"]], 0
    for place, (activity, count) in enumerate(zip(ASSESSORS["activities"], (3, 2, 1, 1), strict=True), start=1):
        lines = ASSESSORS["budget"][start : start + count]
        start += count
        texts = [f"- {line['item']} {line['formula']}".strip() for line in lines]
        amounts = [f"{line['stated']:,}" for line in lines]
        rows.append([f"{place}. {activity['title']}", ""])
        rows.append(["\n".join(texts), "\n".join(amounts)])
    rows.append(["รวมทั้งสิ้น", "36,800"])
    paper.table(rows)
    paper.p("6. ตัวชี้วัดและค่าเป้าหมาย")
    forms.indicator_table(paper, ASSESSORS)
    paper.p("7. ผลที่คาดว่าจะได้รับ")
    paper.p(ASSESSORS["expected_results"][0])
    return paper.bytes(), ASSESSORS


def total_only_in_words():
    paper = Paper(runs=3)
    forms.classic(paper, READING, title="1. ชื่อโครงการ")
    table = paper.document.tables[1]
    table._tbl.remove(table.rows[-1]._tr)
    after = paper.p("รวมงบประมาณทั้งสิ้น หนึ่งหมื่นเจ็ดพันสองร้อยบาทถ้วน")
    table._tbl.addnext(after._p)
    return paper.bytes(), READING


def two_owners():
    """Two people answer for the project, and somebody else signs as proposer."""
    paper = Paper()
    forms.full(paper, ASSESSORS, (("ประชุมปฏิบัติการจัดทำคู่มือผู้ประเมิน", 3), ("อบรมผู้ประเมินคุณภาพภายใน", 2),
                                  ("ประเมินคุณภาพภายในของสถานศึกษา", 1), ("สรุปและรายงานผล", 1)))  # fmt: skip
    owner = next(item for item in paper.document.paragraphs if item.text.startswith("ผู้รับผิดชอบโครงการ"))
    owner.add_run("\nนางสาวอีกคน ร่วมด้วย")
    paper.p("(ลงชื่อ)...............................ผู้เสนอโครงการ")
    paper.p("(นายคนอื่น ลงชื่อ)")
    return paper.bytes(), ASSESSORS


def months_drawn_as_bars():
    """The times are bars under twelve months: they cannot be read as text."""
    paper = Paper()
    forms.by_activity(paper, NETWORK)
    old = paper.document.tables[0]
    rows = [["ที่", "กิจกรรม", "ระยะเวลา", "", "", "ผู้รับผิดชอบ"], ["", "", "ต.ค.", "พ.ย.", "ธ.ค.", ""]]
    for place, row in enumerate(NETWORK["activities"], start=1):
        rows.append([str(place), row["title"], "", "↔", "", row["responsible"]])
    new = paper.table(rows, merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5)])
    old._tbl.addprevious(new._tbl)
    old._tbl.getparent().remove(old._tbl)
    activities = [row | {"period": ""} for row in NETWORK["activities"]]
    return paper.bytes(), NETWORK | {"activities": activities}


def activities_as_a_list():
    """No tables at all: activities, money and indicators are lists."""
    paper = Paper()
    paper.p(f"ชื่อโครงการ  {CAMP['name']}")
    paper.p(f"ผู้รับผิดชอบโครงการ  {CAMP['owner']}")
    paper.p("1. หลักการและเหตุผล")
    paper.p(forms.RATIONALE[0])
    paper.p("2. วัตถุประสงค์")
    forms.numbered(paper, CAMP["objectives"], 2)
    paper.p("3. เป้าหมาย")
    forms.targets(paper, CAMP)
    paper.p("4. วิธีดำเนินการ")
    for place, row in enumerate(CAMP["activities"], start=1):
        paper.p(f"4.{place} {row['title']}")
    paper.p("5. ระยะเวลาดำเนินการ มกราคม – กุมภาพันธ์ 2567")
    paper.p("6. งบประมาณ 84,000 บาท รายละเอียดดังนี้")
    for line in CAMP["budget"]:
        formula = f" ({line['formula']})" if line["formula"] else ""
        paper.p(f"- {line['item']}{formula} เป็นเงิน {line['stated']:,} บาท")
    paper.p("7. ตัวชี้วัดความสำเร็จ")
    paper.p("ผลผลิต")
    paper.p("1. " + CAMP["indicators"][0]["text"])
    paper.p("ผลลัพธ์")
    paper.p("1. " + CAMP["indicators"][1]["text"])
    paper.p("8. ผลที่คาดว่าจะได้รับ")
    forms.numbered(paper, CAMP["expected_results"], 8)
    activities = [row | {"period": "", "responsible": ""} for row in CAMP["activities"]]
    return paper.bytes(), CAMP | {"activities": activities}


def foreign_table_and_text():
    """A list of schools and a letter are bound into the file; the title stands in a text box."""
    paper = Paper()
    forms.classic(paper, READING)
    first = paper.document.paragraphs[0]
    box = parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r>'
        "<w:t>แบบ ผน.1</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    )
    first._p.append(box)
    paper.p("ภาคผนวก", bold=True)
    paper.p("บันทึกข้อความ เรื่อง ขออนุมัติโครงการ")
    paper.table([["ที่", "โรงเรียน", "อำเภอ"], ["1", "โรงเรียนสมมุติหนึ่ง", "ตัวอย่าง"], ["2", "โรงเรียนสมมุติสอง", "ตัวอย่าง"]])
    return paper.bytes(), READING


def deleted_and_moved_rows():
    """A row and a paragraph that were deleted under tracked changes are still in the file."""
    paper = Paper()
    forms.classic(paper, READING)
    table = paper.document.tables[0]
    row = table.add_row()
    row.cells[0].text = "4. กิจกรรมที่ตัดออกแล้ว"
    row.cells[1].text = "เมษายน 2567"
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="ผู้ตรวจ"/>'))
    goal = next(item for item in paper.document.paragraphs if item.text.startswith("2.2"))
    gone = paper.p("")
    paper.inserted(gone, "", deleted="2.3 เพื่อสิ่งที่ตัดออกแล้ว")
    goal._p.addnext(gone._p)
    return paper.bytes(), READING


def steps_inside_activities():
    """Activities with steps in their cells, a time and a place in one cell, a wrapped formula."""
    paper = Paper()
    forms.classic(paper, READING)
    table = paper.document.tables[0]
    paper.p("    1.1 แต่งตั้งคณะทำงาน", into=table.cell(1, 0))
    paper.p("    1.2 จัดทำแบบฝึก", into=table.cell(1, 0))
    paper.p("- ครูผู้สอน", into=table.cell(2, 3))
    money = paper.document.tables[1]
    money.cell(3, 1).text = "ค่าอาหารว่างและเครื่องดื่ม\n= 80x35x2"
    return paper.bytes(), READING


def full_with_one_paragraph_cells():
    """Indicators and targets typed into one paragraph each, totals with stray dots."""
    paper = Paper()
    forms.full(paper, ASSESSORS, (("ประชุมปฏิบัติการจัดทำคู่มือผู้ประเมิน", 3), ("อบรมผู้ประเมินคุณภาพภายใน", 2),
                                  ("ประเมินคุณภาพภายในของสถานศึกษา", 1), ("สรุปและรายงานผล", 1)),
               leaders="... .", goals=False)  # fmt: skip
    rows = [["ตัวชี้วัดความสำเร็จ", "ค่าเป้าหมาย"]]
    one, two, three = ASSESSORS["indicators"]
    rows.append([f"ผลผลิต 1. {one['text']} 2.{two['text']}", f"1. {one['target']} 2.{two['target']}"])
    rows.append([f"ผลลัพธ์ 1. {three['text']}", f"1. {three['target']}"])
    table = paper.table(rows)
    head = next(item for item in paper.document.paragraphs if item.text == "ตัวชี้วัดและค่าเป้าหมาย")
    head._p.addnext(table._tbl)
    return paper.bytes(), ASSESSORS


def objectives_in_a_row():
    """All objectives in one paragraph; expected results parted by line breaks."""
    paper = Paper()
    paper.p(f"โครงการ\t{READING['name']}", bold=True)
    paper.p(f"ผู้รับผิดชอบ\t{READING['owner']}")
    paper.p("1.หลักการและเหตุผล", bold=True)
    paper.p(forms.RATIONALE[0])
    paper.p("2.วัตถุประสงค์", bold=True)
    paper.p(" ".join(f"{place}) {text}" for place, text in enumerate(READING["objectives"], start=1)))
    paper.p("3.เป้าหมาย", bold=True)
    forms.targets(paper, READING, style="{place}) {text}")
    paper.p("4.กิจกรรมและขั้นตอนการดำเนินงาน", bold=True)
    head = ["ที่", "กิจกรรม", "ระยะเวลา", "กลุ่มเป้าหมาย", "ผู้รับผิดชอบ"]
    paper.table([head, *forms.activity_rows(READING, order="title period target responsible")])
    paper.p("5.งบประมาณ", bold=True)
    forms.cross_table(paper, READING, (1, 1, 0), with_equals=False)
    paper.p("6.การติดตามและประเมินผล", bold=True)
    forms.evaluation_table(paper, READING)
    paper.p("7.ผลที่คาดว่าจะได้รับ", bold=True)
    paper.p("\n".join(f"7.{place} {text}" for place, text in enumerate(READING["expected_results"], start=1)))
    return paper.bytes(), READING


CASES = [
    other_headings,
    whole_file_in_a_frame,
    merged_numbers_and_times,
    quantity_and_rate_columns,
    several_items_in_one_cell,
    total_only_in_words,
    two_owners,
    months_drawn_as_bars,
    activities_as_a_list,
    foreign_table_and_text,
    deleted_and_moved_rows,
    steps_inside_activities,
    full_with_one_paragraph_cells,
    objectives_in_a_row,
]
