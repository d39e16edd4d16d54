"""Two visits to every school in every year: one with the instrument, one to follow up. Of the present year's, four in
five lie before today."""

from supervision.models import (
    AgreedAction,
    Answer,
    Finding,
    FindingCategory,
    Instrument,
    SchoolReply,
    Visit,
    VisitMember,
    VisitPhoto,
)

from .registry import PHOTO_FILE, stored_file
from .sql import insert_rows, one_of, pick, rows_of, share, text, uid
from .steps import load_steps
from .words import SENTENCE, SHORT

VISITS = 2
FINDINGS = 4
ACTIONS = 2
PHOTOS = 2
LARGE = 1_000_003

COUNTED = "('done', 'reported', 'acknowledged')"
SENT = "('reported', 'acknowledged')"
STEPS = [
    ("finish", "planned", "done", "done reported acknowledged"),
    ("report", "done", "reported", "reported acknowledged"),
    ("acknowledge", "reported", "acknowledged", "acknowledged"),
    ("cancel", "planned", "cancelled", "cancelled"),
]


def load(nation):
    _load_visits(nation)
    _load_members(nation)
    _load_answers(nation)
    _load_findings(nation)
    _load_actions(nation)
    _load_photos(nation)
    load_steps(
        Visit, STEPS, "supervision_visit r JOIN schools_school s ON s.id = r.school_id", nation.supervisor(), nation
    )


def _load_visits(nation):
    head, supervisor = nation.school_person("school_head", "r.school"), nation.supervisor("r.school", "r.district_id")
    inner = f"({_visits(nation, Instrument.objects.in_use().order_by('pk').first().pk)}) r"
    insert_rows(
        Visit,
        f"{inner} JOIN bench_day d ON d.n = r.held JOIN bench_day a ON a.n = r.held + 10",
        stamp=nation.stamp,
        id="r.id",
        uid=uid("r.id"),
        school_id="r.school",
        code="substr(r.moe_code, 5, 6) || '-' || (d.fiscal % 100) || '-V0' || (r.kind + 1)",
        serial="r.kind + 1",
        planned_on="d.day",
        visited_on=f"CASE WHEN r.state IN {COUNTED} THEN d.day END",
        held_on="d.day",
        fiscal_year="d.fiscal",
        academic_year="d.academic",
        purpose="CASE WHEN r.kind = 0 THEN 'iqa' ELSE 'follow_up' END",
        instrument_id="r.instrument",
        impressions=text(SHORT),
        problems=text(SHORT),
        state="r.state",
        cancel_reason="CASE WHEN r.state = 'cancelled' THEN 'exams' ELSE '' END",
        report_text=f"CASE WHEN r.state IN {SENT} THEN {text(SENTENCE)} ELSE '' END",
        report_sha256=f"CASE WHEN r.state IN {SENT} THEN '{'0' * 64}' ELSE '' END",
        reported_at=f"CASE WHEN r.state IN {SENT} THEN d.stamp END",
        reported_by_id=f"CASE WHEN r.state IN {SENT} THEN {supervisor} END",
        school_answer=f"CASE WHEN r.state = 'acknowledged' THEN {text(SHORT)} ELSE '' END",
        acknowledged_at="CASE WHEN r.state = 'acknowledged' THEN a.stamp END",
        acknowledged_by_id=f"CASE WHEN r.state = 'acknowledged' THEN {head} END",
        last_finding=str(FINDINGS),
        last_action=str(ACTIONS),
    )


def _visits(nation, instrument):
    """Every visit with its day (`held`), its kind (0 with the instrument, 1 follow-up) and its state."""
    today = nation.today.toordinal()
    roll, day = pick(100, "s.id", "y.y", "n.n"), pick(LARGE, "s.id", "y.y", "n.n", salt=17)
    is_ahead = f"y.is_last = 1 AND {roll} >= 80 AND y.last_day > {today}"
    past = f"y.first_day + {day} % (CASE WHEN y.is_last = 1 THEN {today} - y.first_day + 1 ELSE 365 END)"
    held = f"CASE WHEN {is_ahead} THEN {today} + 1 + {day} % (y.last_day - {today}) ELSE {past} END"
    done = share(f"{day} % 100", [(70, "'acknowledged'"), (90, "'reported'"), (95, "'done'"), (100, "'cancelled'")])
    return (
        f"SELECT ((s.id - 1) * {nation.size.years} + y.y) * {VISITS} + n.n + 1 AS id, s.id AS school, s.moe_code, "
        f"s.district_id, n.n AS kind, CASE WHEN n.n = 0 THEN {instrument} END AS instrument, {held} AS held, "
        f"CASE WHEN {is_ahead} THEN 'planned' ELSE {done} END AS state "
        f"FROM schools_school s CROSS JOIN bench_year y JOIN bench_number n ON n.n < {VISITS}"
    )


def _load_members(nation):
    turns = rows_of(["role", "shift"], [("lead", 0), ("member", 1)])
    insert_rows(
        VisitMember,
        f"supervision_visit v JOIN schools_school s ON s.id = v.school_id CROSS JOIN {turns} t",
        stamp=nation.stamp,
        visit_id="v.id",
        user_id=nation.supervisor(shift="t.shift"),
        role="t.role",
    )


def _load_answers(nation):
    points = share(pick(10, "v.id", "i.id"), [(1, "2"), (4, "3"), (8, "4"), (10, "5")])
    insert_rows(
        Answer,
        "supervision_visit v JOIN supervision_instrumentsection c ON c.instrument_id = v.instrument_id "
        "JOIN supervision_instrumentitem i ON i.section_id = c.id "
        f"JOIN supervision_instrumentlevel l ON l.instrument_id = v.instrument_id AND l.value = {points} "
        f"WHERE v.state IN {COUNTED}",
        stamp=nation.stamp,
        visit_id="v.id",
        item_id="i.id",
        level_id="CASE WHEN i.kind = 'rated' THEN l.id END",
        is_yes="CASE WHEN i.kind = 'yes_no' THEN TRUE END",
        text=f"CASE WHEN i.kind = 'text' THEN {text(SHORT)} ELSE '' END",
    )


def _load_findings(nation):
    categories = list(
        FindingCategory.objects.filter(district=None).order_by("position", "pk").values_list("pk", flat=True)
    )
    places, place = rows_of(["place", "id"], enumerate(categories)), pick(len(categories), "v.id", "n.n")
    insert_rows(
        Finding,
        f"supervision_visit v JOIN bench_number n ON n.n BETWEEN 1 AND {FINDINGS} "
        f"JOIN {places} c ON c.place = {place} WHERE v.state IN {COUNTED}",
        stamp=nation.stamp,
        id=f"((v.id - 1) * {FINDINGS} + n.n)",
        uid=uid(f"((v.id - 1) * {FINDINGS} + n.n)"),
        visit_id="v.id",
        number="n.n",
        kind=one_of(["strength", "develop", "problem"], "v.id", "n.n"),
        category_id="c.id",
        text=text(SENTENCE),
    )
    insert_rows(
        SchoolReply,
        "supervision_finding f JOIN supervision_visit v ON v.id = f.visit_id "
        "WHERE v.state = 'acknowledged' AND f.kind <> 'strength'",
        stamp=nation.stamp,
        finding_id="f.id",
        verdict="'agree'",
        plan=text(SHORT),
    )


def _load_actions(nation):
    """Due one to four months after the visit; of those whose day has passed, one in ten is still to be done."""
    number = f"((v.id - 1) * {ACTIONS} + n.n)"
    due = f"e.n + 30 + {pick(90, 'v.id', 'n.n')}"
    settled = share(pick(100, "v.id", "n.n", salt=3), [(10, "'open'"), (20, "'done'"), (100, "'closed'")])
    coming = share(pick(100, "v.id", "n.n", salt=3), [(70, "'open'"), (85, "'done'"), (100, "'closed'")])
    state = f"(CASE WHEN d.n < {nation.today.toordinal()} THEN {settled} ELSE {coming} END)"
    is_office = pick(10, "v.id", "n.n", salt=7) + " < 3"
    supervisor = nation.supervisor()
    insert_rows(
        AgreedAction,
        f"supervision_visit v JOIN schools_school s ON s.id = v.school_id JOIN bench_day e ON e.day = v.held_on "
        f"JOIN bench_number n ON n.n BETWEEN 1 AND {ACTIONS} JOIN bench_day d ON d.n = {due} WHERE v.state IN {SENT}",
        stamp=nation.stamp,
        id=number,
        uid=uid(number),
        visit_id="v.id",
        finding_id=f"((v.id - 1) * {FINDINGS} + n.n)",
        number="n.n",
        what=text(SENTENCE),
        owed_by=f"CASE WHEN {is_office} THEN 'office' ELSE 'school' END",
        owner_id=f"CASE WHEN {is_office} THEN {supervisor} END",
        due_on="d.day",
        state=state,
        done_at=f"CASE WHEN {state} <> 'open' THEN e.stamp END",
        done_by_id=f"CASE WHEN {state} <> 'open' THEN {nation.school_person('school_head')} END",
        closed_at=f"CASE WHEN {state} = 'closed' THEN e.stamp END",
        closed_by_id=f"CASE WHEN {state} = 'closed' THEN {supervisor} END",
    )


def _load_photos(nation):
    number = f"((v.id - 1) * {PHOTOS} + n.n)"
    insert_rows(
        VisitPhoto,
        "supervision_visit v JOIN schools_school s ON s.id = v.school_id "
        f"JOIN bench_number n ON n.n BETWEEN 1 AND {PHOTOS} WHERE v.state IN {COUNTED} AND v.purpose = 'iqa'",
        stamp=nation.stamp,
        id=number,
        uid=uid(number),
        visit_id="v.id",
        file_id=stored_file(PHOTO_FILE),
        caption=text(SHORT),
        has_consent="TRUE",
        position="n.n",
    )
