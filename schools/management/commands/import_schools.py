from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.files import sniff
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.thai import DateError, parse_date
from qa_portal.core.workflow import Refused
from schools.imports.registry import Kind, apply_plan, make_plan


class Command(BaseCommand):
    help = (
        "Imports schools from a CSV or Excel file, by ministry code. Prints the counts and each rejected row with its "
        "reason; a second run changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", help="only the rows of this area code; without it the whole file")
        parser.add_argument("--since", help="the day from which changed names, networks and levels hold")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, write nothing")

    def handle(self, *args, file, area, since, dry_run, **options):
        try:
            content = file.read_bytes()
            plan = make_plan(read_table(content, sniff(content)), area=area)
            if not dry_run:
                apply_plan(plan, since=parse_date(since) if since else None, reason=file.name, by=None)
        except (OSError, Unreadable, DateError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(" · ".join(f"{kind.value} {count}" for kind, count in plan.counts.items()))
        for row in plan.of_kind(Kind.REJECTED):
            self.stdout.write(f"{row.number} {row.title}: {row.reason}")
