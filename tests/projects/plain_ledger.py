"""The rules of a project's money and of its amendments once more, as simply as they can be said and without a database:
what test_ledger_rules holds the portal against."""

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal

from projects.services.ledger import Money

ZERO = Decimal(0)
NO_LINE = None


@dataclass
class Line:
    amount: Decimal
    activity: int | None
    category: str = ""
    quarter: int | None = None


@dataclass
class Text:
    """What a proposal says of its money: the keys of its activities, and its lines by key, in their order."""

    activities: list
    lines: dict
    last_key: int

    def new_key(self):
        """One that no line of it has had."""
        self.last_key += 1
        return self.last_key

    @property
    def total(self):
        return sum((line.amount for line in self.lines.values()), ZERO)


@dataclass
class Payment:
    line: int | None
    activity: int | None
    amount: Decimal
    promise: int | None = None
    is_back: bool = False


@dataclass
class Promise:
    line: int | None
    activity: int | None
    amount: Decimal
    released: Decimal = ZERO


@dataclass
class Move:
    giver: int
    getter: int
    amount: Decimal
    state: str = "proposed"


@dataclass
class Amendment:
    """`endorsed`: proposed, and on the last of two desks."""

    text: Text
    state: str = "draft"

    @property
    def is_writable(self):
        return self.state in {"draft", "returned"}

    @property
    def is_open(self):
        return self.state not in {"approved", "withdrawn"}


# {step: (from which states, to which)}
STEPS = {
    "submit": ({"draft", "returned"}, "submitted"),
    "withdraw": ({"submitted", "endorsed", "returned"}, "draft"),
    "abandon": ({"draft", "returned"}, "withdrawn"),
    "return": ({"submitted", "endorsed"}, "returned"),
    "endorse": ({"submitted"}, "endorsed"),
    "approve": ({"endorsed"}, "approved"),
}
# Those that ask whether the project can become what the amendment says.
ASKING = {"submit", "approve"}


@dataclass
class Ledger:
    text: Text
    payments: list = field(default_factory=list)
    promises: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    amendments: list = field(default_factory=list)
    versions: list = field(default_factory=list)  # what each approved version came to
    steps: list = field(default_factory=list)  # (name, what came of it) of each that was asked for

    def __post_init__(self):
        self.versions.append(self.text.total)

    # ------------------------------------------------------------ money

    def open_of(self, number):
        promise = self.promises[number]
        paid = sum(row.amount for row in self.payments if row.promise == number and not row.is_back)
        return promise.amount - promise.released - paid

    def moved(self, line):
        done = [move for move in self.moves if move.state == "approved"]
        got = sum((move.amount for move in done if move.getter == line), ZERO)
        return got - sum((move.amount for move in done if move.giver == line), ZERO)

    def used(self, rows):
        """Money that is promised or spent, of those payments and promises that `rows` says."""
        committed = sum((self.open_of(place) for place, row in enumerate(self.promises) if rows(row)), ZERO)
        spent = sum((row.amount for row in self.payments if rows(row) and not row.is_back), ZERO)
        return Money(ZERO, committed, spent)

    def money(self, line):
        allotted = self.text.lines[line].amount + self.moved(line) if line is not NO_LINE else ZERO
        return Money(allotted) + self.used(lambda row: row.line == line)

    @property
    def total(self):
        return Money(self.text.total) + self.used(lambda row: True)

    def by(self, name):
        """{value: Money} by a field of the lines; what is on no line is under its own activity, else under None."""
        sums = {}
        for key, line in self.text.lines.items():
            value = getattr(line, name)
            sums[value] = sums.get(value, Money()) + self.money(key)
        for loose in {row.activity for row in (*self.payments, *self.promises) if row.line is NO_LINE}:
            value = loose if name == "activity" else None
            used = self.used(lambda row, loose=loose: row.line is NO_LINE and row.activity == loose)
            sums[value] = sums.get(value, Money()) + used
        return sums

    def has(self, line, amount):
        return amount <= self.total.left and (line is NO_LINE or amount <= self.money(line).left)

    # ------------------------------------------------------------ amendments

    @property
    def amendment(self):
        """The open one, or None."""
        return self.amendments[-1] if self.amendments and self.amendments[-1].is_open else None

    def begin(self):
        if self.amendment is None:
            self.amendments.append(Amendment(deepcopy(self.text)))

    def take(self, name):
        """Whether the open amendment takes the step; then it has."""
        sources, target = STEPS[name]
        amendment = self.amendment
        reached = amendment.state in sources
        taken = reached and (name not in ASKING or self.can_become(amendment.text))
        self.steps.append((name, "taken" if taken else "refused for its rows" if reached else "refused in its state"))
        if taken:
            amendment.state = target
        if taken and target == "approved":
            self.text = deepcopy(amendment.text)
            self.versions.append(self.text.total)
        return taken

    def can_become(self, text):
        """Nothing that something stands on is gone, and there is money for all that is promised or spent."""
        used = self.total.committed + self.total.spent
        return (
            bool(text.lines and text.activities)
            and not any(self.stands_on_line(key) for key in self.text.lines if key not in text.lines)
            and not any(self.stands_on_activity(key) for key in self.text.activities if key not in text.activities)
            and all(self.left_with(key, line.amount) >= 0 for key, line in text.lines.items() if key in self.text.lines)
            and text.total >= used
        )

    def least(self, key):
        """The lowest amount to which an amendment may bring a line that the project has now."""
        money = self.money(key)
        return max(ZERO, money.committed + money.spent - self.moved(key))

    def left_with(self, key, amount):
        return self.money(key).left - self.text.lines[key].amount + amount

    def stands_on_line(self, key):
        moved = any(key in {move.giver, move.getter} for move in self.moves)
        return moved or any(row.line == key for row in (*self.payments, *self.promises))

    def stands_on_activity(self, key):
        return any(row.activity == key for row in (*self.payments, *self.promises))
