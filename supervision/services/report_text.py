"""The text of a report, of which its hash is taken."""

from django.utils import translation

from qa_portal.core.thai import format_date
from supervision.models import Visit, score_of


def report_text(visit):
    """What the office reports, as plain Thai text: frozen when the report is sent, so that its hash proves it later.

    The school's answer is not in it: that comes after."""
    groups = (_facts_text, _rechecks_text, _score_text, _findings_text, _photos_text, _sign_offs_text)
    return "\n".join(line for group in groups for line in group(visit))


def _facts_text(visit):
    yield f"รายงานการนิเทศ {visit.code}"
    yield f"โรงเรียน {visit.school_then.name} รหัส {visit.school.moe_code}"
    yield f"วันที่ {format_date(visit.held_on, style='long')}"
    yield f"วัตถุประสงค์ {visit.purpose} {visit.purpose_text}".rstrip()
    for member in visit.team:
        yield f"คณะนิเทศ {member.user} {member.role}"
    yield from _typed_text(visit)


def _typed_text(visit):
    for name in Visit.FACTS + Visit.WORDS:
        with translation.override("th"):
            label = str(Visit._meta.get_field(name).verbose_name)
        value = getattr(visit, name)
        yield f"{label} {'' if value is None else value}"


def _rechecks_text(visit):
    rows = visit.rechecks.select_related("finding__visit", "action__visit").order_by("action", "finding")
    for row in rows:
        yield f"ติดตาม {row.earlier.code} {row.verdict} {row.note}".rstrip()


def _score_text(visit):
    score = score_of(visit)
    if score is None:
        return
    yield f"เครื่องมือ {visit.instrument.code} ฉบับที่ {visit.instrument.edition}"
    for section in score.sections:
        for item, answer in section.rows:
            yield f"{item.number} {_answer_text(answer)}"
    yield f"คะแนน {score.whole.total}/{score.whole.count} = {score.whole.mean}"


def _answer_text(answer):
    if answer is None:
        return ""
    level = str(answer.level.value) if answer.level else ""
    facts = [level, str(answer.is_yes), str(answer.not_applicable), answer.text, answer.note]
    if answer.number is not None or answer.choice:
        facts.append(answer.word)
    return " | ".join(facts)


def _findings_text(visit):
    for finding in visit.findings.select_related("category"):
        yield f"{visit.code}-{finding.number:02} {_kind_text(finding)} {finding.category.code} {finding.text}"
    for action in visit.actions.order_by("number"):
        yield f"{visit.code}-A{action.number:02} {action.owed_by} {action.due_on.isoformat()} {action.what}"


def _kind_text(finding):
    return f"{finding.kind} {finding.severity}".rstrip()


def _photos_text(visit):
    for photo in visit.photos.select_related("file"):
        yield f"ภาพ {photo.file.sha256} {photo.caption}"


def _sign_offs_text(visit):
    for row in visit.sign_offs.select_related("drawing"):
        drawing = row.drawing.sha256 if row.drawing else ""
        signed = f"{row.side} {row.name} {row.position} {row.signed_at.isoformat()} {row.text_sha256} {drawing}"
        yield f"ลงนาม {signed}".rstrip()
