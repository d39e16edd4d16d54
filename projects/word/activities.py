"""The activity table with nested steps (A1-16)."""

import re

from qa_portal.core.thai import parse_period, to_arabic

from .front import found, joined
from .marks import NOTHING_STARTS, entries, is_number, levels_of, split_mark, tidy
from .reading import Doubt
from .records import records_of

_ACTIVITY_NUMBER = re.compile(r"(?:กิจกรรม(?:หลัก)?|ขั้น(?:ตอน)?)ที่\s*([\d๐-๙]{1,2})\s*[:.]?\s*")
_COUNT = re.compile(r"(?:จำนวน\s*)?(\d[\d,]*)\s*(?:คน|โรงเรียน|โรง|แห่ง|ราย|คณะ)")
_PLACE = re.compile(r"(?:^|(?<=\s))(?:ณ\s*|ห้องประชุม|โรงเรียน|หอประชุม|สพป|สพม|สำนักงาน|โรงแรม|ศูนย์)")


def read_activities(story, take):
    rows = []
    for grid in story.grids("activities"):
        for record in records_of(grid):
            if _is_sum(record):
                continue
            rows.append(_from_record(grid, record))
            take(record.lines)
    return rows or _from_text(story, take)


def _is_sum(record):
    return record.text("title").startswith("รวม") and not record.others("title", "amount", "number")


def _from_record(grid, record):
    number, title, steps, codes = _title_and_steps(record)
    period, place, unclear = _when_and_where(record, "place" in grid.columns)
    values = {
        "number": number,
        "title": title,
        "period_text": period[:200],
        "place": place[:300],
        "target_group": "\n".join(line.text for line in record.cells.get("target_group", []))[:500],
        "responsible_text": joined_people(record.cells.get("responsible", []))[:500],
        "note": "\n".join(line.text for line in record.cells.get("note", [])),
        "steps": steps,
        "money": tidy(record.text("amount")),
    }
    values["target_count"] = _count(values["target_group"])
    return found(values, record.lines, *codes, *unclear, *_row_doubts(grid, record, title))


def joined_people(lines):
    return " ".join(tidy(line.text) for line in lines)


def _count(text):
    counts = {match[1].replace(",", "") for match in _COUNT.finditer(to_arabic(text))}
    return int(counts.pop()) if len(counts) == 1 else None


def _row_doubts(grid, record, title):
    doubts = [Doubt("glued")] if record.is_glued else []
    doubts += [Doubt("shifted")] if record.is_shifted else []
    if not title:
        doubts.append(Doubt("no_title"))
    elif not record.others("title", "number"):
        doubts.append(Doubt("only_title"))
    if "months" in grid.columns:
        doubts.append(Doubt("months_drawn"))
    return doubts


def _title_and_steps(record):
    """(number, title, steps, doubts) of a cell: its first item is the activity, the others are steps."""
    items = entries(record.cells.get("title", []), NOTHING_STARTS)
    number = tidy(record.text("number")).rstrip(".)").lstrip("(")
    if not items:
        return number, "", [], []
    first = items[0]
    title = first.text
    if not number and is_number(first.mark):
        number = first.mark
    elif named := _ACTIVITY_NUMBER.match(title):
        number = number or named[1]
    codes = ["joined"] if any(item.is_continued for item in items) else []
    return number, title, nested(items[1:]), codes


def nested(items):
    """Steps in steps by their numbers: 1.1 belongs into 1 where a 1 stands before it."""
    top, path = [], []
    for item in items:
        step = {"number": item.mark if is_number(item.mark) else "", "title": item.text, "steps": []}
        plain = to_arabic(step["number"])
        while path and not (plain and path[-1][0] and plain.startswith(f"{path[-1][0]}.")):
            path.pop()
        (path[-1][1] if path else top).append(step)
        path.append((plain, step["steps"]))
    return top


def _when_and_where(record, has_place):
    lines = record.cells.get("period", [])
    if has_place or not lines:
        return joined_times(lines), joined(record.cells.get("place", [])), []
    whole = joined_times(lines)
    if parse_period(whole).start:
        return whole, "", []
    for index in range(len(lines) - 1, 0, -1):
        rest = joined(lines[index:])
        if parse_period(joined_times(lines[:index])).start or _PLACE.match(rest):
            return joined_times(lines[:index]), re.sub(r"^ณ\s*", "", rest), ["period_and_place"]
    found_place = _PLACE.search(whole)
    if found_place and found_place.start() and parse_period(whole[: found_place.start()]).start:
        place = re.sub(r"^ณ\s*", "", whole[found_place.start() :])
        return whole[: found_place.start()].strip(), place, ["period_and_place"]
    return whole, "", []


def joined_times(lines):
    return " ".join(tidy(line.text) for line in lines)


def _from_text(story, take):
    """Activities that stand as a numbered list without a table."""
    items = [item for item in entries(story.body("activities")) if item.mark or _ACTIVITY_NUMBER.match(item.text)]
    top = min((item.level for item in items if item.level), default=0)
    rows, steps = [], []
    for item in items:
        is_step = rows and (levels_of(item.mark) > top or not is_number(item.mark)) and item.mark
        if is_step:
            steps[-1].append(item)
            rows[-1].passages += found({}, item.lines).passages
        else:
            named = _ACTIVITY_NUMBER.match(item.text)
            number = item.mark if is_number(item.mark) else (named[1] if named else "")
            values = dict.fromkeys(("period_text", "place", "target_group", "responsible_text", "note"), "")
            values |= {"number": number, "title": item.text, "target_count": None}
            rows.append(found(values, item.lines, "from_text"))
            steps.append([])
        take(item.lines)
    for row, own in zip(rows, steps, strict=True):
        row.values["steps"] = nested(own)
    return rows


def without_number(title):
    """The title as it is compared: without กิจกรรมที่ 1, กิจกรรม and its number."""
    text = split_mark(title)[1]
    text = _ACTIVITY_NUMBER.sub("", text, count=1)
    return re.sub(r"^กิจกรรม(?:การ)?", "", text)
