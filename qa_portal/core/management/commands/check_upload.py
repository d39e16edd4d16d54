import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from qa_portal.core import files
from qa_portal.core.models.stored_file import HELD


class Command(BaseCommand):
    help = "Checks a PDF as an upload is checked and prints the verdict as JSON; ends with 2 when it is refused."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            with file.open("rb") as content:
                verdict = judge(files.FileOnDisk(content, file.name, str(file)))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(json.dumps(verdict, ensure_ascii=False))
        if not verdict["accepted"]:
            sys.exit(2)


def judge(upload):
    """{accepted, reason, pages, text_pages, sha256} of a file; no database is asked."""
    verdict = {"accepted": False, "reason": "", "pages": None, "text_pages": None, "sha256": files.sha256_of(upload)}
    try:
        found = files.examine(upload, {files.PDF})
    except ValidationError as error:
        return verdict | {"reason": " ".join(error.messages)}
    counts = {"pages": found.findings.pages, "text_pages": found.findings.text_pages}
    return verdict | counts | {"accepted": True, "reason": str(HELD) if found.is_held else ""}
