"""python -m bench.prepare SCHOOLS DISTRICTS YEARS: migrates and fills the database of DATABASE_URL, signs each role in,
and prints as JSON what to ask the server for: {page: {path, cookie, queries, is_bound}}."""

import json
import sys
import time
from contextlib import suppress

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

BEGAN = time.monotonic()
BACKEND = "qa_portal.core.sign_in.SignInBackend"


def main(size):
    make_database()
    call_command("migrate", verbosity=0)
    fill(size)
    call_command("collectstatic", interactive=False, verbosity=0)
    json.dump({page.name: ask(page) for page in pages()}, sys.stdout)


def make_database():
    """The database itself, where it is not there yet (the second one of --growth)."""
    name = connection.settings_dict["NAME"]
    with suppress(django.db.utils.ProgrammingError), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')


def fill(size):
    from bench.dataset.national import load, size_of_database

    there = size_of_database()
    if there == size:
        say(f"{size}: there already")
    elif there:
        sys.exit(f"The database holds {there}, not {size}. Name another one in DATABASE_URL.")
    else:
        load(size, today=timezone.localdate(), say=say)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        say("done")


def say(words):
    print(f"{time.monotonic() - BEGAN:6.1f} s  {words}", file=sys.stderr, flush=True)


def pages():
    from bench.pages import PAGES

    return PAGES


def ask(page):
    """The queries are those of a second visit to the page: what the process keeps is kept."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if page.role:
        client.force_login(person(page.role), backend=BACKEND)
    path = page.path(timezone.localdate())
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
    if response.status_code != 200:
        sys.exit(f"{page.name}: {path} answers {response.status_code}.")
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return {
        "path": path,
        "cookie": f"{cookie.key}={cookie.value}" if cookie else "",
        "queries": len(queries),
        "is_bound": page.is_bound,
        "limit": page.limit,
        "is_national": page.is_national,
    }


def person(role):
    """The first with this role; officers are numbered before everybody else, district after district."""
    from qa_portal.core.models import User

    return User.objects.in_role(role).order_by("pk").first()


if __name__ == "__main__":
    django.setup()
    from bench.dataset.size import Size

    main(Size(*map(int, sys.argv[1:])))
