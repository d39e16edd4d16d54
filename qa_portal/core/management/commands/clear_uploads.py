from django.core.management.base import BaseCommand

from qa_portal.core import uploads


class Command(BaseCommand):
    help = "Deletes unfinished uploads that nobody has touched for UPLOAD_DAYS days (run it once a day)."

    def handle(self, *args, **options):
        self.stdout.write(f"{uploads.clear()} uploads deleted")
