"""Whether the people can do what the plan asks: visits that are left × days against the working days that are left
(A8-03: 10 times at 117 schools are 1,170 visits). Also why visits fell out (F30)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from qa_portal.core.models import User
from qa_portal.core.thai import fiscal_year_range
from schools.models import SupervisorAssignment
from supervision.models import CancelReason, Holiday, Postponement, Unit, Visit, VisitState

WORK_WEEK = (0, 1, 2, 3, 4)  # Monday to Friday
TIGHT = 60  # percent of the working days that are left: there is other work, too


def working_days(district, first, last, weekdays=WORK_WEEK):
    """The days from Monday to Friday, both ends included, that are no days off of the office."""
    off = set(Holiday.objects.of(district).filter(day__range=(first, last)).values_list("day", flat=True))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays and day not in off]


@dataclass
class Load:
    """What is left for one person (None: for nobody yet): visits, the days that they take, the working days left."""

    person: object
    visits: Decimal
    days: Decimal
    available: int

    @property
    def is_too_much(self):
        return self.days > self.available

    @property
    def percent(self):
        return int(self.days * 100 / self.available) if self.available else 100 * (self.days > 0)

    @property
    def standing(self):
        """(word, colour, icon)."""
        if self.person is None:
            return _("Nobody is responsible"), "warning", "person-x"
        if self.is_too_much:
            return _("Cannot be done"), "danger", "exclamation-triangle"
        if self.percent > TIGHT:
            return _("Tight"), "warning", "hourglass-split"
        return _("Can be done"), "success", "check"


class Workload:
    """Of a plan, as at the day of its standing; a visit with several who are responsible is shared by all of them."""

    def __init__(self, standings):
        self.standings, self.plan = standings, standings.plan
        first, last = fiscal_year_range(self.plan.fiscal_year)
        self.first, self.last = max(first, standings.today), last
        self.available = len(working_days(self.plan.district, self.first, last))
        self.loads = self._loads()

    def _loads(self):
        """The busiest first; those for whom nobody is responsible last."""
        visits, days = defaultdict(Fraction), defaultdict(Fraction)
        for person, count, each in self._shares():
            visits[person] += count
            days[person] += count * Fraction(each)
        people = User.objects.in_bulk([person for person in visits if person])
        self.visits, self.days = rounded(sum(visits.values())), rounded(sum(days.values()))
        rows = [Load(people.get(one), rounded(visits[one]), rounded(days[one]), self.available) for one in visits]
        return sorted(rows, key=lambda row: (row.person is None, -row.days, str(row.person)))

    def _shares(self):
        """(person's pk or None, visits left, days of one)."""
        leads = leads_of(self.plan.district_id)
        for item in self.standings.items:
            if item.unit != Unit.VISIT or not item.is_counted:
                continue
            owners = [owner.pk for owner in item.owners.all()]
            for school in self.standings.schools[item.pk]:
                left = self.standings.at(item, school).left
                people = responsible(owners, leads.get(school))
                for person in people if left else ():
                    yield person, Fraction(left, len(people)), item.visit_days

    @property
    def people(self):
        return sum(load.person is not None for load in self.loads)

    @property
    def is_too_much(self):
        return self.days > self.people * self.available or any(load.is_too_much for load in self.loads if load.person)

    @property
    def warning(self):
        """A sentence with the numbers where it cannot be done, else ""."""
        if not self.is_too_much:
            return ""
        facts = {
            "visits": shown(self.visits),
            "days": shown(self.days),
            "people": self.people,
            "each": self.available,
            "all": f"{self.people * self.available:,}",
        }
        return (
            _(
                "This cannot be done: %(visits)s visits are left, which take %(days)s days. %(people)s supervisors "
                "have %(each)s working days each until the end of the fiscal year, %(all)s in all, if they did nothing "
                "else."
            )
            % facts
        )


def leads_of(district):
    """{school's pk: its leading supervisor's pk} of an office."""
    rows = SupervisorAssignment.objects.current().leads().filter(school__district=district)
    return dict(rows.values_list("school", "supervisor"))


def responsible(owners, lead):
    """Whose a visit is: of the supervisor who leads the school, unless the item has owners of its own: then of the
    leading one if among them, else of all of them. [None]: nobody's."""
    if not owners:
        return [lead]
    return [lead] if lead in owners else owners


def rounded(number):
    """A share to one decimal."""
    return Decimal(round(number * 10)) / 10


def shown(number):
    """Whole numbers without decimals, shared ones with one."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


@dataclass(frozen=True)
class Slip:
    """How many visits of a plan were cancelled and put off for one reason."""

    reason: str
    cancelled: int
    put_off: int


def slips(plan):
    """Why visits fell out, the most frequent reason first; two queries."""
    gone = Visit.objects.filter(plan_item__plan=plan, state=VisitState.CANCELLED).order_by()
    cancelled = dict(gone.values_list("cancel_reason").annotate(n=Count("pk")))
    moved = Postponement.objects.filter(visit__plan_item__plan=plan).order_by()
    put_off = dict(moved.values_list("reason").annotate(n=Count("pk")))
    rows = [Slip(label, cancelled.get(code, 0), put_off.get(code, 0)) for code, label in CancelReason.choices]
    found = [row for row in rows if row.cancelled or row.put_off]
    return sorted(found, key=lambda row: -(row.cancelled + row.put_off))
