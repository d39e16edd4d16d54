"""Giving out tokens, seeing their use, revoking them."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.integrations import tokens
from qa_portal.core.models import ApiToken, Notice
from qa_portal.core.thai import format_date
from tests.factories.core import person
from tests.factories.integrations import token_of

pytestmark = pytest.mark.django_db


def test_text_of_a_token_is_shown_once(sign_in):
    director = person("director")
    client = sign_in(director)
    wanted = {"name": "BI", "areas": ["schools", "sars"], "days": "90", "per_minute": "30"}
    response = client.post(reverse("core:token_add"), wanted)
    secret, token = response.context["secret"], ApiToken.objects.get()
    assert (response["Cache-Control"], response.content.decode().count(f'value="{secret}"')) == ("no-store", 1)
    assert (token.owner, token.district, token.areas, token.per_minute) == (
        director,
        director.district,
        ["schools", "sars"],
        30,
    )
    assert ApiToken.objects.of_secret(secret) == token
    assert secret not in client.get(token.get_absolute_url()).content.decode()
    assert secret not in str(ApiToken.objects.values().get())


def test_token_needs_a_name_and_an_area(sign_in):
    response = sign_in(person("director")).post(reverse("core:token_add"), {"days": "90", "per_minute": "30"})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["areas", "name"])
    assert ApiToken.objects.count() == 0


def test_revoking_asks_first_and_cannot_be_done_twice(sign_in):
    director = person("director")
    token, secret = token_of(director)
    client = sign_in(director)
    address = reverse("core:token_revoke", args=[token.pk])
    client.get(address)
    assert ApiToken.objects.of_secret(secret) == token
    client.post(address)
    token.refresh_from_db()
    assert (token.revoked_by, ApiToken.objects.of_secret(secret)) == (director, None)
    stamp = token.revoked_at
    client.post(address)
    token.refresh_from_db()
    assert token.revoked_at == stamp


def test_lists_ask_as_much_for_three_tokens_as_for_one(sign_in, django_assert_num_queries):
    director = person("director")
    client = sign_in(director)
    for count in (1, 2):
        for _token in range(count):
            token_of(director)
        with django_assert_num_queries(4):
            client.get(reverse("core:token_list"))


def test_use_stands_on_the_page_of_the_token(sign_in, client):
    director = person("director")
    token, secret = token_of(director)
    for address in ("schools", "schools", "visits"):
        client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {secret}"})
    response = sign_in(director).get(token.get_absolute_url())
    assert [(use.area, use.count) for use, _area in response.context["uses"]] == [("schools", 2), ("visits", 1)]


def test_command_gives_a_token_to_who_has_no_page_for_it(client):
    viewer = person("national_viewer")
    out = StringIO()
    call_command("issue_token", viewer.username, "ส่วนกลาง", "--areas", "districts", stdout=out, stderr=StringIO())
    secret = out.getvalue().strip()
    token = ApiToken.objects.of_secret(secret)
    assert (token.owner, token.areas) == (viewer, ["districts"])
    response = client.get("/api/v1/districts", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 200
    with pytest.raises(CommandError):
        call_command("issue_token", "nobody", "x", stdout=StringIO(), stderr=StringIO())


def test_owner_is_told_once_fourteen_days_before_a_token_ends():
    owner = person("director")
    token, _text = token_of(owner, days=30)
    ends = token.expires_at
    told = []
    for days in (15, 13, 12):
        with time_machine.travel(ends - timedelta(days=days), tick=False):
            told.append(tokens.remind(timezone.now()))
    (notice,) = Notice.objects.filter(recipient=owner)
    assert (told, notice.url, notice.text.split(" โปรด")[0]) == (
        [0, 1, 0],
        token.get_absolute_url(),
        f"โทเคน API ของ ระบบทดสอบ จะหมดอายุวันที่ {format_date(timezone.localdate(ends))}",
    )
