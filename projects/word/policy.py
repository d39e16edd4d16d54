"""What a project answers to (A1-02..07), by the words that name each kind."""

import re

_LEAD = r"[( \t*☑☐✓]*(?:โครงการนี้)?(?:ตอบ)?(?:สนอง|สอดคล้อง)?(?:กับ)?[ \t:]*(?:\d[.)]\s*)?"
_OBEC = r"(?:สพฐ|สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน)"
_OFFICE = r"(?:สพป|สพม|สนง|สำนักงานเขต|เขตพื้นที่|ของสำนักงาน)"
KINDS = (
    ("policy", re.compile(_LEAD + r"นโยบาย")),
    ("standard", re.compile(_LEAD + r"มาตรฐาน[ \t]*(?:สนง|สำนักงาน|เขตพื้นที่|สพป|การปฏิบัติงาน|มฐ|ที่)")),
    ("standard", re.compile(r"[( \t]*(?:ตอบ)?(?:สนอง|สอดคล้อง)(?:กับ)?[ \t]*มาตรฐาน")),
    ("obec_focus", re.compile(_LEAD + r"จุดเน้น(?!.{0,12}" + _OFFICE + ")")),
    ("office_focus", re.compile(_LEAD + r"จุดเน้น")),
    ("obec_strategy", re.compile(_LEAD + r"(?:ยุทธศาสตร์|กลยุทธ์).{0,14}" + _OBEC)),
    ("office_strategy", re.compile(_LEAD + r"(?:กลยุทธ์|ยุทธศาสตร์.{0,14}" + _OFFICE + ")")),
    ("obec_strategy", re.compile(_LEAD + r"ยุทธศาสตร์")),
)
_SAYS_WHOSE = re.compile(f"{_OBEC}|{_OFFICE}")


def policy_kind(text):
    """The StrategyKind that a line begins to speak of, or "" for a line that continues or says something else."""
    return next((kind for kind, words in KINDS if words.match(text)), "")


def says_whose(text):
    """Whether the line says whose focus or strategy it is, the office's or the ministry's."""
    return bool(_SAYS_WHOSE.search(text))


def without_lead(text):
    return re.sub(r"^[( \t*☑☐✓]*(?:ตอบสนอง|สนอง|สอดคล้องกับ|สอดคล้อง)?[ \t:]*", "", text)
