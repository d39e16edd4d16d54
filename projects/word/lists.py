"""The numbered lists of a proposal: rationale, objectives, targets, risks, expected results."""

import re

from qa_portal.core.thai import to_arabic

from .front import found
from .marks import entries, join, last_number, mark_of, split_inline
from .reading import Doubt

_PREFACE = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ดังนี้คือ|ได้แก่|ประกอบด้วย)\s*[:：.]*$")
_QUANTITY = re.compile(r"(?:เป้าหมาย)?(?:เชิง|ด้าน)?ปริมาณ\b|(?:เป้าหมาย)?(?:เชิง|ด้าน)ปริมาณ")
_QUALITY = re.compile(r"(?:เป้าหมาย)?(?:เชิง|ด้าน)คุณภาพ(?!การศึกษา)|(?:เป้าหมาย)?คุณภาพ$")
_FACTOR = re.compile(r"(?:ประเด็น)?(?:ปัจจัย)(?:ที่เป็น)?(?:ความ)?เสี่ยง")
_MITIGATION = re.compile(r"(?:แนวทาง|วิธี|มาตรการ|แผน)(?:การ)?(?:บริหาร|จัดการ|แก้|ป้องกัน|ลด|ควบคุม)[ก-๎]*")
_SEPARATOR = r"[ \t]*(?:\([^)]*\))?[ \t]*[:：.…]*"
_RESULT_LEVEL = re.compile(r"(?P<output>ผลผลิต|เชิงปริมาณ)|(?P<outcome>ผลลัพธ์|เชิงคุณภาพ|ผลกระทบ)")
_DASHES = {"-", "–", "—"}


def read_list(story, key, take, starts=None):
    """The items under a heading, each a Found with `text`."""
    lines = _without_preface(story.body(key))
    items = entries(lines, starts)
    if len(items) == 1:
        items = split_inline(items[0])
    top = min((item.level for item in items if item.level), default=0)
    rows = []
    for item in items:
        if rows and top and item.level > top:
            _append(rows[-1], item)
        elif item.text:
            rows.append(found({"text": item.text, "number": item.mark}, item.lines, *_joined_doubts(item)))
        take(item.lines)
    return rows


def _append(row, item):
    more = found({}, item.lines)
    row.values["text"] += f"\n{item.mark} {item.text}"
    row.passages += more.passages


def _joined_doubts(item):
    return ["joined"] if item.is_continued else []


def _without_preface(lines):
    """A first line such as "โครงการนี้มีวัตถุประสงค์ ดังนี้" is no item."""
    if len(lines) > 1 and _PREFACE.search(lines[0].text) and not mark_of(lines[0])[0]:
        return lines[1:]
    return lines


def list_doubts(rows):
    """Doubts about a list as a whole: jumping numbers, or none."""
    numbers = [last_number(row.values.get("number", "")) for row in rows]
    if len(rows) > 1 and not any(row.values.get("number") for row in rows):
        return [Doubt("no_numbers")]
    known = [number for number in numbers if number]
    if known and known != list(range(known[0], known[0] + len(known))):
        return [Doubt("numbers_jump", {"numbers": ", ".join(map(str, known))})]
    return []


def read_rationale(story, take):
    lines = story.body("rationale")
    take(lines)
    paragraphs = []
    for line in lines:
        text = " ".join(f"{line.number} {line.text}".split())
        if line.starts or not paragraphs:
            paragraphs.append(text)
        else:
            paragraphs[-1] = join(paragraphs[-1], text)
    return found({"text": "\n".join(paragraphs)}, lines) if paragraphs else None


# ---------------------------------------------------------------- targets


def read_targets(story, take):
    rows = []
    for kind, lines in _parts(story.body("targets"), {"quantitative": _QUANTITY, "qualitative": _QUALITY}, take):
        items = [part for item in entries(lines) for part in split_inline(item)]
        for item in items:
            if not item.text or item.text in _DASHES:
                continue
            value, unit, doubts = read_value(item.text, is_count=kind != "qualitative")
            codes = [*_joined_doubts(item), *doubts, *([] if kind else ["no_kind"])]
            values = {"kind": kind or "quantitative", "text": item.text, "value": value, "unit": unit}
            rows.append(found(values | {"number": item.mark}, item.lines, *codes))
            take(item.lines)
    return rows


def _parts(lines, headings, take):
    """[(name or "", lines)]: the lines under each small heading, which may hold the first item on its own line."""
    parts = [("", [])]
    for line in lines:
        body = mark_of(line)[1].lstrip("( \t")
        for name, words in headings.items():
            head = words.match(body)
            tail = body[head.end() :] if head else ""
            if head and (not re.sub(_SEPARATOR, "", tail, count=1) or re.match(r"[ \t]*[:：]|\t| {2,}", tail)):
                rest = re.sub(f"^{_SEPARATOR}", "", tail)
                parts.append((name, [_rest_of(line, rest)] if rest else []))
                take([line])
                break
        else:
            parts[-1][1].append(line)
    return [(name, part) for name, part in parts if part]


def _rest_of(line, text):
    return type(line)(text, line.place)


_UNITS = (
    "คน|ราย|โรงเรียน|โรง|สถานศึกษา|แห่ง|ครั้ง|ชุด|เรื่อง|เล่ม|คณะ|เครือข่าย|ระบบ|ฉบับ|รายการ|กิจกรรม|วัน|มื้อ|ชั่วโมง|หลักสูตร|ผลงาน"
    "|นวัตกรรม|รูป|ห้อง|กลุ่ม|ศูนย์|อำเภอ|รุ่น|ชิ้น|แผน|คู่มือ|โครงการ|สื่อ|คลิป|วิดีโอ|ข้อ|ด้าน|โล่|เกียรติบัตร|ตำบล|เขต|หน่วย|ทีม"
)
_PERCENT = re.compile(r"ร้อยละ\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*(?:%|เปอร์เซ็นต์)")
_COUNT = re.compile(
    rf"(?<![\d.,/])(?<!ที่)(?<!ที่ )(?<!เขต )(?<!เขต)(\d[\d,]*)\s*((?:{_UNITS})(?:/(?:ปีงบประมาณ|ปี|เดือน|ภาคเรียน|{_UNITS}))?)"
)


def read_value(text, *, is_count=True):
    """(value as text or None, unit, doubts): the number that a target or an indicator names."""
    plain = to_arabic(text)
    shares = {match[1] or match[2] for match in _PERCENT.finditer(plain)}
    counts = (
        [(match[1].replace(",", ""), match[2]) for match in _COUNT.finditer(_PERCENT.sub(" ", plain))]
        if is_count
        else []
    )
    counts = list(dict.fromkeys(counts))
    known = [(share, "ร้อยละ") for share in sorted(shares)] + counts
    if len(known) == 1:
        return known[0][0], known[0][1], []
    if not known:
        return None, "", []
    numbers = ", ".join(f"{number} {unit}" for number, unit in known)
    return None, "", [Doubt("several_numbers", {"numbers": numbers})]


# ---------------------------------------------------------------- risks


def read_risks(story, take):
    """Factors and how they are managed, from text and from tables (A1-20)."""
    rows = []
    for kind, lines in _parts(story.body("risks"), {"factor": _FACTOR, "mitigation": _MITIGATION}, take):
        for item in entries(lines):
            if item.text and item.text not in _DASHES:
                codes = [*_joined_doubts(item), *([] if kind else ["kind_unclear"])]
                rows.append(found({"kind": kind or "factor", "text": item.text}, item.lines, *codes))
                take(item.lines)
    for grid in story.grids("risks"):
        for row in grid.rows:
            for kind in ("factor", "mitigation"):
                for item in entries(grid.cell(row, kind).lines):
                    rows.append(found({"kind": kind, "text": item.text}, item.lines, *_joined_doubts(item)))
                    take(item.lines)
    return rows


# ---------------------------------------------------------------- expected results


def read_results(story, take):
    return read_list(story, "expected_results", take)


def level_of(text):
    """("output", "outcome" or "", the text without that word): how a cell or an indicator begins."""
    match = _RESULT_LEVEL.match(text.lstrip("( -–\t"))
    if not match:
        return "", text
    tail = text.lstrip("( -–\t")[match.end() :]
    rest = re.sub(r"^[ \t]*(?:\([^)]*\)|[A-Za-z]+)?[ \t]*[:：]?[ \t]*", "", tail)
    is_word = not tail or tail[0] in " \t(:："
    return (match.lastgroup, rest) if is_word else ("", text)
