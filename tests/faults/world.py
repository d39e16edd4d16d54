"""What the actors work on: an office with people, projects to approve and to spend on, and a visit to write of."""

from dataclasses import dataclass

from projects.models import Project
from supervision.models import Instrument, Visit
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import project_in
from tests.factories.supervision import VisitFactory

MONEY = "999,999,999"  # baht, more than any run spends


@dataclass(frozen=True)
class World:
    clerk: object
    director: object
    planner: object
    running: Project
    proposals: list
    visit: Visit


def make(proposals):
    district = DistrictFactory()
    return World(
        clerk=person("finance_staff", district),
        director=person("director", district),
        planner=person("plan_staff", district),
        running=project_in("running", district=district, formula=MONEY, amount=MONEY),
        proposals=[project_in("submitted", district=district) for _ in range(proposals)],
        visit=VisitFactory(school__district=district, instrument=Instrument.objects.get(pk=1)),
    )
