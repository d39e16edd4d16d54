from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from qa_portal.core import unsaved


class Command(BaseCommand):
    help = "Throws away unsaved typing that nobody came back to for some days (run it once a day)."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="how long it is kept (30)")

    def handle(self, *args, days, **options):
        count = unsaved.clear(timezone.now() - timedelta(days=days))
        self.stdout.write(f"{count} unsaved forms thrown away")
