"""The pages of a menu item: every page of supervision lights one of them, and each person sees their own."""

import re

import pytest
from django.urls import reverse

from qa_portal.core.menu import lit_by
from qa_portal.core.sections import SECTIONS, page_lit_by
from supervision.urls import urlpatterns
from tests.factories.core import UserFactory, person
from tests.factories.schools import SchoolFactory, school_person

NAV = re.compile(r'<nav class="section-nav.*?</nav>', re.S)
PUBLIC = {"calendar_feed"}
PAGES = {page.url_name: page for groups in SECTIONS.values() for group in groups for page in group.pages}


@pytest.mark.parametrize("name", sorted({pattern.name for pattern in urlpatterns} - PUBLIC))
def test_every_address_of_supervision_lights_a_page_of_its_own_menu_item(name):
    address = f"supervision:{name}"
    of_item = {page.url_name for group in SECTIONS[lit_by(address)] for page in group.pages}
    assert page_lit_by(address) in of_item


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_section_lights_itself(name):
    assert page_lit_by(name) == name


def lit(client, address, **asked):
    """What is lit in the section of a page: (groups, pages)."""
    navs = NAV.findall(client.get(address, asked).content.decode())
    assert len(navs) == 1
    pages = re.findall(r'href="([^"?]*)[^"]*" aria-current="page"', navs[0])
    return navs[0].count('aria-current="true"'), pages


@pytest.mark.django_db
def test_each_page_shows_its_section_with_one_page_lit(sign_in):
    client = sign_in(UserFactory(roles=["group_head", "district_admin"]))
    shown = {name: lit(client, reverse(name)) for name in PAGES}
    # A lone group of pages is not drawn: there is nothing to choose.
    assert shown == {name: (len(SECTIONS[lit_by(name)]) > 1, [reverse(name)]) for name in PAGES}


@pytest.mark.django_db
def test_page_below_a_list_lights_the_list(sign_in):
    client = sign_in(person("group_head"))
    assert lit(client, reverse("supervision:order_create")) == (1, [reverse("supervision:order_list")])
    assert lit(client, reverse("supervision:duty_topic_list")) == (1, [reverse("supervision:duty_matrix")])


@pytest.mark.django_db
def test_school_is_shown_only_what_it_may_open(sign_in):
    client = sign_in(school_person("school_head", SchoolFactory()))
    nav = NAV.search(client.get(reverse("supervision:finding_list")).content.decode()).group()
    addresses = re.findall(r'href="([^"]*)"', nav)
    assert sorted(addresses) == sorted(
        reverse(f"supervision:{name}") + query
        for name, query in (
            ("visit_list", ""),  # the group of the visits
            ("finding_list", ""),  # the group of the follow-up
            ("instrument_list", ""),
            ("finding_list", ""),
            ("action_list", "?standing=unsettled"),
            ("kept_promises", ""),
            ("support_list", ""),
        )
    )
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.django_db
def test_page_outside_of_a_section_has_none(sign_in):
    client = sign_in(person("group_head"))
    assert NAV.findall(client.get(reverse("schools:school_list")).content.decode()) == []
