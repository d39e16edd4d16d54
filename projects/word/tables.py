"""Tables by the words of their header: what kind each is and what its columns hold (A1-16, A1-21, A1-22, A3-01)."""

import re
from dataclasses import dataclass, field

from qa_portal.core.thai import MONTH_NAMES, SHORT_MONTH_NAMES, search_key

from .document import Cell, Line, Row

_TITLE = re.compile(
    r"(?:ชื่อ|กิจกรรม|วิธี(?:การ)?|ขั้นตอน|รายการ|รายละเอียด|(?:การ)?ดำเนิน(?:งาน|การ)|(?:การ)?ปฏิบัติ(?:งาน)?|หลัก|ย่อย|สำคัญ"
    r"|โครงการ|งาน|ค่าใช้จ่าย|(?:การใช้)?งบประมาณ|หมวด|ตาม|ของ|และ|ที่|[/()])+"
)
ROLES = {
    "number": re.compile(r"ที่|ลำดับ(?:ที่)?|ข้อ(?:ที่)?|no\.?"),
    "period": re.compile(r"(?:ช่วง)?ระยะเวลา.*|ช่วงเวลา.*|วัน/?เดือน/?ปี.*|กำหนดการ.*|เวลา.*|วันที่.*|เดือน.*|ปฏิทิน.*"),
    "place": re.compile(r"สถานที่.*"),
    "responsible": re.compile(r"(?:ผู้|หน่วยงาน(?:ที่)?|กลุ่ม(?:ที่)?)รับผิดชอบ.*|ผู้ดำเนินการ.*|รับผิดชอบ.*"),
    "indicator": re.compile(r"(?:ตัว|ดัชนี)(?:ชี้|บ่งชี้)?วัด.*|ตัวบ่งชี้.*"),
    "target": re.compile(r"(?:ค่า)?เป้าหมาย.*|เกณฑ์.*"),
    "target_group": re.compile(r"กลุ่มเป้าหมาย.*|ผู้เข้าร่วม.*|ผู้เข้ารับ.*|เป้าหมาย.*"),
    "method": re.compile(r"วิธี(?:การ)?(?:วัด|ประเมิน|เก็บ|ติดตาม).*|วิธีการ"),
    "tool": re.compile(r"เครื่องมือ.*"),
    "factor": re.compile(r"(?:ปัจจัย|ประเด็น)?(?:ที่เป็น)?(?:ความ)?เสี่ยง.*|ปัจจัย(?:ความ)?เสี่ยง.*"),
    "mitigation": re.compile(
        r"(?:แนวทาง|วิธี|มาตรการ|แผน)(?:การ)?(?:บริหาร|จัดการ|แก้ไข|ป้องกัน|ลด|ควบคุม|ดำเนิน).*|การ(?:บริหาร)?จัดการ.*"
    ),
    "remuneration": re.compile(r"(?:หมวด)?(?:ค่า)?ตอบแทน(?:\(?บาท\)?)?"),
    "operating": re.compile(r"(?:หมวด)?(?:ค่า)?ใช้สอย(?:\(?บาท\)?)?"),
    "materials": re.compile(r"(?:หมวด)?(?:ค่า)?วัสดุ(?:\(?บาท\)?)?"),
    "utilities": re.compile(r"(?:หมวด)?(?:ค่า)?สาธารณูปโภค(?:\(?บาท\)?)?"),
    "quantity": re.compile(r"จำนวน(?:หน่วย|\(หน่วย\))?|ปริมาณ"),
    "rate": re.compile(r"(?:ราคา|อัตรา)(?:/|ต่อ)?(?:ต่อ)?(?:หน่วย)?(?:ละ)?(?:\(?บาท\)?)?|หน่วยละ(?:\(?บาท\)?)?"),
    "amount": re.compile(r"รวม(?:ทั้งสิ้น|เงิน|เป็นเงิน)?(?:\(?บาท\)?)?|งบประมาณ.*|(?:จำนวน|เป็น)เงิน.*|วงเงิน.*"),
    "note": re.compile(r"หมายเหตุ.*"),
    "source": re.compile(r"แหล่ง(?:ที่มา)?(?:ของ)?(?:งบประมาณ|เงิน|งบ).*"),
    "title": _TITLE,
}
_MONTH = re.compile("(?:" + "|".join(name.replace(".", "") for name in (*MONTH_NAMES, *SHORT_MONTH_NAMES)) + r")\d*")
CATEGORIES = ("remuneration", "operating", "materials", "utilities")
_SUB_ROLES = {*CATEGORIES, "amount"}
MAX_HEADER_CELL = 45


@dataclass
class Grid:
    """The rows of one table, whole though it is broken over pages. `breaks`: rows before which a page ended."""

    kind: str
    columns: dict[str, int]
    width: int
    rows: list[Row] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    loose: list[tuple[int, Line]] = field(default_factory=list)  # (before which row, line between its parts)

    def cell(self, row, role):
        """The Cell under a heading; an empty one where the row has none."""
        column = self.columns.get(role)
        return next((cell for cell in row.cells if cell.column == column), None) or Cell([], -1)

    @property
    def lines(self):
        return [line for row in self.rows for line in row.lines]


@dataclass
class Header:
    kind: str
    columns: dict[str, int]
    height: int


def header_at(rows, index):
    """The Header that begins at a row, or None."""
    roles = _roles(rows[index])
    height = 1
    if roles and index + 1 < len(rows) and (below := _sub_roles(rows[index + 1])):
        last = roles.pop("amount", None)
        roles = below | roles | ({} if last is None or "amount" in below else {"amount": last})
        height = 2
    elif roles and index + 1 < len(rows) and _are_months(rows[index + 1]):
        roles["months"] = roles.pop("period", rows[index + 1].cells[-1].column)
        height = 2
    kind = _kind(roles)
    return Header(kind, roles, height) if kind else None


def _roles(row):
    """{role: column} of a row of short header words; {} for a row of anything else."""
    roles, unknown = {}, 0
    for cell in row.cells:
        text = _squeezed(cell.text)
        if not text:
            continue
        role = _role(text)
        if len(text) > MAX_HEADER_CELL or (role is None and re.search(r"\d{2}", text)):
            return {}
        if role is None:
            unknown += 1
            continue
        if role == "target" and "indicator" not in roles:
            role = "target_group"
        roles.setdefault(role, cell.column)
    return roles if len(roles) > (2 if unknown else 1) else {}


def _role(text):
    return next((role for role, words in ROLES.items() if words.fullmatch(text)), None)


def _sub_roles(row):
    """The second row of a header: "รวม" and the categories under "งบประมาณ" (A3-01)."""
    filled = {cell.column: _role(_squeezed(cell.text)) for cell in row.cells if cell.text and not cell.is_continued}
    if not filled or not set(filled.values()) <= _SUB_ROLES or not set(filled.values()) & set(CATEGORIES):
        return {}
    return {role: column for column, role in filled.items()}


def _are_months(row):
    """The second row of a header whose times are bars under the months."""
    texts = [_squeezed(cell.text).replace(".", "") for cell in row.cells if cell.text and not cell.is_continued]
    return len(texts) > 1 and all(_MONTH.fullmatch(text) for text in texts)


def _squeezed(text):
    return re.sub(r"[:：.…]+$", "", search_key(text))


def _kind(roles):
    has = roles.keys()
    if "indicator" in has and has & {"method", "tool"}:
        return "evaluations"
    if "indicator" in has and "target" in has:
        return "indicators"
    if {"factor", "mitigation"} <= has:
        return "risks"
    if "source" in has and "amount" in has:
        return "funding"
    if "title" in has and has & {"period", "months", "responsible", "target_group"}:
        return "activities"
    if "title" in has and has & {"amount", *CATEGORIES}:
        return "budget"
    return ""
