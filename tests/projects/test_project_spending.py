from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from projects.models import Expense, Project
from projects.services.spending import NotTaken, record_expense, reverse_expense
from qa_portal.core.workflow import Refused
from tests.factories.core import person
from tests.factories.projects import LineFactory, project_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return project_in("running")


@pytest.fixture
def finance(project):
    return person("finance_staff", project.district)


def test_expense_goes_to_its_line_and_activity(project, finance):
    line = project.lines.get()
    expense = record_expense(project, line=line, amount=Decimal(800), by=finance, paid_on=date(2026, 11, 20))
    assert (expense.line, expense.activity, expense.recorded_by) == (line, line.activity, finance)
    assert Project.objects.with_totals().get().spent == 800


def test_expense_above_the_project_is_refused(project, finance):
    with pytest.raises(Refused) as refused:
        record_expense(project, amount=Decimal(2_801), by=finance)
    assert str(refused.value) == "โครงการเหลือเงินเพียง 2,800 บาท"
    assert Expense.objects.count() == 0


NO_TRANSFERS = "รายการนี้เหลือเงินเพียง 2,800 บาท และโครงการไม่ได้ขอถัวจ่าย"
TRANSFER_FIRST = "รายการนี้เหลือเงินเพียง 2,800 บาท ต้องโอนเงิน 200 บาทจากรายการอื่นมาก่อน"


@pytest.mark.parametrize(
    ("transfers_allowed", "sentence", "short"), [(False, NO_TRANSFERS, None), (True, TRANSFER_FIRST, 200)]
)
def test_expense_above_its_line_is_refused(project, finance, transfers_allowed, sentence, short):
    project.approved_amount, project.transfers_allowed = Decimal(10_000), transfers_allowed
    project.save()
    with pytest.raises(NotTaken) as refused:
        record_expense(project, line=project.lines.get(), amount=Decimal(3_000), by=finance)
    assert (str(refused.value), refused.value.field, refused.value.short) == (sentence, "amount", short)


def test_expense_on_a_line_of_another_project_is_refused(project, finance):
    with pytest.raises(Refused) as refused:
        record_expense(project, line=LineFactory(), amount=Decimal(1), by=finance)
    assert str(refused.value) == "รายการนี้เป็นของโครงการอื่น"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_expense_before_the_project_runs_is_refused(state):
    project = project_in(state)
    with pytest.raises(Refused) as refused:
        record_expense(project, amount=Decimal(1), by=person("finance_staff", project.district))
    assert str(refused.value) == "บันทึกการใช้จ่ายได้เมื่อโครงการกำลังดำเนินการ"


def test_expense_of_another_district_is_forbidden(project):
    with pytest.raises(PermissionDenied):
        record_expense(project, amount=Decimal(1), by=person("finance_staff"))


def test_expense_taken_back_leaves_two_rows_and_the_money(project, finance):
    expense = record_expense(project, amount=Decimal(800), by=finance)
    reversal = reverse_expense(expense, by=finance, note="ซ้ำ")
    assert (reversal.amount, reversal.reverses, reversal.note) == (-800, expense, "ซ้ำ")
    assert (Expense.objects.count(), project.expenses.total()) == (2, 0)


def test_expense_is_taken_back_once(project, finance):
    expense = record_expense(project, amount=Decimal(800), by=finance)
    reversal = reverse_expense(expense, by=finance, note="ซ้ำ")
    for row in (expense, reversal):
        with pytest.raises(Refused):
            reverse_expense(row, by=finance, note="อีก")
    assert Expense.objects.count() == 2


def test_expense_is_never_changed_or_deleted(project, finance):
    expense = record_expense(project, amount=Decimal(800), by=finance)
    expense.amount = Decimal(1)
    with pytest.raises(TypeError):
        expense.save()
    with pytest.raises(TypeError):
        expense.delete()


def test_expense_below_zero_is_refused_by_the_database(project, finance):
    with pytest.raises(IntegrityError), transaction.atomic():
        Expense.objects.create(project=project, amount=Decimal(-1), recorded_by=finance)


def test_totals_of_lines_funding_and_expenses_do_not_multiply(project, finance):
    LineFactory(project=project, stated_text="200")
    for _each in range(3):
        record_expense(project, amount=Decimal(100), by=finance)
    row = Project.objects.with_totals().get()
    assert (row.total, row.funded, row.spent) == (3_000, 2_800, 300)
