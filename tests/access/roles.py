"""The roles that get in together."""

OFFICE = {
    "district_admin",
    "director",
    "deputy",
    "group_head",
    "supervisor",
    "plan_staff",
    "finance_staff",
    "committee_member",
}
NATION = {"national_viewer"}
SCHOOL = {"school_head", "school_teacher", "school_board"}
WRITERS = {"school_head", "school_teacher"}
READERS = OFFICE | NATION
ALL = READERS | SCHOOL
REGISTRARS = {"district_admin", "group_head", "plan_staff"}
ASSIGNERS = {"district_admin", "director", "deputy", "group_head"}
CYCLE_MANAGERS = {"district_admin", "group_head"}
REVIEWERS = {"director", "deputy", "group_head", "supervisor"}
PLANNERS = {"group_head", "plan_staff", "supervisor"}
PLAN_MANAGERS = {"group_head", "plan_staff"}
SPENDERS = {"finance_staff", "plan_staff", "group_head"}
VISITED = READERS | WRITERS
TEAM = {"group_head", "supervisor"}
ANSWERERS = WRITERS | REVIEWERS | {"plan_staff", "finance_staff"}
EXPORTERS = OFFICE - {"committee_member"}
PRACTICE_KEEPERS = {"district_admin", "group_head", "supervisor"}
JUDGES = {"director", "deputy", "group_head", "supervisor", "committee_member"}
DESKS = OFFICE - {"district_admin"}
KEEPERS = {"district_admin", "group_head", "supervisor"}  # of external assessments
BUILDERS = {"district_admin", "group_head"}  # of instruments
