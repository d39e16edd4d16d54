"""Queries that almost every page asks, put into SQL once: Django takes longer to spell them than the database to answer
them."""

import re
from copy import copy
from functools import wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Expression

from qa_portal.core import plans

PLACES = range(-1_234_567_890, -1_234_567_870)
"""Stand for the keys while a query is put into SQL."""
MOST = 200


def prepared(make):
    """For a function that gives a query of some keys, numbers or texts that stand in it only as parameters: each call
    gives the list of its rows. What else the query depends on is given by name; each value of that, and each number of
    keys, is put into SQL apart."""
    known = {}  # {(vendor, …): (queryset, compiler, SQL, params, converters of its columns once a row was read)}

    @wraps(make)
    def rows(*keys, **others):
        if any(isinstance(key, int) and key > BigIntegerField.MAX_BIGINT for key in keys):
            return []  # a key that no row can have
        if len(keys) > len(PLACES):
            return list(make(*keys, **others))
        form = (connection.vendor, len(keys), *others.values())
        if form not in known:
            if len(known) >= MOST:
                known.clear()
            queryset = make(*PLACES[: len(keys)], **others)
            compiler = queryset.query.get_compiler(connection=connection)
            try:
                known[form] = queryset, compiler, *compiler.as_sql(), []
            except EmptyResultSet:  # no key has any
                return []
        queryset, compiler, sql, params, converters = known[form]
        given = dict(zip(PLACES, keys, strict=False))
        given |= {str(place): key for place, key in given.items()}
        with plans.asked_by((rows, form), sql, params, given) as (sql, params):
            return list(_asking(queryset, compiler, sql, params, converters))

    return rows


def _asking(queryset, compiler, sql, params, converters):
    """The queryset, whose compiler has its SQL already, and knows how values of its columns are read."""

    def get_converters(expressions):
        if not converters:
            converters.append(type(compiler).get_converters(compiler, expressions))
        return converters[0]

    compiler = copy(compiler)
    compiler.get_converters = get_converters
    compiler.connection = connection
    compiler.as_sql = lambda *args, **kwargs: (sql, params)
    queryset = queryset.all()
    queryset.query.get_compiler = lambda *args, **kwargs: compiler
    return queryset


INNER_ALIAS = re.compile(r"\b([U-Z][0-9]+)\b")


class Prepared(Expression):
    """An annotation of a model's rows, the same in every query. It may ask the row's own columns and subqueries about
    it; it joins nothing, and holds no other Prepared."""

    contains_subquery = True

    def __init__(self, model, expression):
        super().__init__(output_field=expression.output_field)
        self.model, self.expression = model, expression
        self.alias = None  # of the row's table in the query that asks
        self.known = {}  # {vendor: (SQL, params)}, shared by all copies

    def resolve_expression(self, query=None, *args, **kwargs):
        """For the query that asks; once more in a query around it, which is none of the row's."""
        return self if self.alias else self._of(query.get_initial_alias())

    def relabeled_clone(self, change_map):
        return self._of(change_map.get(self.alias, self.alias))

    def _of(self, alias):
        clone = self.copy()
        clone.alias = alias
        return clone

    def as_sql(self, compiler, connection):
        if connection.vendor not in self.known:
            self.known[connection.vendor] = self._put_into_sql(connection)
        sql, params = self.known[connection.vendor]
        table = self.model._meta.db_table
        if self.alias != table:
            sql = sql.replace(f"{connection.ops.quote_name(table)}.", f"{self.alias}.")
        return sql, params

    def _put_into_sql(self, connection):
        query = self.model._base_manager.annotate(prepared=self.expression).query
        sql, params = query.get_compiler(connection=connection).compile(query.annotations["prepared"])
        # Names that no query of Django gives to its tables: inside of another query they would be taken for its own.
        return INNER_ALIAS.sub(r"prepared_\1", sql), tuple(params)
