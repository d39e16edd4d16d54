"""Writes of supervision that touch several rows, and the text of a report that its hash is taken of."""

import hashlib
import uuid

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import perform
from schools.models import School
from supervision.models import (
    ActionEvidence,
    Answer,
    Instrument,
    Postponement,
    SchoolReply,
    Visit,
    VisitMember,
    VisitPhoto,
    score_of,
)

# ---------------------------------------------------------------- plan


@transaction.atomic
def plan_visits(schools, *, planned_on, lead, members=(), uid, by, **fields):
    """One visit to each school on one day, with one team, in the order given.

    `uid` is the form's own: sent twice, it gives the visits of the first time. `fields` are the Visit's own."""
    team = {"lead": lead, "members": members}
    return [_plan_visit(school, uuid.uuid5(uid, school.moe_code), planned_on, team, by, fields) for school in schools]


def _plan_visit(school, uid, planned_on, team, by, fields):
    School.objects.select_for_update().get(pk=school.pk)  # its visits are numbered one after another
    known = Visit.objects.filter(uid=uid).first()
    if known:
        return known
    visit = Visit.objects.create(uid=uid, school=school, planned_on=planned_on, **fields)
    set_team(visit, **team)
    others = [person for person in {team["lead"], *team["members"]} if person != by]
    said = {"row": str(visit), "day": format_date(visit.held_on)}
    notify(others, _("You are in the team of the visit %(row)s on %(day)s."), said, visit.get_absolute_url())
    return visit


@transaction.atomic
def set_team(visit, *, lead, members):
    """The team as given and nobody else; who stays keeps the row. The lead is not a member twice."""
    wanted = dict.fromkeys(members, VisitMember.Role.MEMBER) | {lead: VisitMember.Role.LEAD}
    present = {member.user: member for member in visit.members.select_related("user")}
    for person in present.keys() - wanted.keys():
        present[person].delete()
    # Members before the lead: the old lead steps down before the new one takes over.
    for person, role in sorted(wanted.items(), key=lambda pair: pair[1] == VisitMember.Role.LEAD):
        _set_member(visit, person, role, present.get(person))
    visit.__dict__.pop("team", None)


def _set_member(visit, person, role, member):
    if member is None:
        VisitMember.objects.create(visit=visit, user=person, role=role)
    elif member.role != role:
        member.role = role
        member.save()


@transaction.atomic
def postpone_visit(visit, *, reason, note="", new_date=None, by):
    """Put a planned visit off; with `new_date` it is planned again at once."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.is_planned:
        Postponement.objects.create(visit=visit, was_on=visit.planned_on, reason=reason, note=note)
    visit = perform(visit, "postpone", by=by, note=note)
    return replan_visit(visit, new_date=new_date, by=by) if new_date else visit


@transaction.atomic
def replan_visit(visit, *, new_date, by):
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    for postponement in visit.postponements.filter(moved_to=None):
        postponement.moved_to = new_date
        postponement.save()
        visit.planned_on = new_date
        visit.save()
    return perform(visit, "replan", by=by, note=format_date(new_date))


@transaction.atomic
def cancel_visit(visit, *, reason, note="", by):
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    visit.cancel_reason = reason
    visit.save()
    return perform(visit, "cancel", by=by, note=note)


# ---------------------------------------------------------------- answers, findings, photos


def answers_version(visit, section):
    """A number that rises with every change of the section's answers."""
    return visit.answers.filter(item__section=section).aggregate(total=Sum("version"))["total"] or 0


@transaction.atomic
def save_answers(visit, given):
    """Write what changed. `given`: {item: level, is_yes, text, not_applicable and note of its Answer}."""
    answers = {answer.item_id: answer for answer in visit.answers.select_related("level")}
    for item, fields in given.items():
        answer = answers.get(item.pk) or Answer(visit=visit, item=item)
        changed = [name for name, value in fields.items() if getattr(answer, name) != value]
        for name in changed:
            setattr(answer, name, fields[name])
        if changed:
            answer.save()


@transaction.atomic
def delete_finding(finding):
    """Take a finding out of a draft, with what was agreed about it. Its number is not given again."""
    for action in finding.actions.all():
        action.delete()
    finding.delete()


@transaction.atomic
def add_photo(visit, *, upload, caption, has_consent, by):
    """Keep a photo with its caption. The same photo again is the photo that is there, with the caption as it is now."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    stored = files.store(upload, district=visit.school.district, by=by, allowed=files.PHOTOS)
    photo = visit.photos.filter(file__sha256=stored.sha256).first()
    if photo is None:
        last = visit.photos.aggregate(last=Max("position"))["last"] or 0
        photo = VisitPhoto(visit=visit, file=stored, position=last + 1)
    else:
        stored.delete()
    photo.caption, photo.has_consent = caption, has_consent
    photo.save()
    return photo


@transaction.atomic
def acknowledge_visit(visit, *, answer, replies, by):
    """The school's answer as a whole and, where given, to each finding. `replies`: {finding: dict of SchoolReply}."""
    visit = perform(visit, "acknowledge", by=by, note=answer)
    for finding, reply in replies.items():
        SchoolReply.objects.create(finding=finding, **reply)
    return visit


@transaction.atomic
def settle_action(action, name, *, note, upload=None, by):
    """A step of an agreed action together with the file that proves it."""
    action = perform(action, name, by=by, note=note)
    if upload:
        stored = files.store(upload, district=action.visit.school.district, by=by)
        ActionEvidence.objects.create(action=action, file=stored)
    return action


# ---------------------------------------------------------------- instruments


@transaction.atomic
def new_edition(instrument, *, district):
    """A draft of the district that copies everything of the instrument, numbered after the last edition of its code."""
    editions = Instrument.objects.filter(district=district, code=instrument.code)
    last = max(editions.aggregate(last=Max("edition"))["last"] or 0, instrument.edition)
    copy = Instrument.objects.create(
        district=district,
        code=instrument.code,
        edition=last + 1,
        name=instrument.name,
        guidance=instrument.guidance,
    )
    levels = {level.value: _copy(level, instrument=copy) for level in instrument.levels.all()}
    for section in instrument.sections.all():
        _copy_section(section, copy, levels)
    return copy


def _copy_section(section, instrument, levels):
    items = list(section.items.prefetch_related("descriptions__level"))
    own = _copy(section, instrument=instrument)
    for item in items:
        descriptions = list(item.descriptions.all())
        twin = _copy(item, section=own)
        for description in descriptions:
            _copy(description, item=twin, level=levels[description.level.value])


def _copy(row, **parents):
    """A new row with the values of the old one under other parents."""
    fields = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in {"version", "created_at", "updated_at"}
    }
    return type(row)._default_manager.create(**fields | parents)


# ---------------------------------------------------------------- the report as text


def fingerprint(text):
    return hashlib.sha256(text.encode()).hexdigest()


def report_text(visit):
    """What the office reports, as plain Thai text: frozen when the report is sent, so that its hash proves it later.

    The school's answer is not in it: that comes after."""
    return "\n".join([*_facts_text(visit), *_score_text(visit), *_findings_text(visit), *_photos_text(visit)])


def _facts_text(visit):
    yield f"รายงานการนิเทศ {visit.code}"
    yield f"โรงเรียน {visit.school_then.name} รหัส {visit.school.moe_code}"
    yield f"วันที่ {format_date(visit.held_on, style='long')}"
    yield f"วัตถุประสงค์ {visit.purpose} {visit.purpose_text}".rstrip()
    for member in visit.team:
        yield f"คณะนิเทศ {member.user} {member.role}"
    yield f"ผู้ร่วมนิเทศ {visit.others}"
    yield f"สิ่งที่ประทับใจ {visit.impressions}"
    yield f"ปัญหาอุปสรรค {visit.problems}"
    yield f"บันทึกเพิ่มเติม {visit.notes}"


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
    return " | ".join([level, str(answer.is_yes), str(answer.not_applicable), answer.text, answer.note])


def _findings_text(visit):
    for finding in visit.findings.select_related("category"):
        yield f"{visit.code}-{finding.number:02} {finding.kind} {finding.category.code} {finding.text}"
    for action in visit.actions.order_by("number"):
        yield f"{visit.code}-A{action.number:02} {action.owed_by} {action.due_on.isoformat()} {action.what}"


def _photos_text(visit):
    for photo in visit.photos.select_related("file"):
        yield f"ภาพ {photo.file.sha256} {photo.caption}"
