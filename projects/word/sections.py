"""The parts of a proposal by their headings (A1), and the way a file is cut into them."""

import re
from dataclasses import dataclass, field

from qa_portal.core.thai import search_key

from .document import Line
from .marks import levels_of, mark_of

# Every wording met for a part. The longest that fits counts.
HEADINGS = {
    "name": "ชื่อโครงการ|ชื่อแผนงาน/โครงการ|ชื่อโครงการ/กิจกรรม|ชื่องาน/โครงการ|ชื่อโครงการหลัก|โครงการ|โครงการเรื่อง|งาน/โครงการ",
    "policy": "สนอง|สอดคล้องกับ|สอดคล้อง|ความสอดคล้อง|ความสอดคล้องกับนโยบาย|ความสอดคล้องกับยุทธศาสตร์|ตอบสนอง",
    "nature": "ลักษณะโครงการ|ลักษณะของโครงการ|ประเภทโครงการ",
    "groups": "กลุ่ม/หน่วยที่รับผิดชอบ|กลุ่ม/หน่วยผู้ที่รับผิดชอบ|กลุ่ม/หน่วยผู้รับผิดชอบ"
    "|กลุ่ม/หน่วยงานที่รับผิดชอบ|กลุ่มที่รับผิดชอบ|กลุ่มงานที่รับผิดชอบ|กลุ่มงานรับผิดชอบ"
    "|กลุ่มผู้รับผิดชอบ|หน่วยงานที่รับผิดชอบ|หน่วยงานรับผิดชอบ|หน่วยงานที่รับผิดชอบโครงการ"
    "|หน่วยที่รับผิดชอบ|กลุ่มที่รับผิดชอบโครงการ|กลุ่มรับผิดชอบ",
    "owner": "ผู้รับผิดชอบโครงการ|หน่วยงาน/ผู้รับผิดชอบ|ผู้รับผิดชอบ|เจ้าของโครงการ|หัวหน้าโครงการ|ผู้รับผิดชอบหลัก",
    "co_owners": "ผู้ร่วมรับผิดชอบ|ผู้ร่วมรับผิดชอบโครงการ|ผู้รับผิดชอบร่วม|คณะทำงาน",
    "period": "ระยะเวลาดำเนินการ|ระยะเวลาดำเนินงาน|ระยะเวลาในการดำเนินการ|ระยะเวลาในการดำเนินงาน"
    "|ระยะเวลาดำเนินโครงการ|ระยะเวลา|ระยะเวลาการดำเนินงาน|ระยะเวลาการดำเนินการ"
    "|ระยะเวลาและสถานที่|ระยะเวลา/สถานที่ดำเนินการ|วันเวลาดำเนินการ",
    "place": "สถานที่ดำเนินการ|สถานที่ดำเนินงาน|สถานที่|สถานที่ดำเนินโครงการ",
    "plan_line": "แผนงาน|แผนงานที่",
    "rationale": "หลักการและเหตุผล|หลักการเหตุผล|หลักการ/เหตุผล|เหตุผลและความจำเป็น|ความเป็นมา"
    "|ความเป็นมาและความสำคัญ|ความสำคัญและความเป็นมา|ความเป็นมาและความสำคัญของโครงการ"
    "|ความเป็นมาและเหตุผล|หลักการเหตุผลและความจำเป็น|ความสำคัญของโครงการ",
    "objectives": "วัตถุประสงค์|วัตถุประสงค์ของโครงการ|วัตถุประสงค์โครงการ|จุดประสงค์|จุดประสงค์ของโครงการ|จุดมุ่งหมาย|ความมุ่งหมาย",
    "targets": "เป้าหมาย|เป้าหมายของโครงการ|เป้าหมายโครงการ|เป้าหมายความสำเร็จ|เป้าหมายการดำเนินงาน"
    "|เป้าหมาย/ผลผลิต|เป้าหมายและผลผลิต|ค่าเป้าหมาย|เป้าหมายและตัวชี้วัด",
    "activities": "รายละเอียดของกิจกรรม|รายละเอียดกิจกรรม|ขั้นตอนการดำเนินงาน|ขั้นตอนการดำเนินการ|ขั้นตอนดำเนินงาน"
    "|ขั้นตอนและวิธีดำเนินการ|ขั้นตอนและวิธีดำเนินงาน|วิธีดำเนินการ|วิธีดำเนินงาน|วิธีการดำเนินงาน|วิธีการดำเนินการ"
    "|กิจกรรมและการดำเนินการ|กิจกรรมและการดำเนินงาน|กิจกรรมและขั้นตอนการดำเนินงาน"
    "|กิจกรรมตามโครงการ|กิจกรรม|กิจกรรม/วิธีดำเนินการ|แผนการดำเนินงาน|กิจกรรมการดำเนินงาน"
    "|กิจกรรมดำเนินการ|กิจกรรมดำเนินงาน|ปฏิทินการดำเนินงาน|แผนปฏิบัติงาน"
    "|กิจกรรมและวิธีดำเนินการ|กิจกรรมโครงการ|ขั้นตอนการดำเนินโครงการ"
    "|กิจกรรมและระยะเวลาดำเนินการ|กิจกรรมของโครงการ",
    "budget": "งบประมาณ|งบประมาณที่ใช้|งบประมาณดำเนินการ|งบประมาณโครงการ|รายละเอียดงบประมาณ"
    "|รายละเอียดงบประมาณ/กิจกรรม|รายละเอียดการใช้งบประมาณ|ค่าใช้จ่าย|ประมาณการค่าใช้จ่าย"
    "|งบประมาณและแหล่งที่มา|แหล่งงบประมาณ|แหล่งที่มาของงบประมาณ|รายละเอียดค่าใช้จ่าย"
    "|งบประมาณและทรัพยากร|งบประมาณ/ทรัพยากร|งบประมาณในการดำเนินงาน|งบประมาณในการดำเนินการ"
    "|งบประมาณดำเนินงาน|งบประมาณและรายละเอียดการใช้งบประมาณ",
    "risks": "การวิเคราะห์ความเสี่ยงของโครงการ|การวิเคราะห์ความเสี่ยง|ความเสี่ยง|ความเสี่ยงของโครงการ"
    "|การบริหารความเสี่ยง|วิเคราะห์ความเสี่ยงของโครงการ|การวิเคราะห์และบริหารความเสี่ยง"
    "|การวิเคราะห์และการบริหารความเสี่ยง|ความเสี่ยงและการบริหารความเสี่ยง|วิเคราะห์ความเสี่ยง",
    "indicators": "ตัวชี้วัดและค่าเป้าหมาย|ตัวชี้วัด|ตัวชี้วัดความสำเร็จ|ตัวชี้วัดความสำเร็จของโครงการ"
    "|ตัวชี้วัดของโครงการ|ตัวชี้วัดโครงการ|ตัวชี้วัดเป้าหมาย|ตัวชี้วัดและค่าเป้าหมายความสำเร็จ"
    "|ตัวชี้วัดผลสำเร็จ|ดัชนีชี้วัดความสำเร็จ",
    "evaluations": "การประเมินผล|การวัดและประเมินผล|การติดตามและประเมินผล|การประเมินโครงการ"
    "|การติดตามประเมินผล|การติดตามประเมินผลโครงการ|การติดตามและประเมินผลโครงการ"
    "|การประเมินความสำเร็จ|การวัดผลและประเมินผล|การประเมินผลโครงการ|การวัดและการประเมินผล"
    "|วิธีการประเมินผล",
    "expected_results": "ผลที่คาดว่าจะได้รับ|ประโยชน์ที่คาดว่าจะได้รับ|ผลที่คาดว่าจะเกิดขึ้น"
    "|ผลประโยชน์ที่คาดว่าจะได้รับ|ผลที่จะได้รับ|ประโยชน์ที่จะได้รับ|ผลที่คาดหวัง"
    "|ผลที่คาดว่าจะได้รับจากโครงการ|ประโยชน์ที่คาดว่าจะเกิดขึ้น",
    "report": "ผลการดำเนินงานโครงการ|ปัญหา/อุปสรรค|ปัญหาและอุปสรรค|ปัญหาอุปสรรค"
    "|ผลสำเร็จที่ได้จากการดำเนินการ|แนวทางแก้ไข/ข้อเสนอแนะ|เอกสารอ้างอิง|ภาคผนวก"
    "|ผลการดำเนินงาน",
}
FRONT = ("name", "policy", "nature", "groups", "owner", "co_owners", "period", "place", "plan_line")
# Words too common to be a heading by one blank behind them: these need ":", a tab, a gap, or to stand alone.
COMMON = {"โครงการ", "ผู้รับผิดชอบ", "ระยะเวลา", "กิจกรรม", "แผนงาน", "สถานที่", "คณะทำงาน", "สอดคล้อง", "ตอบสนอง"}
_SEPARATOR = re.compile(r"[ \t]*(?:[:：]|\t|[ ]{2,}|\.{2,}|…)")
_PICTURES = re.compile(r"(?:รูปภาพ|ภาพประกอบ|ภาพกิจกรรม|ภาพถ่าย|ภาคผนวก)")
_NOTE = re.compile(r"[ \t]*\([^)]*\)?[ \t.:…]*")


def _pattern(label):
    return re.compile("[ \t]*".join(re.escape(letter) for letter in label))


LABELS = sorted(
    ((label, key) for key, labels in HEADINGS.items() for label in labels.split("|")),
    key=lambda pair: -len(pair[0]),
)
PATTERNS = [(_pattern(label), label, key) for label, key in LABELS]
FIRST_LETTERS = {label[0] for label, _key in LABELS}


@dataclass
class Heading:
    key: str
    line: Line
    rest: str  # what follows the heading on its line


@dataclass
class Section:
    """A heading with what stands under it: lines and tables (projects.word.tables.Grid) in order."""

    key: str
    heading: Heading | None = None
    items: list = field(default_factory=list)

    @property
    def lines(self):
        return [item for item in self.items if isinstance(item, Line)]

    @property
    def body(self):
        """The lines, with the rest of the heading's line first."""
        rest = self.heading.rest if self.heading else ""
        first = [Line(rest, self.heading.line.place)] if rest else []
        return first + self.lines


def heading_of(line, *, in_front, name_wanted=False):
    """The Heading that a line is, or None. `in_front`: before the first numbered part, where plain labels count.
    `name_wanted`: there is no name yet, so that a line of "โครงการ …" is it."""
    mark, body = mark_of(line)
    body = body.lstrip("( \t*")
    if _PICTURES.match(body):
        return Heading("report", line, "")
    if not body or body[0] not in FIRST_LETTERS or levels_of(mark) > 2:
        return None
    if name_wanted and in_front and not mark and (title := re.match(r"โครงการ[ \t]+(?=\S)", body)):
        return Heading("name", line, body[title.end() :].lstrip(":： \t"))
    is_strong = levels_of(mark) == 1 or line.is_bold
    for pattern, label, key in PATTERNS:
        found = pattern.match(body)
        if label == "โครงการ" and not (in_front and name_wanted and not mark):
            continue
        if found and (rest := _rest(body[found.end() :], label, key, is_strong, in_front)) is not None:
            return Heading(key, line, rest)
    return None


def _rest(tail, label, key, is_strong, in_front):
    """What follows the label where it is a heading, "" for one that stands alone, None where it is none."""
    if not tail.strip(" \t.:：…_-*)") or _NOTE.fullmatch(tail):
        return ""
    if joint := re.match(r"[ \t]*(?:/|และ)[ \t]*", tail):
        return _joined_rest(tail[joint.end() :], is_strong, in_front)
    if key == "report":
        return tail.strip() if is_strong and tail[0] in " \t(" else None
    is_plain = key not in FRONT
    if _SEPARATOR.match(tail):
        return tail.strip(" \t:：").strip() if is_strong or in_front or not is_plain else None
    if tail[0] in " \t" and (is_strong or (in_front and not is_plain and label not in COMMON)):
        return tail.strip()
    return None


def _joined_rest(tail, is_strong, in_front):
    """A heading of two parts ("กิจกรรม/ขั้นตอนการดำเนินงาน"): what follows the second, or None where it is none."""
    for pattern, label, key in PATTERNS:
        found = pattern.match(tail)
        if found and (rest := _rest(tail[found.end() :], label, key, is_strong, in_front)) is not None:
            return rest
    return None


def same(first, second):
    """Whether two texts say the same, whatever their spacing and digits."""
    return search_key(first) == search_key(second)
