"""The money of a proposal: the cross table by category (A3-01), the list by activity (A3-02), totals and sources."""

import re
from difflib import SequenceMatcher

from qa_portal.core.thai import search_key, to_arabic

from .activities import without_number
from .document import Line
from .items import NOTHING, STATED, amount_in_words, amount_of, clean_amount, read_item
from .marks import LEADERS, entries, is_number, mark_of, split_mark, tidy
from .money import MoneyRead
from .reading import Doubt, Found, Passage
from .records import records_of
from .story import IGNORED
from .tables import CATEGORIES, Grid

_SUM = re.compile(r"(?:ยอด)?รวม(?!ถึง|กลุ่ม|พลัง)(?P<whole>.{0,40}?(?:ทั้งสิ้น|ทั้งหมด|ทั้งโครงการ|งบประมาณ))?")
_FUNDING = re.compile(r"(?:แหล่ง)?(?:เงิน)?(?:งบ|เงินนอก)(?:ประมาณ|ฯ)?\s*(?P<source>.*)|(?:จาก)?เงินรายได้.*")
SOURCES = {
    "plan": re.compile(r"แผนปฏิบัติ|เขตพื้นที่|สพป|สพม|สำนักงานเขต"),
    "obec": re.compile(r"สพฐ|คณะกรรมการการศึกษาขั้นพื้นฐาน"),
    "other": re.compile(r"อื่น|บริจาค|รายได้|อบต|อบจ|เทศบาล|องค์กร|เงินนอก"),
}
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d{1,2})?")
_TRANSFERS = re.compile(r"ถัวจ่าย|ถัวเฉลี่ย")
_WHOLE = re.compile(r"(?:จำนวน|ทั้งสิ้น|รวม|งบประมาณ|เป็นเงิน|วงเงิน|ใช้เงิน)")
_GROUP = re.compile(r"กิจกรรม(?:หลัก)?(?:ที่)?\s*\d{0,2}")
CLOSE, SAME = 0.6, 0.9


def read_money(story, activities, take):
    reader = _MoneyReader(activities, take)
    for section in story.sections:
        if section.key in IGNORED:
            continue
        for line in section.body[: len(section.body) - len(section.lines)]:
            reader.heading_rest(line, section.key)
        for item in section.items:
            if isinstance(item, Grid):
                reader.grid(item)
            elif section.key == "budget" or (section.key == "plan_line" and item is not section.items[0]):
                reader.line(item)
    reader.money_of_activities()
    return reader.money


class _MoneyReader:
    def __init__(self, activities, take):
        self.activities, self.take, self.money = activities, take, MoneyRead()

    # ------------------------------------------------------------ running text

    def heading_rest(self, line, key):
        """What stands behind the heading: the total, the sources to tick, or a note."""
        if key == "activities":
            if self._whole_amount(line, is_heading=True):
                self.take([line])
        elif key == "budget" and not self._whole_amount(line, is_heading=True):
            plain = re.sub(r"[☐□☑☒✓()/ .…]|แผนปฏิบัติการฯ?|ตาม|สพฐ|อื่นๆ?|อื่น ๆ|\(?ระบุ\)?|งบฯ?", "", line.text)
            if plain.strip():
                self.money.notes.append(line)

    def line(self, line):
        mark, body = mark_of(line)
        plain = LEADERS.sub(" ", to_arabic(body))
        handled = (
            self._transfers(line, body)
            or self._sum(line, body)
            or self._source(line, body, plain)
            or self._item(line, mark, body, plain)
            or self._group(line, mark, body)
            or self._whole_amount(line)
        )
        if handled:
            self.take([line])

    def _transfers(self, line, body):
        if not _TRANSFERS.search(body):
            return False
        is_no = re.search(r"ไม่(?:ขอ)?ถัว", body)
        self.money.transfers = Found({"text": "" if is_no else "yes"}, [Passage.of(line)])
        return True

    def _sum(self, line, body):
        found = _SUM.match(body)
        if not found or body.startswith("ค่า") or not (_AMOUNT.search(to_arabic(body)) or amount_in_words(body)):
            return False
        tail = STATED.split(body[found.end() :])[-1]
        text, doubts = clean_amount(tail)
        is_whole = bool(found["whole"]) or self.money.group is None
        if is_whole:
            self._total(text, line, doubts)
        else:
            self._group_total(text, line, doubts)
        return True

    def _total(self, text, line, doubts):
        words = amount_in_words(line.text)
        if words is not None:
            self.money.words.append((words, Passage.of(line)))
        if text and not any(doubt.code == "total_in_words" for doubt in doubts):
            self.money.totals.append((text, Passage.of(line)))
            self.money.doubts += doubts

    def _group_total(self, text, line, doubts):
        group = self.money.group
        group.values["stated_total_text"] = text
        group.passages.append(Passage.of(line))
        group.doubts += doubts

    def _source(self, line, body, plain):
        found = _FUNDING.match(body)
        if not found or body.startswith("ค่า") or not ("บาท" in plain or _AMOUNT.search(plain) or "-" in plain):
            return False
        kinds = [kind for kind, words in SOURCES.items() if words.search(body)]
        if not kinds:
            return False
        kind = "plan" if kinds[0] == "plan" and "สพฐ" not in body else kinds[-1]
        amounts = _AMOUNT.findall(plain)
        text = amounts[-1] if amounts else ("-" if re.search(r"[\s.…]-[\s.…]*(?:บาท)?", body) else "")
        doubts = [] if len(amounts) < 2 and len(kinds) == 1 else [Doubt("source_unclear")]
        other = tidy(_AMOUNT.sub(" ", LEADERS.sub(" ", found[0]))) if kind == "other" else ""
        other = "" if re.fullmatch(r"เงินงบประมาณ อื่น.*|งบ.{0,8}อื่น.*", other) else other[:200]
        values = {"source": kind, "other_text": other, "amount_text": text}
        self.money.funding.append(Found(values, [Passage.of(line)], doubts))
        return True

    def _item(self, line, mark, body, plain):
        is_cost = body.startswith("ค่า") and not re.match(r"ค่า(?:ใช้จ่าย|เป้าหมาย)", body)
        is_priced = bool(STATED.search(body)) and _AMOUNT.search(plain) and not is_number(mark)
        is_counted = mark and not is_number(mark) and "บาท" in plain and _AMOUNT.search(plain)
        if not (is_cost or is_priced or is_counted):
            return False
        self._add(read_item(body), [line], mark if is_number(mark) else "")
        return True

    def _group(self, line, mark, body):
        named = _GROUP.match(body)
        if not (is_number(mark) or (named and line.starts)) or len(body) < 4 or "บาท" in body[-12:]:
            return False
        self._open_group(mark if is_number(mark) else "", tidy(body), line)
        return True

    def _open_group(self, number, title, line):
        group = self._activity_of(title)
        self.money.group, self.money.group_title = group, title
        if group is None:
            self.money.group = Found({"title": title}, [Passage.of(line)])
            return
        group.values |= {"budget_number": number if number != group.values["number"] else ""}
        group.passages.append(Passage.of(line))
        if search_key(title) != search_key(group.values["title"]):
            group.values["budget_title"] = title
            if _likeness(title, group.values["title"]) < SAME:
                group.doubts.append(Doubt("activity_by_title", {"text": title}))

    def _activity_of(self, title):
        """The activity that the budget means: by its title, never by its number (A3-12)."""
        scored = [(_likeness(title, item.values["title"]), index) for index, item in enumerate(self.activities)]
        best = max(scored, default=(0, 0))
        return self.activities[best[1]] if best[0] >= CLOSE else None

    def _whole_amount(self, line, *, is_heading=False):
        plain = LEADERS.sub(" ", to_arabic(line.text))
        amounts = _AMOUNT.findall(plain)
        words = amount_in_words(line.text)
        rest = _AMOUNT.sub("", plain).replace("บาท", "").replace("ถ้วน", "").strip(" .-:()")
        if words is not None:
            self.money.words.append((words, Passage.of(line)))
        if len(amounts) == 1 and "บาท" in plain and (is_heading or _WHOLE.search(plain)):
            self.money.totals.append((amounts[0], Passage.of(line)))
            tail = plain.rpartition("บาท")[2].strip(" .()")
            if len(tail) > 5 and amount_in_words(tail + "บาทถ้วน") is None and "บาทถ้วน" not in tail:
                self.money.notes.append(Line(tail, line.place))
            return True
        return words is not None or (bool(amounts) and not rest)

    # ------------------------------------------------------------ tables

    def grid(self, grid):
        if grid.kind == "funding":
            self._funding_grid(grid)
        if grid.kind != "budget":
            return
        self.money.has_cross_table |= bool(set(grid.columns) & set(CATEGORIES))
        records = records_of(grid)
        for place, record in enumerate(records):
            self.take(record.lines)
            if _is_sum(record):
                self._sum_row(grid, record, is_last=not any(_has_text(later) for later in records[place + 1 :]))
            elif _has_text(record):
                self._row(grid, record)

    def money_of_activities(self):
        """Where the only money stands beside the activities, each of them is a line; else its column is doubted."""
        has_lines = bool(self.money.lines)
        for place, activity in enumerate(self.activities):
            money = activity.values.pop("money", "")
            if money and has_lines:
                activity.doubts.append(Doubt("money_column", {"text": money}))
            elif money:
                text, doubts = clean_amount(money)
                stated = amount_of(text)
                values = {"number": activity.values["number"], "item": activity.values["title"][:500], "formula": ""}
                values |= {"computed": None, "stated": None if stated is None else str(stated), "stated_text": text}
                values |= {"category": "", "activity": place}
                codes = [Doubt("money_of_activity"), *doubts]
                self.money.lines.append(Found(values, activity.passages, codes))

    def _funding_grid(self, grid):
        for record in records_of(grid):
            name, (text, doubts) = tidy(record.text("source")), clean_amount(record.text("amount"))
            kinds = [kind for kind, words in SOURCES.items() if words.search(name)]
            if not name or name.startswith("รวม"):
                continue
            doubts += [] if len(kinds) == 1 else [Doubt("source_unclear")]
            kind = kinds[0] if kinds else "other"
            values = {"source": kind, "other_text": name[:200] if kind == "other" else "", "amount_text": text}
            self.money.funding.append(_found(values, record, doubts))
            self.take(record.lines)

    def _sum_row(self, grid, record, *, is_last):
        amounts, doubts = _amounts_of_sum(grid, record)
        found = _SUM.match(tidy(record.text("title") or record.text("number")))
        text, more = clean_amount(amounts.pop("amount", ""))
        text = text or _added_up(amounts)
        passage = _passage(record)
        self.money.doubts += more
        if self.money.group is not None and not (found and found["whole"]) and not is_last:
            self.money.group.values["stated_total_text"] = text
            self.money.group.passages.append(passage)
            return
        self._whole_sum(text, record, passage)
        columns = {role: clean_amount(cell)[0] for role, cell in amounts.items()}
        columns = {role: cell for role, cell in columns.items() if cell}
        if columns:
            self.money.columns = Found(columns, [passage], doubts)

    def _whole_sum(self, text, record, passage):
        if text:
            self.money.totals.append((text, passage))
        words = amount_in_words(" ".join(line.text for line in record.lines))
        if words is not None:
            self.money.words.append((words, passage))

    def _row(self, grid, record):
        cells = {role: record.text(role) for role in CATEGORIES if role in grid.columns}
        has_amount = any(record.text(role) for role in ("amount", "rate", *cells))
        title = record.cells.get("title", [])
        number = tidy(record.text("number")).rstrip(".)")
        items = [line for line in title if split_mark(line.text)[1].startswith("ค่า")]
        if len(items) > 1:
            self._several(title, items, record)
            return
        text = " ".join(tidy(line.text) for line in title)
        stated, unread = self._stated(record, cells)
        item = read_item(text, stated if has_amount else None)
        item.doubts += unread
        is_group = not has_amount and not item.formula and not item.stated_text and not text.startswith("ค่า")
        if is_group:
            self._open_group(number, split_mark(text)[1], title[0] if title else record.lines[0])
            return
        self._columns_formula(grid, record, item)
        category, doubts = self._category(cells, item)
        if "number" in grid.columns and not number and not split_mark(text)[0]:
            doubts.append(Doubt("number_missing"))
        if record.is_glued:
            doubts.append(Doubt("glued"))
        item.doubts += doubts
        self._add(item, record.lines, number, category, is_cell=True)

    @staticmethod
    def _stated(record, cells):
        """(the amount as the row states it, doubts): the cell of the sum, else the one category that has one."""
        text, doubts = clean_amount(record.text("amount"))
        filled = [clean_amount(cell)[0] for cell in cells.values() if cell]
        known = [cell for cell in filled if amount_of(cell) is not None]
        if not record.text("amount") and known:
            return (known[0] if len(known) == 1 else f"{sum(map(amount_of, known)):,}"), []
        return text, doubts

    def _category(self, cells, item):
        amounts = {role: amount_of(clean_amount(cell)[0]) for role, cell in cells.items()}
        known = {role: amount for role, amount in amounts.items() if amount}
        doubts = [Doubt("amount_unread", {"text": tidy(cell)}) for cell in cells.values() if clean_amount(cell)[1]]
        if item.stated_text == "" and item.stated is None and item.computed is None:
            doubts.append(Doubt("no_amount"))
        if len(known) > 1:
            doubts.append(Doubt("several_categories"))
        if known and item.stated is not None and sum(known.values()) != item.stated:
            values = {"sum": f"{sum(known.values()):,}", "stated": f"{item.stated:,}"}
            doubts.append(Doubt("cells_differ", values))
        return (next(iter(known)) if len(known) == 1 else ""), doubts

    @staticmethod
    def _columns_formula(grid, record, item):
        quantity, rate = tidy(record.text("quantity")), tidy(record.text("rate"))
        if item.formula or not quantity or not rate:
            return
        item.formula = f"{quantity} x {rate}"
        item.doubts.append(Doubt("formula_from_columns"))
        if item.computed is None:
            item.doubts.append(Doubt("formula_unread", {"error": item.formula}))
        elif item.stated is not None and item.stated != item.computed:
            values = {"computed": f"{item.computed:,}", "stated": f"{item.stated:,}"}
            item.doubts.append(Doubt("line_differs", values))

    def _several(self, title, items, record):
        """Several items in one cell: amounts line by line where there are as many, else one for all of them."""
        amounts = record.cells.get("amount", [])
        head = [line for line in title if line not in items and title.index(line) < title.index(items[0])]
        if head:
            self._open_group(tidy(record.text("number")), split_mark(head[0].text)[1], head[0])
        parts = entries(title[len(head) :], r"ค่า")
        fits = len(amounts) == len(parts)
        for place, part in enumerate(parts):
            item = read_item(part.text, clean_amount(amounts[place].text)[0] if fits else None)
            if not fits and amounts:
                item.doubts.append(Doubt("lines_per_cell", {"text": tidy(record.text("amount"))}))
            self._add(item, [*part.lines, *(amounts[place : place + 1] if fits else amounts)])

    def _add(self, item, lines, number="", category="", *, is_cell=False):
        activity, title = self._activity_index(), self.money.group_title
        if is_cell and self.money.group is None and (own := self._activity_of(item.name)) is not None:
            activity = self.activities.index(own)
            title = ""
            if _likeness(item.name, own.values["title"]) < SAME:
                item.doubts.append(Doubt("activity_by_title", {"text": own.values["title"]}))
        if activity is None and title and self.activities:
            item.doubts.append(Doubt("activity_unknown", {"text": title}))
        values = {
            "number": number[:20],
            "item": item.name[:500],
            "formula": item.formula,
            "computed": str(item.computed) if item.computed is not None else None,
            "stated": str(item.stated) if item.stated is not None else None,
            "stated_text": item.stated_text,
            "category": category,
            "activity": activity,
        }
        self.money.lines.append(Found(values, [Passage.of(line) for line in lines], item.doubts))

    def _activity_index(self):
        group = self.money.group
        return next((index for index, item in enumerate(self.activities) if item is group), None)


def _amounts_of_sum(grid, record):
    """({role: amount as typed} of a row of sums, doubts). Where its title is an amount, the row stands one column to
    the left of its headings."""
    amounts = {role: record.text(role) for role in ("amount", *CATEGORIES) if role in grid.columns}
    if "number" not in grid.columns or amount_of(tidy(record.text("title"))) is None:
        return amounts, []
    order = sorted(grid.columns, key=grid.columns.get)
    return {role: record.text(order[order.index(role) - 1]) for role in amounts}, [Doubt("shifted")]


def _added_up(cells):
    """What the categories of a row come to, where its own sum is blank."""
    known = [amount_of(clean_amount(cell)[0]) for cell in cells.values()]
    return f"{sum(filter(None, known)):,}" if any(known) else ""


def _found(values, record, doubts):
    return Found(values, [_passage(record)], doubts)


def _passage(record):
    texts = [line.text for line in record.lines]
    return Passage(" | ".join(texts), record.lines[0].place)


def _has_text(record):
    return any(record.cells.values())


def _is_sum(record):
    name = tidy(record.text("title")) or tidy(record.text("number"))
    label = tidy(record.text("number"))
    return any(_SUM.match(text) and not text.startswith("ค่า") for text in (name, label) if text not in NOTHING)


def _likeness(first, second):
    one, two = search_key(without_number(first)), search_key(without_number(second))
    if not one or not two:
        return 0
    return SequenceMatcher(None, one, two, autojunk=False).ratio()
