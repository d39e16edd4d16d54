"""What a careless or an ill-willed visitor sends: it is answered with a page or a sentence, never with an error 500."""

import io
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django_filters import FilterSet
from openpyxl import load_workbook

from qa_portal.core.files import XLSX
from qa_portal.core.models import District
from qa_portal.core.roles import ROLES
from tests.access.table import BY_POST, TABLE
from tests.access.world import World
from tests.factories.core import DistrictFactory, UserFactory, person
from tests.factories.projects import ProjectFactory
from tests.test_access import address_for

pytestmark = pytest.mark.django_db

HUGE = 10**30
HOSTILE = "<script>alert(1)</script> {{7*7}} %s %(row)s {0} =1+1 😀"
VALUES = ["abc", "-1", HUGE, "\x00", HOSTILE, "๒๕๖๙", "1e400", "NaN", "ก" * 3000]
PAGES = ["abc", "999999", "-1", HUGE, "\x00"]
SORTS = ["nothing", "-", "--name", "name__password", "\x00"]
# Made of letters and pictures, slow, and deaf to all parameters but one.
SLOW = {name for name in TABLE if name.endswith(("_pdf", "_docx"))} - BY_POST
READ_BY_VIEWS = {
    name
    for views in ("qa_portal/**/*.py", "schools/**/*.py", "projects/**/*.py", "supervision/**/*.py")
    for path in settings.BASE_DIR.glob(views)
    for name in re.findall(r"GET(?:\.get\(|\.getlist\(|\[)\"(\w+)\"", path.read_text("utf-8"))
}
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE
)
PAGES_OF_OURS = [name for name in TABLE if name not in BY_POST]
QUICK = [name for name in PAGES_OF_OURS if name not in SLOW]


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def enter(client, user):
    client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
    client.raise_request_exception = False
    return client


def one_who_may(world, name):
    """Where a session gets nobody in, as at the API, anybody of the office asks."""
    return world.people[min(TABLE[name][1], default="director")]


def status_of(response):
    if response.streaming:
        list(response)  # a file is closed once it is read
    return response.status_code


def view_of(address):
    view = resolve(address).func
    return getattr(view, "view_class", view)


def parameters(view):
    """The names that the page's filter knows, and those that any view asks for by itself."""
    return {*getattr(view, "filterset_class", FilterSet).base_filters, *READ_BY_VIEWS} - {"format"}


def queries(view, has_sheet):
    for value in VALUES:
        asked = dict.fromkeys(parameters(view), value)
        yield asked
        if has_sheet:
            yield asked | {"format": "xlsx"}
    if hasattr(view, "paginate_by"):
        yield from ({"page": value} for value in PAGES)
        yield from ({"sort": value} for value in SORTS)


def faults(response):
    """What no answer may be or carry, whatever was asked: empty, or what is wrong."""
    policy = response.headers.get("Content-Security-Policy", "")
    wrong = [f"status {response.status_code}"] if status_of(response) >= 500 else []
    if "default-src 'self'" not in policy or "unsafe" in policy:
        wrong.append(f"policy {policy}")
    if (response.headers["X-Content-Type-Options"], response.headers["X-Frame-Options"]) != ("nosniff", "DENY"):
        wrong.append("headers")
    if response.streaming:
        return wrong + ["kept by the browser"] * (response.headers["Cache-Control"] != "private, no-store")
    if response.headers["Content-Type"].startswith("text/html"):
        wrong += INLINE.findall(response.content.decode())
    return wrong


# ---------------------------------------------------------------- addresses and methods


def ask_hostile_queries(name, world, client, some=slice(None)):
    """What is wrong with the answers to the page's own address and to some of its hostile queries."""
    address = address_for(name, world.own)
    enter(client, one_who_may(world, name))
    first = client.get(address, {"format": "xlsx"})  # the page itself, where there is no sheet
    has_sheet = first.headers.get("Content-Type") == XLSX
    found = {"first": faults(first)}
    for query in [*[{}] * has_sheet, *list(queries(view_of(address), has_sheet))[some]]:
        found[urlencode(query)] = faults(client.get(address, query))
    return {query: wrong for query, wrong in found.items() if wrong}


@pytest.mark.parametrize("name", QUICK)
def test_hostile_query_never_breaks_a_page(name, world, client):
    """Every eighteenth of its queries, beginning elsewhere on each page; all of them by night."""
    assert ask_hostile_queries(name, world, client, some=slice(QUICK.index(name) % 18, None, 18)) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("name", QUICK)
def test_no_hostile_query_breaks_a_page(name, world, client):
    assert ask_hostile_queries(name, world, client) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(SLOW))
def test_hostile_query_never_breaks_a_paper(name, world, client):
    """Once: what stands in a paper is asked by its own tests."""
    enter(client, one_who_may(world, name))
    assert faults(client.get(address_for(name, world.own), dict.fromkeys(["digits", "q", "page"], HOSTILE))) == []


@pytest.mark.parametrize("name", [name for name in TABLE if any(str(item).isupper() for item in TABLE[name][0])])
def test_key_beyond_the_database_is_not_found(name, world, client):
    rows = {row: HUGE if isinstance(key, int) else uuid4() for row, key in world.own.items()}
    enter(client, one_who_may(world, name))
    assert status_of(client.get(address_for(name, rows))) in ({404, 405} if name in BY_POST else {404})


BY_NIGHT = [pytest.param(method, marks=pytest.mark.nightly) for method in ("head", "options", "patch", "delete")]


@pytest.mark.parametrize("method", ["post", pytest.param("put", marks=pytest.mark.same_on_both), *BY_NIGHT])
def test_no_method_breaks_a_page(method, world, client):
    statuses = {}
    for name in TABLE:
        if name not in SLOW:
            with transaction.atomic():
                enter(client, one_who_may(world, name))
                statuses[name] = status_of(getattr(client, method)(address_for(name, world.own)))
                transaction.set_rollback(True)
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


# ---------------------------------------------------------------- people and offices that have next to nothing

FIRST_PAGES = [name for name, (arguments, _roles) in TABLE.items() if not arguments and name not in BY_POST]
# Each page by the first of its roles; by each role at night.
FIRST_OF_ROLE = {role: [name for name in FIRST_PAGES if role == min(TABLE[name][1], default="")] for role in ROLES}
PAGES_OF_ROLES = [
    *((role, names) for role, names in FIRST_OF_ROLE.items() if names),
    *(pytest.param(role, FIRST_PAGES, marks=pytest.mark.nightly) for role in ROLES),
]


@pytest.mark.same_on_both
@pytest.mark.parametrize(("role", "names"), PAGES_OF_ROLES)
def test_person_without_an_office_breaks_no_page(role, names, client):
    """An account whose office was forgotten: pages are empty or closed, by reading and by writing."""
    enter(client, UserFactory(roles=[role], district=None))
    statuses = {name: status_of(client.get(reverse(name))) for name in names}
    statuses |= {f"{name} by POST": status_of(client.post(reverse(name), {"name": "x"})) for name in names}
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize(("role", "names"), PAGES_OF_ROLES)
def test_empty_office_breaks_no_page(role, names, client):
    enter(client, person(role, DistrictFactory()))
    statuses = {name: status_of(client.get(reverse(name))) for name in names}
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


def test_administrator_without_an_office_finds_nobody_in_the_back_office(client):
    """Rows without an office are not the rows of those without an office."""
    enter(client, UserFactory(roles=["district_admin"], district=None))
    other = UserFactory(roles=["national_viewer"], district=None)
    assert client.get(reverse("admin:core_user_change", args=[other.pk])).status_code == 302


# ---------------------------------------------------------------- texts


def test_hostile_text_comes_back_escaped_and_whole(client):
    """Typed into a project: on its page, in the list, in the sheet and in the notice, as it was typed."""
    project = ProjectFactory(name=HOSTILE, rationale=HOSTILE)
    enter(client, project.owner)
    for address in (project.get_absolute_url(), project.get_text_url(), reverse("projects:project_list")):
        page = client.get(address).content.decode()
        assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} %s" in page) == (False, True)
    sheet = load_workbook(io.BytesIO(client.get(reverse("projects:project_list"), {"format": "xlsx"}).content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]
    assert [cell.data_type for cell in cells] == ["s"]


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/ไม่มี/", 404), ("/projects/add/", 403)])
def test_error_page_is_thai_and_keeps_the_policy(address, status, client):
    page = enter(client, person("committee_member")).get(address)
    facts = page.status_code, page.headers["Content-Language"], INLINE.findall(page.content.decode())
    assert facts == (status, "th", [])
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_office_list_needs_an_office(world, client):
    """An address of an office that is not there."""
    client = enter(client, world.people["director"])
    last = District.objects.order_by("pk").last().pk
    assert client.get(reverse("office:district_dashboard", args=[last + 1])).status_code == 404


# ---------------------------------------------------------------- rows of others, fields of nobody


def test_project_form_takes_no_rows_of_others_and_no_fields_that_it_does_not_show(client):
    mine, theirs = ProjectFactory(name="เดิม"), ProjectFactory()
    address = reverse("projects:project_edit", args=[mine.pk, "basics"])
    typed = {"name": "ใหม่", "fiscal_year": 2570, "layout": "full", "nature": "new", "owner": mine.owner.pk}
    forged = {"state": "approved", "approved_amount": 5, "district": theirs.district.pk, "version": 99}
    enter(client, mine.owner)
    assert client.post(address, typed | {"owner": theirs.owner.pk}).status_code == 422
    assert client.post(address, typed | forged).status_code == 302
    after = type(mine).objects.get(pk=mine.pk)
    facts = after.name, after.state, after.approved_amount, after.district, after.owner
    assert facts == ("ใหม่", "draft", None, mine.district, mine.owner)


def test_visit_form_takes_no_school_or_person_of_another_office(world, client):
    own, away = world.own, world.foreign
    lead, stranger = world.people["supervisor"], person("supervisor")
    typed = {
        "uid": uuid4(),
        "planned_on": "01/12/2599",
        "purpose": "follow_up",
        "schools": own["SCHOOL"],
        "lead": lead.pk,
    }
    enter(client, lead)
    for forged in ({"schools": away["SCHOOL"]}, {"lead": stranger.pk}, {"members": stranger.pk}):
        page = client.post(reverse("supervision:visit_create"), typed | forged)
        assert (page.status_code, forged.keys() <= page.context["form"].errors.keys()) == (422, True)


def test_school_form_takes_no_network_of_another_office(world, client):
    enter(client, world.people["plan_staff"])
    page = client.post(address_for("schools:school_edit", world.own), {"network": world.foreign["NETWORK"]})
    assert (page.status_code, "network" in page.context["form"].errors) == (422, True)
