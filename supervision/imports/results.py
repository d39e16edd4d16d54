"""Results of a round from an Excel or CSV file: one row for each school, level of education and standard, and one row
“ภาพรวม” for the whole.

The key is the ministry code, never the name; all rows are of one round and one kind of paper, which the person chooses.
A plan says of each row: new, changed (old → new), unchanged or rejected with its reasons. Blank cells erase nothing,
and a standard of the portal that the file does not name stays. A draft or final paper whose day is known, from the file
or the portal, brings its assessment to that stage. A second run changes nothing."""

import datetime
import re
from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qa_portal.core.history import Change
from qa_portal.core.imports import Kind, Planned, PlannedRow, places_of, unread_headers
from qa_portal.core.tables import Unreadable
from qa_portal.core.thai import format_date, normalise, parse_date, search_key, to_arabic
from qa_portal.core.workflow import MACHINES
from schools.models import EducationLevel, School
from schools.services.expected import taught_levels
from supervision.forms.result import ScoreField
from supervision.models import (
    AssessmentState,
    ExternalAssessment,
    Recommendation,
    ResultKind,
    ResultPaper,
    StandardResult,
)
from supervision.services.assessments import record_notices, take_step
from supervision.services.recommendations import add_recommendations
from supervision.services.results import save_result

HEADERS = {
    "moe_code": ("รหัสกระทรวง 10 หลัก", "รหัสกระทรวง", "รหัสสถานศึกษา", "รหัสโรงเรียน"),
    "school": ("ชื่อโรงเรียน", "ชื่อสถานศึกษา", "โรงเรียน"),
    "education": ("ระดับการศึกษา", "ระดับ"),
    "standard": ("มาตรฐานที่", "มาตรฐาน"),
    "level": ("ระดับคุณภาพ", "ผลการประเมิน"),
    "score": ("คะแนน",),
    "is_certified": ("การรับรอง", "ผลการรับรอง"),
    "dated": ("วันที่ของเอกสาร", "วันที่"),
    "strengths": ("จุดเด่น",),
    "to_develop": ("จุดควรพัฒนา", "จุดที่ควรพัฒนา"),
    "note": ("หมายเหตุ",),
    "recommendation": ("ข้อเสนอแนะ",),
}
"""What a column may be called, besides the field's own name; the first is the one in the template."""
EDUCATION = {
    EducationLevel.EARLY_CHILDHOOD: ("ปฐมวัย", "ระดับปฐมวัย", "การศึกษาปฐมวัย", "อนุบาล"),
    EducationLevel.BASIC: ("ขั้นพื้นฐาน", "การศึกษาขั้นพื้นฐาน", "ระดับการศึกษาขั้นพื้นฐาน"),
}
WHOLE = ("ภาพรวม", "รวม", "overall")
CERTIFIED = {True: ("รับรอง", "ได้รับการรับรอง"), False: ("ไม่รับรอง", "ไม่ได้รับการรับรอง")}
OF_WHOLE = ("level", "score", "is_certified", "dated", "strengths", "to_develop")
OF_STANDARD = ("level", "score", "note")
TITLE = ("education", "standard", "level", "score", "is_certified", "dated")
LONG = ("strengths", "to_develop", "note", "recommendation")
STEPS = {ResultKind.DRAFT: ("draft", "drafted_on"), ResultKind.FINAL: ("finalise", "finalised_on")}
"""The step that a paper of a kind brings, and the field of its day."""
BATCH = 500


@dataclass
class Row(PlannedRow):
    """A row of the file, and what it is about: the school's assessment (None: to be made) and the standard (None: the
    whole). `said` are its texts, `facts` the fields that they state, `advice` the recommendations that are new. `step`
    is the stage to which its assessment comes, (transition, {field of its day: day}); `stays`, why it comes to none."""

    said: dict = field(default_factory=dict)
    school: School | None = None
    assessment: ExternalAssessment | None = None
    standard: object = None
    facts: dict = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)
    step: tuple | None = None
    stays: str = ""

    @property
    def title(self):
        words = {name: self.said.get(name, "") for name in ("moe_code", "school", *TITLE)}
        if self.school:
            words["school"] = self.school.name
        return " ".join(filter(None, words.values())) or "–"


# ---------------------------------------------------------------- plan


def make_plan(table, *, in_round, kind, district, noticed_on=None):
    """With `noticed_on`, the day of their notice, assessments are made for schools that have none in the round."""
    places = places_of(table.headers, HEADERS)
    if "moe_code" not in places:
        raise Unreadable(_("The file has no column with the 10-digit ministry code. Use the template's column names."))
    rows = [_read(row, places) for row in table.rows]
    _Planner(rows, in_round, kind, district, noticed_on, "standard" in places).judge()
    return Planned(table, rows, unread_headers(table.headers, places))


def _read(row, places):
    number, cells = row
    texts = {name: _text(name, cells[place]) for name, place in places.items() if place < len(cells)}
    said = {name: text for name, text in texts.items() if text}
    return Row(number, cells, values=dict(said), said=said)


def _text(name, cell):
    return normalise(cell.replace("\r\n", "\n"), collapse=name not in LONG)


class _Planner:
    """Holds what the portal has of the round at the schools that the file names, and judges row after row."""

    def __init__(self, rows, in_round, kind, district, noticed_on, has_standards):
        self.rows, self.round, self.kind = rows, in_round, kind
        self.noticed_on, self.has_standards = noticed_on, has_standards
        self.frameworks = in_round.frameworks
        self.levels = {level: list(framework.levels.all()) for level, framework in self.frameworks.items()}
        self.standards = {
            level: {row.number: row for row in framework.standards.all()}
            for level, framework in self.frameworks.items()
        }
        self.schools = _schools(rows, district)
        self._read_portal()
        self.first_row = {}

    def _read_portal(self):
        here = {"school__in": [school.pk for school in self.schools.values()], "round": self.round}
        there = ExternalAssessment.objects.filter(**here).exclude(state=AssessmentState.CANCELLED)
        self.assessments = {(row.school_id, row.level): row for row in there.order_by("attempt")}
        keys = [row.pk for row in self.assessments.values()]
        papers = ResultPaper.objects.filter(assessment__in=keys, kind=self.kind).select_related("level")
        self.papers = {paper.assessment_id: paper for paper in papers}
        results = StandardResult.objects.filter(paper__in=papers).select_related("level", "paper")
        self.results = {(row.paper.assessment_id, row.standard_id): row for row in results}
        advice = Recommendation.objects.filter(assessment__in=keys)
        self.advice = set(advice.values_list("assessment", "standard", "text"))

    def judge(self):
        for row in self.rows:
            row.reasons += self._find(row)
            if not row.reasons:
                row.reasons += self._state(row)
            if not row.reasons:
                self._accept(row)

    def _find(self, row):
        """What the row is about, or why that cannot be told."""
        code = to_arabic(row.values.get("moe_code", ""))
        row.school = self.schools.get(code)
        if row.school is None:
            yield _("No school of this office has the code “%(code)s”.") % {"code": code}
            return
        level, reason = self._education(row.values.get("education", ""))
        if reason:
            yield reason
            return
        row.values["education"] = level
        row.assessment = self.assessments.get((row.school.pk, level))
        if row.assessment is None:
            yield from self._object_to_making(row, level)
        yield from self._find_standard(row, level)
        key = (row.school.pk, level, row.standard and row.standard.pk)
        if not row.reasons and key in self.first_row:
            yield _("The same stands in row %(row)s of the file already.") % {"row": self.first_row[key]}
        self.first_row.setdefault(key, row.number)

    def _object_to_making(self, row, level):
        if self.noticed_on is None:
            yield _("The school has no assessment of this level in the round.")
        elif level not in taught_levels(row.school):
            yield _("The school does not teach this level.")

    def _education(self, typed):
        """(level, "") or (None, why not)."""
        if not typed and len(self.frameworks) == 1:
            return next(iter(self.frameworks)), ""
        for level, words in EDUCATION.items():
            if search_key(typed) in {level.value, *map(search_key, words)}:
                no_standards = _("The round has no standards for the level of education “%(level)s”.")
                return level, "" if level in self.frameworks else no_standards % {"level": level.label}
        words = ", ".join(words[0] for words in EDUCATION.values())
        facts = {"typed": typed, "words": words}
        return None, _("The level of education “%(typed)s” is not known: use one of %(words)s.") % facts

    def _find_standard(self, row, level):
        typed = to_arabic(row.values.get("standard", ""))
        if search_key(typed) in map(search_key, WHOLE) or not self.has_standards:
            return
        number = re.sub(r"^มาตรฐาน(ที่)?\s*", "", typed)
        row.standard = self.standards[level].get(int(number)) if re.fullmatch(r"[0-9]{1,3}", number) else None
        if row.standard is None:
            facts = {"typed": typed, "word": WHOLE[0]}
            yield _("The standard “%(typed)s” is not in the round: give its number, or “%(word)s”.") % facts

    def _state(self, row):
        """The row's facts, or why they cannot be taken."""
        names = OF_WHOLE if row.standard is None else OF_STANDARD
        for name in {*OF_WHOLE, *OF_STANDARD} & row.values.keys():
            if name not in names:
                yield _misplaced(name, row.standard)
                continue
            try:
                row.facts[name] = self._clean(name, row)
            except (ValueError, ValidationError) as error:
                yield error.messages[0] if isinstance(error, ValidationError) else str(error)
        dated = row.facts.get("dated")
        if row.assessment is None and dated and dated < self.noticed_on:
            yield _("The paper is older than the notice of the assessment.")
        if not row.facts and "recommendation" not in row.values and not row.reasons:
            yield _("The row states no result.")

    def _find_step(self, row):
        """Where the paper brings its assessment; nowhere where it is there already."""
        name, day_field = STEPS[self.kind]
        state = row.assessment.state if row.assessment else AssessmentState.NOTIFIED
        if state not in MACHINES[ExternalAssessment].by_name[name].sources:
            return
        paper = row.assessment and self.papers.get(row.assessment.pk)
        day = row.facts.get("dated") or (paper and paper.dated)
        row.stays = _disorder(row.assessment, day_field, day) if day else _("The day of the paper is not known.")
        if not row.stays:
            row.step = (name, {day_field: day})

    def _clean(self, name, row):
        text = row.values[name]
        if name == "level":
            return self._level(text, row.values["education"])
        if name == "score":
            if not self.round.has_scores:
                raise ValueError(_("The round has no scores."))
            return ScoreField().clean(text)
        return CLEANERS.get(name, str)(text)

    def _level(self, typed, education):
        for level in self.levels[education]:
            if search_key(typed) == search_key(level.name) or to_arabic(typed) == str(level.value):
                return level
        words = ", ".join(level.name for level in self.levels[education])
        facts = {"typed": typed, "words": words}
        raise ValueError(_("The quality level “%(typed)s” is not known: use one of %(words)s.") % facts)

    def _accept(self, row):
        if row.standard is None and self.kind in STEPS:
            self._find_step(row)
        key = row.assessment and row.assessment.pk
        paper = self.papers.get(key)
        old = paper if row.standard is None else self.results.get((key, row.standard.pk))
        row.advice = list(self._new_advice(row, key))
        row.changes = list(_changes(old or _blank(row), row.facts)) + [_added(text) for text in row.advice]
        row.changes += _stage_change(row)
        is_new = old is None and row.facts
        row.kind = Kind.NEW if is_new else Kind.CHANGED if row.changes else Kind.UNCHANGED

    def _new_advice(self, row, key):
        for text in advice_of(row.values.get("recommendation", "")):
            if (key, row.standard and row.standard.pk, text) not in self.advice:
                yield text


def _schools(rows, district):
    codes = sorted({to_arabic(row.values["moe_code"]) for row in rows if "moe_code" in row.values})
    found = {}
    for start in range(0, len(codes), BATCH):
        batch = School.objects.filter(district=district, moe_code__in=codes[start : start + BATCH])
        found |= {school.moe_code: school for school in batch}
    return found


def advice_of(cell):
    """Each line of the cell is one recommendation."""
    return list(dict.fromkeys(filter(None, (line.strip() for line in cell.split("\n")))))


def _misplaced(name, standard):
    column = HEADERS[name][0]
    if standard is None:
        return _("“%(column)s” is read in the row of a standard only.") % {"column": column}
    facts = {"column": column, "word": WHOLE[0]}
    return _("“%(column)s” is read in the row “%(word)s” only.") % facts


def _certified(text):
    for value, words in CERTIFIED.items():
        if search_key(text) in map(search_key, words):
            return value
    words = ", ".join(words[0] for words in CERTIFIED.values())
    facts = {"typed": text, "words": words}
    raise ValueError(_("“%(typed)s” does not say whether it is certified: use %(words)s.") % facts)


CLEANERS = {"is_certified": _certified, "dated": parse_date}


def _disorder(assessment, name, day):
    """What would stand in the wrong order with this day; "" where nothing would."""
    stood = copy(assessment) if assessment else ExternalAssessment()
    setattr(stood, name, day)
    return stood.disorder


def _stage_change(row):
    if row.step is None or row.assessment is None:
        return []
    target = MACHINES[ExternalAssessment].by_name[row.step[0]].target
    label = str(ExternalAssessment._meta.get_field("state").verbose_name)
    return [Change(label, str(row.assessment.get_state_display()), str(AssessmentState(target).label))]


def _blank(row):
    return ResultPaper() if row.standard is None else StandardResult()


def _changes(old, facts):
    for name, value in facts.items():
        before = getattr(old, name)
        if before != value:
            label = str(old._meta.get_field(name).verbose_name)
            yield Change(label, _shown(before), _shown(value))


def _shown(value):
    if isinstance(value, bool):
        return CERTIFIED[value][0]
    if isinstance(value, datetime.date):
        return format_date(value)
    return "–" if value in (None, "") else getattr(value, "name", None) or str(value)


def _added(text):
    return Change(str(Recommendation._meta.get_field("text").verbose_name), "–", text)


# ---------------------------------------------------------------- apply


@transaction.atomic
def apply_plan(plan, *, in_round, kind, noticed_on=None, by):
    """Write what the plan says, all or nothing. `noticed_on` is the day of the notice of assessments that are made."""
    groups = {}
    for row in plan.rows:
        if row.kind in (Kind.NEW, Kind.CHANGED):
            groups.setdefault((row.school.pk, row.values["education"]), []).append(row)
    for rows in groups.values():
        _apply(rows, in_round, kind, noticed_on, by)


def _apply(rows, in_round, kind, noticed_on, by):
    """The rows of one school and level of education, and the stage to which their paper brings the assessment."""
    assessment = rows[0].assessment or _made(rows[0], in_round, noticed_on, by)
    _write(ExternalAssessment.objects.select_for_update().get(pk=assessment.pk), rows, kind, by)
    for name, days in filter(None, (row.step for row in rows)):
        take_step(assessment, name, by=by, **days)


def _made(row, in_round, noticed_on, by):
    levels = [row.values["education"]]
    outcome = record_notices([row.school], in_round=in_round, levels=levels, by=by, noticed_on=noticed_on)
    return outcome.made[0]


def _write(assessment, rows, kind, by):
    if any(row.facts for row in rows):
        paper = assessment.result_papers.filter(kind=kind).first() or ResultPaper(assessment=assessment, kind=kind)
        for row in rows:
            for name, value in row.facts.items() if row.standard is None else ():
                setattr(paper, name, value)
        save_result(paper.changed_by(by), rows={row.standard: row.facts for row in rows if row.standard and row.facts})
    add_recommendations(assessment, [(row.standard, text) for row in rows for text in row.advice], by=by)
