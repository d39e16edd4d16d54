from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from qa_portal.core.models import District
from qa_portal.office.demo import (
    awards,
    batch,
    collections,
    cycle,
    doing,
    evidence,
    external,
    external_results,
    following,
    letters,
    money,
    own_standards,
    past,
    people,
    practices,
    projects,
    results,
    reviews,
    sar,
    schools,
    supervision_plan,
    surveys,
    synthesis,
    teams,
    visits,
)
from qa_portal.office.demo.world import World

# In their order: each builds on those before it.
PARTS = (
    people,
    schools,
    sar,
    cycle,
    projects,
    money,
    doing,
    results,
    visits,
    supervision_plan,
    teams,
    surveys,
    collections,
    external,
    external_results,
    following,
    practices,
    awards,
    evidence,
    reviews,
    synthesis,
    batch,
    own_standards,
    letters,
)


class Command(BaseCommand):
    help = "Loads the fictional demo district; a second run changes nothing. Prints one sign-in for each role."

    def handle(self, *args, **options):
        if District.objects.exclude(code=schools.DISTRICT["code"]).exists():
            raise CommandError(
                "The database holds real districts: the demo is for an empty database only. "
                "Set DATABASE_URL to another one to see the demo."
            )
        with transaction.atomic(), override("th"):
            load(World(today=timezone.localdate()))
        for label, username in people.sign_ins():
            self.stdout.write(f"{label}: {username} / {people.PASSWORD}")


def load(world):
    schools.load_district(world)
    for part in PARTS:
        part.load(world)
    past.tell_history()
    return world
