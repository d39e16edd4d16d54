"""Where a person is signed in: seen and ended by that person alone, at a constant price for each page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Act, PersonAct, SignedIn
from qa_portal.core.signed_in import places
from qa_portal.core.signed_in.devices import device_of
from tests.factories.core import UserFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]
MORNING = datetime(2026, 11, 22, 9, 5, tzinfo=ZoneInfo("Asia/Bangkok"))
PASSWORD = "a-long-Thai-word-2569"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Edg/130.0"


@pytest.fixture
def user():
    user = UserFactory(username="somchai")
    user.set_password(PASSWORD)
    user.save()
    return user


def browser_of(user, user_agent):
    browser = Client(headers={"User-Agent": user_agent})
    browser.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get("/notices/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome · Android"),
        (WINDOWS, "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari Line/14.19", "LINE · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("curl/8.5", ""),
    ],
)
def test_device_is_told_in_words(user_agent, words):
    assert device_of(user_agent) == words


def test_places_are_listed_with_device_and_time_and_this_one_marked(user):
    with time_machine.travel(MORNING, tick=False):
        phone = browser_of(user, ANDROID)
        browser_of(user, WINDOWS)
        page = phone.get(reverse("core:signed_in_list"))
    assert [str(place) for place in page.context["here"]] == ["Chrome · Android"]
    assert [str(place) for place in page.context["elsewhere"]] == ["Edge · Windows"]
    assert page.text.count("22 พ.ย. 2569 09:05") == 4


def test_one_other_place_is_ended_and_stays_on_record(user):
    phone, office, library = browser_of(user, ANDROID), browser_of(user, WINDOWS), browser_of(user, "")
    place = user.signed_in.get(device="Edge · Windows")
    phone.post(reverse("core:signed_in_end", args=[place.number]))
    assert [is_in(browser) for browser in (phone, office, library)] == [True, False, True]
    act = PersonAct.objects.get()
    assert (act.person, act.done_by, act.act) == (user, user, Act.SIGN_INS)
    assert act.reason == "เจ้าของบัญชีสั่งออกจากระบบเอง: Edge · Windows"


def test_all_others_are_ended(user):
    phone, office, library = browser_of(user, ANDROID), browser_of(user, WINDOWS), browser_of(user, "")
    phone.post(reverse("core:signed_in_end_others"))
    assert [is_in(browser) for browser in (phone, office, library)] == [True, False, False]


def test_place_of_another_person_is_not_found(user, sign_in):
    browser_of(user, WINDOWS)
    answer = sign_in(UserFactory()).post(reverse("core:signed_in_end", args=[user.signed_in.get().number]))
    assert (answer.status_code, user.signed_in.count()) == (404, 1)


def test_sign_out_and_a_new_password_leave_no_place_behind(user):
    here = browser_of(user, ANDROID)
    browser_of(user, WINDOWS).post("/accounts/logout/")
    browser_of(user, "")
    new = "another-Long-word-77"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    here.get("/notices/")
    page = here.get(reverse("core:signed_in_list"))
    assert ([str(place) for place in page.context["here"]], page.context["elsewhere"]) == (["Chrome · Android"], [])


def writes_of(browser):
    with CaptureQueriesContext(connection) as asked:
        assert is_in(browser)
    return [query["sql"].split()[0] for query in asked if not query["sql"].startswith("SELECT")]


def test_page_writes_the_time_of_use_once_in_ten_minutes(user):
    asked = {}
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = browser_of(user, ANDROID)
        for minutes in (1, 9, 11, 12, 22):
            clock.move_to(MORNING + timedelta(minutes=minutes), tick=False)
            asked[minutes] = writes_of(browser)
    assert asked == {1: [], 9: [], 11: ["UPDATE"], 12: [], 22: ["UPDATE"]}
    assert user.signed_in.get().used_at == MORNING + timedelta(minutes=22)


def test_list_asks_the_same_for_one_place_and_for_three(user):
    counts = []
    browser = browser_of(user, ANDROID)
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("core:signed_in_list"))
        counts.append(len(asked))
        browser_of(user, WINDOWS), browser_of(user, "")
    assert counts == [3, 3]


def test_administrator_signs_a_person_out_everywhere(user, sign_in):
    admin, browser = person("district_admin", user.district), browser_of(user, ANDROID)
    address = reverse("core:personal_data_act", args=[user.pk, Act.SIGN_INS])
    sign_in(admin).post(address, {"reason": "โทรศัพท์หาย"})
    assert (is_in(browser), PersonAct.objects.get().reason) == (False, "โทรศัพท์หาย")


def test_night_clears_what_is_over(user):
    browser_of(user, ANDROID), browser_of(user, WINDOWS)
    old = user.signed_in.first()
    type(old.session).objects.filter(pk=old.session_id).update(expire_date=timezone.now() - timedelta(minutes=1))
    SignedIn.objects.create(session_id="gone", user=user)
    places.clear()
    assert user.signed_in.count() == 1
