from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from qa_portal.core import jobs


class Command(BaseCommand):
    help = "Deletes long work that is older than some days, with the files that came out (run it once a day)."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="how long results are kept (30)")

    def handle(self, *args, days, **options):
        count = jobs.clear(timezone.now() - timedelta(days=days))
        self.stdout.write(f"{count} jobs deleted")
