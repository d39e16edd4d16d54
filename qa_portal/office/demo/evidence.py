"""The evidence of the demo's reports: what the portal holds of the year, an uploaded order, and a web address."""

from django.core.files.uploadedfile import SimpleUploadedFile

from qa_portal.core import files
from qa_portal.core.documents import render_pdf
from schools.evidence_sources import offers_of
from schools.models import Cycle, CycleState, Evidence, EvidenceUse, Sar, SarState
from schools.services import evidence as register

ORDER = "คำสั่งแต่งตั้งคณะทำงานประเมินคุณภาพภายใน (ตัวอย่าง)"
PICKED = 3  # records of a school's year


def load(world):
    """After the visits and projects, from which it picks; a district that has evidence stays untouched."""
    if Evidence.objects.filter(school__district=world.district).exists():
        return
    cycle = Cycle.objects.filter(district=world.district, state=CycleState.OPEN).first()
    lines = ["เอกสารนี้สร้างขึ้นเพื่อการสาธิตระบบ ไม่มีข้อมูลของสถานศึกษาจริง"]
    paper = render_pdf("schools/documents/demo_paper.html", {"heading": ORDER, "lines": lines}, title=ORDER)
    for number, school in enumerate(world.schools, 1):
        begun = Sar.objects.filter(cycle=cycle, school=school).exclude(state=SarState.EXPECTED)
        sars = list(begun.select_related("framework", "cycle"))
        if sars:
            _gather(school, sars, paper, by=world.people[f"teacher{number}"])


def _gather(school, sars, paper, *, by):
    year = sars[0].academic_year
    plain = {"school": school, "academic_year": year}
    upload = SimpleUploadedFile("order.pdf", paper, files.PDF)
    order = Evidence(title=f"คำสั่งแต่งตั้งคณะทำงานประเมินคุณภาพภายใน ปีการศึกษา {year}", **plain)
    order = register.add_own(order, upload, by=by)
    works = Evidence(title="แฟ้มผลงานผู้เรียน", url=f"https://example.org/{school.smis_code}/works", **plain)
    works.note = "ผลงานรายชั้นของปีการศึกษานี้"
    works = register.add_own(works, None, by=by)
    picked = [register.pick(school, year, offer) for offer in offers_of(school, year)[:PICKED]]
    for sar in sars:
        _show(sar, order, works, picked)


def _show(sar, order, works, picked):
    standards = list(sar.framework.standards.prefetch_related("indicators"))
    EvidenceUse.objects.create(evidence=order, sar=sar)
    first = standards[0]
    EvidenceUse.objects.create(evidence=works, sar=sar, standard=first, indicator=first.indicators.all()[0])
    for standard, piece in zip(standards, picked, strict=False):
        EvidenceUse.objects.create(evidence=piece, sar=sar, standard=standard)
