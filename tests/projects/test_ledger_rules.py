"""Any sequence of expenses, reversals, commitments, payments, releases, transfers and amendments, beside a ledger in
plain Python: the portal takes what that one takes, refuses the rest without a trace, and the sums agree everywhere."""

from collections import Counter
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects.models import Amendment, ApprovalDesk, BudgetCategory, BudgetLine, Commitment, Expense, Project, Transfer
from projects.reports import year_money
from projects.reports.year_sums import PlanYear
from projects.services import amending, ledger, spending
from qa_portal.core.workflow import Refused, perform
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import complete_project, project_in

from .plain_ledger import NO_LINE, STEPS, Ledger, Line, Move, Payment, Promise, Text

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(7200)]

ACTIVITIES = ("ประชุม", "นิเทศ")
CATEGORIES = ("", *BudgetCategory)


def first_text():
    lines = {key: Line(Decimal(amount), key % 2) for key, amount in enumerate([1000, 500, 0])}
    return Text(list(range(len(ACTIVITIES))), lines, last_key=max(lines))


class World:
    """A running project with transfers, its people and two desks, beside another project of the office."""

    def __init__(self):
        self.district = DistrictFactory()
        project_in("running", district=self.district)
        self.neighbour = ledger.Money(Decimal(2800))
        self.project = complete_project(district=self.district, transfers_allowed=True)
        self._write(first_text())
        self.owner = self.project.owner
        self.clerk, self.planner, self.director = (
            person(role, self.district) for role in ("finance_staff", "plan_staff", "director")
        )
        for step, holder in enumerate(["plan_staff", "director"], 1):
            ApprovalDesk.objects.create(district=self.district, holder=holder, step=step, title=holder)
        for name, by in (("submit", self.owner), ("endorse", self.planner), ("approve", self.director)):
            perform(self.project, name, by=by)
        self.project = perform(self.project, "start", by=self.owner)

    def _write(self, text):
        self.project.lines.all().delete()
        self.project.activities.all().delete()
        self.activities = [
            self.project.activities.create(title=title, order=order) for order, title in enumerate(ACTIVITIES, 1)
        ]
        for key, line in text.lines.items():
            write_line(self.project, key, line)
        state_funding(self.project, text)

    @property
    def amendment(self):
        return Amendment.objects.filter(project=self.project).order_by("number").last()

    @property
    def copy(self):
        return self.amendment.working_copy

    def line(self, key):
        return None if key is NO_LINE else self.project.lines.get(item=name_of(key))

    def activity(self, key):
        return None if key is None else self.project.activities.get(title=ACTIVITIES[key])

    def sitting(self, step, model):
        """Who takes a step of an amendment; whoever has it on the desk returns it."""
        if step == "return":
            return self.director if model.amendment.state == "endorsed" else self.planner
        return {"endorse": self.planner, "approve": self.director}.get(step, self.owner)


def name_of(key):
    return f"รายการ {key}"


def write_line(project, key, line):
    """As the editor would: every other line as a formula. Its place among the lines is that of its key."""
    row = project.lines.filter(item=name_of(key)).first() or BudgetLine(project=project, item=name_of(key), order=key)
    row.formula, row.stated_text = ("", str(line.amount)) if key % 2 else (f"1 ครั้ง x {line.amount} บาท", "")
    row.activity = None if line.activity is None else project.activities.get(title=ACTIVITIES[line.activity])
    row.category, row.quarter = line.category, line.quarter
    row.save()


def state_funding(project, text):
    """Half of the money from each of two sources, so that it can be approved."""
    half = text.total // 2
    for source, amount in (("plan", half), ("obec", text.total - half)):
        row = project.funding.filter(source=source).first() or project.funding.model(project=project, source=source)
        row.amount_text = str(amount)
        row.save()


# ---------------------------------------------------------------- one act in both ledgers
# Each says whether the plain ledger takes it, and gives what the portal is to do. Where there is nothing to act on yet,
# it makes that first.


def expense(world, model, line, amount, pick):
    activity = activity_of(model, line, pick)
    if taken := model.has(line, amount):
        model.payments.append(Payment(line, activity, amount))
    return taken, lambda: spending.record_expense(
        world.project, by=world.clerk, **row_on(world, line, activity, amount)
    )


def commitment(world, model, line, amount, pick):
    activity = activity_of(model, line, pick)
    if taken := model.has(line, amount):
        model.promises.append(Promise(line, activity, amount))
    values = row_on(world, line, activity, amount)
    return taken, lambda: spending.record_commitment(world.project, by=world.clerk, **values)


def activity_of(model, line, pick):
    """That of the line; what is on no line may have one all the same."""
    if line is not NO_LINE:
        return model.text.lines[line].activity
    return [None, *model.text.activities][pick % (len(model.text.activities) + 1)]


def row_on(world, line, activity, amount):
    return {"line": world.line(line), "activity": world.activity(activity), "amount": amount}


def payment(world, model, line, amount, pick):
    if not model.promises:
        return commitment(world, model, line, amount, pick)
    number = pick % len(model.promises)
    promise, row = model.promises[number], Commitment.objects.order_by("pk")[number]
    if taken := amount <= model.open_of(number):
        model.payments.append(Payment(promise.line, promise.activity, amount, number))
    return taken, lambda: spending.record_expense(world.project, amount=amount, commitment=row, by=world.clerk)


def release(world, model, line, amount, pick):
    if not model.promises:
        return commitment(world, model, line, amount, pick)
    number = pick % len(model.promises)
    row = Commitment.objects.order_by("pk")[number]
    if taken := amount <= model.open_of(number):
        model.promises[number].released += amount
    return taken, lambda: spending.release_commitment(row, amount=amount, by=world.clerk, note="ไม่ใช้แล้ว")


def reversal(world, model, line, amount, pick):
    if not model.payments:
        return expense(world, model, line, amount, pick)
    number = pick % len(model.payments)
    row = Expense.objects.filter(reverses=None).order_by("pk")[number]
    taken = not model.payments[number].is_back
    model.payments[number].is_back = True
    return taken, lambda: spending.reverse_expense(row, by=world.clerk, note="ผิดรายการ")


def transfer(world, model, line, amount, pick):
    keys = list(model.text.lines)
    giver = keys[0] if line is NO_LINE else line
    others = [key for key in keys if key != giver]
    if not others:
        return expense(world, model, line, amount, pick)
    getter = others[pick % len(others)]
    if taken := amount <= model.money(giver).left:
        model.moves.append(Move(giver, getter, amount))
    rows = [(world.line(giver), -amount), (world.line(getter), amount)]
    return taken, lambda: spending.propose_transfer(world.project, rows, reason="ถัวจ่าย", by=world.clerk)


def decision(world, model, line, amount, pick):
    """About a transfer, maybe long after it was proposed: what its line has left is asked again."""
    if not model.moves:
        return transfer(world, model, line, amount, pick)
    number = -1 - pick // 4 % len(model.moves)
    move, row = model.moves[number], Transfer.objects.order_by("-number")[-1 - number]
    name, state = ("refuse", "refused") if pick % 4 == 0 else ("approve", "approved")
    taken = move.state == "proposed" and (name == "refuse" or move.amount <= model.money(move.giver).left)
    move.state = state if taken else move.state
    return taken, lambda: perform(row, name, by=world.director, note="ไม่จำเป็น")


# ---------------------------------------------------------------- of the amendment


def forward(world, model, _line, _amount, _pick):
    """What comes next on its way; begun again while it is open, it stays the one."""
    state = model.amendment.state if model.amendment else None
    name = {"draft": "submit", "returned": "submit", "submitted": "endorse", "endorsed": "approve"}.get(state)
    return step(world, model, name) if name else begin(world, model)


def begin(world, model, *_choice):
    model.begin()
    return True, lambda: amending.begin_amendment(world.project, reason="ราคาเปลี่ยน", by=world.owner)


def any_step(world, model, _line, _amount, pick):
    return step(world, model, list(STEPS)[pick % len(STEPS)]) if model.amendment else begin(world, model)


def step(world, model, name):
    amendment, by = world.amendment, world.sitting(name, model)
    return model.take(name), lambda: perform(amendment, name, by=by, note="เหตุผล")


def written(change):
    """An act that writes in the open amendment; while that lies on a desk, money is spent instead."""

    def act(world, model, line, amount, pick):
        if not model.amendment:
            return begin(world, model)
        if not model.amendment.is_writable:
            return expense(world, model, line, amount, pick)
        text = model.amendment.text
        key = line if line in text.lines else next(iter(text.lines), None)
        change(world.copy, model, key, amount, pick)
        return True, lambda: state_funding(world.copy, text)

    act.__name__ = change.__name__
    return act


@written
def changed_line(copy, model, key, amount, pick):
    """Raised, lowered, or as low as it can be now; sometimes elsewhere in the tables."""
    text = model.amendment.text
    if key is None:
        return
    line = text.lines[key]
    line.amount = model.least(key) if pick % 2 and key in model.text.lines else amount
    if pick % 3 == 0:
        line.activity = [None, *text.activities][pick % (len(text.activities) + 1)]
        line.category, line.quarter = CATEGORIES[pick % len(CATEGORIES)], pick % 5 or None
    write_line(copy, key, line)


@written
def added_line(copy, model, _key, amount, pick):
    text = model.amendment.text
    key = text.new_key()
    text.lines[key] = Line(amount, text.activities[0] if text.activities else None, quarter=pick % 5 or None)
    write_line(copy, key, text.lines[key])


@written
def removed_line(copy, model, key, _amount, pick):
    """Seldom one that something stands on: that hinders all that follows."""
    if key is not None and not (model.stands_on_line(key) and pick % 5):
        del model.amendment.text.lines[key]
        copy.lines.get(item=name_of(key)).delete()


@written
def removed_activity(copy, model, _key, _amount, pick):
    """Its lines stay, in no activity; seldom one that something stands on."""
    text = model.amendment.text
    key = text.activities[pick % len(text.activities)] if len(text.activities) > 1 else None
    if key is None or (model.stands_on_activity(key) and pick % 5):
        return
    text.activities.remove(key)
    copy.activities.get(title=ACTIVITIES[key]).delete()
    for line in text.lines.values():
        line.activity = None if line.activity == key else line.activity


LEDGER = (expense, expense, commitment, payment, release, reversal, transfer, decision)
AMENDING = (forward, forward, forward, forward, any_step, changed_line, changed_line, added_line, removed_line)
ACTS = (*LEDGER, *AMENDING, removed_activity)
AMOUNTS = st.one_of(
    st.sampled_from([Decimal(1), Decimal("0.01"), Decimal(500), Decimal(1000), Decimal("499.99")]),
    st.decimals("0.01", 1600, places=2),
)
# The money of a line is spent while the amendment that takes it lies on the last desk: it is refused there.
SPENT_MEANWHILE = [
    (act, 0, Decimal(1), 1) for act in (forward, changed_line, forward, forward, expense, forward, reversal, forward)
]
CHOICES = st.tuples(st.sampled_from(ACTS), st.sampled_from([0, 0, 1, 2, 3, NO_LINE]), AMOUNTS, st.integers(0, 50))


# ---------------------------------------------------------------- walking


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(world, choices, tally):
    model = Ledger(first_text())
    for act, line, amount, pick in choices:
        keys = list(model.text.lines)
        expected, do = act(world, model, line if line is NO_LINE else keys[line % len(keys)], amount, pick)
        check_act(do, expected)
        tally[act.__name__, outcome(expected)] += 1
        if expected:
            check_lines(world, model)
        if expected and act not in LEDGER:
            check_texts(world, model)
    check_levels(world, model)
    tally["sequence", "walked"] += 1
    tally.update((f"amendment: {name}", how) for name, how in model.steps)


def outcome(taken):
    return "taken" if taken else "refused"


def check_act(do, expected):
    """It is taken, or refused with a sentence and without a trace."""
    before = None if expected else rows_of_all_tables()
    sentence = refusal_of(do)
    assert bool(sentence) != expected, sentence
    assert expected or rows_of_all_tables() == before


def refusal_of(do):
    try:
        do()
    except Refused as refused:
        return str(refused)
    return ""


def rows_of_all_tables():
    """Their numbers, of the tables of history too: whatever is written leaves a row in one."""
    configs = [apps.get_app_config(label) for label in ("core", "projects")]
    tables = [model._meta.db_table for app in configs for model in app.get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables))
        return cursor.fetchone()


# ---------------------------------------------------------------- what has to hold after each act, and at the end


def check_lines(world, model):
    rows = ledger.lines_with_money(world.project.lines.all()).order_by("order", "pk")
    found = {row.item: (row.allotted, row.committed, row.spent, row.left) for row in rows}
    money = {name_of(key): model.money(key) for key in model.text.lines}
    assert found == {item: (row.allotted, row.committed, row.spent, row.left) for item, row in money.items()}
    assert min(row[3] for row in found.values()) >= 0


def check_texts(world, model):
    """The project says what was approved last, the working copy what is written in it, and each version is kept."""
    assert text_of(world.project) == lines_of(model.text)
    assert list(world.project.baselines.order_by("number").values_list("amount", flat=True)) == model.versions
    states = [{"endorsed": "submitted"}.get(amendment.state, amendment.state) for amendment in model.amendments]
    assert list(world.project.amendments.order_by("number").values_list("state", flat=True)) == states
    if model.amendment:
        assert text_of(world.copy) == lines_of(model.amendment.text)


def text_of(project):
    rows = project.lines.select_related("activity").order_by("order", "pk")
    return [(row.item, row.amount, row.activity and row.activity.title, row.category, row.quarter) for row in rows]


def lines_of(text):
    return [
        (
            name_of(key),
            line.amount,
            None if line.activity is None else ACTIVITIES[line.activity],
            line.category,
            line.quarter,
        )
        for key, line in text.lines.items()
    ]


def check_levels(world, model):
    """Every grouping comes to the same project, and the project to the sum of its rows."""
    projects = Project.objects.filter(pk=world.project.pk)
    keys = {row.item: row.pk for row in world.project.lines.all()}
    wanted = {keys[name_of(key)]: model.money(key) for key in model.text.lines}
    loose = model.used(lambda row: row.line is NO_LINE)
    assert some(ledger.by(projects, "line")) == some(wanted | {None: loose})
    titles = {row.pk: row.title for row in world.project.activities.all()} | {None: None}
    by_activity = {key if key is None else ACTIVITIES[key]: money for key, money in model.by("activity").items()}
    assert {titles[key]: money for key, money in some(ledger.by(projects, "activity")).items()} == some(by_activity)
    for name in ("category", "quarter"):
        assert some(ledger.by(projects, name)) == some(model.by(name)), name
    assert sum(ledger.by(projects, "project", "activity", "line").values(), ledger.Money()) == model.total
    assert ledger.money_of(world.project) == model.total
    assert model.total.left >= 0
    assert Expense.objects.total() == model.total.spent
    assert all(sum(row.amount for row in each.rows.all()) == 0 for each in Transfer.objects.all())
    check_year(world, model)


def some(sums):
    return {key: money for key, money in sums.items() if money != ledger.Money()}


def check_year(world, model):
    """The year is its two projects, from whichever side it is looked at; the text of an amendment is none."""
    year = PlanYear(world.district, world.project.fiscal_year)
    whole = model.total + world.neighbour
    assert {row.pk: row.money for row in year.projects}[world.project.pk] == model.total
    assert (year.total.projects, year.total.money) == (2, whole)
    assert ledger.totals(year.approved) == whole
    for side in year_money.Side:
        assert sum((row.money for row in year_money.rows(year, side)), ledger.Money()) == whole, side


def test_ledger_keeps_its_rules_whatever_is_done():
    """A quarter of the other properties' examples: each is dozens of acts in the database. Prints what it did."""
    world, tally = World(), Counter()

    @settings(max_examples=settings.default.max_examples // 4)
    @given(st.lists(CHOICES, min_size=8, max_size=40))
    @example(SPENT_MEANWHILE)
    def any_sequence(choices):
        with rolled_back():
            walk(world, choices, tally)

    any_sequence()
    for (what, how), number in sorted(tally.items()):
        print(f"{what} {how}: {number}")
    assert tally["amendment: approve", "refused for its rows"]
    assert tally["amendment: approve", "taken"]
