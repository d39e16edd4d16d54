"""By what success is judged: indicators with targets (A1-22), the evaluation table (A1-21), and who signs (A1-24)."""

import re

from .front import _persons, found
from .lists import level_of, read_value
from .marks import Entry, entries, is_number, mark_of, split_inline, split_mark, tidy
from .reading import Doubt, Passage
from .records import records_of

ROLES = {
    "proposer": re.compile(r"ผู้เสนอ|ผู้จัดทำ|ผู้เขียน"),
    "endorser": re.compile(r"ผู้เห็นชอบ|เห็นชอบ|ผู้ตรวจสอบ|ผู้กลั่นกรอง"),
    "approver": re.compile(r"ผู้อนุมัติ|อนุมัติ"),
}
_SIGN = re.compile(r"\(?(?:ลงชื่อ|ลงนาม)\)?")
_POSITION = re.compile(r"ตำแหน่ง\s*(.*)|((?:รอง)?ผู้อำนวยการ.*|ศึกษานิเทศก์.*|หัวหน้ากลุ่ม.*|นักวิชาการ.*|เจ้าหน้าที่.*)")
_IN_BRACKETS = re.compile(r"\(\s*([^()]*[ก-๎][^()]*)\)")


def read_indicators(story, take):
    rows = []
    for grid in [
        *story.grids("indicators"),
        *(item for item in story.grids("evaluations") if "target" in item.columns),
    ]:
        level = ""
        for record in records_of(grid):
            level, items = _levelled(record.cells.get("indicator", []), level)
            rows += _paired(items, record, level)
            take(record.lines)
    return rows or _indicators_in_text(story, take)


def _levelled(lines, level):
    """(level at the end, [(level, Entry)]) of a cell in which ผลผลิต and ผลลัพธ์ may head the items."""
    items = []
    for entry in entries(lines, r"ผลผลิต|ผลลัพธ์|ผลกระทบ"):
        own, rest = level_of(entry.text)
        level = own or level
        if own:
            mark, text = split_mark(rest)
            entry = Entry(mark, text, entry.lines, entry.is_continued)
        items += [(level, part) for part in (split_inline(entry) if entry.text else []) if part.text]
    return level, items


def _paired(items, record, level):
    """Each indicator with its target: in order where there are as many, else by number."""
    _level, targets = _levelled(record.cells.get("target", []), level)
    targets = [entry for _own, entry in targets]
    is_even = len(targets) == len(items)
    by_number = {entry.mark: entry for entry in targets if is_number(entry.mark)}
    rows = []
    for place, (own, entry) in enumerate(items):
        target = targets[place] if is_even else by_number.get(entry.mark)
        codes = [] if is_even or not targets else ["targets_uneven"]
        codes += ["joined"] if entry.is_continued else []
        codes += ["glued"] if record.is_glued else []
        codes += [] if own else ["kind_unclear"]
        text = target.text if target else ""
        value, unit, more = read_value(text) if text else (None, "", [])
        values = {
            "level": own or "output",
            "text": entry.text,
            "target_text": text,
            "target_value": value,
            "unit": unit,
        }
        rows.append(found(values, [*entry.lines, *(target.lines if target else [])], *codes, *more))
    return rows


def _indicators_in_text(story, take):
    """A list under the heading of the indicators, without a table."""
    _level, items = _levelled(story.body("indicators"), "")
    rows = []
    for own, entry in items:
        value, unit, doubts = read_value(entry.text, is_count=False)
        values = {"level": own or "output", "text": entry.text, "target_text": "", "target_value": value, "unit": unit}
        codes = ["from_text"] + ([] if own else ["kind_unclear"])
        rows.append(found(values, entry.lines, *codes, *doubts))
    take(story.body("indicators"))
    return rows


def read_evaluations(story, take):
    """The evaluation table as it stands: a row a row; loose numbered lines are indicators without method and tool."""
    rows, level = [], ""
    for grid in story.grids("evaluations"):
        for record in records_of(grid):
            lines = record.cells.get("indicator", [])
            own, rest = level_of(lines[0].text) if lines else ("", "")
            level = own or level
            texts = [line.text for line in lines[1:]] if own else [line.text for line in lines]
            if own and rest:
                texts = [rest, *texts]
            values = {"level": level, "indicator": "\n".join(texts)}
            values |= {role: "\n".join(line.text for line in record.cells.get(role, [])) for role in ("method", "tool")}
            rows.append(found(values, record.lines, *(["glued"] if record.is_glued else [])))
            take(record.lines)
    loose = [line for line in story.body("evaluations") if is_number(mark_of(line)[0])]
    for entry in entries(loose):
        values = {"level": level, "indicator": entry.text, "method": "", "tool": ""}
        rows.append(found(values, entry.lines, "from_text"))
        take(entry.lines)
    return rows


def from_evaluations(evaluations):
    """The indicators that only the evaluation table names."""
    rows = []
    for row in evaluations:
        from_text = [doubt for doubt in row.doubts if doubt.code == "from_text"]
        for text in row.values["indicator"].split("\n"):
            item = Entry(*split_mark(text))
            parts = split_inline(item) if item.text else []
            for part in parts:
                level = row.values["level"]
                values = {"level": level or "output", "text": tidy(part.text), "target_text": "", "target_value": None}
                codes = [Doubt("from_evaluation"), *from_text, *([] if level else [Doubt("kind_unclear")])]
                rows.append(type(row)(values | {"unit": ""}, row.passages, codes))
    return rows


# ---------------------------------------------------------------- signatures


def read_signatories(story, take):
    rows, current = [], None
    for line in story.body("signatories"):
        role = next((name for name, words in ROLES.items() if words.search(line.text)), "")
        begins = bool(_SIGN.search(line.text)) or current is None or (role and current.values["role"])
        if begins:
            current = found({"role": "", "name": "", "position": ""}, [])
            rows.append(current)
        _add_to(current, line, role)
        take([line])
    return [_checked(row) for row in rows if row.values["name"] or row.values["role"] or row.values["position"]]


def _add_to(row, line, role):
    row.passages.append(Passage.of(line))
    row.values["role"] = row.values["role"] or role
    name = _IN_BRACKETS.search(line.text)
    position = _POSITION.search(line.text)
    if name and not row.values["name"] and not ROLES["proposer"].search(name[1]):
        row.values["name"] = tidy(re.sub(r"\.{2,}|…|_{2,}", " ", name[1]))[:150]
    elif position and not _SIGN.search(line.text):
        row.values["position"] = tidy(position[1] or position[2])[:200]
    elif _SIGN.search(line.text) and not row.values["name"]:
        bare = re.sub(r"\.{2,}|…|_{2,}", " ", _SIGN.sub("", line.text))
        bare = re.sub(r"(?:ผู้เสนอ|ผู้เห็นชอบ|ผู้อนุมัติ|ผู้จัดทำ|ผู้ตรวจสอบ)(?:โครงการ)?", "", bare)
        names = _persons(bare)
        row.values["name"] = names[0][:150] if names else ""


def _checked(row):
    if not row.values["role"]:
        row.values["role"] = "proposer"
        row.doubts.append(Doubt("role_unclear"))
    return row
