"""Every address × every role → in, or not. An address that is missing from the table (tests/access/) fails the test.

For each address: the roles that get in for a row of their own office (or school). All others get 403 or 404. The same
roles get 404 for the same kind of row of another office, and school roles for a row of a neighbour school."""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from qa_portal.core.documents import WordFile, pdf
from qa_portal.core.roles import ROLES
from tests.access.roles import NATION, SCHOOL
from tests.access.table import BY_POST, PARTS, TABLE
from tests.access.world import World
from tests.factories.sar import TINY_PDF

pytestmark = pytest.mark.django_db

# Pages of libraries that know nothing of districts: signed in is enough, or signing in is what they are for.
LIBRARY_PREFIXES = ("account_", "mfa_", "admin:")


def addresses(patterns=None, namespace=""):
    for item in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(item, URLPattern):
            yield namespace + (item.name or "")
        else:
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from addresses(item.url_patterns, inner)


def test_every_address_is_in_the_table():
    ours = {name for name in addresses() if name and not name.startswith(LIBRARY_PREFIXES)}
    assert sorted(ours) == sorted(name for part in PARTS for name in part.TABLE)


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


@pytest.fixture(autouse=True)
def _papers_are_not_drawn(monkeypatch):
    """Who gets a paper is asked here, of each role; that it is drawn, and what it says, by the tests of the paper."""
    monkeypatch.setattr(pdf, "pdf_from_html", lambda *_arguments, **_options: TINY_PDF)
    monkeypatch.setattr(WordFile, "add", lambda *_arguments, **_options: None)
    monkeypatch.setattr(WordFile, "save", lambda _word: b"PK")


def address_for(name, rows):
    return reverse(name, args=[rows.get(item, item) for item in TABLE[name][0]])


def ask(client, name, address):
    response = client.post(address) if name in BY_POST else client.get(address)
    if response.streaming:
        list(response)  # a file is closed once it is read
    return response


def outcome(client, user, name, address):
    """What it did is taken back: the next to ask finds the same rows."""
    with transaction.atomic():
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        response = ask(client, name, address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith("/accounts/"):
        return "sign-in"
    return {401: "forbidden", 403: "forbidden", 404: "not found"}.get(
        response.status_code, "in" if response.status_code < 500 else "broken"
    )


def is_public(name):
    """For everybody, also without signing in."""
    return name.startswith(("public:", "survey:", "answer:", "api:")) or name in {
        "api_not_found",
        "core:api_docs",
        "core:healthz",
        "core:readyz",
        "core:metrics",
        "core:choose_language",
        "core:notice_stop",
        "core:line_webhook",
        "office:practice",
        "field:shell",
        "field:worker",
        "supervision:calendar_feed",
    }


def has_rows(name):
    return any(str(item).isupper() for item in TABLE[name][0])


@pytest.mark.same_on_both
@pytest.mark.parametrize("name", TABLE)
def test_address_by_role(name, world, client):
    _, allowed = TABLE[name]
    address = address_for(name, world.own)
    outcomes = {role: outcome(client, world.people[role], name, address) for role in ROLES}
    wrong = {
        role: said
        for role, said in outcomes.items()
        if (role in allowed) != (said == "in") or said in {"sign-in", "broken"}
    }
    assert wrong == {}


@pytest.mark.same_on_both
@pytest.mark.parametrize("name", [name for name in TABLE if has_rows(name) and not is_public(name)])
def test_right_role_elsewhere_is_not_found(name, world, client):
    _, allowed = TABLE[name]
    elsewhere = {role: address_for(name, world.foreign) for role in allowed - NATION}
    next_door = {role: address_for(name, world.neighbour) for role in allowed & SCHOOL}
    outcomes = {
        (role, where): outcome(client, world.people[role], name, address)
        for where, rows in (("elsewhere", elsewhere), ("next door", next_door))
        for role, address in rows.items()
        if address != address_for(name, world.own)
    }
    assert {key: said for key, said in outcomes.items() if said != "not found"} == {}


@pytest.mark.same_on_both
@pytest.mark.parametrize("name", [name for name in TABLE if not is_public(name)])
def test_nobody_gets_in_without_signing_in(name, world, client):
    response = ask(client, name, address_for(name, world.own))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


def test_school_user_who_posts_to_another_school_gets_404(world, client):
    """Writing is refused like reading: each writing address of the table, by POST."""
    client.force_login(world.people["school_head"], backend="qa_portal.core.sign_in.SignInBackend")
    posts = [name for name, (arguments, allowed) in TABLE.items() if arguments and "school_head" in allowed]
    posts = [name for name in posts if not name.startswith(("survey:", "answer:"))]  # for whoever holds the address
    statuses = {name: client.post(address_for(name, world.neighbour)).status_code for name in posts}
    assert {name: status for name, status in statuses.items() if status not in {404, 405}} == {}
