"""The demo's ledger beside plain expenses: an order that is half paid, money moved between lines with the director's
yes, a transfer that waits for it, and papers as files."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Project
from projects.services import spending
from qa_portal.core import files
from qa_portal.core.thai import fiscal_year
from qa_portal.core.workflow import perform

from .doing import IQA
from .visits import picture

SNACKS, TRAVEL, BOOKS = "ค่าอาหารว่างและเครื่องดื่ม", "ค่าพาหนะคณะนิเทศ", "ค่าจัดทำเอกสารรายงานผล"


def load(world):
    project = Project.objects.get(district=world.district, name=IQA, fiscal_year=fiscal_year(world.today))
    if project.commitments.exists():
        return
    lines = {line.item: line for line in project.lines.all()}
    _order(world, project, lines[BOOKS])
    _transfers(world, project, lines)


def _order(world, project, line):
    clerk, day = world.people["finance"], world.today - timedelta(days=6)
    order = spending.record_commitment(
        project,
        line=line,
        amount=Decimal(6_000),
        committed_on=day,
        payee="ร้านถ่ายเอกสารตัวอย่าง",
        document_number=f"บส. 7/{project.fiscal_year}",
        note="พิมพ์รายงานผล 50 เล่ม",
        receipt=_paper(project, clerk, "ใบสั่งจ้าง"),
        by=clerk,
    )
    spending.record_expense(
        project,
        commitment=order,
        amount=Decimal(2_400),
        paid_on=world.today - timedelta(days=2),
        document_number=f"บค. 21/{project.fiscal_year}",
        note="ส่งมอบงวดแรก 20 เล่ม",
        receipt=_paper(project, clerk, "ใบเสร็จรับเงิน"),
        by=clerk,
    )


def _transfers(world, project, lines):
    clerk = world.people["finance"]
    moved = [(lines[TRAVEL], Decimal(-600)), (lines[SNACKS], Decimal(600))]
    transfer = spending.propose_transfer(project, moved, reason="มีผู้เข้าร่วมเพิ่มจากที่ประมาณไว้ 8 คน", by=clerk)
    perform(transfer, "approve", by=world.people["director"])
    asked = [(lines[TRAVEL], Decimal(-1_200)), (lines[BOOKS], Decimal(1_200))]
    spending.propose_transfer(project, asked, reason="พิมพ์รายงานเพิ่ม 10 เล่มให้เครือข่ายโรงเรียน", by=clerk)


def _paper(project, by, name):
    """A drawn picture in the place of a scan."""
    upload = SimpleUploadedFile(f"{name}.jpg", picture(Random(name)), "image/jpeg")  # noqa: S311
    return files.store(upload, district=project.district, by=by)
