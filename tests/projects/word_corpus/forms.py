"""The office's three layouts as a person fills them in. Every step can be left out or put differently by a case."""

RATIONALE = (
    "พระราชบัญญัติการศึกษาแห่งชาติกำหนดให้สถานศึกษาจัดให้มีระบบการประกันคุณภาพภายใน และถือเป็นส่วนหนึ่งของการบริหารการศึกษา",
    "สำนักงานเขตพื้นที่การศึกษาจึงจัดทำโครงการนี้ขึ้น เพื่อส่งเสริมสนับสนุนสถานศึกษาในสังกัดอย่างต่อเนื่อง",
)
METHODS = ("ทดสอบ", "สอบถาม", "สังเกต")
TOOLS = ("แบบทดสอบ", "แบบสอบถาม", "แบบสังเกต")


def amount(number):
    return "-" if number is None else f"{number:,}"


def numbered(paper, items, number, style="{number}.{place} {text}"):
    for place, text in enumerate(items, start=1):
        paper.p(style.format(number=number, place=place, text=text))


def targets(paper, truth, number=3, heads=("{n}.1 เชิงปริมาณ", "{n}.2 เชิงคุณภาพ"), style="{head}.{place} {text}"):
    for place, kind in enumerate(("quantitative", "qualitative"), start=1):
        paper.p(heads[place - 1].format(n=number))
        texts = [target["text"] for target in truth["targets"] if target["kind"] == kind]
        for index, text in enumerate(texts, start=1):
            paper.p(style.format(head=f"{number}.{place}", place=index, text=text))


def activity_rows(truth, *, has_number=True, order="title period responsible target"):
    for place, activity in enumerate(truth["activities"], start=1):
        cells = {
            "title": activity["title"],
            "period": activity["period"],
            "responsible": activity["responsible"],
            "target": "โรงเรียนในสังกัด",
            "note": "",
        }
        yield ([f"{place}"] if has_number else []) + [cells[name] for name in order.split()]


def cross_rows(truth, categories, *, with_equals=True):
    """The rows of the cross table: number, item, sum, remuneration, operating, materials."""
    for place, line in enumerate(truth["budget"], start=1):
        sign = " =" if with_equals else " "
        item = line["item"] + (f"{sign}{line['formula']}" if line["formula"] else "")
        cells = ["", "", ""]
        cells[categories[place - 1]] = amount(line["stated"])
        yield [str(place), item, amount(line["stated"]), *cells]


def cross_table(paper, truth, categories, *, with_equals=True, total_label="รวม"):
    rows = [["ที่", "รายการ", "งบประมาณ", "", "", ""], ["", "", "รวม", "ค่าตอบแทน", "ค่าใช้สอย", "วัสดุ"]]
    rows += cross_rows(truth, categories, with_equals=with_equals)
    sums = [
        sum(line["stated"] or 0 for line, own in zip(truth["budget"], categories, strict=True) if own == column)
        for column in range(3)
    ]
    rows.append([total_label, "", amount(truth["stated_total"]), *(amount(value) if value else "" for value in sums)])
    last = len(rows) - 1
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5), (last, 0, last, 1)]
    return paper.table(rows, merges=merges)


def evaluation_table(paper, truth, *, head="ผลผลิต (Outputs)"):
    rows = [["ตัวชี้วัดความสำเร็จ", "วิธีการประเมิน", "เครื่องมือที่ใช้"], [head, "ตรวจนับ", ""]]
    rows += [
        [f"{place}. {item['text']}", METHODS[place % 3], TOOLS[place % 3]]
        for place, item in enumerate(truth["indicators"], start=1)
    ]
    return paper.table(rows)


def classic(paper, truth, *, title="ชื่อโครงการ", categories=(1, 1, 0), owner=True):
    """S000: seven sections, cross table by item."""
    paper.p(f"{title}  {truth['name']}")
    paper.p("สนอง\tนโยบาย สพป.สมมุติ เขต 9 ด้านคุณภาพการศึกษา")
    paper.p("กลุ่ม/หน่วยที่รับผิดชอบ  กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา")
    if owner:
        paper.p(f"ผู้รับผิดชอบโครงการ  {truth['owner']}")
    paper.p("1. หลักการและเหตุผล")
    for text in RATIONALE:
        paper.p(f"          {text}")
    paper.p("2. วัตถุประสงค์")
    numbered(paper, truth["objectives"], 2)
    paper.p("3. เป้าหมาย")
    targets(paper, truth, heads=("ก เชิงปริมาณ", "ข เชิงคุณภาพ"), style="{head}.{place} {text}")
    paper.p("4. ขั้นตอนการดำเนินงาน")
    rows = [["กิจกรรม/วิธีดำเนินการ", "ระยะเวลา/สถานที่", "ผู้รับผิดชอบ", "กลุ่มเป้าหมาย"]]
    rows += [
        [f"{place}. {title}", *rest]
        for place, (title, *rest) in enumerate(activity_rows(truth, has_number=False), start=1)
    ]
    paper.table(rows)
    paper.p("5. งบประมาณที่ใช้")
    cross_table(paper, truth, categories)
    paper.p("6. การประเมินผล")
    evaluation_table(paper, truth)
    paper.p("7. ผลที่คาดว่าจะได้รับ")
    numbered(paper, truth["expected_results"], 7)


def line_list(paper, truth, groups, *, leaders="....", bullet="- ", sums=True):
    """S001: lines by activity. `groups`: (title, how many lines)."""
    start = 0
    for place, (title, count) in enumerate(groups, start=1):
        paper.p(f"{place}. กิจกรรม{title}")
        lines = truth["budget"][start : start + count]
        start += count
        for line in lines:
            formula = f" {line['formula']}" if line["formula"] else ""
            paper.p(f"{bullet}{line['item']}{formula} เป็นเงิน{leaders}{amount(line['stated'])}{leaders}บาท")
        if sums and count > 1:
            paper.p(f"รวม{leaders}{amount(sum(line['stated'] for line in lines))}{leaders}บาท")


def indicator_table(paper, truth):
    rows = [["ตัวชี้วัดความสำเร็จ", "ค่าเป้าหมาย"]]
    for level, head in (("output", "ผลผลิต"), ("outcome", "ผลลัพธ์")):
        own = [item for item in truth["indicators"] if item["level"] == level]
        if own:
            texts = [f"{place}. {item['text']}" for place, item in enumerate(own, start=1)]
            goals = [f"{place}. {item['target']}" for place, item in enumerate(own, start=1)]
            rows.append(["\n".join([head, *texts]), "\n".join(goals)])
    return paper.table(rows)


def full(paper, truth, groups, *, leaders=".....", goals=True):
    """S001: eight sections with risks and indicators, budget listed by activity."""
    paper.p(f"โครงการ\t{truth['name']}")
    paper.p("สนองยุทธศาสตร์ สพฐ. ที่ 4\tการพัฒนาคุณภาพ")
    paper.p("สนองกลยุทธ์ สพป. ที่ 2\tพัฒนาระบบสนับสนุน")
    paper.p("ลักษณะโครงการ\tต่อเนื่อง")
    paper.p(f"ผู้รับผิดชอบโครงการ\t{truth['owner']}")
    paper.p("ระยะเวลาดำเนินการ\t1 ตุลาคม 2566 – 30 กันยายน 2567")
    paper.p("1. หลักการและเหตุผล")
    for text in RATIONALE:
        paper.p(text)
    paper.p("2. วัตถุประสงค์")
    for text in truth["objectives"]:
        paper.p(text)
    paper.p("3. เป้าหมาย")
    targets(paper, truth, style="{place}. {text}")
    paper.p("4.กิจกรรมและการดำเนินการ")
    head = ["ที่", "กิจกรรม", "ระยะเวลาดำเนินงาน", "ผู้รับผิดชอบ", "หมายเหตุ"]
    paper.table([head, *activity_rows(truth, order="title period responsible note")])
    total = amount(truth["stated_total"])
    paper.p("5.งบประมาณที่ใช้ ตามแผนปฏิบัติการฯ สพฐ. อื่นๆ.....")
    paper.p(f"เงินงบประมาณตามแผนปฏิบัติการ{leaders}{total}{leaders}บาท")
    paper.p(f"เงินงบประมาณ สพฐ{leaders}บาท")
    paper.p(f"6.รายละเอียดการใช้งบประมาณ{leaders}{total}{leaders}บาท")
    line_list(paper, truth, groups, leaders=leaders)
    paper.p("7. การวิเคราะห์ความเสี่ยงของโครงการ")
    paper.p("1. ปัจจัยความเสี่ยง")
    paper.p("1.1 งบประมาณโอนมาในไตรมาสที่สอง")
    paper.p("2. แนวทางการบริหารความเสี่ยง")
    paper.p("จัดทำปฏิทินการปฏิบัติงานที่ชัดเจน")
    paper.p("ตัวชี้วัดและค่าเป้าหมาย")
    if goals:
        indicator_table(paper, truth)
    paper.p("8.ผลที่คาดว่าจะได้รับ")
    for text in truth["expected_results"]:
        paper.p(text)


def by_activity(paper, truth, *, budget_words="จำนวน {total} บาท โดยใช้แบบบริหารงบประมาณแบบบูรณาการเป็นเครื่องมือ"):
    """S003: seven sections, cross table by activity."""
    paper.p(f"โครงการ\t{truth['name']}")
    paper.p("สนอง\t\tนโยบาย สพป.สมมุติ เขต 9 ด้านคุณภาพการศึกษา ข้อที่ 1,2,3")
    paper.p("มาตรฐาน สนง.มฐ.1 ตบช. 4  มฐ.2 ตบช. 1,5")
    paper.p("กลุ่ม/หน่วยผู้ที่รับผิดชอบ\tกลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา")
    paper.p(f"ผู้รับผิดชอบโครงการ\t{truth['owner']}")
    paper.p("1.  หลักการและเหตุผล")
    for text in RATIONALE:
        paper.p(text)
    paper.p(" 2.  วัตถุประสงค์")
    numbered(paper, truth["objectives"], 2, "\t{number}.{place} {text}")
    paper.p("3.  เป้าหมาย")
    targets(paper, truth)
    paper.p(" 4.  ขั้นตอนการดำเนินงาน ")
    head = ["ที่", "กิจกรรม/วิธีดำเนินการ", "ระยะเวลา", "กลุ่มเป้าหมาย", "ผู้รับผิดชอบ"]
    paper.table([head, *activity_rows(truth, order="title period target responsible")])
    paper.p(f"5.  งบประมาณ\t {budget_words.format(total=amount(truth['stated_total']))}")
    rows = [["ที่", "รายการ", "งบประมาณ", "", "", ""], ["", "", "รวม", "ค่าตอบแทน", "ค่าใช้สอย", "วัสดุ"]]
    rows += [
        [str(place), line["item"], amount(line["stated"]), "-", "-", "-"]
        for place, line in enumerate(truth["budget"], start=1)
    ]
    rows.append(["รวมทั้งสิ้น", "", amount(truth["stated_total"]), "-", "-", "-"])
    last = len(rows) - 1
    paper.table(rows, merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5), (last, 0, last, 1)])
    paper.p("*ขอถัวจ่ายทุกรายการ")
    paper.p(" 6.  การวัดและประเมินผล")
    texts = "\n".join(f"{place}. {item['text']}" for place, item in enumerate(truth["indicators"], start=1))
    head = ["ตัวชี้วัดความสำเร็จ", "วิธีการประเมิน", "เครื่องมือที่ใช้"]
    paper.table([head, [texts, "ประเมินผล\nสำรวจ", "แบบประเมิน\nแบบสำรวจ"]])
    paper.p("7.  ผลที่คาดว่าจะได้รับ")
    for place, text in enumerate(truth["expected_results"], start=1):
        paper.p(f"\t{place}.  {text}")
