"""Reports on the office's own standards."""

from django.core.files.uploadedfile import SimpleUploadedFile

from qa_portal.core import files
from qa_portal.office.models import Clarity, OfficeEvidence, OwnProject
from qa_portal.office.services.own_standards import add_evidence, begin
from schools.models import Framework
from schools.services.frameworks import copy_framework

from .sar import TINY_PDF

YEAR = 2570


def s004():
    """The framework that the portal ships."""
    return Framework.objects.get(code="OFFICE-5.4")


def begun(district, *, year=YEAR):
    return begin(district, s004(), year)


def fill(report, *, clarity=Clarity.CLEAR):
    """Every item done, ticked, with a project and a paper; nobody is its author."""
    for answer in report.answers.whole():
        answer.is_done, answer.clarity = True, clarity
        answer.ticked = [tick.position for tick in answer.item.ticks.all()]
        answer.save()
        words = dict.fromkeys(("factors", "problems", "to_develop", "ways"), "-")
        OwnProject.objects.create(answer=answer, position=1, typed_title="โครงการสมมุติ", **words)
        if clarity != Clarity.NONE:
            add_evidence(answer, OfficeEvidence(title=f"เอกสาร {answer.item.position}"), None, by=None)
    return report


def set_level(report, value, *, suggested, reason=""):
    row = report.levels.get()
    row.level, row.suggested, row.reason = report.framework.levels.get(value=value), suggested, reason
    row.save()
    return row


def paper_at(answer, by):
    """A piece of evidence with a file."""
    upload = SimpleUploadedFile("paper.pdf", TINY_PDF, files.PDF)
    return add_evidence(answer, OfficeEvidence(title="คู่มือ"), upload, by=by)


def own_version(district):
    """A version of the shipped framework that the office may change."""
    return copy_framework(s004(), district=district)
