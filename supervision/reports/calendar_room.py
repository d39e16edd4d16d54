"""The days of the people who visit schools: where there is room, and which day is best for one visit more."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from math import ceil

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from supervision.models import Meeting, MeetingState, PlanEvent, TourStop, VisitMember
from supervision.models.visit import GONE

APART = 7  # days between two visits of one item at one school, where its time allows


class Diary:
    """Of each person, the days on which schools may be visited. Nobody is at more than `per_day` schools on one of
    them, no school has two visits on one, and a visit of several days takes them whole."""

    def __init__(self, days, per_day, blocked=()):
        self.days, self.per_day = days, per_day
        self.place = {day: number for number, day in enumerate(days)}
        self.weeks = [day.isocalendar()[:2] for day in days]
        self.load = defaultdict(lambda: [0] * len(days))
        self.networks = defaultdict(set)  # {(person, place): networks visited}
        self.others = defaultdict(int)  # {(network, place): visits of everybody}
        self.week_load = defaultdict(int)  # {(person, week): visits}
        self.at_school = defaultdict(set)  # {school: days}
        self.of_item = defaultdict(list)  # {(item, school): days}
        for person, day in blocked:
            if day in self.place:
                self.load[person][self.place[day]] = per_day

    def note(self, item, school, day):
        """A visit that is there already, whoever makes it."""
        self.at_school[school].add(day)
        self.of_item[item, school].append(day)

    def take(self, person, day, network=None, length=1):
        """A visit that is there already takes room of a person's days."""
        number = bisect_left(self.days, day)
        if number < len(self.days) and self.days[number] == day:
            self._fill(person, number, network, length)

    def put(self, person, day, turn):
        self._fill(person, self.place[day], turn.school.network_id, _length(turn.item))
        self.note(turn.item.pk, turn.school.pk, day)

    def _fill(self, person, number, network, length):
        for place in range(number, min(number + length, len(self.days))):
            self.load[person][place] = self.per_day if length > 1 else self.load[person][place] + 1
            self.networks[person, place].add(network)
        self.others[network, number] += 1
        self.week_load[person, self.weeks[number]] += length

    def best(self, person, turn, span):
        """The best day of the span with room for the turn, or None: apart from the item's other visits at the school,
        beside schools of its network, in a week with little to do, where others visit the network, early."""
        first, after = bisect_left(self.days, span.first), bisect_right(self.days, span.last)
        places = [place for place in range(first, after) if self._has_room(person, place, after, turn)]
        apart = min(APART, (span.last - span.first).days // 2)
        best = min(places, key=lambda place: self._cost(person, place, turn, apart), default=None)
        return None if best is None else self.days[best]

    def _has_room(self, person, place, after, turn):
        length, load = _length(turn.item), self.load[person]
        if self.days[place] in self.at_school[turn.school.pk]:
            return False
        if length == 1:
            return load[place] < self.per_day
        return place + length <= after and not any(load[place : place + length])

    def _cost(self, person, place, turn, apart):
        day, network = self.days[place], turn.school.network_id
        is_close = any(abs((day - other).days) < apart for other in self.of_item[turn.item.pk, turn.school.pk])
        week = self.week_load[person, self.weeks[place]]
        return is_close, self._company(person, place, network), week, -bool(self.others[network, place]), place

    def _company(self, person, place, network):
        """0: a day with schools of this network only; 1: an empty day; 2: a day with other schools."""
        if not self.load[person][place]:
            return 1
        return 0 if network and self.networks[person, place] == {network} else 2


def _length(item):
    """Whole days that one visit takes, at least one."""
    return max(ceil(item.visit_days), 1)


def diary_of(district, days, per_day, people):
    """The diary of these people with all that is planned for them; days with a meeting, an event or a round of teams
    are taken whole. Four queries."""
    if not days:
        return Diary(days, per_day)
    reach = (days[0], days[-1])
    diary = Diary(days, per_day, [*_events(people, reach), *_meetings(people, reach), *_tours(people, reach)])
    rows = VisitMember.objects.filter(user__in=people, visit__held_on__range=reach).exclude(visit__state__in=GONE)
    rows = rows.order_by("visit__held_on", "pk").select_related("visit__plan_item")
    for member in rows.select_related("visit__school"):
        visit = member.visit
        length = _length(visit.plan_item) if visit.plan_item_id else 1
        diary.take(member.user_id, visit.held_on, visit.school.network_id, length)
    return diary


def _events(people, reach):
    rows = PlanEvent.objects.filter(cancel_reason="", item__owners__in=people)
    rows = rows.annotate(day=Coalesce("held_on", F("planned_on"))).filter(day__range=reach)
    return rows.order_by().values_list("item__owners", "day")


def _meetings(people, reach):
    rows = Meeting.objects.filter(Q(committee__members__user__in=people), met_on__range=reach)
    return rows.exclude(state=MeetingState.CANCELLED).order_by().values_list("committee__members__user", "met_on")


def _tours(people, reach):
    """Also where the visits are not made of the stops yet."""
    rows = TourStop.objects.filter(team__people__user__in=people, planned_on__range=reach)
    return rows.order_by().values_list("team__people__user", "planned_on").distinct()
