"""A calendar for the visits that a plan still asks for (F23): which day, who goes, what could not be placed and why.

The same rows and settings give the same calendar. What has least choice of days is placed first, each on a day that
keeps the schools of a network together and the weeks of a person even. A visit that is there already stays."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.models import User
from qa_portal.core.thai import academic_year, fiscal_year_range, format_date
from schools.models import School
from supervision.models import PlanItem, SemesterDays, Unit, Visit, VisitState
from supervision.reports.calendar_room import diary_of
from supervision.reports.plan_due import DAY, PlanStanding, Span
from supervision.reports.plan_workload import WORK_WEEK, leads_of, responsible, working_days
from supervision.services.people import LEADS


@dataclass(frozen=True)
class Settings:
    """What the office may change: visits of one person on one day, days of the week (0: Monday), the first day, and
    whether only days of the semesters count."""

    per_day: int = 1
    weekdays: tuple = WORK_WEEK
    begins_on: date | None = None
    in_term: bool = True

    @property
    def kept(self):
        """As JSON."""
        return {
            "per_day": self.per_day,
            "weekdays": list(self.weekdays),
            "begins_on": self.begins_on and self.begins_on.isoformat(),
            "in_term": self.in_term,
        }


@dataclass(frozen=True)
class Turn:
    """One time of an item at one school that no visit stands for: its own part of the year, and its whole period."""

    item: PlanItem
    school: School
    number: int
    window: Span
    span: Span


@dataclass(frozen=True)
class Placed:
    turn: Turn
    person: User
    day: date


@dataclass(frozen=True)
class Unplaced:
    """Turns of one item that could not be placed for one reason, said in words."""

    item: PlanItem
    reason: str
    turns: list

    @property
    def schools(self):
        return sorted({turn.school for turn in self.turns}, key=lambda school: (school.name_sort, school.pk))


class ProposedCalendar:
    """Of a plan with these settings, as at a day."""

    def __init__(self, plan, settings, *, today=None):
        self.plan, self.settings, self.today = plan, settings, today or timezone.localdate()
        items = plan.items.filter(unit=Unit.VISIT).prefetch_related("owners")
        self.standings = PlanStanding(plan, items=items, today=self.today)
        self.days = self._days()
        self.placed, self._refused = [], defaultdict(list)
        self._place_all()

    @cached_property
    def unplaced(self):
        rows = [Unplaced(item, reason, turns) for (item, reason), turns in self._refused.items()]
        return sorted(rows, key=lambda row: (row.item.position, -len(row.turns), row.reason))

    @property
    def unplaced_count(self):
        return sum(len(row.turns) for row in self.unplaced)

    @cached_property
    def fingerprint(self):
        """Changes with whatever would be made."""
        rows = [(one.turn.item.pk, one.turn.school.pk, one.turn.number, one.person.pk, one.day) for one in self.placed]
        return fingerprint(repr(rows))

    def _days(self):
        """The days on which schools may be visited."""
        first, last = fiscal_year_range(self.plan.fiscal_year)
        first = max(first, self.settings.begins_on or first, self.today + DAY)
        days = working_days(self.plan.district, first, last, self.settings.weekdays) if first <= last else []
        if not self.settings.in_term:
            return days
        years = range(academic_year(first), academic_year(last) + 1)
        semesters = SemesterDays.objects.by_year(self.plan.district_id)
        terms = [term for year in years for term in semesters[year]]
        return [day for day in days if any(begin <= day <= end for begin, end in terms)]

    # ---------------------------------------------------------------- placing

    def _place_all(self):
        turns = sorted(self._turns(), key=_urgency)
        going = Going(self.standings, self.schools, self.plan.district)
        self.diary = diary_of(self.plan.district, self.days, self.settings.per_day, going.people)
        self._begin_with_visits_there()
        for turn in turns:
            person = going.who(turn)
            day = person and self._day_for(turn, person)
            if day:
                self.diary.put(person.pk, day, turn)
                self.placed.append(Placed(turn, person, day))
            else:
                self._refused[turn.item, self._reason(turn, person)].append(turn)
        self.placed.sort(key=lambda one: (one.day, str(one.person), one.turn.school.name_sort, one.turn.item.position))

    def _begin_with_visits_there(self):
        for item, school, day, _number in self._visits_there:
            self.diary.note(item, school, day)

    def _day_for(self, turn, person):
        """Within its own part of the year, else within its period, else where its time is over, later in the item's."""
        last = turn.item.ends_on
        spans = [turn.window, turn.span]
        if turn.span.last < self.today + DAY:
            spans = [Span(turn.item.begins_on, last, 1)]
        return next(filter(None, (self.diary.best(person.pk, turn, span) for span in spans)), None)

    def _reason(self, turn, person):
        if person is None:
            return _("Nobody is responsible: the item names no supervisor, and the school has no leading one.")
        late = turn.span.last <= self.today
        first, last = (turn.item.begins_on, turn.item.ends_on) if late else (turn.span.first, turn.span.last)
        said = {"first": format_date(first), "last": format_date(last), "person": person}
        if last <= self.today:
            return _("Its time is over: it ended on %(last)s.") % said
        if not any(first <= day <= last for day in self.days):
            return _("No day from %(first)s to %(last)s is free of weekends, holidays and vacations.") % said
        return _("%(person)s has no day left from %(first)s to %(last)s.") % said

    # ---------------------------------------------------------------- what is asked for

    def _turns(self):
        """The times of all items at all their schools that nothing stands for yet."""
        stand = self._standing_turns()
        for item in self.standings.items:
            times = list(_times(item, self.standings.spans[item.pk]))
            for school in sorted(self.standings.schools[item.pk]):
                for number in _open_turns(times, *stand[item.pk, school]):
                    window, span = times[number - 1]
                    yield Turn(item, self.schools[school], number, window, span)

    @cached_property
    def schools(self):
        """{pk: School} of all items."""
        wanted = set().union(*self.standings.schools.values())
        return School.objects.select_related("network").filter(district=self.plan.district_id).in_bulk(list(wanted))

    @cached_property
    def _visits_there(self):
        """(item's pk or None, school's pk, day, turn or None) of all visits of the year that were not cancelled."""
        rows = Visit.objects.filter(school__district=self.plan.district_id, fiscal_year=self.plan.fiscal_year)
        rows = rows.exclude(state=VisitState.CANCELLED).order_by("held_on", "pk")
        return list(rows.values_list("plan_item", "school", "held_on", "turn"))

    def _standing_turns(self):
        """{(item's pk, school's pk): ({turns that a visit stands for}, [days of visits that say no turn])}."""
        found = defaultdict(lambda: (set(), []))
        for item, school, day, number in self._visits_there:
            turns, days = found[item, school]
            days.append(day) if number is None else turns.add(number)
        for item, school, day, count in self.standings.earlier_visits():
            found[item, school][1].extend([day] * count)
        return found


def _urgency(turn):
    """What has least choice goes first, then what is due first, networks together; what has the whole year fills the
    weeks that are left with little to do."""
    window, network = turn.window, turn.school.network
    choice = ((window.last - window.first).days, window.last, turn.item.position)
    return *choice, network.name_sort if network else "", turn.school.name_sort, turn.school.pk


def _times(item, spans):
    """(part of the year, period) of each time of an item, in their order: its number is its place from 1 on."""
    for span in spans:
        first = span.first
        for due in span.due_days:
            yield Span(min(first, due), due, 1), span
            first = due + DAY


def _open_turns(times, taken, days):
    """The numbers of the times that nothing stands for. A visit without a number stands for the time in whose part of
    the year it lies, else for the nearest before it, else for the first that is open."""
    free = [number for number in range(1, len(times) + 1) if number not in taken]
    for day in days:
        if not free:
            break
        own = [number for number in free if times[number - 1][0].first <= day <= times[number - 1][0].last]
        before = [number for number in free if times[number - 1][0].last < day]
        free.remove((own or before[-1:] or free)[0])
    return free


class Going:
    """Who goes where: one person for a school and item the whole year through. Several owners share an item's schools
    in parts of about the same size, networks together."""

    def __init__(self, standings, schools, district):
        self.leads = leads_of(district.pk)
        self.people = User.objects.in_role(*LEADS).of_district(district).distinct().in_bulk()
        self.shares = {
            (item.pk, school): person
            for item in standings.items
            for school, person in self._of_item(item, [schools[pk] for pk in standings.schools[item.pk]])
        }

    def who(self, turn):
        return self.people.get(self.shares[turn.item.pk, turn.school.pk])

    def _of_item(self, item, schools):
        """(school's pk, person's pk or None)."""
        owners, shared = sorted(one.pk for one in item.owners.all() if one.pk in self.people), []
        for school in sorted(schools, key=_neighbours):
            people = responsible(owners, self.leads.get(school.pk))
            if len(people) == 1:
                yield school.pk, people[0]
            else:
                shared.append(school.pk)
        for place, school in enumerate(shared):
            yield school, owners[place * len(owners) // len(shared)]


def _neighbours(school):
    return (school.network.name_sort if school.network else "", school.network_id or 0, school.name_sort, school.pk)


def spread(calendar):
    """[(person, [visits in each month of `months_of`], visits)] of what is proposed, in the people's order."""
    months = months_of(calendar)
    counts = defaultdict(lambda: defaultdict(int))
    for one in calendar.placed:
        counts[one.person][one.day.replace(day=1)] += 1
    people = sorted(counts, key=lambda person: (str(person), person.pk))
    return [(one, [counts[one][month] for month in months], sum(counts[one].values())) for one in people]


def months_of(calendar):
    """First days of the months in which something is proposed."""
    return sorted({one.day.replace(day=1) for one in calendar.placed})
