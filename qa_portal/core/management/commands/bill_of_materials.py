import json

from django.core.management.base import BaseCommand

from qa_portal.core.bill_of_materials import bill
from qa_portal.core.observe.state import revision


class Command(BaseCommand):
    help = "Write what the portal is made of as CycloneDX JSON (a software bill of materials)."

    def handle(self, **options):
        self.stdout.write(json.dumps(bill(revision()), indent=1))
