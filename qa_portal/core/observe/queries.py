"""Queries that take longer than settings.SLOW_QUERY_MS, told without the values that they were asked with."""

import logging
import re
from time import perf_counter

from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from qa_portal.core import plans

logger = logging.getLogger("qa_portal.queries")
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
PLAN = re.compile(r"EXECUTE (plan_\d+)")
LONGEST = 2000


@receiver(connection_created)
def watch(connection, **kwargs):
    if settings.SLOW_QUERY_MS and _timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _timed)


def _timed(execute, sql, params, many, context):
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (perf_counter() - begun) * 1000
        if ms >= settings.SLOW_QUERY_MS:
            facts = {"ms": round(ms, 1), "sql": without_values(_named(sql, context["connection"]))}
            logger.warning("slow query", extra={"facts": facts})


def without_values(sql):
    return VALUES.sub("?", " ".join(str(sql).split()))[:LONGEST]


def _named(sql, connection):
    """A kept plan is told by the query that it stands for (core.plans)."""
    found = PLAN.search(sql)
    known = plans.known.get(connection.connection, {}) if found else {}
    query = next((query for query, name in known.items() if name == found[1]), sql)
    return query if isinstance(query, str) else f"plan of {query[0].__module__}.{query[0].__qualname__}"
