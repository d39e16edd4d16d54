"""The demo's visits: last fiscal year's and this year's in every state, and the 13 visits of the committee in BE 2555
(A5-06) at invented schools on the same days. Each step is taken by the person whose step it is; afterwards its time is
moved back to when it would have been."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from qa_portal.core.models import Notice, TransitionRecord
from qa_portal.core.workflow import perform
from supervision.models import (
    AgreedAction,
    Finding,
    FindingCategory,
    Instrument,
    ItemKind,
    Verdict,
    Visit,
    VisitPurpose,
)
from supervision.services.actions import settle_action
from supervision.services.answers import save_answers
from supervision.services.photos import add_photo
from supervision.services.visits import acknowledge_visit, cancel_visit, plan_visits, postpone_visit

from . import visit_words as words


@dataclass(frozen=True)
class Plan:
    """A visit to school number `school` (from 1), `day` days from today; how far it has come, and how good it was."""

    school: int
    day: int
    reaches: str = "acknowledged"
    purpose: str = VisitPurpose.IQA
    level: int = 3


PLANS = (
    *(Plan(number, -330 + number * 14, level=2 + number % 3) for number in range(1, 13)),
    Plan(22, -210, level=1),
    Plan(13, -150, purpose=VisitPurpose.SAR_ADVICE),
    Plan(14, -140, purpose=VisitPurpose.FOLLOW_UP),
    Plan(19, -120, purpose=VisitPurpose.ASSESSMENT, level=4),
    Plan(1, -38, level=4),
    Plan(2, -33, "reported"),
    Plan(3, -30, level=4),
    Plan(4, -26, "reported"),
    Plan(19, -18, level=5),
    Plan(14, -15, "flood"),
    Plan(5, -13, "done"),
    Plan(6, -10, "done", VisitPurpose.FOLLOW_UP),
    Plan(7, -9, "reported", level=4),
    Plan(15, -7, "vehicle"),
    Plan(8, -5, "planned"),
    Plan(9, 3, "planned"),
    Plan(10, 5, "planned", VisitPurpose.FOLLOW_UP),
    Plan(11, 9, "planned"),
    Plan(16, 12, "planned", VisitPurpose.SAR_ADVICE),
    Plan(12, 14, "postponed"),
    Plan(13, 20, "moved"),
)
BOARD_VISITS = (  # A5-06: 3 + 4 + 4 + 2
    (date(2012, 5, 24), (1, 2, 3)),
    (date(2012, 5, 31), (4, 5, 6, 7)),
    (date(2012, 6, 27), (8, 9, 10, 11)),
    (date(2012, 6, 28), (12, 13)),
)


def load(world):
    if not Visit.objects.filter(school__district=world.district).exists():
        for plan in PLANS:
            _visit(world, plan)
        for day, numbers in BOARD_VISITS:
            _board_visits(world, day, numbers)


def _visit(world, plan):
    day = world.today + timedelta(days=plan.day)
    school = world.schools[plan.school - 1]
    lead = world.people[f"supervisor{1 + (plan.school - 1) // 6}"]
    visit = _planned(world, [school], day, lead, [world.people["supervisor5"]], plan.purpose)[0]
    if plan.reaches in {"flood", "vehicle"}:
        cancel_visit(visit, reason=plan.reaches, by=lead)
    elif plan.reaches == "postponed":
        postpone_visit(visit, reason="exams", note="ตรงกับสัปดาห์สอบกลางภาค", by=lead)
    elif plan.reaches == "moved":
        later = day + timedelta(days=7)
        postpone_visit(visit, reason="central_order", note="ประชุมด่วนที่ส่วนกลาง", new_date=later, by=lead)
    elif plan.reaches != "planned":
        _record(world, visit, plan, lead)


def _planned(world, schools, day, lead, members, purpose):
    instrument = Instrument.objects.in_use().for_visits().first() if purpose != VisitPurpose.BOARD else None
    return plan_visits(
        schools,
        planned_on=day,
        lead=lead,
        members=members,
        uid=uuid5(NAMESPACE_URL, f"demo-{day}-{schools[0].moe_code}"),
        by=lead,
        purpose=purpose,
        instrument=instrument,
    )


def _record(world, visit, plan, lead):
    """What was written at the school, then the steps as far as the plan goes."""
    random = Random(visit.code)  # noqa: S311  plausible, not secret
    visit.visited_on = visit.planned_on
    visit.impressions, visit.problems = random.choice(words.IMPRESSIONS), random.choice(words.PROBLEMS)
    visit.save()
    _answer(visit, plan.level, random)
    _find(world, visit, lead, random)
    _photograph(visit, lead, random)
    _go_on(world, visit, plan, lead, random)


def _answer(visit, level, random):
    levels = {row.value: row for row in visit.instrument.levels.all()}
    given = {}
    for section in visit.instrument.sections.all():
        for item in section.items.all():
            given[item] = _given(item, levels, level, random)
    save_answers(visit, given)


def _given(item, levels, level, random):
    answer = {"level": None, "is_yes": None, "text": "", "not_applicable": False, "note": ""}
    if item.kind == ItemKind.TEXT:
        return answer | {"text": words.OPEN_ANSWERS[item.position - 1]}
    if item.kind == ItemKind.YES_NO:
        return answer | {"is_yes": random.random() < 0.85}
    if random.random() < 0.04:
        return answer | {"not_applicable": True, "note": "ไม่ได้เปิดสอนระดับปฐมวัย"}
    value = min(5, max(1, level + random.choice((-1, 0, 0, 1))))
    note = random.choice(words.NOTES) if random.random() < 0.25 else ""
    return answer | {"level": levels[value], "note": note}


def _find(world, visit, lead, random):
    categories = {row.code: row for row in FindingCategory.objects.filter(district=None)}
    for kind, category, text, promise in random.sample(words.FINDINGS, 3):
        finding = Finding.objects.create(visit=visit, kind=kind, category=categories[category], text=text)
        if promise:
            _promise(world, visit, finding, lead, *promise)


def _promise(world, visit, finding, lead, what, owed_by, owner, days):
    AgreedAction.objects.create(
        visit=visit,
        finding=finding,
        what=what,
        owed_by=owed_by,
        owner=lead if owner == "lead" else world.people.get(owner),
        owner_text="" if owner else "ครูผู้รับผิดชอบงานประกันคุณภาพ",
        due_on=visit.held_on + timedelta(days=days),
    )


def _photograph(visit, lead, random):
    for number, caption in enumerate(random.sample(words.CAPTIONS, 2), 1):
        upload = SimpleUploadedFile(f"photo{number}.jpg", picture(random), "image/jpeg")
        add_photo(visit, upload=upload, caption=caption, has_consent=True, by=lead)


def picture(random):
    """A drawn board in a drawn room: no photo of anybody."""
    picture = Image.new("RGB", (800, 600), random.choice(("#dfe9f5", "#f3ead8", "#e4f0e2", "#f2e3e6")))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 460, 800, 600), fill="#b98d5a")
    pen.rectangle((120, 80, 680, 380), fill="#2f5d50", outline="#7a5230", width=14)
    for row in range(4):
        pen.line((170, 140 + row * 55, 300 + random.randrange(320), 140 + row * 55), fill="#f5f5f0", width=6)
    for x in range(90, 760, 130):
        pen.rectangle((x, 430, x + 90, 500), fill=f"#{random.randrange(0x60, 0xB0):02x}6a4c")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _go_on(world, visit, plan, lead, random):
    visit = perform(visit, "finish", by=lead)
    _backdate(visit, "finish", visit.held_on)
    if plan.reaches == "done":
        return
    visit = perform(visit, "report", by=lead)
    _backdate(visit, "report", visit.held_on + timedelta(days=3))
    if plan.reaches == "acknowledged":
        _acknowledge(world, visit, world.people[f"head{plan.school}"], random)
    _follow(world, visit, lead, world.people[f"head{plan.school}"], random)


def _acknowledge(world, visit, head, random):
    replies = {}
    for finding in visit.findings.exclude(kind="strength"):
        agrees = random.random() < 0.85
        replies[finding] = {
            "verdict": Verdict.AGREE if agrees else Verdict.DISAGREE,
            "plan": words.PLAN_AGREE if agrees else words.PLAN_DISAGREE,
            "due_on": visit.held_on + timedelta(days=45),
        }
    visit = acknowledge_visit(visit, answer=random.choice(words.ANSWERS), replies=replies, by=head)
    _backdate(visit, "acknowledge", min(visit.held_on + timedelta(days=9), world.today))


def _follow(world, visit, lead, head, random):
    """Most promises whose day has passed are kept and closed; some are said to be kept, some are late."""
    for action in visit.actions.filter(due_on__lt=world.today):
        fate = random.random()
        if fate < 0.2:
            continue
        debtor = head if action.owed_by == "school" else action.owner
        action = settle_action(action, "finish", note=words.DONE, by=debtor)
        _backdate(action, "finish", action.due_on - timedelta(days=4))
        if fate > 0.4:
            judge = world.people["grouphead"] if lead == debtor else lead
            step, note = ("close", words.CLOSED) if fate > 0.5 else ("reopen", words.REOPENED)
            upload = SimpleUploadedFile("evidence.jpg", picture(random), "image/jpeg") if step == "close" else None
            action = settle_action(action, step, note=note, upload=upload, by=judge)
            _backdate(action, step, action.due_on)


STAMPS = {"report": "reported", "acknowledge": "acknowledged", "close": "closed", "finish": "done"}


def _backdate(row, transition, day):
    """The step was taken at ten in the morning of the day, as the row, its history and its notices say."""
    at = datetime.combine(day, time(3), UTC)
    kind = ContentType.objects.get_for_model(row)
    records = TransitionRecord.objects.filter(content_type=kind, object_id=str(row.pk), transition=transition)
    records.update(done_at=at)
    Notice.objects.filter(url=row.get_absolute_url(), created_at__gt=at).update(created_at=at, read_at=_read(at))
    field = f"{STAMPS[transition]}_at" if transition in STAMPS else ""
    if getattr(row, field, None):
        type(row).objects.filter(pk=row.pk).update(**{field: at})


def _read(at):
    """What was told more than a week ago has been read."""
    return at if at < timezone.now() - timedelta(days=7) else None


def _board_visits(world, day, numbers):
    lead = world.people["grouphead"]
    schools = [world.schools[number - 1] for number in numbers]
    team = [world.people["director"], world.people["committee"]]
    category = FindingCategory.objects.get(district=None, code="management")
    for number, visit in zip(numbers, _planned(world, schools, day, lead, team, VisitPurpose.BOARD), strict=True):
        visit.visited_on = day
        visit.impressions, visit.problems = words.BOARD_IMPRESSIONS, words.BOARD_PROBLEMS
        visit.save()
        Finding.objects.create(visit=visit, kind="develop", category=category, text=words.BOARD_FINDING)
        for step in ("finish", "report"):
            visit = perform(visit, step, by=lead)
            _backdate(visit, step, day + timedelta(days=3))
        head = world.people[f"head{number}"]
        visit = acknowledge_visit(visit, answer=words.ANSWERS[0], replies={}, by=head)
        _backdate(visit, "acknowledge", day + timedelta(days=10))
