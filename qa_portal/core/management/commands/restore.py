from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.backup import restoring
from qa_portal.core.backup.keys import NoKey, key_from
from qa_portal.core.backup.sealed import Unreadable, WeakKey


class Command(BaseCommand):
    help = "Reads a backup back into an empty database; nothing is touched before all of the backup has been proved."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("path", help="The backup.")
        parser.add_argument("--key-file", help="The file with the key (default: BACKUP_KEY_FILE, else BACKUP_KEY).")
        parser.add_argument("--replace", action="store_true", help="Throw away all that the database holds.")
        parser.add_argument("--check", action="store_true", help="Only prove that the backup is whole.")

    def handle(self, *args, path, key_file, replace, check, **options):
        try:
            key = key_from(key_file)
            told = restoring.check(path, key) if check else restoring.restore(path, key, replace=replace)
        except (Unreadable, restoring.NotRestored, NoKey, WeakKey, OSError) as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("files/") for name in told["parts"])
        word = "whole" if check else "restored"
        self.stdout.write(f"{word}: of {told['made_at']}, {sum(told['rows'].values())} rows, {files} files")
