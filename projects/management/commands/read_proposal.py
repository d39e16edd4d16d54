import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.word import Unreadable, read_file
from projects.word.package import check_size
from projects.word.summary import summary


class Command(BaseCommand):
    help = "Prints what the portal reads in a project proposal in Word, as JSON. Nothing is saved."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="a .docx, or a .doc where LibreOffice is installed")

    def handle(self, *args, **options):
        for stream in (self.stdout, self.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")  # whatever the terminal says
        with override(settings.LANGUAGE_CODE):
            try:
                result = summary(read_file(self._content(options["file"]), options["file"]))
            except Unreadable as error:
                raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))

    @staticmethod
    def _content(name):
        path = Path(name)
        try:
            check_size(path.stat().st_size)
            return path.read_bytes()
        except OSError as error:
            raise Unreadable(_("The file cannot be opened: %(name)s") % {"name": name}) from error
