"""What the report on the office's own standards says, as plain values: the same for page, documents, sheets,
and the version that is kept at its approval."""

from django.utils import timezone
from django.utils.translation import override

from qa_portal.office.checks.own_standards import counts_as_done, suggestion_of
from qa_portal.office.models import HEADINGS, LevelWords, OwnAnswer

NOT_SAID = "–"


def content_of(assessment):
    """The whole report in Thai, ready for JSON."""
    with override("th"):
        return {
            "office": assessment.district.name,
            "office_short": assessment.district.short_name,
            "framework": assessment.framework.name,
            "fiscal_year": assessment.fiscal_year,
            "state": assessment.state,
            "indicators": [_indicator(assessment, *part) for part in _parts(assessment)],
        } | _signed(assessment)


def _signed(assessment):
    """Who proposed and approved it, and when (ISO)."""
    return {
        "proposed_by": _person(assessment.proposed_by),
        "proposed_on": _day(assessment.proposed_at),
        "approved_by": _person(assessment.approved_by),
        "approved_on": _day(assessment.approved_at),
    }


def _person(user):
    return {"name": str(user), "position": user.position} if user else None


def _day(moment):
    return timezone.localdate(moment).isoformat() if moment else ""


def _parts(assessment):
    """(indicator, its answers, its OwnLevel, its LevelWords)."""
    answers = {}
    for answer in OwnAnswer.objects.filter(assessment=assessment).whole():
        answers.setdefault(answer.item.indicator, []).append(answer)
    levels = {row.indicator_id: row for row in assessment.levels.select_related("level")}
    words = {}
    for row in LevelWords.objects.filter(indicator__in=answers).select_related("level").order_by("level__value"):
        words.setdefault(row.indicator_id, []).append(row)
    for indicator, rows in answers.items():
        yield indicator, rows, levels[indicator.pk], words.get(indicator.pk, [])


def _indicator(assessment, indicator, answers, row, words):
    said = suggestion_of(answers)
    level = row.level.value if row.level else None
    return {
        "standard": indicator.standard.number,
        "issue": indicator.group,
        "name": indicator.name,
        "level": level,
        "suggested": said.value,
        "why": str(said.why),
        "reason": row.reason,
        "levels": [
            {"value": each.level.value, "name": each.level.name, "text": each.text, "is_on": each.level.value == level}
            for each in words
        ],
        "items": [_item(answer) for answer in answers],
    }


def _item(answer):
    item = answer.item
    return {
        "position": item.position,
        "name": item.name,
        "needs": item.needs,
        "asks_projects": item.least_projects > 0,
        "is_done": answer.is_done,
        "counts": counts_as_done(answer),
        "clarity": str(answer.get_clarity_display()) if answer.clarity else NOT_SAID,
        "ticks": [{"name": tick.name, "is_on": is_ticked} for tick, is_ticked in answer.ticks],
        "titles": [row.title for row in answer.named_projects],
        "projects": [_project(row) for row in answer.projects.all()],
        "evidence": [str(piece) for piece in answer.evidence],
    }


def _project(row):
    """A heading is a pair of its words and the lines under it; "-" and "ไม่มี" are lines like any other."""
    return {
        "title": row.title,
        "headings": [[label, getattr(row, field).splitlines()] for field, label in HEADINGS.items()],
    }
