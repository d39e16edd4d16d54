import json
import time

from django.core.management.base import BaseCommand, CommandError

from qa_portal.core import lost
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
        wrong = self._tell_as_json(keys) if options["json"] else self._tell(keys)
        if not keys or "core.contents" in keys:
            lost.look()
        if wrong:
            raise SystemExit(1)

    def _tell(self, keys):
        """How many things are wrong. Each check is named with what it looked at."""

        def close(item, looked_at, wrongs):
            seen = ", ".join(f"{number:,} {what}" for what, number in looked_at.items())
            self.stdout.write(f"{item.key}: {seen}, {wrongs or 'nothing'} wrong")

        began, wrong = time.monotonic(), 0
        for wrong, (_item, sentence) in enumerate(verify(keys, close), 1):  # noqa: B007  its last value is told
            self.stdout.write(f"  {sentence}")
        self.stdout.write(f"{len(keys or CHECKS)} checks, {wrong} wrong, {time.monotonic() - began:.1f} s")
        return wrong

    def _tell_as_json(self, keys):
        began, wrong, seen = time.monotonic(), 0, {}
        told = verify(keys, lambda item, looked_at, wrongs: seen.update({item.key: looked_at}))
        for wrong, (item, sentence) in enumerate(told, 1):  # noqa: B007  its last value is told
            self.stdout.write(json.dumps({"check": item.key, "wrong": sentence}))
        facts = {"checks": len(keys or CHECKS), "wrong": wrong, "seconds": round(time.monotonic() - began, 1)}
        self.stdout.write(json.dumps(facts | {"looked_at": seen}))
        return wrong
