from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, transaction

from qa_portal.core.search import KINDS, index_sql

EXISTING = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'search\\_%'"


class Command(BaseCommand):
    help = "Builds the indexes of the search on PostgreSQL (pg_trgm); a second run changes nothing. SQLite needs none."

    def handle(self, *args, **options):
        if connection.vendor != "postgresql":
            self.stdout.write("Nothing to do: only PostgreSQL has indexes for the search.")
        elif not self._has_trigrams():
            self.stdout.write(
                "The extension pg_trgm cannot be made: the search works, but slowly. Let the owner of the database run "
                "CREATE EXTENSION pg_trgm, then run this again."
            )
        else:
            self._build(dict(index_sql(source) for kind in KINDS for source in kind.sources))

    def _has_trigrams(self):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return False
        return True

    def _build(self, wanted):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(EXISTING)
            old = {name for (name,) in cursor.fetchall()} - set(wanted)
            for name in sorted(old):
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
            for statement in wanted.values():
                cursor.execute(statement)
            for table in sorted({source.model._meta.db_table for kind in KINDS for source in kind.sources}):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
        self.stdout.write(f"{len(wanted)} indexes of the search stand, {len(old)} old ones dropped.")
