"""A reading as the JSON that `read_proposal` prints (docs/word_import.md)."""

from decimal import Decimal


def summary(reading):
    """The ten named keys first; "doubts" are sentences that begin with the name of the key they concern."""
    rows = reading.rows
    return {
        "name": reading.text("name") or None,
        "owner": reading.text("owner") or None,
        "objectives": [row.text for row in rows["objectives"]],
        "targets": [_target(row.values) for row in rows["targets"]],
        "activities": [_activity(row.values) for row in rows["activities"]],
        "budget": [_line(row.values) for row in rows["lines"]],
        "stated_total": _number(_stated_total(reading)),
        "indicators": [_indicator(row.values) for row in rows["indicators"]],
        "expected_results": [row.text for row in rows["expected_results"]],
        "doubts": [_sentence(part, number, doubt) for part, number, doubt in reading.all_doubts()],
        "layout": reading.text("layout"),
        "nature": reading.text("nature"),
        "groups": reading.fields["groups"].values["names"] if "groups" in reading.fields else [],
        "co_owners": reading.text("co_owners"),
        "fiscal_year": _number(reading.text("fiscal_year")),
        "period": reading.text("period"),
        "plan_line": reading.text("plan_line"),
        "policy": [{"kind": row.values["kind"], "text": row.text} for row in rows["policy"]],
        "rationale": reading.text("rationale"),
        "stated_columns": _columns(reading),
        "transfers_allowed": bool(reading.text("transfers_allowed")),
        "budget_note": reading.text("budget_note"),
        "funding": [row.values for row in rows["funding"]],
        "risks": [{"kind": row.values["kind"], "text": row.text} for row in rows["risks"]],
        "evaluations": [row.values for row in rows["evaluations"]],
        "signatories": [row.values for row in rows["signatories"]],
        "unused": [{"text": passage.text, "where": passage.where} for passage in reading.unused],
        "doubt_places": [
            {"part": KEYS.get(part, part), "row": number, "code": doubt.code, "sentence": doubt.sentence}
            for part, number, doubt in reading.all_doubts()
        ],
    }


KEYS = {"lines": "budget"}


def _sentence(part, number, doubt):
    place = f" {number}" if number else ""
    return f"{KEYS.get(part, part)}{place}: {doubt.sentence}"


def _stated_total(reading):
    return reading.fields["stated_total"].values["amount"] if "stated_total" in reading.fields else None


def _columns(reading):
    return reading.fields["stated_columns"].values if "stated_columns" in reading.fields else {}


def _number(text):
    """A JSON number, whole where it is whole; None for nothing."""
    if text in (None, ""):
        return None
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _target(values):
    return {
        "kind": values["kind"],
        "text": values["text"],
        "value": _number(values["value"]),
        "unit": values["unit"],
    }


def _activity(values):
    return {
        "number": values["number"],
        "title": values["title"],
        "period": values["period_text"],
        "place": values["place"],
        "target_group": values["target_group"],
        "responsible": values["responsible_text"],
        "steps": values["steps"],
        "stated_total": values.get("stated_total_text", ""),
    }


def _line(values):
    return {
        "item": values["item"],
        "formula": values["formula"],
        "computed": _number(values["computed"]),
        "stated": _number(values["stated"]),
        "stated_text": values["stated_text"],
        "number": values["number"],
        "category": values["category"],
        "activity": None if values["activity"] is None else values["activity"] + 1,
    }


def _indicator(values):
    return {
        "level": values["level"],
        "text": values["text"],
        "target": values["target_text"],
        "value": _number(values["target_value"]),
        "unit": values["unit"],
    }
