"""What the year brought to each school: its reports, visits, agreements, external results and published work. The
number of queries does not grow with the schools."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from qa_portal.office.reports.period import OfficeYear
from schools.models import AT_OFFICE, Sar, School, StandardSection
from supervision.models import ActionState, AgreedAction, Finding, ResultPaper, Visit
from supervision.models.visit import SENT

from .tables import published_practices

OUTSIDE = "ไม่อยู่ในเครือข่าย"


@dataclass
class SchoolYear:
    school: School
    sars: list[Sar] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    actions: list[AgreedAction] = field(default_factory=list)
    results: list[ResultPaper] = field(default_factory=list)
    practices: list = field(default_factory=list)

    @property
    def network(self):
        return self.school.network.name if self.school.network else OUTSIDE

    @property
    def at_office(self):
        """The reports of which the office may tell the content."""
        return [sar for sar in self.sars if sar.state in AT_OFFICE]

    @property
    def levels(self):
        """The overall level of each report at the office, in words."""
        return ", ".join(f"{sar.get_level_display()}: {_name(sar.overall_level)}" for sar in self.at_office)

    @property
    def closed(self):
        return sum(action.state == ActionState.CLOSED for action in self.actions)

    @property
    def external(self):
        return ", ".join(f"{paper.assessment.get_level_display()}: {_name(paper.level)}" for paper in self.results)


def _name(level):
    return level.name if level else "ไม่ระบุ"


def school_years(year: OfficeYear, results):
    """A SchoolYear for each open school, by network; `results` are an OfficeResults or None."""
    rows = year.schools.select_related("network", "district").order_by("network__name_sort", "name_sort", "pk")
    found = {school.pk: SchoolYear(school) for school in rows}
    for name, things in _of_schools(year, results).items():
        for key, thing in things:
            if key in found:
                getattr(found[key], name).append(thing)
    return sorted(found.values(), key=lambda row: row.school.network is None)


def _of_schools(year, results):
    """{field of SchoolYear: (school, thing) in order}."""
    sections = StandardSection.objects.select_related("standard", "level").order_by("standard__number")
    sars = year.sars.select_related("overall_level", "cycle").prefetch_related(Prefetch("sections", sections))
    visits = year.visits.counted().select_related("school").order_by("held_on", "pk")
    sent = year.visits.filter(state__in=SENT).order_by()
    findings = Finding.objects.filter(visit__in=sent).select_related("visit", "category").order_by("visit", "number")
    actions = year.actions.select_related("visit").order_by("visit__held_on", "number", "pk")
    papers = results.papers.select_related("assessment", "level").order_by("assessment__level") if results else ()
    return {
        "sars": [(sar.school_id, sar) for sar in sars.order_by("level")],
        "visits": [(visit.school_id, visit) for visit in visits],
        "findings": [(finding.visit.school_id, finding) for finding in findings],
        "actions": [(action.visit.school_id, action) for action in actions],
        "results": [(paper.assessment.school_id, paper) for paper in papers],
        "practices": [(practice.school_id, practice) for practice in published_practices(year)],
    }


def by_network(rows):
    """{name of the network: its SchoolYears}, in their order."""
    found = defaultdict(list)
    for row in rows:
        found[row.network].append(row)
    return dict(found)
