"""Cycles, reports with the answers of every item, papers and steps. Past years are over; in the present one the reports
stand at every point of their way."""

from schools.models import BoardApproval, Cycle, ItemRating, LevelCount, Sar, SarFile, StandardSection

from .registry import PDF_FILE, stored_file
from .sql import insert_rows, pick, rows_of, share, text
from .steps import load_steps
from .words import SENTENCE, SHORT

LEVELS = [(1, "basic", "BASIC-2561"), (2, "early_childhood", "EC-2561")]
NOW = [
    (58, "accepted"),
    (73, "submitted"),
    (78, "returned"),
    (81, "board_approved"),
    (84, "with_board"),
    (94, "drafting"),
    (100, "expected"),
]
THEN = [(97, "accepted"), (98, "submitted"), (100, "expected")]

# transition, from, to, and the states whose reports have taken it
STEPS = [
    ("start", "expected", "drafting", "drafting with_board board_approved submitted returned accepted"),
    ("to_board", "drafting", "with_board", "with_board board_approved submitted returned accepted"),
    ("record_approval", "with_board", "board_approved", "board_approved submitted returned accepted"),
    ("submit", "board_approved", "submitted", "submitted returned accepted"),
    ("return", "submitted", "returned", "returned"),
    ("accept", "submitted", "accepted", "accepted"),
]
SENT = "('submitted', 'returned', 'accepted')"
RATED = "('with_board', 'board_approved', 'submitted', 'returned', 'accepted')"


def load(nation):
    _load_cycles(nation)
    _load_reports(nation)
    _load_sections(nation)
    _load_ratings(nation)
    _load_level_counts(nation)
    _load_papers(nation)
    load_steps(Sar, STEPS, "schools_sar r", nation.school_person("school_head", "r.school_id"), nation)


def _load_cycles(nation):
    insert_rows(
        Cycle,
        "core_district d CROSS JOIN bench_year y JOIN bench_day o ON o.n = y.due - 120 JOIN bench_day z ON z.n = y.due "
        "JOIN schools_framework b ON b.code = 'BASIC-2561' JOIN schools_framework e ON e.code = 'EC-2561'",
        stamp=nation.stamp,
        id=f"((d.id - 1) * {nation.size.years} + y.y + 1)",
        district_id="d.id",
        academic_year="y.fiscal - 1",
        basic_framework_id="b.id",
        early_childhood_framework_id="CASE WHEN d.kind = 'primary' THEN e.id END",
        opens_on="o.day",
        due_on="z.day",
        instructions=text(SHORT),
        state="CASE WHEN y.is_last = 1 THEN 'open' ELSE 'closed' END",
        opened_at="o.stamp",
        opened_by_id=nation.office_user("group_head", "d.id"),
        closed_at="CASE WHEN y.is_last = 0 THEN z.stamp END",
        closed_by_id=f"CASE WHEN y.is_last = 0 THEN {nation.office_user('group_head', 'd.id')} END",
    )


def _load_reports(nation):
    """Sent between five weeks before the due day and two weeks after."""
    roll = pick(100, "s.id", "y.y", "l.place")
    state = f"CASE WHEN y.is_last = 1 THEN {_states(roll, NOW)} ELSE {_states(roll, THEN)} END"
    inner = (
        f"(SELECT s.id AS school, s.district_id, y.y, l.place, l.level, l.code, {state} AS state, "
        f"y.due - 35 + {pick(49, 's.id', 'y.y', 'l.place', salt=5)} AS sent_day "
        f"FROM schools_school s CROSS JOIN bench_year y JOIN {rows_of(['place', 'level', 'code'], LEVELS)} l "
        "ON l.place = 1 OR s.has_early_childhood) r"
    )
    insert_rows(
        Sar,
        f"{inner} JOIN schools_framework f ON f.code = r.code JOIN schools_qualitylevel q ON q.framework_id = f.id "
        "AND q.value = 4 JOIN bench_day d ON d.n = r.sent_day JOIN bench_day a ON a.n = r.sent_day + 9",
        stamp=nation.stamp,
        id=f"(((r.school - 1) * {nation.size.years} + r.y) * 2 + r.place)",
        cycle_id=f"((r.district_id - 1) * {nation.size.years} + r.y + 1)",
        school_id="r.school",
        framework_id="f.id",
        level="r.level",
        state="r.state",
        executive_summary=_if(RATED, text(SENTENCE), "''"),
        overall_level_id=_if(RATED, "q.id"),
        way_forward=_if(RATED, text(SENTENCE), "''"),
        handed_in_on=_if(SENT, "d.day"),
        submitted_at=_if(SENT, "d.stamp"),
        submitted_by_id=_if(SENT, nation.school_person("school_head", "r.school")),
        returned_at=_if("('returned')", "a.stamp"),
        returned_by_id=_if("('returned')", nation.supervisor("r.school", "r.district_id")),
        accepted_at=_if("('accepted')", "a.stamp"),
        accepted_by_id=_if("('accepted')", nation.supervisor("r.school", "r.district_id")),
    )


def _states(roll, bounds):
    return share(roll, [(below, text(state)) for below, state in bounds])


def _if(states, value, otherwise="NULL"):
    return f"CASE WHEN r.state IN {states} THEN {value} ELSE {otherwise} END"


def _level(*terms):
    """The quality level of an item in a report: mostly good to excellent, as schools rate themselves. The
    school is among the terms: the numbers of the reports of one year differ by tens."""
    return share(pick(10, "r.school_id", "r.id", *terms), [(1, "2"), (4, "3"), (8, "4"), (10, "5")])


def _load_sections(nation):
    insert_rows(
        StandardSection,
        "schools_sar r JOIN schools_standard t ON t.framework_id = r.framework_id JOIN schools_qualitylevel q "
        f"ON q.framework_id = r.framework_id AND q.value = {_level('t.number')} WHERE r.state <> 'expected'",
        stamp=nation.stamp,
        sar_id="r.id",
        standard_id="t.id",
        level_id=_if(RATED, "q.id"),
        reason=text(SHORT),
        process=text(SENTENCE),
        results=text(SENTENCE),
        strengths=text(SHORT),
        points_to_develop=text(SHORT),
        plan=text(SHORT),
    )


def _load_ratings(nation):
    """Drafts are rated in part."""
    rated = f"r.state IN {RATED} OR {pick(2, 'r.id', 'i.position')} = 0"
    insert_rows(
        ItemRating,
        "schools_sar r JOIN schools_standard t ON t.framework_id = r.framework_id "
        "JOIN schools_indicator i ON i.standard_id = t.id JOIN schools_qualitylevel q "
        f"ON q.framework_id = r.framework_id AND q.value = {_level('i.position', 't.number')} "
        f"JOIN bench_day d ON d.n = {nation.today.toordinal()} WHERE r.state <> 'expected'",
        stamp=nation.stamp,
        sar_id="r.id",
        indicator_id="i.id",
        level_id=f"CASE WHEN {rated} THEN q.id END",
        rated_at=f"CASE WHEN {rated} THEN d.stamp END",
    )


def _load_level_counts(nation):
    """What the steps of the reports would have counted (schools.services.level_counts)."""
    of = "JOIN schools_sar r ON r.id = a.sar_id AND r.state IN ('submitted', 'accepted') WHERE a.level_id IS NOT NULL"
    standards = "SELECT r.cycle_id, a.standard_id, a.level_id, count(*) AS n FROM schools_standardsection a"
    items = (
        "SELECT r.cycle_id, i.standard_id, a.indicator_id, a.level_id, count(*) AS n FROM schools_itemrating a "
        "JOIN schools_indicator i ON i.id = a.indicator_id"
    )
    shared = {"cycle_id": "g.cycle_id", "standard_id": "g.standard_id", "level_id": "g.level_id", "count": "g.n"}
    insert_rows(LevelCount, f"({standards} {of} GROUP BY 1, 2, 3) g", stamp=nation.stamp, **shared)
    source = f"({items} {of} GROUP BY 1, 2, 3, 4) g"
    insert_rows(LevelCount, source, stamp=nation.stamp, indicator_id="g.indicator_id", **shared)


def _load_papers(nation):
    source = "schools_sar r JOIN schools_school s ON s.id = r.school_id JOIN schools_cycle c ON c.id = r.cycle_id"
    insert_rows(
        SarFile,
        f"{source} WHERE r.state IN {RATED}",
        stamp=nation.stamp,
        sar_id="r.id",
        number="1",
        stored_id=stored_file(PDF_FILE),
        sent_at="r.submitted_at",
    )
    insert_rows(
        BoardApproval,
        f"{source} WHERE r.state IN {SENT}",
        stamp=nation.stamp,
        sar_id="r.id",
        met_on="r.handed_in_on",
        chair_name="'ประธาน สมมุติ'",
        members_present="'กรรมการ สมมุติ'",
        minutes_id=stored_file(PDF_FILE),
        approved_at="r.submitted_at",
        approved_by_id="r.submitted_by_id",
    )
