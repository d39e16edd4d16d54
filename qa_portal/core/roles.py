"""Role x verb: the one table that says what a role may do. Which rows it may do it to is a QuerySet's `visible_to`;
whether the row's state allows it is its workflow. Roles are Django groups of the same name (A10-06)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _


class Scope(IntEnum):
    """How far a role sees, from nothing to the whole country."""

    NONE = 0
    SCHOOL = 1
    DISTRICT = 2
    NATION = 3


@dataclass(frozen=True)
class Viewer:
    """What the scopes of a QuerySet (`visible_to` and its like) ask of a user, for queries that are put into SQL once
    for all who have the same verbs."""

    scope: Scope
    verbs: frozenset
    district_id: int
    pk: int

    def can(self, verb):
        return verb in self.verbs


class Verb(StrEnum):
    MANAGE_DISTRICT = "manage_district"  # the back office: people, roles, frameworks
    VIEW_SCHOOLS = "view_schools"
    EDIT_SCHOOLS = "edit_schools"  # registry facts, networks, rename, merge, close
    EDIT_OWN_SCHOOL = "edit_own_school"  # contacts and yearly figures, a school's own people for theirs
    IMPORT_SCHOOLS = "import_schools"
    ASSIGN_SUPERVISORS = "assign_supervisors"
    VIEW_SARS = "view_sars"
    RATE_SAR = "rate_sar"
    APPROVE_SAR = "approve_sar"  # the school's board
    SUBMIT_SAR = "submit_sar"
    REVIEW_SAR = "review_sar"
    MANAGE_CYCLES = "manage_cycles"
    VIEW_PROJECTS = "view_projects"
    PROPOSE_PROJECT = "propose_project"
    CHECK_PROJECT = "check_project"  # decide at a desk of the approval chain; at which one is the office's to say
    APPROVE_PROJECT = "approve_project"  # decide at the last desk
    MANAGE_PROJECTS = "manage_projects"  # write on every proposal of the office
    RUN_PROJECT = "run_project"
    RECORD_SPENDING = "record_spending"
    VIEW_VISITS = "view_visits"
    MANAGE_INSTRUMENTS = "manage_instruments"
    PLAN_VISIT = "plan_visit"
    REPORT_VISIT = "report_visit"
    ACKNOWLEDGE_VISIT = "acknowledge_visit"
    MANAGE_VISITS = "manage_visits"  # as the group's head: visits of every team
    ANSWER_ACTION = "answer_action"  # say what was done about an agreed action
    SETTLE_ACTION = "settle_action"  # close or reopen an agreed action
    MANAGE_COLLECTIONS = "manage_collections"  # ask schools or colleagues to fill in a form, check what comes back
    FILL_SHEET = "fill_sheet"  # write on a form that one was asked to fill in
    SEND_SHEET = "send_sheet"  # send it to the office
    WRITE_SYNTHESIS = "write_synthesis"  # what the office says of all its schools' reports, and publishing it
    VIEW_OWN_STANDARDS = "view_own_standards"  # the office's report on its own standards
    EDIT_OWN_STANDARDS = "edit_own_standards"
    APPROVE_OWN_STANDARDS = "approve_own_standards"
    VIEW_ASSESSMENTS = "view_assessments"  # external assessments and what came of them
    MANAGE_ASSESSMENTS = "manage_assessments"  # keep their stages, results and letters, and send the yearly batch
    OBSERVE_ASSESSMENT = "observe_assessment"  # be sent to one as the office's observer
    WRITE_PRACTICE = "write_practice"  # enter a school's good practice, research or award
    MANAGE_PRACTICES = "manage_practices"  # publish them, call for awards, print certificates
    JUDGE_PRACTICE = "judge_practice"  # give marks where one was asked to
    VIEW_LIBRARY = "view_library"  # laws, announcements, manuals and forms
    MANAGE_LIBRARY = "manage_library"
    VIEW_MANUAL = "view_manual"  # the work processes and the year's checklist
    EDIT_MANUAL = "edit_manual"
    ISSUE_MANUAL = "issue_manual"  # put a version in force
    VIEW_LETTERS = "view_letters"  # the office's memos and letters, and their register
    WRITE_LETTERS = "write_letters"  # write them, and take a number for them
    VIEW_DASHBOARD = "view_dashboard"
    EXPORT_REPORTS = "export_reports"
    MANAGE_INTEGRATIONS = "manage_integrations"  # tokens of the API and webhooks: what leaves for other systems
    KEEP_PERSONAL_DATA = "keep_personal_data"  # the register, giving out and erasing a person's data, old data
    OPERATE_PORTAL = "operate_portal"  # look after the machine: queue, mail, backups, disk


@dataclass(frozen=True)
class Role:
    label: str
    scope: Scope
    verbs: frozenset[Verb]


V = Verb
READ_SCHOOL = {V.VIEW_SCHOOLS, V.VIEW_SARS, V.VIEW_VISITS, V.VIEW_ASSESSMENTS, V.VIEW_LIBRARY}
READ_DISTRICT = READ_SCHOOL | {V.VIEW_PROJECTS, V.VIEW_DASHBOARD, V.VIEW_OWN_STANDARDS, V.VIEW_MANUAL, V.VIEW_LETTERS}
PROJECT_WORK = {V.PROPOSE_PROJECT, V.RUN_PROJECT, V.RECORD_SPENDING}
ACTION_WORK = {V.ANSWER_ACTION, V.SETTLE_ACTION}
VISIT_WORK = {V.PLAN_VISIT, V.REPORT_VISIT, *ACTION_WORK}
KEEP_ASSESSMENTS = {V.MANAGE_ASSESSMENTS, V.MANAGE_PRACTICES, V.WRITE_PRACTICE}
SHEET_WORK = {V.FILL_SHEET, V.SEND_SHEET}
KEEP_COLLECTIONS = {V.MANAGE_COLLECTIONS, *SHEET_WORK}
LOOK_ON = {V.OBSERVE_ASSESSMENT, V.JUDGE_PRACTICE}
KEEP_PAPERS = {V.MANAGE_LIBRARY, V.EDIT_MANUAL, V.WRITE_LETTERS}
LEAD = {
    V.CHECK_PROJECT,
    V.APPROVE_PROJECT,
    V.RUN_PROJECT,
    V.EXPORT_REPORTS,
    V.REVIEW_SAR,
    V.ASSIGN_SUPERVISORS,
    V.ISSUE_MANUAL,
}


# A superuser, who answers for the installation: the machine, and the data that belong to no office.
OPERATOR = frozenset({V.OPERATE_PORTAL, V.KEEP_PERSONAL_DATA})


def role(label, scope, *verbs):
    return Role(label, scope, frozenset().union(*verbs))


ROLES = {
    "district_admin": role(
        _("District administrator"),
        Scope.DISTRICT,
        READ_DISTRICT,
        {V.MANAGE_DISTRICT, V.EDIT_SCHOOLS, V.EDIT_OWN_SCHOOL, V.IMPORT_SCHOOLS, V.ASSIGN_SUPERVISORS},
        {V.MANAGE_CYCLES, V.MANAGE_INSTRUMENTS, V.EXPORT_REPORTS, V.MANAGE_INTEGRATIONS, V.KEEP_PERSONAL_DATA},
        KEEP_PAPERS,
        KEEP_ASSESSMENTS,
        KEEP_COLLECTIONS,
    ),
    "director": role(
        _("Director"),
        Scope.DISTRICT,
        READ_DISTRICT,
        LEAD,
        ACTION_WORK,
        SHEET_WORK,
        {V.JUDGE_PRACTICE, V.APPROVE_OWN_STANDARDS, V.MANAGE_INTEGRATIONS},
    ),
    "deputy": role(_("Deputy director"), Scope.DISTRICT, READ_DISTRICT, LEAD, ACTION_WORK, LOOK_ON, SHEET_WORK),
    "group_head": role(
        _("Head of the supervision group"),
        Scope.DISTRICT,
        READ_DISTRICT,
        PROJECT_WORK,
        VISIT_WORK,
        KEEP_ASSESSMENTS,
        KEEP_COLLECTIONS,
        LOOK_ON,
        {V.CHECK_PROJECT, V.MANAGE_PROJECTS, V.REVIEW_SAR, V.MANAGE_CYCLES, V.ASSIGN_SUPERVISORS, V.EXPORT_REPORTS},
        {
            V.EDIT_OWN_STANDARDS,
            V.WRITE_SYNTHESIS,
            V.EDIT_SCHOOLS,
            V.EDIT_OWN_SCHOOL,
            V.IMPORT_SCHOOLS,
            V.MANAGE_VISITS,
            V.MANAGE_INSTRUMENTS,
            *KEEP_PAPERS,
        },
    ),
    "supervisor": role(
        _("Supervisor"),
        Scope.DISTRICT,
        READ_DISTRICT,
        {V.PROPOSE_PROJECT, V.RUN_PROJECT, V.CHECK_PROJECT, V.REVIEW_SAR, V.EXPORT_REPORTS, V.WRITE_SYNTHESIS},
        VISIT_WORK,
        KEEP_ASSESSMENTS,
        KEEP_COLLECTIONS,
        LOOK_ON,
        {V.EDIT_OWN_STANDARDS},
        KEEP_PAPERS,
    ),
    "plan_staff": role(
        _("Policy and plan officer"),
        Scope.DISTRICT,
        READ_DISTRICT,
        PROJECT_WORK,
        SHEET_WORK,
        {
            V.CHECK_PROJECT,
            V.MANAGE_PROJECTS,
            V.EXPORT_REPORTS,
            V.EDIT_SCHOOLS,
            V.EDIT_OWN_SCHOOL,
            V.IMPORT_SCHOOLS,
            V.ANSWER_ACTION,
            V.EDIT_OWN_STANDARDS,
            *KEEP_PAPERS,
        },
    ),
    "finance_staff": role(
        _("Finance officer"),
        Scope.DISTRICT,
        READ_DISTRICT,
        SHEET_WORK,
        {V.CHECK_PROJECT, V.RECORD_SPENDING, V.EXPORT_REPORTS, V.ANSWER_ACTION, V.WRITE_LETTERS},
    ),
    "committee_member": role(_("Committee member"), Scope.DISTRICT, READ_DISTRICT, {V.CHECK_PROJECT}, LOOK_ON),
    "school_head": role(
        _("School head"),
        Scope.SCHOOL,
        READ_SCHOOL,
        SHEET_WORK,
        {V.RATE_SAR, V.SUBMIT_SAR, V.ACKNOWLEDGE_VISIT, V.ANSWER_ACTION, V.EDIT_OWN_SCHOOL, V.WRITE_PRACTICE},
    ),
    "school_teacher": role(
        _("School QA teacher"),
        Scope.SCHOOL,
        READ_SCHOOL,
        {V.RATE_SAR, V.ANSWER_ACTION, V.EDIT_OWN_SCHOOL, V.WRITE_PRACTICE, V.FILL_SHEET},
    ),
    "school_board": role(_("School board"), Scope.SCHOOL, {V.VIEW_SCHOOLS, V.VIEW_SARS, V.APPROVE_SAR, V.VIEW_LIBRARY}),
    "national_viewer": role(_("National viewer"), Scope.NATION, READ_DISTRICT),
}


def office_can(user, verb):
    """Whether the user may do it for an office: a school's people, and the nation's, with the same verb may not."""
    return user.scope is Scope.DISTRICT and user.can(verb)
