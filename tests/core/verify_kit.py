"""Breaking rows behind the portal's back, to hear what `manage.py verify` says of them."""

from django.db import connection, transaction

from qa_portal.core.verifying import verify


def told(key, sql, *values):
    """The sentences of a check when rows were changed by SQL; then they are as before."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
        sentences = [sentence for _item, sentence in verify([key])]
        transaction.set_rollback(True)
    return sentences


def all_told(world, table):
    """{(check, SQL): sentences} of a table of literals, in which `world` stands for names; and what is told of a
    portal in which nothing was broken."""
    keys = sorted({key for key, _sql, _sentence in table})
    sound = [sentence for _item, sentence in verify(keys)]
    rows = [(key, sql.format_map(world)) for key, sql, _sentence in table]
    return sound, [(key, sql, told(key, sql)) for key, sql in rows]


def expected(world, table):
    return [], [(key, sql.format_map(world), [sentence.format_map(world)]) for key, sql, sentence in table]
