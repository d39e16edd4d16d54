"""Queries that almost every page asks, put into SQL once: Django takes longer to spell them than the database to answer
them."""

import re
from functools import wraps

from django.db import connection
from django.db.models import Expression

PLACE = -1_234_567_890
"""Stands for the key while a query is put into SQL."""


def prepared_rows(make):
    """For a function of one key, a number or a text, that gives a query of values in which the key stands only as a
    parameter: each call gives the rows of its key as tuples."""
    known = {}  # {vendor: (compiler, SQL, params)}

    @wraps(make)
    def rows(key):
        if connection.vendor not in known:
            compiler = make(PLACE).query.get_compiler(connection=connection)
            known[connection.vendor] = compiler, *compiler.as_sql()
        compiler, sql, params = known[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [key if param in (PLACE, str(PLACE)) else param for param in params])
            return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))

    return rows


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
