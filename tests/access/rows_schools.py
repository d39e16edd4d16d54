"""What a school, and its office beside it, has of reports, practices and awards."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qa_portal.core import files
from qa_portal.core.workflow import perform
from schools.models import Award, Conflict, Cycle, Framework, Honour, Practice, SarReader, SarRemark, School
from schools.services.cycle_papers import add_paper
from schools.services.judging import choose_judges
from schools.services.nominating import nominate
from schools.services.remarks import Place as RemarkPlace
from schools.services.remarks import write_remark
from tests.factories.awards import draft_award
from tests.factories.evidence import piece_of, shown_in
from tests.factories.practices import draft_practice, with_file
from tests.factories.supervision import photo_upload
from tests.factories.targets import announced_sheet


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


def sheet(school, by):
    """An uploaded list of schools: a preview belongs to the person who uploaded it."""
    upload = SimpleUploadedFile("schools.csv", b"moe_code,name_th\n1099999999,x\n")
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)
