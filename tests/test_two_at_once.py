"""Several people, or one finger that presses twice, in the same moment: threads against the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from projects.models import Expense
from qa_portal.core.models import TransitionRecord
from schools.models import School
from tests.factories.core import person
from tests.factories.projects import project_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT_ONCE = 4


def all_at_once(user, address, data):
    """The statuses of AT_ONCE same posts of one user, sent in the same moment."""
    start = Barrier(AT_ONCE)

    def post(_number):
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="qa_portal.core.sign_in.SignInBackend")
        start.wait()
        try:
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(post, range(AT_ONCE)))


def test_expense_sent_twice_is_recorded_once():
    project = project_in("running")
    typed = {"amount": "100", "paid_on": "20/11/2569", "ledger_end": "0"}
    clerk = person("finance_staff", project.district)
    statuses = all_at_once(clerk, reverse("projects:project_expenses", args=[project.pk]), typed)
    assert (statuses, Expense.objects.count()) == ([302] + [422] * (AT_ONCE - 1), 1)


def test_step_sent_twice_is_taken_once():
    project = project_in("submitted")
    address = reverse("projects:project_transition", args=[project.pk, "approve"])
    statuses = all_at_once(person("director", project.district), address, {"note": ""})
    taken = TransitionRecord.objects.filter(transition="approve").count()
    assert (statuses, taken) == ([302] * AT_ONCE, 1)


def test_import_confirmed_twice_makes_each_school_once(sign_in):
    clerk = person("plan_staff")
    sheet = SimpleUploadedFile("ก.csv", "moe_code,name\n1099000001,บ้านน้ำใส\n".encode())
    page = sign_in(clerk).post(reverse("schools:import_upload"), {"file": sheet}).url
    digest = sign_in(clerk).get(page).context["plan"].digest
    statuses = all_at_once(clerk, page, {"digest": digest})
    assert (statuses, School.objects.count(), School.history.count()) == ([302] + [422] * (AT_ONCE - 1), 1, 1)
