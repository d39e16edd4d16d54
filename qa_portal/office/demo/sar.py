"""The demo's SAR: last year's cycle, closed, and this year's, open and a few days past its due day, with schools at
every step. Each step is taken by the person whose step it is; then its day is moved back in time."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qa_portal.core import files
from qa_portal.core.documents import render_pdf
from qa_portal.core.models import Notice, StoredFile, TransitionRecord
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import perform
from schools.models import (
    BoardApproval,
    Cycle,
    EducationLevel,
    Framework,
    ItemRating,
    OwnSection,
    Sar,
    SarFile,
    StandardSection,
    Submission,
)
from schools.services.board import save_minutes
from schools.services.expected import extend
from schools.services.papers import attach_pdf
from schools.services.reminders import remind
from schools.services.steps import step_set_of
from schools.services.writing import save_own_section, save_ratings, save_summary

from . import sar_year
from .sar_words import (
    BOARD_NOTE,
    EXECUTIVE,
    HELP,
    HELP_AT_STANDARD,
    OWN_ANSWER,
    RETURN_NOTE,
    SECTIONS,
    WAY_FORWARD,
)

INSTRUCTIONS = (
    "ขอให้สถานศึกษาประเมินตนเองตามมาตรฐานการศึกษา เสนอคณะกรรมการสถานศึกษาขั้นพื้นฐานให้ความเห็นชอบ "
    "แล้วส่งรายงานพร้อมไฟล์ PDF และรายงานการประชุมภายในวันที่กำหนด"
)
# Where schools stand this year, by their number from 1; those not named have been accepted.
STANDS = {
    "expected": (5, 12, 17, 18),
    "drafting": (2, 6, 11, 21),
    "with_board": (9, 16),
    "board_approved": (10,),
    "submitted": (1, 4, 7, 14, 20),
    "returned": (3, 15),
}
ROAD = ("expected", "drafting", "with_board", "board_approved", "submitted")
LATE = (4, 20)  # sent after the due day
REFUSED = 16  # the board asked for changes once
EXTENDED, EXTENSION = 6, "น้ำท่วมอาคารเรียน เอกสารหลักฐานบางส่วนเสียหาย"
OPENED_AGO, DUE_AGO, REMINDED_AGO, YEAR = 75, 5, 8, 365  # days


@dataclass
class Stage:
    """What one report needs on its way."""

    world: object
    papers: dict[str, bytes]
    sar: Sar
    number: int
    reader: object
    pace: int  # last year's steps before the sending are not spread over days

    def person(self, role):
        return self.world.people[f"{role}{self.number}"]

    def step(self, name, by, note="", *, then=0):
        """Take a step, then let `then` days pass."""
        self.sar = perform(self.sar, name, by=by, note=note)
        _age(self.sar, then * self.pace)


def load(world):
    """A district that has a cycle stays untouched."""
    if Cycle.objects.filter(district=world.district).exists():
        return
    papers = _papers()
    year = academic_year(world.today) - 1
    with transaction.atomic():
        _last_year(world, year - 1, papers)
        _this_year(world, year, papers)


def _papers():
    """One small PDF of each kind, made once: equal files are kept once on the disk."""
    headings = {"sar": "รายงานการประเมินตนเอง (ฉบับตัวอย่าง)", "minutes": "รายงานการประชุมคณะกรรมการสถานศึกษา (ตัวอย่าง)"}
    lines = ["เอกสารนี้สร้างขึ้นเพื่อการสาธิตระบบ ไม่มีข้อมูลของสถานศึกษาจริง"]
    return {
        key: render_pdf("schools/documents/demo_paper.html", {"heading": heading, "lines": lines}, title=heading)
        for key, heading in headings.items()
    }


# ---------------------------------------------------------------- the two cycles


def _cycle(world, year, ago):
    """A cycle that opened `ago` days before this year's."""
    day = world.today - timedelta(days=ago)
    frameworks = {
        f"{level}_framework": Framework.objects.for_schools(level).in_force(year).first() for level in EducationLevel
    }
    cycle = Cycle(
        district=world.district,
        academic_year=year,
        opens_on=day - timedelta(days=OPENED_AGO),
        due_on=day - timedelta(days=DUE_AGO),
        instructions=INSTRUCTIONS,
        step_set=step_set_of(world.district.pk, year),
        **frameworks,
    )
    cycle.save(by=world.people["grouphead"])
    cycle = perform(cycle, "open", by=world.people["grouphead"])
    _age_cycle(cycle, ago + OPENED_AGO)
    return cycle


def _last_year(world, year, papers):
    cycle = _cycle(world, year, YEAR)
    for stage in _stages(world, cycle, papers, pace=0):
        _walk(stage, "accepted", sent_ago=YEAR + 8 + stage.number, is_last_year=True)
    perform(cycle, "close", by=world.people["grouphead"])
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=F("closed_at") - timedelta(days=YEAR - 60))
    TransitionRecord.objects.of(cycle).filter(transition="close").update(
        done_at=F("done_at") - timedelta(days=YEAR - 60)
    )
    Notice.objects.filter(read_at=None).update(read_at=timezone.now())


def _this_year(world, year, papers):
    cycle = _cycle(world, year, 0)
    cycle.refresh_from_db()
    cycle.late_until = world.today + timedelta(days=25)
    cycle.save()
    expected = set(cycle.sars.values_list("school", flat=True))
    for number, school in enumerate(world.schools, 1):
        if school.pk in expected:
            sar_year.surround(world, school, number, year, _standing(number))
    for stage in _stages(world, cycle, papers, pace=1):
        state = _standing(stage.number)
        _walk(stage, state, sent_ago=2 if stage.number in LATE else 14 + stage.number)
        if stage.number == EXTENDED:
            until = world.today + timedelta(days=10)
            extend(stage.sar, until=until, reason=EXTENSION, by=world.people["grouphead"])
    _remind(world, cycle)


def _standing(number):
    return next((state for state, numbers in STANDS.items() if number in numbers), "accepted")


def _remind(world, cycle):
    """The schools that have not begun were reminded by their supervisor."""
    waiting = cycle.sars.filter(state="expected")
    remind(waiting, by=world.people["supervisor1"])
    for sar in waiting:
        sar.reminders.update(sent_at=F("sent_at") - timedelta(days=REMINDED_AGO))


def _stages(world, cycle, papers, *, pace):
    numbers = {school.pk: number for number, school in enumerate(world.schools, 1)}
    leads = {school.pk: school.lead for school in world.district.schools.with_leads()}
    for sar in cycle.sars.select_related("school__district", "cycle", "framework").order_by("pk"):
        reader = leads[sar.school_id] or world.people["grouphead"]
        yield Stage(world, papers, sar, numbers[sar.school_id], reader, pace)


# ---------------------------------------------------------------- the way of one report


def _walk(stage, state, *, sent_ago, is_last_year=False):
    """Lead a report to `state`; `sent_ago`: how many days before today it reaches the office."""
    road = ROAD[1 : ROAD.index(state) + 1] if state in ROAD else ROAD[1:]
    is_sent = "submitted" in road
    for part in road:
        {"drafting": _draft, "with_board": _present, "board_approved": _approve, "submitted": _send}[part](
            stage, is_whole=len(road) > 1, is_last_year=is_last_year
        )
    if not is_sent:
        return
    if state in ("accepted", "returned"):
        _age(stage.sar, 6)
        if state == "accepted":
            stage.step("accept", stage.reader, "ขอชื่นชมการประเมินตนเองที่มีหลักฐานชัดเจน")
        else:
            stage.step("return", stage.reader, RETURN_NOTE)
        sent_ago -= 6
    _age(stage.sar, max(sent_ago, 0))


def _draft(stage, *, is_whole, is_last_year):
    stage.step("start", stage.person("teacher"))
    _rate(stage, is_whole=is_whole, is_last_year=is_last_year)
    _age(stage.sar, 8 * stage.pace)


def _rate(stage, *, is_whole, is_last_year):
    """The whole report, or while it is still being written its first standard."""
    sar, chance = stage.sar, Random(f"{stage.number}-{stage.sar.level}")  # noqa: S311  plausible, not secret
    levels = {level.value: level for level in sar.framework.levels.all()}
    base = chance.choice((3, 4, 4, 5)) - is_last_year * (stage.number % 3 == 0)
    sections = list(sar.sections.select_related("standard"))
    for section in sections if is_whole else sections[:1]:
        ratings = sar.ratings.filter(indicator__standard=section.standard_id)
        chosen = {rating: levels[min(5, max(1, base + chance.choice((-1, 0, 0, 0, 1))))] for rating in ratings}
        _fill(section, levels[max(base, 1)], chance)
        for row in (section, *chosen):
            row.changed_by(stage.person("teacher"))
        save_ratings(section, chosen)
    if is_whole:
        _judge_own(stage, levels[max(base, 1)])
        _summarise(stage, levels[max(base, 1)], chance)


def _judge_own(stage, level):
    """The standards that the school added itself."""
    for section in stage.sar.own_sections.all():
        section.level = level
        for name, words in OWN_ANSWER.items():
            setattr(section, name, words)
        save_own_section(section.changed_by(stage.person("teacher")))


def _fill(section, level, chance):
    words = SECTIONS[section.sar.level][section.standard.number]
    section.reason, section.process, section.results, section.plan = words[:4]
    section.level, section.strengths, section.points_to_develop = (
        level,
        chance.choice(words[4]),
        chance.choice(words[5]),
    )
    section.help_wanted = chance.choice(HELP_AT_STANDARD)


def _summarise(stage, level, chance):
    sar = stage.sar
    sar.overview = sar_year.overview_of(sar.school)
    sar.executive_summary = EXECUTIVE.format(school=sar.school.name, level=level.name)
    sar.overall_level, sar.way_forward, sar.help_wanted = level, WAY_FORWARD, chance.choice(HELP)
    save_summary(sar.changed_by(stage.person("head")))


def _present(stage, **_how):
    stage.step("to_board", stage.person("teacher"), then=4)
    if stage.number == REFUSED:
        stage.step("return_by_board", stage.person("board"), BOARD_NOTE, then=3)
        stage.step("to_board", stage.person("teacher"), then=2)


def _approve(stage, **_how):
    """Half of the boards approve with their own account, for the others the head records the minutes."""
    approval = stage.sar.approval
    approval.met_on, approval.chair_name = timezone.localdate(), str(stage.person("board"))
    approval.members_present = f"{stage.person('board')}\nผู้แทนผู้ปกครอง\nผู้แทนครู\nผู้แทนชุมชน\n{stage.person('head')}"
    save_minutes(approval, _upload(stage, "minutes"), by=stage.person("teacher"))
    if stage.number % 2:
        stage.step("record_approval", stage.person("head"), then=2)
    else:
        stage.step("approve_by_board", stage.person("board"), then=2)


def _send(stage, **_how):
    attach_pdf(stage.sar, _upload(stage, "sar"), by=stage.person("teacher"))
    stage.step("submit", stage.person("head"))


def _upload(stage, kind):
    name = f"{kind}-{stage.sar.academic_year}-{stage.sar.school.smis_code}-{stage.sar.level}.pdf"
    return SimpleUploadedFile(name, stage.papers[kind], files.PDF)


# ---------------------------------------------------------------- time


def _age(sar, days):
    """Move everything that has happened to a report `days` back."""
    if not days:
        return
    for rows, fields in _moments(sar):
        rows.update(**{field: F(field) - timedelta(days=days) for field in fields})
    for approval in sar.approvals.exclude(met_on=None):
        BoardApproval.objects.filter(pk=approval.pk).update(met_on=approval.met_on - timedelta(days=days))
    first = TransitionRecord.objects.of(sar).filter(transition="submit").first()
    if first:
        Sar.objects.filter(pk=sar.pk).update(handed_in_on=timezone.localdate(first.done_at))
    sar.refresh_from_db()


def _moments(sar):
    """(rows, their moments) of a report, its answers, papers, steps, notices and their history."""
    sections, ratings = StandardSection.objects.filter(sar=sar), ItemRating.objects.filter(sar=sar)
    approvals, versions = BoardApproval.objects.filter(sar=sar), SarFile.objects.filter(sar=sar)
    papers = StoredFile.objects.filter(pk__in=[*versions.values_list("stored", flat=True)])
    minutes = StoredFile.objects.filter(pk__in=[*approvals.exclude(minutes=None).values_list("minutes", flat=True)])
    yield Sar.objects.filter(pk=sar.pk), ["updated_at", "submitted_at", "returned_at", "accepted_at"]
    yield sections, ["created_at", "updated_at"]
    yield ratings, ["created_at", "updated_at", "rated_at"]
    yield OwnSection.objects.filter(sar=sar), ["created_at", "updated_at"]
    yield approvals, ["created_at", "updated_at", "approved_at", "lapsed_at"]
    yield versions, ["created_at", "updated_at", "sent_at"]
    yield papers, ["stored_at"]
    yield minutes, ["stored_at"]
    yield Submission.objects.filter(sar=sar), ["created_at", "updated_at", "sent_at", "answered_at"]
    yield Submission.history.filter(sar_id=sar.pk), ["history_date", "sent_at", "answered_at"]
    yield TransitionRecord.objects.of(sar), ["done_at"]
    yield Notice.objects.filter(url=sar.get_absolute_url()), ["created_at"]
    yield Sar.history.filter(id=sar.pk), ["history_date"]
    for model in (StandardSection, OwnSection, ItemRating, BoardApproval, SarFile):
        yield model.history.filter(sar_id=sar.pk), ["history_date"]


def _age_cycle(cycle, days):
    back = timedelta(days=days)
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=F("opened_at") - back, created_at=F("created_at") - back)
    Cycle.history.filter(id=cycle.pk).update(history_date=F("history_date") - back)
    TransitionRecord.objects.of(cycle).update(done_at=F("done_at") - back)
    Notice.objects.filter(url=cycle.get_absolute_url()).update(created_at=F("created_at") - back)
