"""Every list of supervision comes as a sheet: the same columns and rows as the page, narrowed by the same filters."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django_filters import ChoiceFilter

from qa_portal.core.pages import ListPage
from qa_portal.core.spreadsheets import clean
from qa_portal.core.thai import format_date
from supervision.urls import urlpatterns
from tests.access.world import World

pytestmark = pytest.mark.django_db

HEADING = 1  # lines above the header
RICHER = {"correspondence_list", "recommendation_list", "result_list"}
"""Their sheets say more than the page, the results in the columns of their import."""


def lists():
    """The lists that stand by themselves, by the name of their address."""
    views = {pattern.name: getattr(pattern.callback, "view_class", None) for pattern in urlpatterns}
    by_itself = {pattern.name for pattern in urlpatterns if not pattern.pattern.converters}
    return {name: view for name, view in views.items() if view and issubclass(view, ListPage) and name in by_itself}


LISTS = lists()
NAMED = {
    "visit", "finding", "action", "support", "plan", "coverage", "tour", "committee", "meeting", "order", "duty_topic",
    "id_plan", "instrument", "survey", "assessment", "result", "recommendation", "correspondence", "batch", "issue",
    "round",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


@pytest.fixture
def head(world, client):
    client.force_login(world.people["group_head"], backend="qa_portal.core.sign_in.SignInBackend")
    return client


def sheet_of(client, address, **asked):
    """The header and the rows of the sheet, without what stands below them."""
    response = client.get(address, asked | {"format": "xlsx"})
    page = openpyxl.load_workbook(BytesIO(response.content)).active
    header, *rows = [list(row) for row in page.iter_rows(min_row=HEADING + 1, values_only=True)]
    while rows and not any(value is not None for value in rows[-1][1:]):
        rows.pop()  # the foot, and the empty line above it
    return header, rows


def cell(column, row):
    """What the sheet writes of a row's value."""
    value = column.value(row)
    if value is None or value == "":
        return None
    if isinstance(value, (date, datetime)):
        return format_date(value)
    return float(value) if column.is_numeric and not isinstance(value, str) else clean(value)


def as_read(values):
    return [float(value) if isinstance(value, (int, float)) else value for value in values]


def test_each_kind_of_list_is_among_them():
    missing = {name for name in NAMED if f"{name}_list" not in LISTS}
    assert (missing, "photo_register" in LISTS) == (set(), True)


@pytest.mark.parametrize("name", sorted(set(LISTS) - RICHER))
def test_sheet_has_the_columns_and_rows_of_the_page(name, head):
    address = reverse(f"supervision:{name}")
    page = head.get(address).context
    columns, shown = page["columns"], list(page["page_obj"].paginator.object_list)
    header, rows = sheet_of(head, address)
    assert header == [clean(column.header) for column in columns]
    assert [as_read(row) for row in rows] == [[cell(column, row) for column in columns] for row in shown]


@pytest.mark.parametrize("name", sorted(RICHER))
def test_richer_sheet_has_a_row_for_each_of_the_page(name, head):
    address = reverse(f"supervision:{name}")
    shown = {column.header: column for column in head.get(address).context["columns"]}
    header, rows = sheet_of(head, address)
    count = head.get(address).context["page_obj"].paginator.count
    assert (len(rows), count > 0, len(header) > len(shown)) == (count, True, True)


def choices(view):
    """(name, value) for each answer of the first filter that offers some without asking the rows."""
    for name, field in view.filterset_class.base_filters.items():
        if isinstance(field, ChoiceFilter) and not callable(field.extra.get("choices")):
            return [(name, value) for value, _label in field.extra.get("choices", ())]
    return []


FILTERED = [(name, field, value) for name, view in LISTS.items() for field, value in choices(view)]


@pytest.mark.parametrize(("name", "field", "value"), FILTERED)
def test_sheet_is_narrowed_as_the_page(name, field, value, head):
    address = reverse(f"supervision:{name}")
    count = head.get(address, {field: value}).context["page_obj"].paginator.count
    assert len(sheet_of(head, address, **{field: value})[1]) == count


def test_filters_are_tried_on_most_lists():
    assert len({name for name, _field, _value in FILTERED}) >= len(LISTS) / 2
