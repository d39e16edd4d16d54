from django.core.management.base import BaseCommand

from qa_portal.core.second_factor import sealing


class Command(BaseCommand):
    help = "Seal the secrets of second factors by the first key of the settings; the queue does so every night."

    def handle(self, **options):
        self.stdout.write(f"{sealing.renew()} sealed anew")
