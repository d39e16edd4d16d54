from django.core.management.base import BaseCommand

from qa_portal.core import schedule


class Command(BaseCommand):
    help = "Tells the queue what to do every day (reminders and the like); a second run changes nothing."

    def handle(self, *args, **options):
        for path, at in schedule.write():
            self.stdout.write(f"{at:%H:%M} {path}")
