"""An instrument as a workbook: the form, its scale, its items, their choices. imports/instruments.py reads it back."""

from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet
from supervision.services.instruments import form_of

SHEETS = {"form": "แบบ", "levels": "ระดับ", "items": "รายการ", "choices": "ตัวเลือก"}
FORM_FIELDS = {
    "code": "รหัส",
    "name": "ชื่อแบบ",
    "form_code": "แบบตามคู่มือ",
    "audience": "ผู้กรอก",
    "guidance": "คำชี้แจง",
}
AUDIENCES = {"supervisor": "ผู้นิเทศ", "school": "สถานศึกษา", "office": "สำนักงานเขตพื้นที่การศึกษา"}
KINDS = {
    "rated": "ให้ระดับ",
    "yes_no": "ใช่/ไม่ใช่",
    "number": "ตัวเลข",
    "choice": "เลือกหนึ่งข้อ",
    "text": "ข้อความ",
    "photo": "ภาพถ่าย",
}
YES, NO = "ใช่", "ไม่"
LEVEL_HEADERS = {
    "value": ("คะแนน",),
    "word": ("ระดับ",),
    "description": ("ความหมาย",),
    "least_mean": ("ค่าเฉลี่ยตั้งแต่",),
}
ITEM_HEADERS = {
    "section": ("ด้านที่",),
    "section_title": ("ชื่อด้าน",),
    "section_guidance": ("คำชี้แจงของด้าน",),
    "number": ("ข้อ",),
    "kind": ("ชนิดคำตอบ",),
    "text": ("รายการ",),
    "help": ("สิ่งที่ควรดู",),
    "is_needed": ("ต้องตอบ",),
    "allows_na": ("ตอบไม่เกี่ยวข้องได้",),
    "unit": ("หน่วย",),
    "least": ("ไม่น้อยกว่า",),
    "most": ("ไม่เกิน",),
    "indicator": ("ประเด็นพิจารณาของมาตรฐาน",),
    "asked_if": ("ถามเมื่อข้อ",),
    "asked_if_answer": ("ตอบว่า",),
}
CHOICE_HEADERS = {"number": ("ข้อ",), "text": ("ตัวเลือก",)}
DESCRIBED = "คำอธิบายระดับ %s"
WIDE = {"text": 60, "help": 40, "section_title": 36, "section_guidance": 30, "description": 50}


def answer_names(parent):
    """{word of a rule: how the sheet says it} for the item on whose answer it depends."""
    names = {"yes": "ใช่", "no": "ไม่ใช่"} if parent.kind == "yes_no" else {}
    return names if "ไม่เกี่ยวข้อง" in parent.choices else names | {"na": "ไม่เกี่ยวข้อง"}


def instrument_sheets(instrument):
    form = form_of(instrument)
    facts = [(header, _fact(form, name)) for name, header in FORM_FIELDS.items()]
    pair = [Column("field", "หัวข้อ", lambda row: row[0], 24), Column("value", "ข้อมูล", lambda row: row[1], 80)]
    return [
        Sheet(SHEETS["form"], pair, facts, has_foot=False),
        Sheet(SHEETS["levels"], _columns(LEVEL_HEADERS, _level_cell), form.levels, has_foot=False),
        Sheet(SHEETS["items"], _item_columns(form), list(_item_rows(form)), has_foot=False),
        Sheet(SHEETS["choices"], _columns(CHOICE_HEADERS, dict.get), list(_choice_rows(form)), has_foot=False),
    ]


def _fact(form, name):
    return AUDIENCES[form.audience] if name == "audience" else getattr(form, name)


def _columns(headers, cell):
    return [
        Column(name, words[0], lambda row, name=name: cell(row, name), WIDE.get(name, 16))
        for name, words in headers.items()
    ]


def _level_cell(level, name):
    return str(getattr(level, name))


def _item_columns(form):
    described = {f"level_{level.value}": (DESCRIBED % level.value,) for level in form.levels}
    return _columns(ITEM_HEADERS, dict.get) + [
        Column(name, words[0], lambda row, name=name: row.get(name), 40) for name, words in described.items()
    ]


def _item_rows(form):
    """The title of a section stands in its first row; a section without items has a row of its own."""
    by_number = {item.number: item for item in form.items}
    for place, section in enumerate(form.sections, 1):
        head = {"section_title": section.title, "section_guidance": section.guidance}
        for item in section.items or [None]:
            yield {"section": str(place)} | head | (_item_cells(item, by_number) if item else {})
            head = {}


def _item_cells(item, by_number):
    parent = by_number.get(item.asked_if)
    names = answer_names(parent) if parent else {}
    words = [names.get(word, word) for word in item.asked_if_answer.split(",") if word]
    return {
        **{name: getattr(item, name) for name in ("number", "text", "help", "unit", "indicator", "asked_if")},
        "kind": KINDS[item.kind],
        "is_needed": YES if item.is_needed else NO,
        "allows_na": YES if item.allows_na else NO,
        "least": None if item.least is None else str(item.least),
        "most": None if item.most is None else str(item.most),
        "asked_if_answer": ", ".join(words),
        **{f"level_{value}": text for value, text in item.described},
    }


def _choice_rows(form):
    for item in form.items:
        for text in item.choices:
            yield {"number": item.number, "text": text}
