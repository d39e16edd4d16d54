from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.integrations import tokens
from qa_portal.core.integrations.resources import AREAS
from qa_portal.core.models import User


class Command(BaseCommand):
    help = "Give out a token of the API that reads as a person does, for those who have no page for it (the nation)."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name", help="the system that uses it")
        parser.add_argument("--areas", nargs="+", choices=sorted(AREAS), default=sorted(AREAS))
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument("--per-minute", type=int, default=60)

    def handle(self, *, username, name, areas, days, per_minute, **options):
        owner = User.objects.filter(username=username, is_active=True).first()
        if owner is None:
            raise CommandError(f"There is no active person {username}.")
        token, secret = tokens.issue(name=name, owner=owner, areas=areas, days=days, per_minute=per_minute)
        self.stderr.write(f"Valid until {token.expires_at:%Y-%m-%d}. It is not shown again.")
        self.stdout.write(secret)
