"""An award in each state, reached by its workflow: nominations of several schools, judges, marks."""

from datetime import date, timedelta

from django.utils import timezone

from qa_portal.core.workflow import perform
from schools.models import Award, AwardCriterion, AwardRank, Honour
from schools.services.judging import choose_judges, give_marks
from schools.services.nominating import nominate

from .core import DistrictFactory, person
from .practices import published_practice
from .schools import SchoolFactory

ANNOUNCED_ON = date(2026, 9, 1)


def draft_award(district, *, criteria=(60, 40), ranks=(("ระดับเหรียญทอง", 90), ("ระดับเหรียญเงิน", 80)), **facts):
    """A call that may be opened: nominations from yesterday until tomorrow."""
    today, day = timezone.localdate(), timedelta(days=1)
    facts = {"name": "IQA AWARD", "academic_year": 2568, "opens_on": today - day, "closes_on": today + day} | facts
    award = Award(district=district, **facts)
    award.save()
    for place, most in enumerate(criteria, 1):
        AwardCriterion(award=award, position=place, text=f"เกณฑ์ {place}", most_points=most).save()
    for name, percent in ranks:
        AwardRank(award=award, name=name, least_percent=percent).save()
    return award


class Contest:
    """One award with its people. `entries` published entries of as many schools are nominated by the office."""

    def __init__(self, *, entries=2, judges=2, district=None, practice=None, **facts):
        self.district = district or DistrictFactory()
        self.manager = person("district_admin", self.district)
        self.award = draft_award(self.district, **facts)
        self.award = self.step("open")
        self.schools = [SchoolFactory(district=self.district) for _entry in range(entries)]
        self.practices = [published_practice(school, **(practice or {})) for school in self.schools]
        self.nominations = [nominate(self.award, row, by=self.manager) for row in self.practices]
        choose_judges(
            self.award, [person("committee_member", self.district) for _judge in range(judges)], by=self.manager
        )

    @property
    def judges(self):
        return list(self.award.judges.select_related("user"))

    def step(self, name, *, by=None, note=""):
        self.award = perform(self.award, name, by=by or self.manager, note=note)
        return self.award

    def mark(self, nomination, judge, *points):
        rows = dict(zip(self.award.criteria.all(), ((value, "") for value in points), strict=True))
        give_marks(nomination, judge, rows, by=judge.user)

    def judged(self, *given):
        """Closed, and each nomination marked by each judge with its row of `given`; by default 50 + 40."""
        self.step("close")
        for row, points in zip(self.nominations, given or [(50, 40)] * len(self.nominations), strict=True):
            for judge in self.judges:
                self.mark(row, judge, *points)
        return self

    def numbered(self, number="12/2569", day=ANNOUNCED_ON):
        self.award.announcement_number, self.award.announced_on = number, day
        self.award.save()
        return self

    def announced(self, *given):
        self.judged(*given).numbered().step("announce")
        return self

    def published(self, *given):
        self.announced(*given).step("publish")
        return self

    @property
    def honours(self):
        return list(Honour.objects.filter(nomination__award=self.award).order_by("pk"))
