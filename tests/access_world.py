"""Two offices with the same kinds of rows, and one person for each role: what tests/test_access.py asks about."""

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Expense, Project, ProjectState
from qa_portal.core import files
from qa_portal.core.roles import ROLES, Scope
from schools.models import SupervisorAssignment
from tests.factories.core import person
from tests.factories.sar import Desk
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person


class World:
    """`own`, `neighbour` (another school of the same office) and `foreign` (another office) are rows by name."""

    def __init__(self):
        school, away = SchoolFactory(), SchoolFactory()
        next_door = SchoolFactory(district=school.district)
        self.people = {slug: one_of(slug, role, school) for slug, role in ROLES.items()}
        office = self.people["supervisor"], self.people["plan_staff"]
        self.own = rows_around(school, 2568, *office)
        self.neighbour = rows_around(next_door, 2567, *office)
        self.neighbour["CYCLE"], self.neighbour["NETWORK"] = self.own["CYCLE"], self.own["NETWORK"]  # the office's own
        self.foreign = rows_around(away, 2568, person("supervisor", away.district), person("plan_staff", away.district))


def one_of(slug, role, school):
    return school_person(slug, school) if role.scope is Scope.SCHOOL else person(slug, school.district)


def rows_around(school, year, supervisor, spender):
    """One row of each kind, in the state in which most roles may see it."""
    desk = Desk(school=school, academic_year=year).reach("submitted")
    draft, proposed, running = (
        Project.objects.create(
            district=school.district,
            fiscal_year=2570,
            name=f"โครงการ {state}",
            owner=supervisor,
            created_by=supervisor,
            state=state,
            **({"approved_amount": 1000} if state == ProjectState.RUNNING else {}),
        )
        for state in (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RUNNING)
    )
    return {
        "SCHOOL": school.pk,
        "NETWORK": NetworkFactory(district=school.district).pk,
        "ASSIGNMENT": SupervisorAssignment.objects.create(school=school, supervisor=supervisor).pk,
        "IMPORT": sheet(school, spender).pk,
        "CYCLE": desk.cycle.pk,
        "SAR": desk.sar.pk,
        "MINUTES": desk.sar.approval.pk,
        "DRAFT": draft.pk,
        "PROPOSED": proposed.pk,
        "PROJECT": running.pk,
        "EXPENSE": Expense.objects.create(project=running, amount=100, recorded_by=spender).pk,
    }


def sheet(school, by):
    """An uploaded list of schools: a preview belongs to the person who uploaded it."""
    upload = SimpleUploadedFile("schools.csv", b"moe_code,name_th\n1099999999,x\n")
    return files.store(upload, district=school.district, by=by, allowed=files.SHEETS)
