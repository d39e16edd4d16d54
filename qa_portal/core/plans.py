"""Queries that PostgreSQL plans longer than it answers them: it keeps their plans with the connection (PREPARE and
EXECUTE). SQLite's driver keeps its statements by itself."""

from contextlib import contextmanager, nullcontext
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

MOST = 200
"""Plans that one connection keeps."""
TYPES = {int: "bigint", str: "text"}

numbers = count(1)
known = WeakKeyDictionary()  # {connection to the server: {query: name of its plan}}


@contextmanager
def asked_by(query, sql, params, keys):
    """(SQL, params) that answer a query. `query` stands for it; `keys`: {what stands among its params: the value now}.
    Nothing else of it ever changes, so PostgreSQL plans it once a connection, in the same round trip."""
    if not are_kept():
        yield sql, [keys.get(param, param) for param in params]
        return
    plans, places = _plans_of_connection(), [place for place in keys if place in params]
    name = plans.get(query) or f"plan_{next(numbers)}"
    ask = f"EXECUTE {name} ({', '.join(['%s'] * len(places))})" if places else f"EXECUTE {name}"
    if query not in plans:
        ask = f"{_making(name, sql, params, places)}; {ask}"
    try:
        yield ask, [keys[place] for place in places]
    except DatabaseError:  # a plan that no longer fits its tables is made anew the next time
        plans.pop(query, None)
        raise
    plans[query] = name


@contextmanager
def kept():
    """Within, a SELECT is asked by a plan of its own with all its values in it: for what many open as it is."""
    with connection.execute_wrapper(_by_plan) if are_kept() else nullcontext():
        yield


def _by_plan(execute, sql, params, many, context):
    if many or not sql.startswith("SELECT"):
        return execute(sql, params, many, context)
    whole = _spelt(sql, params)
    with asked_by(whole, whole, [], {}) as (sql, params):
        return execute(sql, params, many, context)


def are_kept():
    """Not behind a pooler that hands connections on from transaction to transaction, of which this setting tells."""
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def _plans_of_connection():
    """Those of the connection that the next query goes through."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    plans = known.setdefault(connection.connection, {})
    if len(plans) >= MOST:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:  # none of the page's queries
            cursor.execute("DEALLOCATE ALL")
        plans.clear()
    return plans


def _making(name, sql, params, places):
    """The statement that makes a plan; what is no key stands in it as it is."""
    from psycopg2.extensions import AsIs

    numbered = {place: AsIs(f"${number}") for number, place in enumerate(places, 1)}
    types = f"({', '.join(TYPES[type(place)] for place in places)})" if places else ""
    return f"PREPARE {name} {types} AS {_spelt(sql, [numbered.get(param, param) for param in params])}"


def _spelt(sql, params):
    """The SQL with its params in it, as it is given to a cursor."""
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, params).decode().replace("%", "%%")
