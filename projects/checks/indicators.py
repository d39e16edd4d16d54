"""What is doubtful about a project's targets and indicators, one sentence each; nothing here hinders anybody (A12)."""

import re
from difflib import SequenceMatcher
from itertools import combinations

from django.utils.translation import gettext as _

from projects.checks.findings import Finding, Level
from projects.formula import FormulaError, read_stated
from projects.models import TargetKind
from qa_portal.core.thai import format_baht, to_arabic

SHARE = re.compile(r"ร้อยละ|%|per ?cent", re.IGNORECASE)
COUNT = re.compile(r"^\s*(จำนวน|number of)", re.IGNORECASE)
EVERY = re.compile(r"ทุก|ทั้งหมด|ครบ|all|every", re.IGNORECASE)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# What most targets of an office speak of, so that it makes no two of them alike.
COMMON = re.compile(r"จำนวน|ร้อยละ|สถานศึกษา|โรงเรียน|ทุกแห่ง|ในสังกัด|ของ|(?:ที่)?ได้รับการ|[\d\s,.%]+")
PHRASE = 6  # letters: a shorter run is in two texts by chance
ALIKE = 0.6


def findings(project):
    """[checks.Finding] about the targets and indicators of a project, each at the id of its row. Two queries."""
    indicators = list(project.indicators.order_by("order", "pk"))
    targets = list(project.targets.filter(kind=TargetKind.QUANTITATIVE).order_by("order", "pk"))
    found = [*_without_target(indicators), *_units(indicators), *_two_goals(indicators)]
    return [*found, *_other_goals(indicators, targets)]


def findings_by_where(project):
    """{id of a row: [its findings]}."""
    found = {}
    for finding in findings(project):
        found.setdefault(finding.where, []).append(finding)
    return found


def _note(kind, indicator, sentence):
    return Finding(kind, indicator.where, sentence, level=Level.NOTE)


# ---------------------------------------------------------------- no target


def _without_target(indicators):
    """A12-07: nothing says how much is enough."""
    for row in indicators:
        if goal(row) is None and not _says_how_much(row):
            yield _note("no_target", row, _("The indicator has no target value: nothing says how much is enough."))


def _says_how_much(row):
    text = row.target_text.strip()
    if not text or repeats(text, row.text):
        return False
    return bool(NUMBER.search(to_arabic(text)) or EVERY.search(text)) or not asks_number(row.text)


def goal(row):
    """The number of an indicator's target: as typed, or the only one in its words; None where there is none."""
    if row.target_value is not None:
        return row.target_value
    numbers = NUMBER.findall(to_arabic(row.target_text))
    try:
        return read_stated(numbers[0]) if len(numbers) == 1 else None
    except FormulaError:
        return None


def repeats(text, *others):
    """Whether a text says, blanks aside, word for word what one of the others says (A12-09)."""
    words = "".join(text.split())
    return bool(words) and words in {"".join(other.split()) for other in others}


# ---------------------------------------------------------------- a count against a percentage


def asks_number(text):
    return bool(SHARE.search(text) or COUNT.search(text))


def is_share(row):
    """Whether its target is a percentage, by its unit or words."""
    return bool(SHARE.search(f"{row.unit} {row.target_text}"))


def _units(indicators):
    """A12-07: a count is asked for and a percentage is the target, or the other way round."""
    for row in indicators:
        if goal(row) is None:
            continue
        if COUNT.search(row.text) and is_share(row):
            yield _note("unit", row, _("The indicator is a count (จำนวน), but its target is a percentage (ร้อยละ)."))
        elif SHARE.search(row.text) and not is_share(row):
            yield _note("unit", row, _("The indicator is a percentage (ร้อยละ), but its target is a count (จำนวน)."))


# ---------------------------------------------------------------- two numbers for one thing


def _two_goals(indicators):
    """A12-07: 80% of the schools in one place, 100% in another."""
    for first, second in combinations(indicators, 2):
        if _differ(goal(first), goal(second)) and _unit(first) == _unit(second) and alike(first.text, second.text):
            values = {"here": _shown(second), "there": _shown(first), "other": first.text[:60]}
            yield _note("two_targets", second, _("The target here is %(here)s, but %(there)s at “%(other)s”.") % values)


def _other_goals(indicators, targets):
    """A12-05: 200 assessors among the targets, 100 at the indicator."""
    for row in indicators:
        for target in targets:
            same_unit = bool(target.unit) and target.unit.strip() == row.unit.strip()
            if same_unit and _differ(goal(row), target.value) and alike(row.text, target.text):
                values = {"here": _shown(row), "there": _amount(target.value, target.unit), "other": target.text[:60]}
                yield _note(
                    "target", row, _("The target here is %(here)s, but %(there)s in the target “%(other)s”.") % values
                )


def _differ(one, other):
    return None not in (one, other) and one != other


def _unit(row):
    return "%" if is_share(row) else row.unit.strip()


def _shown(row):
    return _amount(goal(row), _unit(row))


def _amount(value, unit):
    return f"{format_baht(value)}{unit if unit == '%' else f' {unit}'}".strip()


def alike(one, other):
    """Whether two texts speak of the same thing: most of the shorter one stands in the other in phrases."""
    shorter, longer = sorted((COMMON.sub("", one), COMMON.sub("", other)), key=len)
    if not shorter:
        return False
    blocks = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= PHRASE) / len(shorter) >= ALIKE
