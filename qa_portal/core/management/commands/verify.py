import json
import time

from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.verifying import CHECKS, verify


class Command(BaseCommand):
    help = (
        "Proves every file's hash, every total and every chain; says in sentences what is wrong, and then ends with 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("keys", nargs="*", help="Only these checks (default: all of them).")
        parser.add_argument("--json", action="store_true", help="A line of JSON for each wrong, and one at the end.")
        parser.add_argument("--list", action="store_true", help="Only say what is checked.")

    def handle(self, *args, keys, **options):
        if unknown := sorted(set(keys) - CHECKS.keys()):
            raise CommandError(f"There is no check {', '.join(unknown)}. `verify --list` names them.")
        if options["list"]:
            self.stdout.write("\n".join(f"{item.key}: {item.holds}" for item in CHECKS.values()))
            return
        wrong = self._tell(keys, as_json=options["json"])
        if wrong:
            raise SystemExit(1)

    def _tell(self, keys, as_json):
        """How many things are wrong."""
        began, wrong = time.monotonic(), 0
        for item, sentence in verify(keys):
            wrong += 1
            self.stdout.write(json.dumps({"check": item.key, "wrong": sentence}) if as_json else sentence)
        facts = {"checks": len(keys or CHECKS), "wrong": wrong, "seconds": round(time.monotonic() - began, 1)}
        self.stdout.write(
            json.dumps(facts) if as_json else "{checks} checks, {wrong} wrong, {seconds} s".format(**facts)
        )
        return wrong
