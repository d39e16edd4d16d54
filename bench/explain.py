"""bench/run explain [--page NAME]...: the slowest query of each main page, as PostgreSQL carries it out with the very
parameters of the page. One JSON line a page: milliseconds, its share of the page, the node that takes longest, rows."""

import argparse
import json
import time

import django
from django.db import connection

ASKING = ("SELECT", "EXECUTE")
WARM_UP, VISITS = 2, 5
MOST_OF_PLAN = 60  # characters of what a node works on


class Watch:
    """The queries of a block with their parameters and times."""

    def __init__(self):
        self.rows = []

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.rows.append(((time.perf_counter() - began) * 1000, sql, params))


def main():
    parser = argparse.ArgumentParser(prog="bench/run explain", description=__doc__)
    parser.add_argument("--page", action="append", help="only this page; may be given several times")
    parser.add_argument("--plan", action="store_true", help="also the whole plan and the query")
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    from bench.pages import PAGES

    call_command("collectstatic", interactive=False, verbosity=0)

    for page in PAGES:
        if not asked.page or page.name in asked.page:
            facts, query, plan = explained(page)
            print(json.dumps(facts, ensure_ascii=False), flush=True)
            if asked.plan:
                print(query, *plan, sep="\n", flush=True)


def explained(page):
    """(facts of the slowest query, the query itself, its plan as text)."""
    took, rows = _asked(page)
    of_query, sql, params = max((row for row in rows if row[1].startswith(ASKING)), key=lambda row: row[0])
    with connection.cursor() as cursor:
        query = cursor.mogrify(sql, params).decode()
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}")
        told = cursor.fetchone()[0][0]
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}")
        plan = [row[0] for row in cursor.fetchall()]
        query = _statement(cursor, query)
    return facts_of(page.name, took, rows, of_query, told), query, plan


def _statement(cursor, query):
    """What a plan that PostgreSQL keeps (core.plans) stands for."""
    if not query.startswith("EXECUTE"):
        return query
    cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [query.split()[1]])
    return f"{cursor.fetchone()[0]}; {query}"


def _asked(page):
    """(milliseconds, queries) of the page, each at its best of several visits; what the process keeps is kept."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from bench.prepare import BACKEND, person

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if page.role:
        client.force_login(person(page.role), backend=BACKEND)
    path = page.path(timezone.localdate())
    visits = [_visit(client, path) for _time in range(WARM_UP + VISITS)][WARM_UP:]
    return min(took for took, _ in visits), best([rows for _, rows in visits])


def _visit(client, path):
    watch, began = Watch(), time.perf_counter()
    with connection.execute_wrapper(watch):
        client.get(path).getvalue()
    return (time.perf_counter() - began) * 1000, watch.rows


def best(visits):
    """The queries of the last visit, each with the least time that it took in a visit of as many queries."""
    last = visits[-1]
    alike = [rows for rows in visits if len(rows) == len(last)]
    return [(min(rows[place][0] for rows in alike), *row[1:]) for place, row in enumerate(last)]


def facts_of(name, took, rows, of_query, told):
    took_itself, node = max(own_times(told["Plan"]), key=lambda row: row[0])
    return {
        "page": name,
        "page_ms": round(took, 1),
        "queries": len(rows),
        "all_queries_ms": round(sum(row[0] for row in rows), 1),
        "slowest_ms": round(of_query, 2),
        "share": round(of_query / took, 2),
        "planned_ms": round(told["Planning Time"], 2),
        "ran_ms": round(told["Execution Time"], 2),
        "main_node": what(node),
        "node_ms": round(took_itself, 2),
        "node_rows": round(node["Actual Rows"] * node["Actual Loops"]),
        "loops": node["Actual Loops"],
        "rows": told["Plan"]["Actual Rows"],
        "read_blocks": told["Plan"]["Shared Read Blocks"],
        "hit_blocks": told["Plan"]["Shared Hit Blocks"],
    }


def own_times(plan):
    """[(milliseconds that a node took itself, node)]. Questions that a query answers on the way ("InitPlan") stand
    below the node that has them, but run while another child of it does."""
    children = plan.get("Plans", [])
    asked = [child for child in children if child.get("Parent Relationship") == "InitPlan"]
    within = [child for child in children if child not in asked] or asked
    rows = [(_total(plan) - sum(map(_total, within)), plan)]
    for child in children:
        first, *others = own_times(child)
        is_running = asked and child not in asked and _total(child) >= sum(map(_total, asked))
        rows += [(first[0] - sum(map(_total, asked)) if is_running else first[0], child), *others]
    return rows


def _total(node):
    return node["Actual Total Time"] * node["Actual Loops"]


def what(node):
    on = node.get("Index Name") or node.get("Relation Name") or node.get("Subplan Name") or ""
    by = " ".join(node.get("Sort Key", node.get("Group Key", [])))[:MOST_OF_PLAN]
    return " ".join(filter(None, [node["Node Type"], on, by and f"by {by}"]))


if __name__ == "__main__":
    main()
