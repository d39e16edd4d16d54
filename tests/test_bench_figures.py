"""What the bench reckons from what it has counted."""

import pytest

from bench.explain import best, facts_of, own_times
from bench.load import figures, memory

pytestmark = pytest.mark.same_on_both

MB = memory.MB


def test_figures_of_a_kind_are_its_middle_and_its_ends_beside_the_floor():
    times = {"floor": [2.0, 2.0, 4.0], "GET a": [float(n) for n in range(1, 101)], "POST b": [500.0]}
    assert figures.of_kinds(times) == {
        "all": {"n": 101, "p50_ms": 51.0, "p95_ms": 96.0, "p99_ms": 100.0, "most_ms": 500.0, "ratio": 25.5},
        "floor": {"n": 3, "p50_ms": 2.0, "p95_ms": 4.0, "p99_ms": 4.0, "most_ms": 4.0, "ratio": 1.0},
        "GET a": {"n": 100, "p50_ms": 50.5, "p95_ms": 96.0, "p99_ms": 100.0, "most_ms": 100.0, "ratio": 25.2},
        "POST b": {"n": 1, "p50_ms": 500.0, "p95_ms": 500.0, "p99_ms": 500.0, "most_ms": 500.0, "ratio": 250.0},
    }


def samples(*looks):
    """A look every ten seconds; each gives the MB that the worker holds."""
    return [(10 * n, {"worker": {"rss": rss * MB, "pss": rss * MB // 2}}) for n, rss in enumerate(looks)]


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((50, 90, 100, 100, 104, 104, 104), []),  # warms up, then as good as still
        ((50, 90, 100, 100, 106, 106, 106), ["all together", "worker"]),
        ((300, 300, 100, 100, 100, 100, 100), []),
    ],
)
def test_memory_grows_when_the_last_third_holds_more_than_the_second(looks, expected):
    assert sorted(memory.growing(memory.growth(samples(*looks)))) == expected


def test_memory_of_a_process_that_was_replaced_is_compared_with_no_other():
    looked = [(10 * n, {name: {"rss": MB, "pss": MB}}) for n, name in enumerate(["a", "a", "a", "b", "b", "b", "b"])]
    looked = [(at, found | {"queue": {"rss": MB, "pss": MB}}) for at, found in looked]
    assert sorted(memory.growth(looked)) == ["all together", "queue"]


def test_explain_takes_each_query_at_its_best():
    visits = [[(9.0, "SELECT 1", ()), (2.0, "SELECT 2", ())], [(1.0, "SELECT 1", ())], [(3.0, "a", ()), (5.0, "b", ())]]
    assert best(visits) == [(3.0, "a", ()), (2.0, "b", ())]


def test_explain_counts_a_question_on_the_way_once():
    def node(kind, ms, **more):
        return {"Node Type": kind, "Actual Total Time": ms, "Actual Loops": 1} | more

    asked = node("Seq Scan", 9.0, **{"Parent Relationship": "InitPlan"})
    plan = node("Limit", 10.0, Plans=[asked, node("Index Scan", 9.5, **{"Parent Relationship": "Outer"})])
    assert [(ms, row["Node Type"]) for ms, row in own_times(plan)] == [
        (0.5, "Limit"),
        (9.0, "Seq Scan"),
        (0.5, "Index Scan"),
    ]


def test_explain_names_the_node_that_took_longest_itself():
    scan = {"Node Type": "Index Scan", "Index Name": "by_school", "Actual Total Time": 2.0, "Actual Loops": 3}
    scan |= {"Actual Rows": 7}
    top = {"Node Type": "Sort", "Actual Total Time": 6.5, "Actual Loops": 1, "Actual Rows": 5, "Plans": [scan]}
    top |= {"Shared Read Blocks": 0, "Shared Hit Blocks": 8}
    told = {"Plan": top, "Planning Time": 0.5, "Execution Time": 6.6}
    facts = facts_of("a page", 20.0, [(5.0, "a", ()), (3.0, "b", ())], 5.0, told)
    expected = {"main_node": "Index Scan by_school", "node_ms": 6.0, "node_rows": 21, "rows": 5, "share": 0.25}
    assert {name: facts[name] for name in expected} == expected
