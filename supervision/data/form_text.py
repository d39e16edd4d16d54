"""The ready-made forms are text files in `forms/`, written so that a person can read and mend them:

    name: ชื่อแบบ
    form: A4-04
    audience: supervisor
    scale: five
    guidance: คำชี้แจง
    == ชื่อด้าน
    > คำชี้แจงของด้าน
    - rated | ข้อความ | สิ่งที่ควรดู | BASIC-2561:2.2
      5 คำอธิบายระดับ
    - choice optional | ข้อความ
      * ตัวเลือก
    - number | ข้อความ | | unit=คน least=0 most=100
      ? 1.2 = yes, na

After the kind: `optional` (need not be answered), `asked` (not applicable is not on offer). Items are numbered by their
places."""

import re
from decimal import Decimal
from pathlib import Path

from supervision.data.instrument_form import Form, Item, Level, Section

FORMS = Path(__file__).parent / "forms"
SCALES = {
    "none": (),
    "five": (
        Level(5, "ยอดเยี่ยม", "ปฏิบัติครบถ้วน มีหลักฐานชัดเจน ใช้ผลพัฒนาต่อเนื่อง และเป็นแบบอย่างแก่ผู้อื่นได้", Decimal("4.50")),
        Level(4, "ดีเลิศ", "ปฏิบัติครบถ้วน มีหลักฐานชัดเจน และนำผลไปใช้ปรับปรุงงาน", Decimal("3.50")),
        Level(3, "ดี", "ปฏิบัติครบตามขั้นตอน มีหลักฐานตรวจสอบได้", Decimal("2.50")),
        Level(2, "ปานกลาง", "ปฏิบัติบางส่วน หรือหลักฐานยังไม่ครบ", Decimal("1.50")),
        Level(1, "กำลังพัฒนา", "เริ่มดำเนินการหรือยังไม่ได้ปฏิบัติ ไม่พบหลักฐาน", Decimal("1.00")),
    ),
    "need": (
        Level(5, "ต้องการมากที่สุด", "จำเป็นต้องได้รับการสนับสนุนโดยเร็วภายในภาคเรียนนี้", Decimal("4.50")),
        Level(4, "ต้องการมาก", "ควรได้รับการสนับสนุนภายในปีการศึกษานี้", Decimal("3.50")),
        Level(3, "ต้องการปานกลาง", "มีพื้นฐานแล้ว แต่ยังต้องการคำแนะนำเพิ่มเติม", Decimal("2.50")),
        Level(2, "ต้องการน้อย", "ดำเนินการได้เองเป็นส่วนใหญ่", Decimal("1.50")),
        Level(1, "ยังไม่ต้องการ", "ดำเนินการได้เองครบถ้วนแล้ว", Decimal("1.00")),
    ),
}
OPTION = re.compile(r"(unit|least|most)=(\S+)")
INDICATOR = re.compile(r"[A-Z]+-2561:[0-9.]+")


def ready_forms():
    """Every ready-made form, in the order of the manual."""
    return [read_form(path.stem, path.read_text("utf-8")) for path in sorted(FORMS.glob("*.txt"))]


def read_form(stem, text):
    """`stem`: the file's name, two digits of order and the form's code."""
    head, *parts = re.split(r"^== ", text, flags=re.MULTILINE)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Form(
        code=stem.partition("-")[2],
        name=facts["name"],
        guidance=facts.get("guidance", ""),
        audience=facts.get("audience", "supervisor"),
        form_code=facts.get("form", ""),
        levels=SCALES[facts.get("scale", "five")],
        sections=tuple(_section(place, part) for place, part in enumerate(parts, 1)),
    )


def _section(place, text):
    lines = [line for line in text.splitlines() if line.strip()]
    guidance = [line[2:] for line in lines if line.startswith("> ")]
    blocks = re.split(r"^- ", "\n".join(lines), flags=re.MULTILINE)[1:]
    items = tuple(_item(f"{place}.{number}", block.splitlines()) for number, block in enumerate(blocks, 1))
    return Section(lines[0].strip(), "\n".join(guidance), items)


def _item(number, lines):
    kind, text, help_text, rest = (*(part.strip() for part in lines[0].split("|")), "", "")[:4]
    name, *marks = kind.split()
    options = dict(OPTION.findall(rest))
    inner = [line.strip() for line in lines[1:]]
    rule = next((line[2:] for line in inner if line.startswith("? ")), "")
    indicator = INDICATOR.search(rest)
    return Item(
        number=number,
        kind=name,
        text=text,
        help=help_text,
        indicator=indicator[0] if indicator else "",
        allows_na="asked" not in marks and name != "text",
        is_needed="optional" not in marks,
        unit=options.get("unit", ""),
        least=Decimal(options["least"]) if "least" in options else None,
        most=Decimal(options["most"]) if "most" in options else None,
        asked_if=rule.partition("=")[0].strip(),
        asked_if_answer=rule.partition("=")[2].strip(),
        choices=tuple(line[2:] for line in inner if line.startswith("* ")),
        described=tuple((int(line[0]), line[2:]) for line in inner if line[0].isdecimal()),
    )
