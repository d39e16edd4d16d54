"""Two offices with the same kinds of rows, and one person for each role: what tests/test_access.py asks about."""

import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import (
    ActivityEvidence,
    Approval,
    ApprovalDesk,
    Commitment,
    Expense,
    IndicatorActual,
    Project,
    ProjectIndicator,
    ProjectState,
    ProjectTemplate,
    ProposalReading,
    Remark,
    SignedCopy,
    StrategyItem,
    Transfer,
)
from projects.services import amending
from projects.services.results import begin_result
from qa_portal.core import files, uploads
from qa_portal.core.models import Job, JobState, Notice, SavedView
from qa_portal.core.roles import ROLES, Scope
from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.workflow import perform
from qa_portal.office.models import Publication, Quote, Theme
from qa_portal.office.services.synthesis import begin
from schools.models import (
    Award,
    Conflict,
    Cycle,
    Framework,
    Honour,
    Practice,
    Sar,
    SarReader,
    SarRemark,
    School,
    StandardSection,
    SupervisorAssignment,
)
from schools.services.cycle_papers import add_paper
from schools.services.judging import choose_judges
from schools.services.nominating import nominate
from schools.services.remarks import Place as RemarkPlace
from schools.services.remarks import write_remark
from supervision.models import (
    ActionEvidence,
    AnswerLink,
    AssessmentRound,
    AssessorIssue,
    Batch,
    BatchSar,
    FieldConflict,
    Observer,
    Visit,
    VisitPhoto,
)
from supervision.reports.instrument_sheets import instrument_sheets
from supervision.services.answer_links import link_token, make_link
from supervision.services.feeds import new_key
from supervision.services.instruments import new_edition
from tests.factories.awards import draft_award
from tests.factories.core import person
from tests.factories.doing import activity_of, reported, stored_photo
from tests.factories.evidence import piece_of, shown_in
from tests.factories.external import assessment_of, letter_of, part_of, planned_goal, result_of, scored_round
from tests.factories.field import Phone, photo_part, picture
from tests.factories.plan import item_of, plan_of
from tests.factories.practices import draft_practice, with_file
from tests.factories.sar import Desk
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import AgreedActionFactory, VisitFactory, done_visit, photo_upload, small_instrument
from tests.factories.support import support_plan
from tests.factories.surveys import draft_survey
from tests.factories.targets import announced_sheet
from tests.factories.teams import committee_of, meeting_of, order_of, tour_of
from tests.visitor import Visitor


class World:
    """`own`, `neighbour` (another school of the same office) and `foreign` (another office) are rows by name."""

    def __init__(self):
        school, away = SchoolFactory(), SchoolFactory()
        next_door = SchoolFactory(district=school.district)
        self.people = {slug: one_of(slug, role, school) for slug, role in ROLES.items()}
        office = self.people["supervisor"], self.people["plan_staff"]
        self.own = rows_around(school, 2568, *office)
        self.neighbour = rows_around(next_door, 2567, *office)
        self.neighbour["CYCLE"], self.neighbour["NETWORK"] = self.own["CYCLE"], self.own["NETWORK"]  # the office's own
        self.own |= (office_rows := cycle_rows(self.own["CYCLE"], self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign = rows_around(away, 2568, person("supervisor", away.district), person("plan_staff", away.district))
        self.foreign |= cycle_rows(self.foreign["CYCLE"], person("group_head", away.district))
        self.own |= (office_rows := synthesis_of(self.people["group_head"], self.own["SAR"]))
        self.neighbour |= office_rows
        self.foreign |= synthesis_of(person("group_head", away.district), self.foreign["SAR"])
        self.own |= (office_rows := batches_of(self.own["SAR"], self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= batches_of(self.foreign["SAR"], person("group_head", away.district))
        self.own |= awards_of(self.people["group_head"], self.own, [self.people["committee_member"]])
        self.neighbour |= dict.fromkeys(("AWARD", "OPEN_AWARD", "DRAFT_AWARD"), self.own["DRAFT_AWARD"])
        self.neighbour |= {"NOMINATION": self.own["NOMINATION"], "HONOUR": honour_of(next_door)}
        foreign_keeper = person("group_head", away.district)
        self.foreign |= awards_of(foreign_keeper, self.foreign, [person("committee_member", away.district)])
        self.own |= (office_rows := rounds_of(self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= rounds_of(person("group_head", away.district))
        for rows in (self.own, self.neighbour, self.foreign):
            rows |= assessment_in(rows) | field_of(rows["WRITTEN"])
        self.own["NOTICE"] = notice_to(self.people["director"])
        director = person("director", away.district)
        self.foreign["NOTICE"] = notice_to(director)
        self.own["SAVED_VIEW"] = saved_view_of(self.people["director"])
        self.foreign["SAVED_VIEW"] = saved_view_of(director)
        self.own["JOB"], self.foreign["JOB"] = finished_job(self.people["director"]), finished_job(director)
        self.own["UPLOAD"], self.foreign["UPLOAD"] = begun_upload(self.people["director"]), begun_upload(director)


def targets_of(desk):
    """What a school announced, with a standard of its own and the signed paper."""
    sheet = announced_sheet(desk.school, head=desk.head)
    return {"TARGETS": sheet.pk, "OWN_STANDARD": sheet.own_standards.get().pk}


def evidence_in(desk):
    """A file in the appendix of a report."""
    piece = piece_of(desk.school, by=desk.teacher, academic_year=desk.cycle.academic_year)
    shown_in(desk.sar, piece)
    return {"PIECE": piece.pk, "APPENDIX": f"appendix-{desk.sar.pk}"}


def cycle_rows(cycle, by):
    """What an office has beside its cycles: a paper to download, standards of its own, and a sheet of them."""
    older = Framework.objects.get(code="BASIC-2561")
    values = {"district": by.district, "kind": older.kind, "level": older.level, "year": 2569, "in_force_from": 2570}
    framework = Framework.objects.create(code=f"OWN-{by.district_id}", name="x", **values)
    upload = SimpleUploadedFile("standards.csv", "ชนิด,รหัส,ข้อความ\nมาตรฐาน,1,x\n".encode())
    sheet = files.store(upload, district=by.district, by=by, allowed=files.SHEETS)
    paper = add_paper(Cycle.objects.get(pk=cycle), photo_upload(), title="แบบ", by=by)
    return {"CYCLE_PAPER": paper.pk, "FRAMEWORK": framework.pk, "OLDER": older.pk, "FRAMEWORK_SHEET": sheet.pk}


def synthesis_of(by, sar):
    """An office's synthesis with a theme and its sentence, and a version of it that was published."""
    synthesis = begin(by.district, 2568)
    theme = Theme.objects.create(synthesis=synthesis, side="strengths", name="ครู")
    section = StandardSection.objects.filter(sar=sar).first()
    quote = Quote.objects.create(theme=theme, section=section, text="ครูตั้งใจ", digest="x")
    stored = files.store(photo_upload(), district=by.district, by=by)
    made = dict.fromkeys(("public_pdf", "whole_pdf", "whole_docx", "whole_xlsx"), stored)
    about = {"kind": "synthesis", "academic_year": 2568, "number": 1, "title": "x", "published_at": timezone.now()}
    publication = Publication.objects.create(district=by.district, published_by=by, **about, **made)
    return {"THEME": theme.pk, "QUOTE": quote.pk, "PUBLICATION": publication.pk, "CODE": by.district.code}


def batches_of(sar, by):
    """A point for the assessors, a batch that is being gathered, and one that was sent with its file."""
    sar = Sar.objects.select_related("cycle", "school").get(pk=sar)
    stored = files.store(photo_upload(), district=by.district, by=by)
    papers = {"archive": stored, "letter": stored, "sent_at": timezone.now(), "sent_by": by}
    sent = Batch.objects.create(cycle=sar.cycle, number=1, state="sent", **papers)
    issue = AssessorIssue.objects.create(school=sar.school, academic_year=2568, source="office", text="x")
    return {
        "ISSUE": issue.pk,
        "BATCH": Batch.objects.create(cycle=sar.cycle, number=2).pk,
        "SENT_BATCH": sent.pk,
        "BATCH_PLACE": BatchSar.objects.create(batch=sent, sar=sar, stored=stored).pk,
    }


def rounds_of(by):
    """A round of the office's own, and a sheet of notices that a person of it uploaded."""
    in_round = scored_round(number=40, district=by.district, code=f"OWN-{by.district_id}")
    upload = SimpleUploadedFile("notices.csv", "รหัสกระทรวง,ระดับ,วันที่รับแจ้ง\n1099999999,x,1/10/2569\n".encode())
    sheet = files.store(upload, district=by.district, by=by, allowed=files.SHEETS)
    return {
        "ROUND": in_round.pk,
        "NOTICE_SHEET": sheet.pk,
        **teams_and_orders_of(by),
        **plans_of(by),
        **instrument_of(by),
    }


def instrument_of(by):
    """A draft of the office, and the workbook of one that a person of it uploaded."""
    draft = new_edition(small_instrument(), district=by.district)
    section = draft.sections.first()
    upload = SimpleUploadedFile("แบบ.xlsx", write_workbook(instrument_sheets(draft)))
    sheet = files.store(upload, district=by.district, by=by, allowed={files.XLSX})
    rows = {"INSTRUMENT": draft.pk, "SECTION": section.pk, "INSTRUMENT_ITEM": section.items.first().pk}
    return rows | {"INSTRUMENT_SHEET": sheet.pk}


def plans_of(by):
    """A draft of the office's plan with an item and an event, and a group of schools."""
    plan = plan_of(2570, by.district)
    item = item_of(plan, unit="meeting", times=6)
    event = item.events.create(planned_on=date(2026, 11, 1))
    band = by.district.school_bands.create(fiscal_year=2570, name="กลุ่มสีดำ-สีแดง")
    feed = new_key(by)
    return {"FEED": feed.key, "PLAN": plan.pk, "PLAN_ITEM": item.pk, "PLAN_EVENT": event.pk, "BAND": band.pk}


def teams_and_orders_of(by):
    """What the office keeps of teams, committees and orders."""
    stored = files.store(photo_upload(), district=by.district, by=by)
    signed = {"number": "1/2569", "state": "signed", "signed_at": timezone.now(), "signed_by": by, "stored": stored}
    meeting = meeting_of(committee_of(by.district, "ก"), state="held", stored=stored)
    return {
        "MEETING": meeting.pk,
        "MEETING_PHOTO": meeting.photos.create(file=stored, caption="x").pk,
        "TOUR": tour_of(by.district).pk,
        "COMMITTEE": committee_of(by.district).pk,
        "ORDER": order_of(by.district, **signed).pk,
        "DRAFT_ORDER": order_of(by.district).pk,
    }


def assessment_in(rows):
    """A notice to the school in its office's round, and the school's supervisor sent as observer."""
    school, in_round = School.objects.get(pk=rows["SCHOOL"]), AssessmentRound.objects.get(pk=rows["ROUND"])
    assessment = assessment_of(school, in_round)
    supervisor = SupervisorAssignment.objects.get(pk=rows["ASSIGNMENT"]).supervisor
    observer = Observer.objects.create(assessment=assessment, user=supervisor)
    return {"ASSESSMENT": assessment.pk, "OBSERVER": observer.pk, **improvement_in(assessment, supervisor)}


def improvement_in(assessment, by):
    """A final paper with its file, a goal under way whose part by hand has a file, and a letter that waits."""
    stored = files.store(photo_upload(), district=by.district, by=by)
    result_of(assessment, stored=stored)
    goal = planned_goal(assessment, owner=by, state="under_way")
    letter = letter_of(assessment.school.district, stored=stored, needs_answer=True)
    return {"GOAL": goal.pk, "PART": part_of(goal, stored=stored).pk, "LETTER": letter.pk}


def field_of(pk):
    """What the lead's phone sent of a visit: a record with a photo, and another version of it."""
    visit = Visit.objects.get(pk=pk)
    phone = Phone(visit, visit.lead, Visitor())
    phone.client.force_login(visit.lead, backend="qa_portal.core.sign_in.SignInBackend")
    photo = uuid.uuid4()
    receipt = phone.write(**{f"photo__{photo}": photo_part(picture())}).send().json()["receipt"]
    phone.write(visit__notes="x").send()
    conflict = FieldConflict.objects.get(record__uid=phone.uid).pk
    return {"VISIT_UID": visit.uid, "FIELD": phone.uid, "FIELD_FILE": photo, "RECEIPT": receipt, "TWO": conflict}


def begun_upload(user):
    return uploads.begin(name="x.pdf", size=1000, sha256="", kinds=[files.PDF], by=user).key


def notice_to(user):
    return Notice.objects.create(recipient=user, text="x", url="/notices/").pk


def saved_view_of(user):
    return SavedView.objects.create(user=user, path="/projects/", name="x", query="state=draft").pk


def finished_job(user):
    stored = files.store(photo_upload(), district=user.district, by=user)
    row = Job(district=user.district, kind="action_plan_book", label="x", state=JobState.DONE, started_by=user)
    row.result, row.finished_at = stored, timezone.now()
    row.save()
    return row.pk


def word_reading(user):
    """What was read in a Word file for one person, and nobody else."""
    stored = files.store(photo_upload(), district=user.district, by=user)
    nothing = {"fields": {}, "rows": {}, "doubts": {}, "unused": []}
    row = ProposalReading(district=user.district, file=stored, reading=nothing, created_by=user)
    row.save()
    return row.pk


def one_of(slug, role, school):
    return school_person(slug, school) if role.scope is Scope.SCHOOL else person(slug, school.district)


def rows_around(school, year, supervisor, spender):
    """One row of each kind, in the state in which most roles may see it."""
    desk = Desk(school=school, academic_year=year).reach("submitted")
    draft, proposed, running = (
        Project.objects.create(
            district=school.district,
            fiscal_year=2570,
            name=f"โครงการ {state}",
            owner=supervisor,
            created_by=supervisor,
            state=state,
            **({"approved_amount": 1000} if state == ProjectState.RUNNING else {}),
        )
        for state in (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RUNNING)
    )
    begin_result(running, by=supervisor)
    return {
        "SCHOOL": school.pk,
        "NETWORK": NetworkFactory(district=school.district).pk,
        "ASSIGNMENT": SupervisorAssignment.objects.create(school=school, supervisor=supervisor).pk,
        "IMPORT": sheet(school, spender).pk,
        "ITEM_SHEET": item_sheet(school, spender).pk,
        "TEMPLATE": ProjectTemplate.objects.create(district=school.district, name="แม่แบบ").pk,
        "LINE_SHEET": line_sheet(school, spender).pk,
        "ITEM": StrategyItem.objects.create(
            district=school.district, fiscal_year=2570, kind="policy", code=str(school.pk), title="x"
        ).pk,
        "CYCLE": desk.cycle.pk,
        "SAR": desk.sar.pk,
        "MINUTES": desk.sar.approval.pk,
        **reading_of(desk.sar, supervisor),
        **targets_of(desk),
        **evidence_in(desk),
        **practices_of(school, desk.teacher, supervisor),
        "DRAFT": draft.pk,
        "PROPOSED": proposed.pk,
        "PROJECT": running.pk,
        "READING": word_reading(supervisor),
        "AMENDMENT": amending.begin_amendment(running, reason="ราคาเปลี่ยน", by=supervisor).pk,
        "REMARK": remark_on(draft, spender).pk,
        **ledger_of(running, spender),
        "DISTRICT": school.district_id,
        **doing_of(running),
        **visits_at(school, supervisor),
        **survey_by(supervisor),
    }


def practices_of(school, teacher, supervisor):
    """An entry that is being written, one at the office, and one that everybody may read; each with a file."""
    draft = draft_practice(school, by=teacher)
    paper = with_file(draft, by=teacher)
    sent = draft_practice(school, by=teacher)
    sent_file = with_file(sent, by=teacher)
    perform(sent, "send", by=teacher)
    public = draft_practice(school, by=teacher, is_public=True)
    public_file = with_file(public, by=teacher, is_public=True)
    perform(perform(public, "send", by=teacher), "publish", by=supervisor)
    return {
        "WRITTEN_PRACTICE": draft.pk,
        "WRITTEN_PAPER": paper.pk,
        "PRACTICE": sent.pk,
        "PRACTICE_FILE": sent_file.pk,
        "PUBLIC_PRACTICE": public.pk,
        "PUBLIC_FILE": public_file.pk,
    }


def awards_of(by, rows, judges):
    """A call in preparation, one with a nomination to be withdrawn, one that is judged, one that was announced."""
    draft, opened, judged, done = (draft_award(by.district, name=name) for name in "กขคง")
    found = {"DRAFT_AWARD": draft.pk, "OPEN_AWARD": opened.pk, "JUDGED_AWARD": judged.pk, "AWARD": done.pk}
    for award, name in ((opened, "NOMINATION"), (judged, "JUDGED_NOMINATION")):
        choose_judges(award, judges, by=by)
        award = perform(award, "open", by=by)
        found[name] = nominate(award, Practice.objects.get(pk=rows["PRACTICE"]), by=by).pk
    perform(judged, "close", by=by)
    Award.objects.filter(pk=done.pk).update(state="published", announced_on=date(2026, 9, 1))
    found["JUDGE"] = opened.judges.get().pk
    school = School.objects.get(pk=rows["SCHOOL"])
    honour_of(school, number="1/2569", is_public=True)
    return found | {"HONOUR": honour_of(school)}


def honour_of(school, **more):
    facts = {"recipient": "x", "title": "y", "given_by": "z", "given_on": date(2026, 9, 1), "academic_year": 2568}
    return Honour.objects.create(district=school.district, school=school, **facts | more).pk


def reading_of(sar, reader):
    """A reader of a report, what he wrote and what was told of it, and a conflict of interest that is over."""
    words = {"is_request": True, "by": reader}
    told = write_remark(sar, RemarkPlace("summary"), text="แจ้งแล้ว", **words)
    SarRemark.objects.filter(pk=told.pk).update(told_at=timezone.now())
    past = date(2020, 5, 1)
    return {
        "TOLD_REMARK": told.pk,
        "SAR_REMARK": write_remark(sar, RemarkPlace("summary"), text="ยังไม่แจ้ง", **words).pk,
        "SAR_READING": SarReader.objects.create(sar=sar, reader=reader, assigned_by=reader).pk,
        "CONFLICT": Conflict.objects.create(user=reader, school=sar.school, reason="x", since=past, until=past).pk,
    }


def signed_copy(project):
    stored = files.store(photo_upload(), district=project.district, by=project.owner)
    values = {"file": stored, "signed_on": date(2026, 11, 10)}
    return SignedCopy.objects.create(project=project, kind="proposal", uploaded_by=project.owner, **values)


def doing_of(project):
    """An activity with a report, its photo and its paper, and an indicator with what it came to."""
    activity = activity_of(project)
    report = reported(activity, photos=["ก"])
    stored = stored_photo(activity, project.owner)
    indicator = ProjectIndicator.objects.create(project=project, text="จำนวน")
    IndicatorActual.objects.create(indicator=indicator, value=1, evidence=stored, recorded_by=project.owner)
    return {
        "ACTIVITY": activity.pk,
        "REPORT": report.pk,
        "REPORT_PHOTO": report.photos.get().pk,
        "PAPER": ActivityEvidence.objects.create(report=report, file=stored).pk,
        "INDICATOR": indicator.pk,
    }


def remark_on(project, by):
    """What a desk asked for, of a proposal that may be written on."""
    values = {"district": project.district, "step": 1, "title": "ตรวจงบประมาณ", "holder": "finance_staff"}
    desk, _is_new = ApprovalDesk.objects.get_or_create(**values)
    now = timezone.now()
    approval = Approval.objects.create(
        project=project, desk=desk, step=1, due_on=now.date(), decision="returned", decided_at=now, decided_by=by
    )
    return Remark.objects.create(approval=approval, section="budget", text="แสดงวิธีคิด")


def ledger_of(project, spender):
    """A row of each kind in a project's ledger, with its document."""
    paper = files.store(photo_upload(), district=project.district, by=spender)
    facts = {"project": project, "amount": 100, "receipt": paper, "recorded_by": spender}
    transfer = Transfer.objects.create(project=project, number=1, reason="ถัวจ่าย", proposed_by=spender)
    return {
        "SIGNED": signed_copy(project).pk,
        "EXPENSE": Expense.objects.create(**facts).pk,
        "COMMITMENT": Commitment.objects.create(**facts).pk,
        "TRANSFER": transfer.pk,
    }


def visits_at(school, supervisor):
    """A reported visit with photo, agreed action and evidence, and one that is still being written."""
    written = done_visit(school=school, lead=supervisor, instrument=small_instrument())
    reported = done_visit(school=school, lead=supervisor)
    action = AgreedActionFactory(visit=reported)
    photo = photo_of(reported, supervisor)
    reported = perform(reported, "report", by=supervisor)
    Visit.objects.filter(pk=reported.pk).update(instrument=written.instrument)
    return links_to(reported) | {
        "WRITTEN": written.pk,
        "FINDING": written.findings.get().pk,
        "HELP": support_plan(school=school, lead=supervisor, state="running").pk,
        "SEEN": reported.findings.get().pk,
        "NEW_PHOTO": photo_of(written, supervisor).pk,
        "PLANNED": VisitFactory(school=school, lead=supervisor).pk,
        "VISIT": reported.pk,
        "PHOTO": photo.pk,
        "ACTION": action.pk,
        "EVIDENCE": ActionEvidence.objects.create(
            action=action, file=files.store(photo_upload(), district=school.district, by=supervisor)
        ).pk,
    }


def survey_by(user):
    """A survey that is being prepared, in the supervisor's office."""
    survey = draft_survey(user)
    return {"SURVEY": survey.pk, "SURVEY_KEY": survey.key}


def links_to(visit):
    """A link to answer that can be used, and one that was."""
    link, used = (make_link(visit, sent_to="ครู", days=7, by=visit.lead) for _number in range(2))
    AnswerLink.objects.filter(pk=used.pk).update(used_at=timezone.now(), used_name="ครู")
    return {"LINK": link.pk, "TOKEN": link_token(link), "USED_TOKEN": link_token(used)}


def photo_of(visit, by):
    stored = files.store(photo_upload(), district=visit.school.district, by=by, allowed=files.PHOTOS)
    return VisitPhoto.objects.create(visit=visit, file=stored, caption="ภาพ", has_consent=True)


def sheet(school, by):
    """An uploaded list of schools: a preview belongs to the person who uploaded it."""
    upload = SimpleUploadedFile("schools.csv", b"moe_code,name_th\n1099999999,x\n")
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)


def line_sheet(school, by):
    """An uploaded list of budget lines."""
    upload = SimpleUploadedFile("lines.csv", "รายการ,สูตรคำนวณ\nค่าอาหาร,10x5\n".encode())
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)


def item_sheet(school, by):
    """An uploaded list of strategy items."""
    upload = SimpleUploadedFile("items.csv", b"kind,code,title\npolicy,1,x\n")
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)
