"""python -m bench.files TIMES: gives each PDF of a report in the database of DATABASE_URL a row of its own among the
stored files, and so many versions; does nothing where that was done before."""

import sys

import django


def main(times):
    from django.db import transaction
    from django.utils import timezone

    from bench.dataset.sql import insert_rows
    from bench.prepare import say
    from qa_portal.core.models import StoredFile
    from schools.models import SarFile

    if StoredFile.objects.count() > SarFile.objects.values("sar").distinct().count():
        return say(f"{StoredFile.objects.count()} stored files: there already")
    stamp, number = timezone.now(), f"(1000000 + p.id * {times} + n)"
    source = f"schools_sarfile p JOIN core_storedfile f ON f.id = p.stored_id CROSS JOIN generate_series(1, {times}) n"
    same = {name: f"f.{name}" for name in ("district_id", "content", "name", "media_type", "size", "stored_by_id")}
    with transaction.atomic():
        insert_rows(
            StoredFile, source, stamp=stamp, id=number, sha256=f"lpad(to_hex({number}), 64, '0')", pages="30", **same
        )
        insert_rows(
            SarFile, source, stamp=stamp, sar_id="p.sar_id", number="n + 1", stored_id=number, sent_at="p.sent_at"
        )
    _settle()
    return say(f"{StoredFile.objects.count()} stored files")


def _settle():
    from django.db import connection

    from bench.dataset.bare_tables import number_on

    number_on()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
