"""A district with something in every corner of the reports. States are given, not walked: counting is tested here."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from projects.models import BudgetLine, Expense, Project
from qa_portal.office.reports.period import OfficeYear
from schools.models import Cycle, Framework, Sar, School, StandardSection
from supervision.models import AgreedAction, Visit
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory

TODAY = date(2026, 11, 21)  # fiscal year 2570, academic year 2569
FISCAL = 2570
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Bangkok"))

SAR_STATES = ["expected", "drafting", "with_board", "board_approved", "submitted", "returned", "accepted"]
PUPILS = [0, 120, 121, 600, 601, 1500, 1501, None]


class OfficeWorld:
    """`OfficeWorld()` is a full office of `schools` schools; `.year` is its present OfficeYear."""

    def __init__(self, *, schools=8, projects=6, visits=8, district=None):
        self.district = district or DistrictFactory()
        self.director = person("director", self.district)
        self.owner = person("plan_staff", self.district)
        self.year = OfficeYear(self.district, FISCAL, TODAY)
        self.networks = [NetworkFactory(district=self.district) for _ in range(2)]
        self.schools = [self._school(number) for number in range(schools)]
        self.cycle = self._cycle()
        for number, school in enumerate(self.schools):
            self._sars(number, school)
        self.projects = [self.project(number) for number in range(projects)]
        self.visits = [self.visit(number) for number in range(visits)]

    def _school(self, number):
        return SchoolFactory(
            district=self.district,
            network=[*self.networks, None][number % 3],
            has_lower_secondary=number % 2 == 0,
            pupil_count=PUPILS[number % len(PUPILS)],
        )

    def closed_school(self):
        school = SchoolFactory(district=self.district)
        School.objects.filter(pk=school.pk).update(closed_on=TODAY - timedelta(days=1))
        return school

    def _cycle(self):
        return Cycle.objects.create(
            district=self.district,
            academic_year=FISCAL - 1,
            early_childhood_framework=Framework.objects.get(code="EC-2561"),
            basic_framework=Framework.objects.get(code="BASIC-2561"),
            opens_on=TODAY - timedelta(days=60),
            due_on=TODAY - timedelta(days=10),
            state="open",
            opened_at=NOON,
            opened_by=self.director,
        )

    def _sars(self, number, school):
        state = SAR_STATES[number % len(SAR_STATES)]
        sent = state in {"submitted", "returned", "accepted"}
        for level, framework in self.cycle.frameworks.items():
            sar = Sar.objects.create(
                cycle=self.cycle,
                school=school,
                framework=framework,
                level=level,
                state=state,
                handed_in_on=TODAY - timedelta(days=15 - 10 * (number % 2)) if sent else None,
                extended_to=TODAY + timedelta(days=5) if number == 1 else None,
                extension_reason="น้ำท่วม" if number == 1 else "",
            )
            self._rate(number, sar)

    def _rate(self, number, sar):
        levels = list(sar.framework.levels.order_by("value"))
        for standard in sar.framework.standards.all():
            level = levels[(number + standard.number) % len(levels)]
            StandardSection.objects.create(sar=sar, standard=standard, level=level)

    def project(self, number, **fields):
        state = ["draft", "submitted", "returned", "approved", "running", "running"][number % 6]
        amount = Decimal(120_000 + number) if state in {"approved", "running"} else None
        project = Project.objects.create(
            **{
                "district": self.district,
                "fiscal_year": FISCAL,
                "name": f"โครงการพัฒนาระบบประกันคุณภาพ {number}",
                "owner": self.owner,
                "created_by": self.owner,
                "state": state,
                "approved_amount": amount,
                "stated_total_text": "120,000",
            }
            | fields
        )
        BudgetLine.objects.create(project=project, item="ค่าอาหารกลางวัน", formula="100 บาท x 200 คน", stated_text="")
        if project.state == "running":
            for paid_on in (
                date(2026, 9, 30),
                date(2026, 10, 1),
                date(2027, 3, 31),
                date(2027, 9, 30),
                date(2027, 10, 1),
            ):
                self.spend(project, paid_on, Decimal("1500.25"))
        return project

    def spend(self, project, paid_on, amount):
        return Expense.objects.create(project=project, paid_on=paid_on, amount=amount, recorded_by=self.owner)

    def visit(self, number, school=None, **fields):
        state = ["planned", "postponed", "done", "reported", "acknowledged", "reported"][number % 6]
        held = TODAY - timedelta(days=number + 1)
        school = school or self.schools[number % len(self.schools)]
        reported = {"reported_at": NOON, "reported_by": self.owner} if state in {"reported", "acknowledged"} else {}
        seen = {"acknowledged_at": NOON, "acknowledged_by": self.owner} if state == "acknowledged" else {}
        values = {"school": school, "planned_on": held, "state": state, "purpose": ["iqa", "sar_advice"][number % 2]}
        visit = Visit.objects.create(**values | reported | seen | fields)
        self._actions(visit)
        return visit

    def _actions(self, visit):
        done = {"done_at": NOON, "done_by": self.owner}
        closed = done | {"closed_at": NOON, "closed_by": self.owner}
        for state, days, stamps in (("open", 0, {}), ("open", -1, {}), ("done", -3, done), ("closed", 9, closed)):
            AgreedAction.objects.create(
                visit=visit,
                what="ปรับปรุงแผนพัฒนาคุณภาพ",
                owed_by="office" if days == -3 else "school",
                due_on=TODAY + timedelta(days=days),
                state=state,
                **stamps,
            )
