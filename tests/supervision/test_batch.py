"""The batch for the assessors' agency: which report is ready and why not, the zip, the letter, the sending."""

import hashlib
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core import files, lost
from qa_portal.core.models import Job, JobState, StoredFile
from qa_portal.core.workflow import Refused, perform, steps
from schools.models import BoardApproval, Sar, SarFile, StandardSection
from supervision.documents.covering_letter import render_letter, render_letter_docx
from supervision.models import AssessorIssue, Batch, BatchSar, BatchState, Correspondence, ExternalAssessment
from supervision.reports.batch import counts, hurdles_of, reports_of
from supervision.services.batch import begin_batch, leave_out, take_in
from supervision.services.batch_sending import archive_refusal, stale_sentence
from tests.core.document_kit import poppler_text, squeezed
from tests.core.docx_kit import text_of
from tests.factories.batch import gathered, issue_at, lettered, sent, small_desk, zipped
from tests.factories.external import assessment_of, scored_round
from tests.factories.sar import Desk, pdf
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import reported_visit

pytestmark = pytest.mark.django_db
PAPER_OF = "early_childhood/{code}_early_childhood_2568.pdf"


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def said(response):
    return [str(message) for message in response.context["messages"]]


def standing(batch, sar):
    row = reports_of(batch).get(pk=sar.pk)
    return row.standing_key, hurdles_of(row)


@pytest.fixture
def desk():
    return small_desk()


@pytest.fixture
def batch(desk):
    return gathered(desk)


# ---------------------------------------------------------------- readiness


def test_accepted_report_is_ready(desk, batch):
    assert standing(batch, desk.sar) == ("ready", [])


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("expected", "สถานศึกษายังไม่ส่ง"),
        ("board_approved", "สถานศึกษายังไม่ส่ง"),
        ("submitted", "เขตพื้นที่ยังไม่รับรายงาน"),
        ("returned", "ส่งคืนให้โรงเรียนแก้ไข"),
    ],
)
def test_report_on_its_way_is_not_ready(state, why):
    desk = Desk(school=SchoolFactory(has_primary=False)).reach(state)
    assert standing(gathered(desk), desk.sar) == ("unready", [why])


def test_report_without_minutes_is_not_ready(desk, batch):
    BoardApproval.objects.filter(sar=desk.sar).update(minutes=None)
    assert standing(batch, desk.sar) == ("unready", ["ไม่มีรายงานการประชุมคณะกรรมการสถานศึกษา"])


def test_report_with_neither_file_nor_text_is_not_ready(desk, batch):
    SarFile.objects.filter(sar=desk.sar).update(sent_at=None)
    assert standing(batch, desk.sar) == ("ready", [])
    StandardSection.objects.filter(sar=desk.sar).update(level=None)
    assert standing(batch, desk.sar) == ("unready", ["ไม่มีทั้งไฟล์ PDF และข้อความที่พิมพ์ไว้"])


def test_report_whose_file_is_held_is_not_ready(desk, batch):
    StoredFile.objects.filter(pk=desk.sar.latest_file.stored_id).update(held_since=timezone.now())
    assert standing(batch, desk.sar) == ("unready", ["ไฟล์ยังรอผลการสแกนไวรัส"])


def test_report_waits_until_the_findings_of_its_year_are_looked_at(desk, batch, sign_in):
    visit = reported_visit(school=desk.school)
    type(visit).objects.filter(pk=visit.pk).update(academic_year=2568)
    assert standing(batch, desk.sar) == ("unready", ["ยังไม่ได้พิจารณาข้อค้นพบจากการนิเทศ"])
    data = {"action": "leave", "row": visit.findings.get().pk, "confirmed": "1"}
    sign_in(desk.manager).post(url("issue_findings_bulk"), data)
    assert standing(batch, desk.sar) == ("ready", [])


def test_report_is_left_out_with_a_reason_and_taken_in_again(desk, batch):
    leave_out(batch, [desk.sar], reason="โรงเรียนขอแก้ไข", by=desk.manager)
    row = reports_of(batch).get()
    assert (row.standing_key, row.left_out_for) == ("excluded", "โรงเรียนขอแก้ไข")
    assert take_in(batch, [desk.sar], by=desk.manager) == 1
    assert standing(batch, desk.sar) == ("ready", [])


def test_leaving_out_again_changes_the_reason(desk, batch):
    leave_out(batch, [desk.sar], reason="ก", by=desk.manager)
    leave_out(batch, [desk.sar], reason="ข", by=desk.manager)
    assert list(batch.sars.values_list("excluded_for", flat=True)) == ["ข"]


# ---------------------------------------------------------------- pages


def test_many_reports_are_left_out_on_the_page(sign_in):
    desk = Desk().reach("accepted")  # two levels: the other is not begun
    batch = gathered(desk)
    page = sign_in(desk.manager)
    asked = page.post(url("batch_places", batch.pk), {"action": "leave_out", "all": "on", "query": "standing=unready"})
    assert asked.context["keys"] == str(reports_of(batch).get(standing_key="unready").pk)
    assert page.post(url("batch_places", batch.pk), {"row": asked.context["keys"], "reason": ""}).status_code == 422
    page.post(url("batch_places", batch.pk), {"row": asked.context["keys"], "reason": "เปิดสอนปีหน้า"})
    assert {key.value: count for key, count in counts(reports_of(batch)).items()} == {
        "ready": 1,
        "unready": 0,
        "excluded": 1,
    }


def test_nothing_ticked_is_said(desk, batch, sign_in):
    response = sign_in(desk.manager).post(url("batch_places", batch.pk), {"action": "take_in"}, follow=True)
    assert said(response) == ["ยังไม่ได้เลือกรายการ หรือรายการที่เลือกไม่มีอยู่แล้ว โปรดเลือกแล้วสั่งอีกครั้ง"]


def test_page_counts_by_standing_and_network(desk, batch, sign_in):
    context = sign_in(desk.manager).get(url("batch_detail", batch.pk)).context
    assert [(key, count) for key, _label, _colour, _icon, count in context["standings"]] == [
        ("ready", 1),
        ("unready", 0),
        ("excluded", 0),
    ]
    assert [(line.name, [count for _k, _l, count in line.cells]) for line in context["networks"]] == [
        ("ไม่มีเครือข่าย", [1, 0, 0])
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_questions(count, sign_in, django_assert_num_queries):
    desk = small_desk()
    for _number in range(count - 1):
        school = SchoolFactory(district=desk.district)
        Sar.objects.create(cycle=desk.cycle, school=school, level="basic", framework=desk.sar.framework)
    batch = gathered(desk)
    page = sign_in(desk.manager)
    page.get(url("batch_detail", batch.pk))
    with django_assert_num_queries(14):
        page.get(url("batch_detail", batch.pk))


def test_one_batch_of_a_cycle_is_gathered_at_a_time(desk, batch):
    assert begin_batch(desk.cycle, by=desk.manager) == (batch, False)


# ---------------------------------------------------------------- the zip


def contents(stored):
    with stored.content.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_zip_holds_the_files_as_they_came_with_their_hashes(desk, batch):
    issue_at(desk.school)
    batch, job = zipped(batch, desk.manager)
    assert (job.state, job.message) == (JobState.DONE, "")
    found = contents(batch.archive)
    paper = PAPER_OF.format(code=desk.school.moe_code)
    assert sorted(found) == sorted([paper, "index.xlsx", "issues.xlsx", "issues.pdf", "manifest-sha256.txt"])
    with desk.sar.latest_file.stored.content.open("rb") as file:
        assert found[paper] == file.read()
    lines = dict(reversed(line.split("  ")) for line in found["manifest-sha256.txt"].decode().splitlines())
    hashes = {name: hashlib.sha256(found[name]).hexdigest() for name in found if name != "manifest-sha256.txt"}
    assert lines == hashes


def test_index_of_the_zip_names_every_report(desk, batch):
    batch, _job = zipped(batch, desk.manager)
    found = contents(batch.archive)
    sheet = openpyxl.load_workbook(io.BytesIO(found["index.xlsx"])).active
    stored = desk.sar.latest_file.stored
    paper = PAPER_OF.format(code=desk.school.moe_code)
    assert [cell.value for cell in sheet[4]] == [
        desk.school.moe_code,
        desk.school.name,
        "ระดับปฐมวัย",
        "ดีเลิศ",
        paper,
        stored.pages,
        stored.sha256,
    ]


def test_points_of_the_zip_are_those_of_its_schools(desk, batch):
    other = SchoolFactory(district=desk.district)
    issue_at(desk.school, "ตรวจสอบการวัดผล")
    issue_at(other, "ของโรงเรียนอื่น")
    issue_at(desk.school, "ไม่ส่ง", dropped_at=timezone.now(), dropped_by=desk.manager)
    batch, _job = zipped(batch, desk.manager)
    found = contents(batch.archive)
    sheet = openpyxl.load_workbook(io.BytesIO(found["issues.xlsx"])).active
    assert [row[4] for row in sheet.iter_rows(min_row=4, max_row=4, values_only=True)] == ["ตรวจสอบการวัดผล"]
    text = squeezed(poppler_text(found["issues.pdf"]))
    assert ["ตรวจสอบการวัดผล" in text, "รวม๑ประเด็น" in text, "ของโรงเรียนอื่น" in text] == [True, True, False]


def test_report_without_a_file_goes_as_it_was_typed(desk, batch):
    SarFile.objects.filter(sar=desk.sar).update(sent_at=None)
    batch = sent(batch, desk.manager)
    content = contents(batch.archive)[PAPER_OF.format(code=desk.school.moe_code)]
    place = batch.sars.get()
    assert place.stored.sha256 == hashlib.sha256(content).hexdigest()
    assert "รายงานการประเมินตนเองของสถานศึกษา" in poppler_text(content)


def accepted_beside(desk, stored):
    """Another school's report of the cycle, whose PDF is this file."""
    sar = Sar.objects.create(
        cycle=desk.cycle,
        school=SchoolFactory(district=desk.district, has_primary=False),
        level="early_childhood",
        framework=desk.sar.framework,
        state="accepted",
        accepted_at=timezone.now(),
        accepted_by=desk.reader,
    )
    desk.sar.approvals.update(lapsed_at=None)
    minutes = desk.sar.approval.minutes
    BoardApproval.objects.create(sar=sar, minutes=minutes, approved_at=timezone.now(), approved_by=desk.board)
    SarFile.objects.create(sar=sar, number=1, stored=stored, sent_at=timezone.now())
    return sar


def test_zip_goes_without_a_file_that_the_server_has_lost_until_it_is_back(desk, batch):
    stored = files.store(pdf("other.pdf", extra=b"lost"), district=desk.district, by=desk.head)
    sar, path = accepted_beside(desk, stored), Path(stored.content.path)
    content = path.read_bytes()
    path.unlink()
    batch, job = zipped(batch, desk.manager)
    found = contents(batch.archive)
    paper = PAPER_OF.format(code=sar.school.moe_code)
    told = found.pop("missing-files.txt").decode("utf-8-sig").splitlines()
    assert (paper in found, told[2:]) == (False, [f"- {paper} {sar.school.full_name} (other.pdf)"])
    assert (job.state, job.message) == (
        JobState.DONE,
        "ไม่พบไฟล์ 1 ไฟล์ในที่เก็บไฟล์ของระบบ สิ่งที่จัดทำจึงขาดไฟล์เหล่านี้: other.pdf โปรดแจ้งผู้ดูแลระบบ และแนบไฟล์ใหม่ในที่เดิม",
    )
    assert (standing(batch, sar), archive_refusal(batch)) == (("unready", ["ไฟล์หายไปจากเครื่องแม่ข่าย"]), "")
    path.write_bytes(content)
    assert (lost.look(), standing(batch, sar), archive_refusal(batch)) == (0, ("ready", []), stale_sentence())


def test_zip_leaves_out_a_file_that_is_held(desk, batch):
    stored = desk.sar.latest_file.stored
    stored.pk, stored.held_since = None, timezone.now()
    stored.save()
    accepted_beside(desk, stored)
    batch, _job = zipped(batch, desk.manager)
    assert [name for name in contents(batch.archive) if name.endswith("2568.pdf")] == [
        PAPER_OF.format(code=desk.school.moe_code)
    ]


def test_file_that_is_damaged_on_the_server_stops_the_zip(desk, batch):
    StoredFile.objects.filter(pk=desk.sar.latest_file.stored_id).update(sha256="0" * 64)
    batch, job = zipped(batch, desk.manager)
    assert (job.state, batch.archive) == (JobState.FAILED, None)
    assert job.message == f"ไฟล์ของ{desk.sar} เสียหายบนเครื่องแม่ข่าย กรุณาแจ้งผู้ดูแลระบบ"


def test_zip_made_anew_takes_the_place_of_the_older(desk, batch):
    batch, _job = zipped(batch, desk.manager)
    older = batch.archive_id
    issue_at(desk.school)
    batch, _job = zipped(batch, desk.manager)
    assert (batch.archive_id == older, StoredFile.objects.filter(pk=older).exists()) == (False, False)


def test_zip_is_asked_for_once(desk, batch, sign_in):
    page = sign_in(desk.manager)
    page.post(url("batch_archive_make", batch.pk))
    page.post(url("batch_archive_make", batch.pk))
    assert Job.objects.filter(kind="batch_archive").count() == 1


# ---------------------------------------------------------------- the letter


def test_letter_says_what_goes(desk, batch):
    issue_at(desk.school)
    content = render_letter(lettered(batch))
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1
    text = squeezed(poppler_text(content))
    wanted = [
        "ที่ศธ๐๔๙๙๙/๗๗",
        "๒๐พฤศจิกายน๒๕๖๙",
        "เรื่องส่งรายงานผลการประเมินตนเองของสถานศึกษาปีการศึกษา๒๕๖๘และประเด็นที่ต้องการให้ประเมินและติดตาม",
        "เรียนผู้อำนวยการสำนักงานรับรองมาตรฐานและประเมินคุณภาพการศึกษา(องค์การมหาชน)",
        "สิ่งที่ส่งมาด้วย๑.ไฟล์รายงานผลการประเมินตนเองของสถานศึกษาจำนวน๑ฉบับ",
        "ระดับปฐมวัย๑ฉบับ",
        "จำนวน๑ประเด็น",
        "ขอแสดงความนับถือ",
        "นายตัวอย่างผู้อำนวยการ",
        "กลุ่มนิเทศติดตามและประเมินผลการจัดการศึกษา",
    ]
    assert [phrase for phrase in wanted if phrase not in text] == []


def test_letter_for_word_says_the_same(desk, batch):
    text = squeezed(text_of(render_letter_docx(lettered(batch))))
    assert ["ที่ศธ๐๔๙๙๙/๗๗" in text, "ไม่มีประเด็นที่ต้องการให้ประเมินและติดตามเพิ่มเติม" in text] == [True, True]


def test_letter_is_typed_until_the_batch_is_sent(desk, batch, sign_in):
    page = sign_in(desk.manager)
    data = {"letter_number": "ศธ 1/2", "letter_dated": "20/11/2569", "recipient": "ผู้อำนวยการ สมศ."}
    page.post(url("batch_letter", batch.pk), data | {"opened_version": batch.version})
    row = Batch.objects.get()
    assert (row.letter_number, row.letter_dated, row.recipient) == ("ศธ 1/2", date(2026, 11, 20), "ผู้อำนวยการ สมศ.")
    row = sent(row, desk.manager)
    page.get(url("batch_list"))
    response = page.post(url("batch_letter", row.pk), data | {"letter_number": "ศธ 9/9"}, follow=True)
    assert said(response) == ["ยังดำเนินการขั้นนี้ไม่ได้ เพราะสถานะขณะนี้คือ “ส่งแล้ว”"]
    assert Batch.objects.get().letter_number == "ศธ 04999/77"


# ---------------------------------------------------------------- sending


def missing(batch, user):
    (step,) = steps(Batch.objects.get(pk=batch.pk), user)
    return [item.sentence for item in step.missing]


def test_sending_asks_for_letter_and_zip(desk, batch):
    assert missing(batch, desk.manager) == [
        "หนังสือนำส่งยังไม่มีเลขที่",
        "หนังสือนำส่งยังไม่ได้ลงวันที่",
        "ยังไม่ได้จัดทำไฟล์ ZIP",
    ]


def test_sending_asks_for_a_ready_report(desk, batch):
    leave_out(batch, [desk.sar], reason="รอ", by=desk.manager)
    assert missing(lettered(batch), desk.manager) == ["ยังไม่มีรายงานที่พร้อมส่ง"]


def test_zip_older_than_a_change_cannot_go(desk, batch):
    batch, _job = zipped(lettered(batch), desk.manager)
    assert missing(batch, desk.manager) == []
    issue_at(desk.school)
    stale = ["รายงานหรือประเด็นเปลี่ยนไปหลังจากจัดทำไฟล์ ZIP กรุณาจัดทำใหม่"]
    assert missing(batch, desk.manager) == stale
    with pytest.raises(Refused):
        perform(batch, "send", by=desk.manager)
    batch, _job = zipped(batch, desk.manager)
    assert missing(batch, desk.manager) == []


def test_sending_freezes_what_goes(desk, batch):
    issue = issue_at(desk.school)
    batch = sent(batch, desk.manager)
    place = batch.sars.get()
    assert (place.sar, place.stored) == (desk.sar, desk.sar.latest_file.stored)
    assert AssessorIssue.objects.get(pk=issue.pk).sent_in == batch
    letter = Correspondence.objects.get()
    facts = (letter.district, letter.direction, letter.number, letter.dated, letter.needs_answer, letter.stored)
    assert facts == (desk.district, "out", "ศธ 04999/77", date(2026, 11, 20), True, batch.letter)
    with batch.letter.content.open("rb") as file:
        assert "ขอแสดงความนับถือ" in poppler_text(file.read())


def test_assessment_that_waits_for_the_documents_has_them(desk, batch):
    """One whose days would not follow each other is left to a person."""
    early = date(2026, 11, 1)
    waiting = assessment_of(desk.school, level="early_childhood", state="ready", noticed_on=early, readied_on=early)
    late = date(2026, 11, 21)
    facts = {"level": "early_childhood", "state": "ready", "noticed_on": late, "readied_on": late}
    later = assessment_of(desk.school, scored_round(31), **facts)
    sent(batch, desk.manager)
    rows = ExternalAssessment.objects.in_bulk([waiting.pk, later.pk])
    assert (rows[waiting.pk].state, rows[waiting.pk].sent_on) == ("sent", date(2026, 11, 20))
    assert (rows[later.pk].state, rows[later.pk].sent_on) == ("ready", None)


def test_batch_is_sent_once(desk, batch, sign_in):
    batch, _job = zipped(lettered(batch), desk.manager)
    page = sign_in(desk.manager)
    page.post(url("batch_transition", batch.pk, "send"), {"note": ""})
    page.post(url("batch_transition", batch.pk, "send"), {"note": ""})
    assert Batch.objects.get().state == BatchState.SENT
    assert (Correspondence.objects.count(), BatchSar.objects.count()) == (1, 1)


def test_sent_batch_stays_when_its_report_changes(desk, batch, sign_in):
    batch = sent(batch, desk.manager)
    before = desk.sar.latest_file.stored
    desk.do("return", desk.reader, "แก้ไข")
    desk.attach(b"% mended")
    page = sign_in(desk.manager).get(url("batch_detail", batch.pk))
    assert [place.stored for place in page.context["object_list"]] == [before]
    with pytest.raises(Refused):
        leave_out(batch, [desk.sar], reason="ช้าไป", by=desk.manager)
    with pytest.raises(Refused):
        take_in(batch, [desk.sar], by=desk.manager)
    _same, job = zipped(batch, desk.manager)
    assert (job.state, Batch.objects.get().archive_id) == (JobState.FAILED, batch.archive_id)


def test_file_of_a_sent_batch_is_the_one_that_went(desk, batch, sign_in):
    batch = sent(batch, desk.manager)
    response = sign_in(desk.manager).get(url("batch_file", batch.pk, batch.sars.get().pk))
    assert hashlib.sha256(response.getvalue()).hexdigest() == desk.sar.latest_file.stored.sha256


def test_second_batch_offers_what_was_not_sent(sign_in):
    desk = Desk().reach("accepted")
    first = sent(gathered(desk), desk.manager)
    second = gathered(desk)
    basic = Sar.objects.get(cycle=desk.cycle, level="basic")
    assert (second.number, list(reports_of(second))) == (2, [basic])
    late = issue_at(desk.school, "พบภายหลัง")
    Sar.objects.filter(pk=basic.pk).update(
        state="accepted", accepted_at=timezone.now() - timedelta(days=1), accepted_by=desk.reader
    )
    StandardSection.objects.filter(sar=desk.sar).update(level=desk.sar.overall_level)
    minutes = desk.sar.approval.minutes
    BoardApproval.objects.create(sar=basic, minutes=minutes, approved_at=timezone.now(), approved_by=desk.board)
    SarFile.objects.create(sar=basic, number=1, stored=desk.sar.latest_file.stored, sent_at=timezone.now())
    second = sent(second, desk.manager)
    assert [place.sar for place in second.sars.all()] == [basic]
    assert (AssessorIssue.objects.get(pk=late.pk).sent_in, first.issues.count()) == (second, 0)


def test_another_office_sees_nothing_of_it(desk, batch, sign_in):
    stranger = sign_in(small_desk().manager)
    pages = [url(name, batch.pk) for name in ("batch_detail", "batch_letter", "batch_letter_pdf", "batch_archive")]
    assert [stranger.get(page).status_code for page in pages] == [404] * 4
