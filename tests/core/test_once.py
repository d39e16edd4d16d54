"""What a constraint refuses because somebody else was first is a sentence, and no fault."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import IntegrityError, transaction

from qa_portal.core.middleware import OnceMiddleware
from tests.factories.core import DistrictFactory

pytestmark = [pytest.mark.django_db, pytest.mark.on_each]

PAGE = "http://testserver/letters/1/"


@pytest.fixture
def request_of_form(rf):
    request = rf.post("/letters/1/", headers={"referer": PAGE, "sec-fetch-mode": "navigate"})
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def answer_to(request, **facts):
    """The answer to what the database says of a second district with these facts."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        DistrictFactory(**facts)
    return OnceMiddleware(None).process_exception(request, refused.value)


def test_second_row_of_one_key_leads_back_with_a_sentence(request_of_form):
    assert answer_to(request_of_form, code=DistrictFactory().code).url == PAGE
    assert [str(said).split(" ")[0] for said in get_messages(request_of_form)] == ["มีผู้บันทึกรายการเดียวกันนี้ในขณะเดียวกันพอดี"]


def test_other_refusal_of_the_database_stays_a_fault(request_of_form):
    assert answer_to(request_of_form, name=None) is None


def test_script_is_not_led_to_a_page(request_of_form):
    request_of_form.META["HTTP_SEC_FETCH_MODE"] = "cors"
    assert answer_to(request_of_form, code=DistrictFactory().code) is None
