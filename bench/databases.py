"""Data sets on one server, each in a database of its own."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit


def only(names, pages):
    return {name: page for name, page in pages.items() if not names or name in {"floor", *names}}


def beside(url, ending):
    """The address of a second database on the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path + ending))


def prepare(url, size):
    command = [sys.executable, "-m", "bench.prepare", str(size.schools), str(size.districts), str(size.years)]
    done = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout)
