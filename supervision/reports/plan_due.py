"""How often what of the year's plan is due, done, late and still to come (A8-03): the one place that counts it.

A frequency is "so many times in each period". An item's periods give its due days: the times of a period are spread
evenly over it, so that 6 a year fall due every two months. What was done more often than a period asks is not carried
into the next one; what was missed can be made up later. Visits, events and meetings of the item all count."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.thai import academic_year, fiscal_year_range, to_be
from supervision.models import Meeting, MeetingState, Period, PlanEvent, SemesterDays, Visit
from supervision.models.visit import TO_COME
from supervision.services.plan_schools import schools_by_item, with_rules

HELD = (MeetingState.HELD, MeetingState.CONFIRMED)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """One period of an item, first and last day, and how many times it asks for."""

    first: date
    last: date
    times: int

    @property
    def due_days(self):
        """The last day for each of its times, evenly spread."""
        days = (self.last - self.first).days + 1
        return [self.first + timedelta(days=max(days * n // self.times, 1) - 1) for n in range(1, self.times + 1)]


# ---------------------------------------------------------------- periods


def spans_of(item, semesters=None):
    """The item's periods within its dates, in their order; none where it is not counted. `semesters` are the office's
    (models.Semesters), where the caller has them."""
    if not item.is_counted:
        return []
    if item.period == Period.SEMESTER:
        pieces = _semesters(item, semesters or SemesterDays.objects.by_year(item.plan.district_id))
    else:
        pieces = PIECES[item.period](item)
    groups = [pieces[start : start + item.every] for start in range(0, len(pieces), item.every)]
    return [Span(group[0][0], group[-1][1], item.times) for group in groups]


def _reach(item):
    """The day from which visits count for an item of several years: it may have been done in an earlier one."""
    return fiscal_year_range(item.plan.fiscal_year - item.every + 1)[0]


def _clipped(pieces, item):
    """The parts of the pieces that lie within the item's dates."""
    cut = ((max(first, item.begins_on), min(last, item.ends_on)) for first, last in pieces)
    return [(first, last) for first, last in cut if first <= last]


def _year(item):
    return [(item.begins_on, item.ends_on)]


def _months(item):
    pieces, first = [], item.begins_on.replace(day=1)
    while first <= item.ends_on:
        after = (first + timedelta(days=32)).replace(day=1)
        pieces.append((first, after - DAY))
        first = after
    return _clipped(pieces, item)


def _weeks(item):
    """Monday to Sunday; with a day of the week, each such day by itself."""
    if item.weekday is not None:
        first = item.begins_on + timedelta(days=(item.weekday - item.begins_on.weekday()) % 7)
        count = max((item.ends_on - first).days // 7 + 1, 0)
        return [(first + timedelta(weeks=n),) * 2 for n in range(count)]
    first = item.begins_on - timedelta(days=item.begins_on.weekday())
    count = (item.ends_on - first).days // 7 + 1
    return _clipped([(first + timedelta(weeks=n), first + timedelta(weeks=n, days=6)) for n in range(count)], item)


def _semesters(item, semesters):
    """The semesters that begin within the item's dates, and the one that it begins in if no other does."""
    years = range(academic_year(item.begins_on), to_be(item.ends_on.year) + 1)
    pieces = [piece for year in years for piece in semesters[year]]
    begun = [piece for piece in pieces if item.begins_on <= piece[0] <= item.ends_on]
    return _clipped(begun or [piece for piece in pieces if piece[0] < item.begins_on <= piece[1]], item)


PIECES = {Period.YEAR: _year, Period.MONTH: _months, Period.WEEK: _weeks}


# ---------------------------------------------------------------- standing


@dataclass(frozen=True)
class Standing:
    """Of an item, or of an item at one school, or summed over several: times asked for in all, due by today, done, done
    in time to count (`kept`), due and missing (`late`), and planned but not done. What is done ahead at one school or
    of one item makes up for nothing that is late elsewhere."""

    total: int
    due: int
    done: int
    kept: int
    late: int
    planned: int = 0

    @property
    def coming(self):
        """Still to be done, the late ones left out."""
        return self.total - self.kept - self.late

    @property
    def left(self):
        return self.late + self.coming

    @property
    def percent(self):
        return self.kept * 100 // self.total if self.total else 0

    @property
    def standing(self):
        """(word, colour, icon)."""
        if not self.total:
            return _("Not counted"), "secondary", "dash-circle"
        if self.kept >= self.total:
            return _("All done"), "success", "check-circle"
        if self.late:
            return _("Late"), "danger", "exclamation-triangle"
        return (_("On time"), "info", "clock") if self.kept else (_("Still to come"), "secondary", "hourglass-split")

    def __add__(self, other):
        return Standing(*(getattr(self, name) + getattr(other, name) for name in FIGURES))


FIGURES = ("total", "due", "done", "kept", "late", "planned")
NOTHING = Standing(0, 0, 0, 0, 0)


class Asked:
    """What the periods of one item ask for, as at a day."""

    def __init__(self, spans, today):
        self.spans = spans
        self.ends = [span.last for span in spans]
        self.total = sum(span.times for span in spans)
        self.due = sum(day < today for span in spans for day in span.due_days)

    def standing(self, done, planned=0):
        """`done`: {day: how many} of the item, or of the item at one school."""
        kept = self._kept(done)
        return Standing(self.total, self.due, sum(done.values()), kept, max(self.due - kept, 0), planned)

    def _kept(self, done):
        """A day counts for the period that it lies in or comes before; a day after all periods makes up for them."""
        counts = [0] * (len(self.spans) + 1)
        for day, count in done.items():
            counts[bisect_left(self.ends, day)] += count
        kept = asked = 0
        for span, count in zip(self.spans, counts, strict=False):
            asked += span.times
            kept = min(kept + count, asked)
        return min(kept + counts[-1], asked)


class PlanStanding:
    """What is due and done of a plan, as at a day. The number of queries grows neither with items nor with schools."""

    def __init__(self, plan, *, today=None, items=None):
        self.plan, self.today = plan, today or timezone.localdate()
        self.items = list(with_rules(plan.items.all()) if items is None else with_rules(items))
        self.spans = {item.pk: spans_of(item, self.semesters) for item in self.items}
        self.asked = {item.pk: Asked(self.spans[item.pk], self.today) for item in self.items}

    @cached_property
    def semesters(self):
        """The office's; asked for only where an item goes by them."""
        is_asked = any(item.period == Period.SEMESTER for item in self.items)
        return SemesterDays.objects.by_year(self.plan.district_id) if is_asked else None

    @cached_property
    def schools(self):
        return schools_by_item(self.items)

    def at(self, item, school):
        """The standing of an item at one of its schools (pk); None where the item is not for it."""
        if school not in self.schools[item.pk]:
            return None
        key = (item.pk, school)
        return self.asked[item.pk].standing(self._done.get(key, {}), self._planned.get(key, 0))

    @cached_property
    def by_item(self):
        """{item's pk: Standing}, of an item by school summed over its schools."""
        return {item.pk: self._of(item) for item in self.items}

    def _of(self, item):
        if item.is_by_school:
            return self._summed(item)
        planned = sum(count for (pk, _school), count in self._planned.items() if pk == item.pk)
        return self.asked[item.pk].standing(self.days_of(item), planned)

    def days_of(self, item):
        """{day: how often the item was done on it, at all schools together}."""
        done = defaultdict(int)
        for (pk, _school), days in self._done.items():
            for day, count in days.items() if pk == item.pk else ():
                done[day] += count
        return done

    def _summed(self, item):
        """Schools of which nothing is known are alike: counted once."""
        schools, whole = self.schools[item.pk], NOTHING
        touched = [
            school for school in schools if (item.pk, school) in self._done or (item.pk, school) in self._planned
        ]
        for school in touched:
            whole += self.at(item, school)
        untouched = self.asked[item.pk].standing({})
        count = len(schools) - len(touched)
        return whole + Standing(untouched.total * count, untouched.due * count, 0, 0, untouched.late * count)

    @cached_property
    def whole(self):
        return sum(self.by_item.values(), NOTHING)

    @cached_property
    def late_schools(self):
        """The schools (pk) at which something of the plan is late."""
        return {school for item in self.items for school in self.schools[item.pk] if self.at(item, school).late}

    # What was done and planned: one query for each kind of row.

    @cached_property
    def _done(self):
        """{(item's pk, school's pk or None): {day: how many}}."""
        found = defaultdict(lambda: defaultdict(int))
        for rows in (self._visits(), self._events(), self._meetings(), self.earlier_visits()):
            for item, school, day, count in rows:
                found[item, school][day] += count
        return found

    def _visits(self):
        rows = Visit.objects.counted().filter(plan_item__in=self._pks, held_on__lte=self.today).order_by()
        return rows.values_list("plan_item", "school", "held_on").annotate(n=Count("pk"))

    def _events(self):
        rows = PlanEvent.objects.filter(item__in=self._pks, held_on__lte=self.today).order_by()
        return rows.values_list("item", "school", "held_on").annotate(n=Count("pk"))

    def _meetings(self):
        rows = Meeting.objects.filter(plan_item__in=self._pks, state__in=HELD, met_on__lte=self.today).order_by()
        return rows.values_list("plan_item", "school", "met_on").annotate(n=Count("pk"))

    def earlier_visits(self):
        """For items that run over several years: visits of the earlier years with the same purpose."""
        long = [item for item in self.items if item.is_of_several_years]
        if not long:
            return
        asked = Q()
        for purpose, reach in {(item.purpose, _reach(item)) for item in long}:
            asked |= Q(purpose=purpose, held_on__gte=reach)
        first = fiscal_year_range(self.plan.fiscal_year)[0]
        rows = Visit.objects.counted().filter(asked, school__district=self.plan.district_id, held_on__lt=first)
        counted = rows.order_by().values_list("purpose", "school", "held_on").annotate(n=Count("pk"))
        for purpose, school, day, count in counted:
            for item in long:
                if item.purpose == purpose and day >= _reach(item):
                    yield item.pk, school, day, count

    @cached_property
    def _planned(self):
        """{(item's pk, school's pk or None): how many are planned}."""
        visits = Visit.objects.filter(plan_item__in=self._pks, state__in=TO_COME).order_by()
        events = PlanEvent.objects.filter(item__in=self._pks, held_on=None, cancel_reason="").order_by()
        rows = [
            *visits.values_list("plan_item", "school").annotate(n=Count("pk")),
            *events.values_list("item", "school").annotate(n=Count("pk")),
        ]
        found = defaultdict(int)
        for item, school, count in rows:
            found[item, school] += count
        return found

    @property
    def _pks(self):
        return [item.pk for item in self.items]
