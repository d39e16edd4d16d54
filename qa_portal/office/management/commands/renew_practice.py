from django.core.management.base import BaseCommand, CommandError

from qa_portal.office.services import practice


class Command(BaseCommand):
    help = "Throws away what was tried out in the practice portal and begins anew (PRACTICE=1; daily by the schedule)."

    def add_arguments(self, parser):
        parser.add_argument("--if-missing", action="store_true", help="only where there is no practice world yet")

    def handle(self, *args, **options):
        if options["if_missing"] and practice.is_made():
            return
        try:
            practice.renew()
        except practice.NotPractice as refused:
            raise CommandError(str(refused)) from refused
