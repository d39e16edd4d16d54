"""Precision and recall of a reading against the truth of its file, field by field."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from projects.word import read_file
from qa_portal.core.thai import search_key

FIELDS = {
    "name": "name",
    "owner": "owner",
    "objectives": "objectives",
    "targets": "targets",
    "activities": "activities",
    "budget": "lines",
    "stated_total": "stated_total",
    "indicators": "indicators",
    "expected_results": "expected_results",
}


@dataclass
class Score:
    """Of the values of one field: how many the files hold, how many were read, how many of those are right."""

    true: int = 0
    read: int = 0
    right: int = 0
    sure: int = 0  # read without a doubt
    sure_right: int = 0

    @property
    def recall(self):
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self):
        return self.right / self.read if self.read else 1.0

    @property
    def sure_precision(self):
        return self.sure_right / self.sure if self.sure else 1.0

    def __add__(self, other):
        return Score(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))


def key(text):
    """What counts of a text: its letters and figures."""
    return re.sub(r"[^\wก-๎]", "", search_key(str(text)))


def number(value):
    return None if value in (None, "") else Decimal(str(value)).normalize()


def true_values(truth, field):
    values = truth[field]
    if field == "name":
        return [key(values)]
    if field == "owner":
        return [key(values)] if values else []
    if field == "stated_total":
        return [number(values)] if values is not None else []
    return [VALUE[field](value) for value in values]


VALUE = {
    "objectives": key,
    "expected_results": key,
    "targets": lambda value: (value["kind"], key(value["text"]), number(value["value"])),
    "activities": lambda value: (key(value["title"]), key(value["period"]), key(value["responsible"])),
    "budget": lambda value: (
        key(value["item"]),
        key(value["formula"]),
        number(value["computed"]),
        number(value["stated"]),
    ),
    "indicators": lambda value: (value["level"], key(value["text"]), key(value["target"])),
}


def read_values(reading, field):
    """[(value, whether it is free of doubts)]."""
    part = FIELDS[field]
    has_doubts = bool(reading.doubts.get(part))
    if part in reading.fields or field in {"name", "owner", "stated_total"}:
        found = reading.fields.get(part)
        if found is None:
            return []
        value = number(found.values["amount"]) if field == "stated_total" else key(found.text)
        return [(value, not found.doubts and not has_doubts)]
    return [(_read_value(row.values, field), not row.doubts and not has_doubts) for row in reading.rows[part]]


def _read_value(values, field):
    names = {
        "activities": {"title": "title", "period": "period_text", "responsible": "responsible_text"},
        "indicators": {"level": "level", "text": "text", "target": "target_text"},
    }.get(field)
    if field in {"objectives", "expected_results"}:
        return key(values["text"])
    return VALUE[field]({name: values[own] for name, own in names.items()} if names else values)


def score(reading, truth, field):
    wanted = Counter(true_values(truth, field))
    result = Score(true=wanted.total())
    for value, is_sure in sorted(read_values(reading, field), key=lambda pair: not pair[1]):
        is_right = wanted[value] > 0
        wanted[value] -= is_right
        result += Score(0, 1, int(is_right), int(is_sure), int(is_sure and is_right))
    return result


def measure(cases):
    """{field: Score} of a set of files."""
    totals = {field: Score() for field in FIELDS}
    for case in cases:
        content, truth = case()
        reading = read_file(content, f"{case.__name__}.docx")
        for field in FIELDS:
            totals[field] += score(reading, truth, field)
    return totals


def wrong(case):
    """[(field, value, is sure)] that were read but are not so, and [(field, value)] that were not read."""
    content, truth = case()
    reading = read_file(content, f"{case.__name__}.docx")
    false, missed = [], []
    for field in FIELDS:
        wanted = Counter(true_values(truth, field))
        for value, is_sure in sorted(read_values(reading, field), key=lambda pair: not pair[1]):
            if wanted[value] > 0:
                wanted[value] -= 1
            else:
                false.append((field, value, is_sure))
        missed += [(field, value) for value in wanted.elements()]
    return false, missed
