"""The budget lines of a proposal to Excel and back (F09): the sheet is edited there, and what it would change is shown
before anything is written. A line is recognised by its own id, never by its number (A3-12); a row without an id is new.
What a cell says is judged by the form of the page. A second run changes nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from projects.forms import LineForm
from projects.formsets import MAX_ROWS
from projects.formula import FormulaError, read_stated
from projects.models import BudgetCategory, BudgetLine, Project
from qa_portal.core.columns import Column
from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import normalise, search_key, to_arabic

HEADERS = {
    "id": ("รหัสรายการ",),
    "version": ("รุ่นของรายการ",),
    "activity": ("กิจกรรม",),
    "number": ("ที่", "ลำดับที่"),
    "item": ("รายการ", "รายการใช้จ่าย"),
    "category": ("หมวด", "หมวดรายจ่าย"),
    "formula": ("สูตรคำนวณ", "สูตร"),
    "stated_text": ("จำนวนเงินที่ระบุ", "จำนวนเงิน", "เป็นเงิน"),
    "quarter": ("ไตรมาส",),
    "computed": ("ระบบคำนวณได้",),
}
"""What a column may be called, besides the field's own name; the first is the one in the sheet."""
FIELDS = tuple(name for name in HEADERS if name in LineForm.base_fields)


@dataclass
class Row(PlannedRow):
    line: BudgetLine | None = None
    form: LineForm | None = None

    @property
    def title(self):
        return " ".join(self.values.get(name, "") for name in ("number", "item")).strip() or "–"


@dataclass
class LinePlan(Planned):
    missing: list[BudgetLine]  # lines of the project that no row of the file names

    @property
    def digest(self):
        return f"{super().digest}-{'-'.join(str(line.pk) for line in self.missing)}"


# ---------------------------------------------------------------- plan


def make_plan(table, *, project):
    places = places_of(table.headers, HEADERS)
    if "item" not in places:
        raise Unreadable(_("The file lacks these columns: %(names)s.") % {"names": HEADERS["item"][0]})
    rows = [_read(row, places) for row in table.rows]
    planner = _Planner(project)
    for row in sorted(rows, key=lambda row: not row.values.get("id")):  # a stored line before one that may be its twin
        planner.judge(row)
    planner.check_room(rows)
    return LinePlan(table, rows, unread_headers(table.headers, places), list(planner.lines.values()))


def _read(row, places):
    """The row with the text of each cell; a blank cell says blank, a column that is not there says nothing."""
    number, cells = row
    texts = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    made = Row(number, cells, {name: normalise(text, collapse=name != "item") for name, text in texts.items()})
    for name in ("id", "version", "quarter"):
        if name in made.values:
            made.values[name] = to_arabic(made.values[name])
    return made


class _Planner:
    """Holds the project's lines that no row has named yet, and judges one row after another."""

    def __init__(self, project):
        self.project = project
        self.activities = list(project.activities.top().order_by("order", "pk"))
        self.lines = {str(line.pk): line for line in project.lines.select_related("activity").order_by("order", "pk")}
        self.count = len(self.lines)
        self.categories = category_words()

    def judge(self, row):
        self._find_line(row)
        data = self._data(row)
        if row.reasons:
            return
        row.form = LineForm(
            data,
            instance=row.line or BudgetLine(project=self.project),
            project=self.project,
            activities=self.activities,
        )
        before = _contents(row.line) if row.line else None
        if not row.form.is_valid():
            row.reasons += [
                f"{row.form[name].label}: {error}" for name, errors in row.form.errors.items() for error in errors
            ]
        else:
            self._compare(row, before)

    def _find_line(self, row):
        key = row.values.get("id")
        if key:
            row.line = self.lines.pop(key, None)
            if row.line is None:
                row.reasons.append(
                    _("Line %(id)s is not one of this project, or it stands in the file twice.") % {"id": key}
                )

    def _data(self, row):
        """The row as the form of the page would send it."""
        line = row.line or BudgetLine()
        data = {name: getattr(line, name) or "" for name in FIELDS} | {"activity": line.activity_id or ""}
        data |= {name: text for name, text in row.values.items() if name in FIELDS}
        if "activity" in row.values:
            data["activity"] = self._activity(row, line)
        if "category" in row.values:
            data["category"] = self._word(row, "category", self.categories)
        if "stated_text" in row.values and _same_amount(row.values["stated_text"], line.stated_text):
            data["stated_text"] = line.stated_text
        return data

    def _activity(self, row, line):
        """The key of the activity that the cell names: by its whole name, or title or number where only one has it."""
        said = search_key(row.values["activity"])
        if not said or (line.activity and said == search_key(str(line.activity))):
            return line.activity_id if said else ""
        for name in (str, lambda row: row.title, lambda row: row.number):
            found = [activity.pk for activity in self.activities if search_key(name(activity)) == said]
            if len(found) == 1:
                return found[0]
        row.reasons.append(_("There is no one activity called “%(name)s”.") % {"name": row.values["activity"]})
        return ""

    def _word(self, row, name, words):
        said = row.values[name]
        if said and search_key(said) not in words:
            row.reasons.append(_("“%(word)s” is not one of the categories.") % {"word": said})
        return words.get(search_key(said), "") if said else ""

    def _compare(self, row, before):
        after = _contents(row.form.instance)
        if row.line is None:
            twin = next((key for key, line in self.lines.items() if _contents(line) == after), None)
            row.kind = Kind.NEW if twin is None else Kind.UNCHANGED
            self.lines.pop(twin, None)
        elif before == after:
            row.kind = Kind.UNCHANGED
        elif row.values.get("version") and row.values["version"] != str(row.line.version):
            row.reasons.append(_("Somebody changed this line after the sheet was made. Please download it again."))
        else:
            row.kind = Kind.CHANGED
            row.changes = [
                Change(str(row.form.fields[name].label), _shown(old), _shown(new))
                for name, old, new in zip(FIELDS, before, after, strict=True)
                if old != new
            ]

    def check_room(self, rows):
        room = MAX_ROWS - self.count
        for row in [row for row in rows if row.kind == Kind.NEW][max(room, 0) :]:
            row.kind = Kind.REJECTED
            row.reasons.append(_("A budget has at most %(most)s lines.") % {"most": MAX_ROWS})


def category_words():
    """{search key: category}, by its own name and by its Thai and its English word."""
    words = {search_key(category.value): category.value for category in BudgetCategory}
    for language in ("th", "en"):
        with override(language):
            words |= {search_key(str(category.label)): category.value for category in BudgetCategory}
    return words


def _contents(line):
    """What a person reads in the line, in the order of FIELDS."""
    shown = {name: str(getattr(line, name) or "") for name in FIELDS}
    shown["activity"] = str(line.activity or "")
    shown["category"] = str(line.get_category_display()) if line.category else ""
    return tuple(shown[name] for name in FIELDS)


def _shown(text):
    return text or "–"


def _same_amount(one, other):
    """Excel may hold 2,800 as 2800."""
    try:
        amounts = {read_stated(one), read_stated(other)}
    except FormulaError:
        return False
    return len(amounts) == 1 and amounts != {None}


# ---------------------------------------------------------------- apply


@transaction.atomic
def apply_plan(plan, *, project, removes_missing=False):
    """Write what the plan says, all or nothing; the project's version rises, so that an open editor notices."""
    project = Project._base_manager.select_for_update().get(pk=project.pk)
    last = max(project.lines.values_list("order", flat=True), default=0)
    for row in plan.of_kind(Kind.CHANGED):
        row.form.save()
    for place, row in enumerate(plan.of_kind(Kind.NEW), last + 1):
        row.form.instance.order = place
        row.form.save()
    for line in plan.missing if removes_missing else ():
        line.delete()
    project.save()


# ---------------------------------------------------------------- sheets out


def lines_sheets(project):
    """The lines in the columns that the import reads, and a sheet that says how."""
    lines = project.lines.select_related("activity").order_by("order", "pk")
    return [
        Sheet(_("Budget lines"), COLUMNS, lines, has_foot=False),
        Sheet(_("How to"), RULE_COLUMNS, RULES, has_foot=False),
    ]


def _text(name):
    return lambda line: str(getattr(line, name) or "")


COLUMNS = [
    Column("id", HEADERS["id"][0], _text("pk"), 12),
    Column("activity", HEADERS["activity"][0], lambda line: str(line.activity or ""), 40),
    Column("number", HEADERS["number"][0], _text("number"), 8),
    Column("item", HEADERS["item"][0], _text("item"), 40),
    Column(
        "category",
        HEADERS["category"][0],
        lambda line: str(line.get_category_display()) if line.category else "",
        16,
    ),
    Column("formula", HEADERS["formula"][0], _text("formula"), 30),
    Column("stated_text", HEADERS["stated_text"][0], _text("stated_text"), 16),
    Column("quarter", HEADERS["quarter"][0], _text("quarter"), 10),
    Column("computed", HEADERS["computed"][0], lambda line: line.computed, 16, kind="money"),
    Column("version", HEADERS["version"][0], _text("version"), 12),
]
RULES = (
    gettext_lazy("Do not change the first and the last column: by them the portal recognises the line."),
    gettext_lazy("A new line is a new row with an empty first cell."),
    gettext_lazy("Write formulas as on paper, for example 35 บาท/20 คน/4 มื้อ or 100x200x2, without = before it."),
    gettext_lazy("The activity is written as in the sheet, or by its title, or by its number."),
    gettext_lazy("The quarter is 1, 2, 3 or 4. An empty cell empties the field in the portal."),
    gettext_lazy("The column of what the portal counts is not read."),
)
RULE_COLUMNS = [Column("rule", gettext_lazy("How to fill in this sheet"), str, 90)]
