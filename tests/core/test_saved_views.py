"""A person's own views of a list: kept, shown above the rows, renamed, deleted; nobody else's business."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from qa_portal.core.models import SavedView
from tests.factories.core import person

pytestmark = pytest.mark.django_db

LIST = "/projects/"
ADD_DRAFT = "/views/add/?path=%2Fprojects%2F&query=state%3Ddraft"


@pytest.fixture
def clerk():
    return person("plan_staff")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def add_url(query="state=draft", path=LIST):
    return f"{reverse('core:saved_view_add')}?path={quote(path)}&query={quote(query)}"


def kept(user):
    return list(SavedView.objects.filter(user=user).values_list("path", "name", "query"))


def test_view_is_kept_without_its_page_and_shown_above_the_list(desk, clerk):
    response = desk.post(add_url("state=draft&page=3&sort=name&format=xlsx"), {"name": " ร่าง  ของฉัน "})
    assert response.url == "/projects/?sort=name&state=draft"
    assert kept(clerk) == [(LIST, "ร่าง ของฉัน", "sort=name&state=draft")]
    context = desk.get(response.url).context
    assert ([str(view) for view in context["saved_views"]], context["save_view_url"]) == (["ร่าง ของฉัน"], "")


def test_list_offers_to_save_what_is_filtered_and_not_yet_kept(desk):
    assert desk.get(LIST).context["save_view_url"] == ""
    assert desk.get(f"{LIST}?state=draft&page=1").context["save_view_url"] == ADD_DRAFT


def test_htmx_rows_carry_the_views_of_what_they_show(desk, clerk):
    SavedView.objects.create(user=clerk, path=LIST, name="ร่าง", query="state=draft")
    page = desk.get(f"{LIST}?state=draft", headers={"HX-Request": "true"}).content.decode()
    assert page.count('aria-current="true"') == 1


def test_same_name_takes_on_the_new_filters(desk, clerk):
    for query in ("state=draft", "state=running"):
        desk.post(add_url(query), {"name": "งาน"})
    assert kept(clerk) == [(LIST, "งาน", "state=running")]


@pytest.mark.parametrize(
    "address",
    [
        add_url(path="https://example.org/projects/"),
        add_url(path="/nowhere/"),
        add_url(path="/projects/strategy/"),
        add_url(query=""),
        add_url(query="text=" + "x" * 2000),
    ],
)
def test_only_filters_of_a_list_of_ours_are_kept(desk, clerk, address):
    assert (desk.post(address, {"name": "x"}).url, kept(clerk)) == (reverse("core:saved_view_list"), [])


def test_view_without_a_name_is_asked_for_one(desk, clerk):
    response = desk.post(add_url(), {"name": " "})
    assert (response.status_code, list(response.context["form"].errors), kept(clerk)) == (422, ["name"], [])


def test_view_is_renamed_unless_the_name_is_taken(desk, clerk):
    view = SavedView.objects.create(user=clerk, path=LIST, name="ก", query="state=draft")
    SavedView.objects.create(user=clerk, path=LIST, name="ข", query="state=running")
    address = reverse("core:saved_view_edit", args=[view.pk])
    assert desk.post(address, {"name": "ข"}).status_code == 422
    assert desk.post(address, {"name": "ค"}).url == reverse("core:saved_view_list")
    assert sorted(name for _path, name, _query in kept(clerk)) == ["ข", "ค"]


def test_view_is_deleted_after_asking(desk, clerk):
    view = SavedView.objects.create(user=clerk, path=LIST, name="ก", query="state=draft")
    address = reverse("core:saved_view_delete", args=[view.pk])
    desk.get(address)
    assert len(kept(clerk)) == 1
    desk.post(address)
    assert kept(clerk) == []


def test_views_of_somebody_else_are_neither_shown_nor_found(desk, clerk):
    other = person("plan_staff", clerk.district)
    view = SavedView.objects.create(user=other, path=LIST, name="ก", query="state=draft")
    SavedView.objects.create(user=clerk, path="/schools/", name="ข", query="text=x")
    assert [str(each) for each in desk.get(LIST).context["saved_views"]] == []
    assert [str(each) for each in desk.get(reverse("core:saved_view_list")).context["views"]] == ["ข"]
    for name in ("saved_view_edit", "saved_view_delete"):
        assert desk.post(reverse(f"core:{name}", args=[view.pk]), {"name": "ค"}).status_code == 404
    assert kept(other) == [(LIST, "ก", "state=draft")]


def test_who_has_no_view_pays_no_query_for_them(desk, clerk, django_assert_num_queries):
    desk.get(LIST)
    with django_assert_num_queries(4):
        desk.get(LIST)
    SavedView.objects.create(user=clerk, path=LIST, name="ก", query="state=draft")
    with django_assert_num_queries(5):
        desk.get(LIST)
