from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.observe.upgrade import breaking

WOULD_FAIL = 3  # by which deploy/install tells the answer from a fault


class Command(BaseCommand):
    help = "Says whether the running version can go on answering while the migrations of this one run."

    def handle(self, *args, **options):
        found = breaking()
        if found:
            rows = "\n".join(f"  {migration}: {what}" for migration, what in found)
            raise CommandError(f"The running version would fail on:\n{rows}", returncode=WOULD_FAIL)
        self.stdout.write("The running version can go on answering while the migrations run.")
