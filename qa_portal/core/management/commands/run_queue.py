from django.core.management.base import BaseCommand

from qa_portal.core import queue_guard


class Command(BaseCommand):
    help = "Runs the queue: mails leave through it, books are made in it. Ends when it is asked to (SIGTERM, Ctrl-C)."

    def handle(self, *args, **options):
        queue_guard.run()
