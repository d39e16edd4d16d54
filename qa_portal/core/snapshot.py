"""Reading a database that others write in, as it was at one moment."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot():
    """All queries inside see the rows of one moment; nobody waits for it. Inside of a transaction that is under way,
    what that one sees."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Not `atomic`, which locks out all who write (transaction_mode). The first read fixes the moment.
        _run("BEGIN DEFERRED")
        try:
            yield
        finally:
            _run("ROLLBACK")


def _run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
