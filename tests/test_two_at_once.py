"""Several people, or one finger that presses twice, in the same moment: threads against the real database."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from projects.models import Expense
from projects.services import spending
from projects.services.ledger import money_of_line
from qa_portal.core.models import TransitionRecord
from qa_portal.core.workflow import Refused, perform
from schools.models import School
from tests.factories.core import person
from tests.factories.projects import LineFactory, project_in

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


def taken_of(*acts):
    """How many of the acts, done in the same moment, were taken and not refused."""
    start = Barrier(len(acts))

    def do(act):
        start.wait()
        try:
            act()
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(do, acts))


def line_with_2800_baht():
    """(the line, who records, who decides) of a running project."""
    project = project_in("running", transfers_allowed=True)
    people = [person(role, project.district) for role in ("finance_staff", "director")]
    return project.lines.get(), *people


def test_last_baht_of_a_line_is_spent_once():
    line, clerk, _director = line_with_2800_baht()
    spend = partial(spending.record_expense, line.project, line=line, amount=Decimal(2_800), by=clerk)
    assert (taken_of(*[spend] * AT_ONCE), money_of_line(line).left, Expense.objects.count()) == (1, 0, 1)


def test_expense_is_taken_back_once_by_many():
    line, clerk, _director = line_with_2800_baht()
    expense = spending.record_expense(line.project, line=line, amount=Decimal(800), by=clerk)
    undo = partial(spending.reverse_expense, expense, by=clerk, note="ซ้ำ")
    assert (taken_of(*[undo] * AT_ONCE), money_of_line(line).spent, Expense.objects.count()) == (1, 0, 2)


def test_commitment_is_paid_or_released_never_both():
    line, clerk, _director = line_with_2800_baht()
    promise = spending.record_commitment(line.project, line=line, amount=Decimal(2_800), by=clerk)
    pay = partial(spending.record_expense, line.project, commitment=promise, amount=Decimal(2_000), by=clerk)
    give_back = partial(spending.release_commitment, promise, amount=Decimal(2_000), by=clerk, note="ไม่ซื้อแล้ว")
    assert (taken_of(pay, give_back, pay, give_back), spending.open_amount(promise)) == (1, 800)


def test_transfer_and_expense_do_not_use_the_same_money():
    line, clerk, director = line_with_2800_baht()
    other = LineFactory(project=line.project)
    rows = [(line, Decimal(-2_000)), (other, Decimal(2_000))]
    transfer = spending.propose_transfer(line.project, rows, reason="ถัวจ่าย", by=clerk)
    spend = partial(spending.record_expense, line.project, line=line, amount=Decimal(2_000), by=clerk)
    decide = partial(perform, transfer, "approve", by=director)
    assert (taken_of(spend, decide, spend, decide), money_of_line(line).left) == (1, 800)


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
