"""Two offices with the same kinds of rows, and one person for each role: what tests/test_access.py asks about."""

from projects.models import Project, ProjectState, ProjectTemplate, StrategyItem
from projects.services import amending
from projects.services.results import begin_result
from qa_portal.core.roles import ROLES, Scope
from schools.models import SupervisorAssignment
from tests.access.rows_manual import manual_of
from tests.access.rows_office import (
    begun_upload,
    failed_task,
    finished_job,
    integrations_of,
    notice_to,
    old_data_of,
    saved_view_of,
    signed_in_of,
    synthesis_of,
)
from tests.access.rows_own import own_report_of
from tests.access.rows_planning import rounds_of
from tests.access.rows_projects import doing_of, item_sheet, ledger_of, line_sheet, remark_on, word_reading
from tests.access.rows_schools import (
    awards_of,
    cycle_rows,
    evidence_in,
    honour_of,
    practices_of,
    reading_of,
    sheet,
    targets_of,
)
from tests.access.rows_supervision import assessment_in, batches_of, field_of, forms_of, survey_by, visits_at
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
        self.own |= (office_rows := cycle_rows(self.own["CYCLE"], self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign = rows_around(away, 2568, person("supervisor", away.district), person("plan_staff", away.district))
        self.foreign |= cycle_rows(self.foreign["CYCLE"], person("group_head", away.district))
        self.own |= (office_rows := synthesis_of(self.people["group_head"], self.own["SAR"]))
        self.neighbour |= office_rows
        self.foreign |= synthesis_of(person("group_head", away.district), self.foreign["SAR"])
        self.own |= (office_rows := batches_of(self.own["SAR"], self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= batches_of(self.foreign["SAR"], person("group_head", away.district))
        self.own |= awards_of(self.people["group_head"], self.own, [self.people["committee_member"]])
        self.neighbour |= dict.fromkeys(("AWARD", "OPEN_AWARD", "DRAFT_AWARD"), self.own["DRAFT_AWARD"])
        self.neighbour |= {"NOMINATION": self.own["NOMINATION"], "HONOUR": honour_of(next_door)}
        foreign_keeper = person("group_head", away.district)
        self.foreign |= awards_of(foreign_keeper, self.foreign, [person("committee_member", away.district)])
        self.own |= (office_rows := own_report_of(self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= own_report_of(person("group_head", away.district))
        self.own |= (office_rows := manual_of(self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= manual_of(person("group_head", away.district))
        self.own |= (office_rows := rounds_of(self.people["group_head"]))
        self.neighbour |= office_rows
        self.foreign |= rounds_of(person("group_head", away.district))
        for rows in (self.own, self.neighbour, self.foreign):
            rows |= assessment_in(rows) | field_of(rows["WRITTEN"])
        self.own["NOTICE"] = notice_to(self.people["director"])
        director = person("director", away.district)
        self.own |= (office_rows := integrations_of(self.people["director"]))
        self.neighbour |= office_rows
        self.foreign |= integrations_of(director)
        self.foreign["NOTICE"] = notice_to(director)
        self.own["SAVED_VIEW"] = saved_view_of(self.people["director"])
        self.foreign["SAVED_VIEW"] = saved_view_of(director)
        self.own["SIGNED_IN"], self.foreign["SIGNED_IN"] = signed_in_of(self.people["director"]), signed_in_of(director)
        self.own["OLD_DATA"] = self.neighbour["OLD_DATA"] = old_data_of(school.district)
        self.foreign["OLD_DATA"] = old_data_of(away.district)
        self.own["JOB"], self.foreign["JOB"] = finished_job(self.people["director"]), finished_job(director)
        self.own["FAILED_TASK"] = self.foreign["FAILED_TASK"] = failed_task()  # the machine's, of no office
        self.own["UPLOAD"], self.foreign["UPLOAD"] = begun_upload(self.people["director"]), begun_upload(director)


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
    begin_result(running, by=supervisor)
    return {
        "SCHOOL": school.pk,
        "COLLEAGUE": supervisor.pk,
        "NETWORK": NetworkFactory(district=school.district).pk,
        "ASSIGNMENT": SupervisorAssignment.objects.create(school=school, supervisor=supervisor).pk,
        "IMPORT": sheet(school, spender).pk,
        "ITEM_SHEET": item_sheet(school, spender).pk,
        "TEMPLATE": ProjectTemplate.objects.create(district=school.district, name="แม่แบบ").pk,
        "LINE_SHEET": line_sheet(school, spender).pk,
        "ITEM": StrategyItem.objects.create(
            district=school.district, fiscal_year=2570, kind="policy", code=str(school.pk), title="x"
        ).pk,
        "CYCLE": desk.cycle.pk,
        "SAR": desk.sar.pk,
        "MINUTES": desk.sar.approval.pk,
        **reading_of(desk.sar, supervisor),
        **targets_of(desk),
        **evidence_in(desk),
        **practices_of(school, desk.teacher, supervisor),
        "DRAFT": draft.pk,
        "PROPOSED": proposed.pk,
        "PROJECT": running.pk,
        "READING": word_reading(supervisor),
        "AMENDMENT": amending.begin_amendment(running, reason="ราคาเปลี่ยน", by=supervisor).pk,
        "REMARK": remark_on(draft, spender).pk,
        **ledger_of(running, spender),
        "DISTRICT": school.district_id,
        **doing_of(running),
        **visits_at(school, supervisor),
        **survey_by(supervisor),
        **forms_of(school, desk.head, supervisor),
    }
