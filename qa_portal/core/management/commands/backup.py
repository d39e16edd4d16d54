from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qa_portal.core.backup import making
from qa_portal.core.backup.keys import NoKey, key_from
from qa_portal.core.backup.sealed import WeakKey


class Command(BaseCommand):
    help = "Writes every row and every file, as they are at one moment, into one encrypted file in a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", help="Where to (default: BACKUP_DIR).")
        parser.add_argument("--key-file", help="The file with the key (default: BACKUP_KEY_FILE, else BACKUP_KEY).")
        parser.add_argument("--keep", type=int, help="How many backups stay in the folder (default: BACKUP_KEEP).")

    def handle(self, *args, folder, key_file, keep, **options):
        folder = folder or settings.BACKUP_DIR
        if not folder:
            raise CommandError("Say where to: `backup FOLDER`, or set BACKUP_DIR.")
        try:
            made = making.make(folder, key_from(key_file), keep=keep or settings.BACKUP_KEEP)
        except (making.AtWork, NoKey, WeakKey, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.path}: {made.rows} rows, {made.files} files, {made.size} bytes")
        if made.missing:
            raise CommandError(f"{len(made.missing)} files were missing already: `manage.py verify` names them.")
