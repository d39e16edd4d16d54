"""Any sequence of expenses, reversals, commitments, payments, releases, transfers and amendments, beside a ledger in
plain Python: the portal takes what that one takes, refuses the rest without a trace, and the sums agree everywhere."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.models import Activity, Commitment, Expense, Project, ProjectState, Transfer
from projects.services import baselines, ledger, spending
from qa_portal.core.workflow import Refused, perform
from tests.factories.core import person
from tests.factories.projects import LineFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1800)]

APPROVED = (Decimal(1000), Decimal(500), Decimal(0))
NO_LINE = None


@dataclass
class Ledger:
    """The rules again, as simply as they can be said; sums by line, None for what is tied to none."""

    approved: dict
    moved: dict = field(default_factory=lambda: dict.fromkeys(range(len(APPROVED)), Decimal(0)))
    commitments: list = field(default_factory=list)  # [line, amount, released]
    expenses: list = field(default_factory=list)  # [line, amount, commitment or None, is taken back]

    def open_of(self, number):
        _line, amount, released = self.commitments[number]
        return amount - released - sum(row[1] for row in self.expenses if row[2] == number and not row[3])

    def money(self, line):
        spent = sum((row[1] for row in self.expenses if row[0] == line and not row[3]), Decimal(0))
        committed = sum((self.open_of(n) for n, row in enumerate(self.commitments) if row[0] == line), Decimal(0))
        allotted = self.approved[line] + self.moved[line] if line is not NO_LINE else Decimal(0)
        return ledger.Money(allotted, committed, spent)

    @property
    def total(self):
        return sum((self.money(line) for line in (*self.approved, NO_LINE)), ledger.Money())

    def has(self, line, amount):
        return amount <= self.total.left and (line is NO_LINE or amount <= self.money(line).left)


class World:
    """A running project with transfers, three lines in two activities, and its people."""

    def __init__(self):
        self.project = ProjectFactory(transfers_allowed=True)
        activities = [Activity.objects.create(project=self.project, title=f"กิจกรรม {n}", order=n) for n in (1, 2)]
        self.lines = [
            LineFactory(project=self.project, activity=activities[n % 2], stated_text=str(amount))
            for n, amount in enumerate(APPROVED)
        ]
        self.clerk = person("finance_staff", self.project.district)
        self.director = person("director", self.project.district)
        baselines.freeze(self.project, by=self.director)
        self.project.state = ProjectState.RUNNING
        self.project.save()

    def line(self, number):
        return None if number is NO_LINE else self.lines[number]


# ---------------------------------------------------------------- one act in both ledgers
# Each says whether the plain ledger takes it, and gives what the portal is to do.


def expense(world, model, line, amount, _pick):
    if taken := model.has(line, amount):
        model.expenses.append([line, amount, None, False])
    return taken, lambda: spending.record_expense(world.project, line=world.line(line), amount=amount, by=world.clerk)


def commitment(world, model, line, amount, _pick):
    if taken := model.has(line, amount):
        model.commitments.append([line, amount, Decimal(0)])
    return taken, lambda: spending.record_commitment(
        world.project, line=world.line(line), amount=amount, by=world.clerk
    )


def payment(world, model, _line, amount, pick):
    number = pick % len(model.commitments)
    row = Commitment.objects.order_by("pk")[number]
    if taken := amount <= model.open_of(number):
        model.expenses.append([model.commitments[number][0], amount, number, False])
    return taken, lambda: spending.record_expense(world.project, amount=amount, commitment=row, by=world.clerk)


def release(world, model, _line, amount, pick):
    number = pick % len(model.commitments)
    row = Commitment.objects.order_by("pk")[number]
    if taken := amount <= model.open_of(number):
        model.commitments[number][2] += amount
    return taken, lambda: spending.release_commitment(row, amount=amount, by=world.clerk, note="ไม่ใช้แล้ว")


def reversal(world, model, _line, _amount, pick):
    number = pick % len(model.expenses)
    row = Expense.objects.filter(reverses=None).order_by("pk")[number]
    taken = not model.expenses[number][3]
    model.expenses[number][3] = True
    return taken, lambda: spending.reverse_expense(row, by=world.clerk, note="ผิดรายการ")


def transfer(world, model, line, amount, pick):
    giver, getter = line or 0, (pick % 2 + 1 + (line or 0)) % 3
    if taken := amount <= model.money(giver).left:
        model.moved[giver] -= amount
        model.moved[getter] += amount
    rows = [(world.lines[giver], -amount), (world.lines[getter], amount)]
    return taken, lambda: perform(propose(world, rows), "approve", by=world.director)


def propose(world, rows):
    return spending.propose_transfer(world.project, rows, reason="ถัวจ่าย", by=world.clerk)


def refused_transfer(world, model, line, amount, pick):
    """One that is proposed and refused moves nothing."""
    giver, getter = line or 0, (pick % 2 + 1 + (line or 0)) % 3
    rows = [(world.lines[giver], -amount), (world.lines[getter], amount)]
    return amount <= model.money(giver).left, lambda: perform(
        propose(world, rows), "refuse", by=world.director, note="ไม่จำเป็น"
    )


def amendment(world, model, line, amount, _pick):
    number = line or 0
    before = model.approved[number]
    model.approved[number] = amount
    taken = model.money(number).left >= 0 and model.total.left >= 0
    if not taken:
        model.approved[number] = before
    return taken, lambda: amend(world, number, amount)


def amend(world, number, amount):
    row = world.lines[number]
    row.refresh_from_db()
    row.formula, row.stated_text = "", str(amount)
    row.save()
    project = Project.objects.select_for_update().get(pk=world.project.pk)
    baselines.freeze(project, by=world.director)
    project.save()
    if ledger.lines_with_money(project.lines.all()).filter(left__lt=0) or ledger.money_of(project).left < 0:
        raise Refused("What projects.services.amending asks before it takes an amendment over.")


NEEDS_COMMITMENT, NEEDS_EXPENSE = {payment, release}, {reversal}
ACTS = (expense, expense, commitment, payment, release, reversal, transfer, refused_transfer, amendment)
AMOUNTS = st.one_of(
    st.sampled_from([Decimal(1), Decimal("0.01"), Decimal(500), Decimal(1000), Decimal("499.99")]),
    st.decimals("0.01", 1600, places=2),
)
STEPS = st.tuples(st.sampled_from(ACTS), st.sampled_from([0, 0, 1, 2, NO_LINE]), AMOUNTS, st.integers(0, 50))


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(world, steps):
    model = Ledger(dict(enumerate(APPROVED)))
    for act, line, amount, pick in steps:
        if (act in NEEDS_COMMITMENT and not model.commitments) or (act in NEEDS_EXPENSE and not model.expenses):
            continue
        expected, do = act(world, model, line, amount, pick)
        assert was_taken(do) == expected
        check_lines(world, model)
    check_levels(world, model)


def was_taken(do):
    try:
        with transaction.atomic():
            do()
    except Refused:
        return False
    return True


def check_lines(world, model):
    rows = ledger.lines_with_money(world.project.lines.all()).order_by("order", "pk")
    found = [(row.allotted, row.committed, row.spent, row.left) for row in rows]
    wanted = [model.money(number) for number in model.approved]
    assert found == [(money.allotted, money.committed, money.spent, money.left) for money in wanted]
    assert min(row[3] for row in found) >= 0


def check_levels(world, model):
    """Every grouping comes to the same project, and the project to the sum of its rows."""
    projects = Project.objects.filter(pk=world.project.pk)
    by_line = ledger.by(projects, "line")
    assert by_line.pop(None, ledger.Money()) == model.money(NO_LINE)
    assert by_line == {row.pk: model.money(number) for number, row in enumerate(world.lines)}
    for keys in (("project",), ("activity",), ("quarter",), ("category",), ("project", "activity", "line")):
        assert sum(ledger.by(projects, *keys).values(), ledger.Money()) == model.total
    assert ledger.money_of(world.project) == model.total
    assert model.total.left >= 0
    assert Expense.objects.total() == model.total.spent
    assert all(sum(row.amount for row in each.rows.all()) == 0 for each in Transfer.objects.all())


def test_ledger_keeps_its_rules_whatever_is_done():
    """Half of the other properties' examples: each is a dozen acts in the database."""
    world = World()

    @settings(max_examples=settings.default.max_examples // 2)
    @given(st.lists(STEPS, min_size=4, max_size=30))
    def any_sequence(steps):
        with rolled_back():
            walk(world, steps)

    any_sequence()
