"""Where the key of the backups comes from. It never stands on a command line, which others on the machine can read."""

from pathlib import Path

from django.conf import settings


class NoKey(Exception):
    pass


def key_from(path=None):
    """The text of the file, else that of BACKUP_KEY_FILE, else BACKUP_KEY."""
    path = path or settings.BACKUP_KEY_FILE
    try:
        key = Path(path).read_text().strip() if path else settings.BACKUP_KEY
    except OSError as error:
        raise NoKey(f"The key of the backups cannot be read: {error}") from error
    if not key:
        raise NoKey("A backup is encrypted: set BACKUP_KEY_FILE to a file with a long random text, or BACKUP_KEY.")
    return key
