"""The SAR cycle. The 2561 frameworks are there from the data migration; states are reached by the workflow itself."""

from datetime import timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qa_portal.core import files
from qa_portal.core.workflow import perform
from schools.models import Cycle, Framework, Sar
from schools.services.papers import attach_pdf
from schools.services.writing import save_ratings

from .core import DistrictFactory, person
from .schools import SchoolFactory, school_person

TINY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Root 1 0 R/Size 4>>\n"
    b"startxref\n162\n%%EOF\n"
)


def pdf(name="sar.pdf", extra=b""):
    return SimpleUploadedFile(name, TINY_PDF + extra, "application/pdf")


class CycleFactory(factory.django.DjangoModelFactory):
    """A cycle in preparation whose window is around today."""

    class Meta:
        model = Cycle

    district = factory.SubFactory(DistrictFactory)
    academic_year = 2568
    early_childhood_framework = factory.LazyFunction(lambda: Framework.objects.get(code="EC-2561"))
    basic_framework = factory.LazyFunction(lambda: Framework.objects.get(code="BASIC-2561"))
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))


def open_cycle(**kwargs):
    cycle = CycleFactory(**kwargs)
    return perform(cycle, "open", by=person("group_head", cycle.district))


def expected_sar(*, school=None, level="early_childhood", **cycle):
    """A report that nobody has begun: the fewest items are those of early childhood."""
    school = school or SchoolFactory()
    opened = open_cycle(district=school.district, **cycle)
    return Sar.objects.get(cycle=opened, school=school, level=level)


class Desk:
    """The people of one school and the office around one report, and each step of its way."""

    def __init__(self, **kwargs):
        self.sar = expected_sar(**kwargs)
        self.school, self.cycle = self.sar.school, self.sar.cycle
        self.district = self.school.district
        self.head = school_person("school_head", self.school)
        self.teacher = school_person("school_teacher", self.school)
        self.board = school_person("school_board", self.school)
        self.reader = person("supervisor", self.district)
        self.manager = person("group_head", self.district)
        self.admin = person("district_admin", self.district)

    def do(self, name, by, note=""):
        self.sar = perform(self.sar, name, by=by, note=note)
        return self.sar

    def rate_all(self, value=4):
        level = self.sar.framework.levels.get(value=value)
        for section in self.sar.sections.all():
            section.level, section.reason = level, "หลักฐานสอดคล้องกัน"
            items = self.sar.ratings.filter(indicator__standard=section.standard_id)
            save_ratings(section, dict.fromkeys(items, level))
        self.sar.refresh_from_db()
        self.sar.overall_level = level
        self.sar.save()

    def attach(self, extra=b""):
        return attach_pdf(self.sar, pdf(extra=extra), by=self.teacher)

    def record_minutes(self):
        approval = self.sar.approval
        approval.met_on, approval.chair_name = timezone.localdate(), "ประธานสมมุติ"
        approval.minutes = files.store(pdf("minutes.pdf"), district=self.district, by=self.teacher)
        approval.save()

    ROAD = ("expected", "drafting", "with_board", "board_approved", "submitted")

    def reach(self, state):
        """Walk the straight way to a state, and return the desk."""
        walk = {
            "expected": lambda: None,
            "drafting": lambda: self.do("start", self.teacher),
            "with_board": self._present,
            "board_approved": self._approve,
            "submitted": self._send,
        }
        for step in self.ROAD[: self.ROAD.index(state) + 1] if state in self.ROAD else self.ROAD:
            walk[step]()
        if state == "accepted":
            self.do("accept", self.reader)
        if state == "returned":
            self.do("return", self.reader, "เพิ่มหลักฐาน")
        return self

    def _present(self):
        self.rate_all()
        self.do("to_board", self.teacher)

    def _approve(self):
        self.record_minutes()
        self.do("record_approval", self.head)

    def _send(self):
        self.attach()
        self.do("submit", self.head)
