"""The user guides: one for each role, each picture there and used, shown inside the portal."""

import re

import pytest
from django.urls import reverse

from qa_portal.core.roles import ROLES
from qa_portal.office.reports.guides import FOLDER, PICTURES, READERS, guide_of, guides_for
from tests.factories.core import person

SHOWN = re.compile(r"!\[([^\]]+)\]\(pictures/([a-z_]+)\.png\)")


def test_each_role_has_a_guide():
    assert {role for readers in READERS.values() for role in readers} == set(ROLES)
    assert [guide.slug for guide in guides_for({"director"})[0]] == ["director"]


def test_each_picture_of_the_guides_is_there_and_shown():
    told = [SHOWN.findall((FOLDER / f"{slug}.md").read_text("utf-8")) for slug in READERS]
    named = {name for found in told for _words, name in found}
    assert (named, all(told)) == ({path.stem for path in PICTURES.iterdir()}, True)


@pytest.mark.django_db
def test_guide_is_a_page_with_its_pictures(client):
    client.force_login(person("supervisor"))
    page = client.get(reverse("office:guide", args=["supervisor"])).content.decode()
    addresses = re.findall(r'<img src="([^"]+)"', guide_of("supervisor").html)
    assert [page.count(address) for address in addresses] == [1, 1]
    assert [client.get(address)["Content-Type"] for address in addresses] == ["image/png", "image/png"]
    assert client.get(reverse("office:guide", args=["developer"])).status_code == 404
    assert client.get(reverse("office:guide_picture", args=["none"])).status_code == 404
