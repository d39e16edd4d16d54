"""The reading of a whole file: every part in turn, then what only the whole can tell."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from . import activities, budget, front, judged, lists
from .document import Table, read_document
from .old_word import as_docx
from .package import Unreadable, check_size, is_old_word
from .reading import Doubt, Found, Passage, Reading
from .story import cut
from .totals import check_totals

# What every proposal has; the other parts may be missing without a word.
EXPECTED = ("name", "rationale", "objectives", "targets", "activities", "lines", "indicators", "expected_results")
MAX_ROWS = 600
# Patterns of the parts read a line in the square of its length at worst; two pages without a break are 8,000 letters.
MAX_LINE, MAX_TEXT = 8_000, 600_000
RUN = re.compile(r"[\d,]{500}|\s{500}")
LISTS_CHECKED = ("objectives", "expected_results", "lines")


def read_file(content, name=""):
    """The Reading of a .docx, or of a .doc where LibreOffice is installed. Raises Unreadable, with a sentence."""
    check_size(len(content))
    if is_old_word(content):
        content = as_docx(content)
    elif PurePath(name).suffix.lower() == ".doc" and not content.startswith(b"PK"):
        raise Unreadable(_("This is not a Word file. Please choose a .docx."))
    blocks = read_document(content)
    _check_length(blocks)
    if not any(row.lines for block in blocks if isinstance(block, Table) for row in block.rows) and not any(
        not isinstance(block, Table) for block in blocks
    ):
        raise Unreadable(_("There is no text in this file. A scanned page is a picture and cannot be read."))
    story = cut(blocks)
    reading = _Reader(story).read()
    if sum(len(rows) for rows in reading.rows.values()) > MAX_ROWS:
        raise Unreadable(_("The file holds more rows than a proposal has. It was not read."))
    if not set(reading.fields) & {"name", "rationale"} and not any(reading.rows.values()):
        raise Unreadable(
            _("None of the headings of a project proposal was found in this file: no name, objectives or activities.")
        )
    return reading


def _check_length(blocks):
    texts = [
        line.text
        for block in blocks
        for line in ([line for row in block.rows for line in row.lines] if isinstance(block, Table) else [block])
    ]
    if any(len(text) > MAX_LINE or RUN.search(text) for text in texts):
        raise Unreadable(
            _(
                "A paragraph of this file is longer than %(most)s letters, or full of digits or blanks. "
                "Please divide it and try again."
            )
            % {"most": f"{MAX_LINE:,}"}
        )
    if sum(map(len, texts)) > MAX_TEXT:
        raise Unreadable(_("The file holds more text than a proposal has. It was not read."))


class _Reader:
    def __init__(self, story):
        self.story, self.reading, self.taken = story, Reading(), set()

    def take(self, lines):
        self.taken |= {id(line) for line in lines}

    def read(self):
        self._rows()
        self._fields()
        self._doubts()
        self._unused()
        return self.reading

    def _rows(self):
        story, take, rows = self.story, self.take, self.reading.rows
        rows["policy"] = front.read_policy(story, take)
        rows["objectives"] = lists.read_list(story, "objectives", take, r"เพื่อ")
        rows["targets"] = lists.read_targets(story, take)
        rows["activities"] = activities.read_activities(story, take)
        self.money = budget.read_money(story, rows["activities"], take)
        rows["lines"], rows["funding"] = self.money.lines, self.money.funding
        rows["risks"] = lists.read_risks(story, take)
        rows["evaluations"] = judged.read_evaluations(story, take)
        rows["indicators"] = judged.read_indicators(story, take)
        rows["expected_results"] = lists.read_results(story, take)
        rows["signatories"] = judged.read_signatories(story, take)

    def _fields(self):
        story, take, fields = self.story, self.take, self.reading.fields
        groups, period = front.read_groups(story, take), front.read_period(story, take)
        owner, co_owners = front.read_owner(story, take, groups, self.reading.rows["signatories"])
        total, columns = check_totals(self.money, self.reading)
        read = {
            "name": front.read_name(story, take),
            "nature": front.read_nature(story, take),
            "groups": groups,
            "owner": owner,
            "co_owners": co_owners,
            "period": period,
            "fiscal_year": front.read_fiscal_year(story, period),
            "plan_line": front.read_plan_line(story, take),
            "rationale": lists.read_rationale(story, take),
            "stated_total": total,
            "stated_columns": columns,
            "transfers_allowed": self.money.transfers,
            "budget_note": self._budget_note(),
            "layout": self._layout(),
        }
        fields.update({name: found for name, found in read.items() if found is not None})

    def _budget_note(self):
        lines = self.money.notes
        self.take(lines)
        text = " ".join(" ".join(line.text.split()) for line in lines)[:500]
        return Found({"text": text}, [Passage.of(line) for line in lines]) if text else None

    def _layout(self):
        """Which of the three forms it is: by the cross table, and by what its rows are."""
        lines = self.reading.rows["lines"]
        if not self.money.has_cross_table:
            return Found({"text": "full"})
        of_activities = [line for line in lines if line.values["activity"] is not None and not line.values["formula"]]
        return Found({"text": "activity" if lines and len(of_activities) * 2 > len(lines) else "classic"})

    # ------------------------------------------------------------ doubts

    def _doubts(self):
        reading = self.reading
        if self.story.skipped_report:
            reading.doubt("file", "report_skipped")
        self._missing()
        self._repeated()
        for part in LISTS_CHECKED:
            reading.doubts.setdefault(part, []).extend(self._list_doubts(part))
        self._loose_lines()
        if not reading.rows["indicators"] and (rows := judged.from_evaluations(reading.rows["evaluations"])):
            reading.rows["indicators"] = rows
            reading.doubts.pop("indicators", None)

    def _missing(self):
        reading = self.reading
        for part in EXPECTED:
            if not reading.rows.get(part) and part not in reading.fields:
                key = "budget" if part == "lines" else part
                reading.doubt(part, "empty" if self.story.has(key) else "missing")
        if "owner" not in reading.fields:
            reading.doubt("owner", "missing")

    def _repeated(self):
        for part in ("rationale", "objectives", "targets", "activities", "expected_results", "risks"):
            if len(self.story.all(part)) > 1:
                self.reading.doubt(part, "twice")
        for part in ("activities", "indicators", "evaluations", "risks", "funding"):
            if len(self.story.grids(part)) > 1:
                self.reading.doubt(part, "several_tables")

    def _loose_lines(self):
        """Where the lines are the activities, one that fits none of them."""
        lines = self.reading.rows["lines"]
        if self.reading.text("layout") == "activity":
            for line in lines:
                if line.values["activity"] is None:
                    line.doubts.append(Doubt("activity_unknown", {"text": line.values["item"]}))

    def _list_doubts(self, part):
        doubts = lists.list_doubts(self.reading.rows[part])
        is_budget = part == "lines"
        return [doubt for doubt in doubts if not (is_budget and (doubt.code == "no_numbers" or self._restarts()))]

    def _restarts(self):
        """Budget lines under activities begin anew under each of them."""
        return len({line.values["activity"] for line in self.reading.rows["lines"]}) > 1

    def _unused(self):
        left = [line for line in self.story.lines if id(line) not in self.taken | self.story.structure]
        self.reading.unused = [Passage.of(line) for line in left]
        for section in self.story.sections:
            for item in section.items:
                if getattr(item, "kind", None) == "" and item.lines:
                    text = " | ".join(line.text for line in item.rows[0].lines)[:120]
                    self.reading.doubt("file", "unknown_table", text=text)
        for section in self.story.all("unknown"):
            self.reading.doubt("file", "unknown_heading", text=section.heading.line.text[:120])
        if left:
            self.reading.doubt("file", "unused", count=len(left))
        for line in self.story.body("place")[:1]:
            self.reading.doubts.setdefault("file", []).append(Doubt("place_not_kept", {"text": line.text[:120]}))
