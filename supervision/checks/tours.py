"""What does not fit in a round of visits by teams, as sentences. Only what would make a wrong visit stops the round;
the rest is for a person to weigh."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.checks.budget import ceilings_passed, rate_sentence
from projects.models import Rate
from qa_portal.core.thai import format_date
from schools.models import Conflict, Membership
from supervision.models import TourStop, VisitMember, VisitState

NAMED = 8
TRAVEL_ITEM = "ค่าเบี้ยเลี้ยง ค่าพาหนะเดินทาง"  # what the office's ceilings are asked about


@dataclass(frozen=True)
class Flaw:
    sentence: str
    stops_round: bool = False


def flaws_of(tour, teams, missing):
    """All that does not fit; what stops the round first. `teams` come `with_route`; `missing`: schools without one."""
    found = [flaw for check in CHECKS for flaw in check(tour, teams)]
    return sorted([*found, *_uncovered(missing)], key=lambda flaw: not flaw.stops_round)


def _stops(teams):
    return [(team, stop) for team in teams for stop in team.stops.all()]


def _uncovered(missing):
    if missing:
        said = ngettext(
            "%(count)s school has no team: %(names)s.", "%(count)s schools have no team: %(names)s.", len(missing)
        )
        more = " …" if len(missing) > NAMED else ""
        yield Flaw(said % {"count": len(missing), "names": ", ".join(row.name for row in missing[:NAMED]) + more})


def check_leads(tour, teams):
    for team in teams:
        if not team.people.all():
            yield Flaw(_("%(team)s has no people.") % {"team": team}, bool(team.stops.all()))
        elif team.lead is None:
            said = _("%(team)s has no leader with an account: nobody could report its visits.")
            yield Flaw(said % {"team": team}, bool(team.stops.all()))
        if team.people.all() and not team.stops.all():
            yield Flaw(_("%(team)s has no school.") % {"team": team})


def check_days(tour, teams):
    """A stop outside the round makes no visit; one on a weekend may be meant."""
    for team, stop in _stops(teams):
        facts = {"team": team, "school": stop.school.name, "day": format_date(stop.planned_on)}
        if not tour.begins_on <= stop.planned_on <= tour.ends_on:
            yield Flaw(
                _("%(team)s, %(school)s: %(day)s is outside the days of the round.") % facts,
                stops_round=not stop.visit_id,
            )
        elif stop.planned_on not in tour.working_days:
            yield Flaw(_("%(team)s, %(school)s: %(day)s is a weekend.") % facts)


def check_schools_open(tour, teams):
    """A school that will be closed on its day, or was when the round was made, is not to be visited any more."""
    for team, stop in _stops(teams):
        school = stop.school
        if school.closed_on and school.closed_on <= stop.planned_on:
            facts = {"team": team, "school": school.name, "day": format_date(school.closed_on)}
            said = _("%(team)s, %(school)s: the school is closed since %(day)s.") % facts
            yield Flaw(said, stops_round=not stop.visit_id)


def check_schools_once(tour, teams):
    found = defaultdict(list)
    for team, stop in _stops(teams):
        found[stop.school].append(team)
    for school, of in found.items():
        if len(of) > 1:
            names = ", ".join(str(team) for team in of)
            yield Flaw(
                _("%(school)s is on the route more than once: %(teams)s.") % {"school": school.name, "teams": names}
            )


def check_people_once(tour, teams):
    found = defaultdict(list)
    for team in teams:
        for person in team.people.all():
            found[str(person)].append(team)
    for name, of in found.items():
        if len(of) > 1:
            names = ", ".join(str(team) for team in of)
            yield Flaw(_("%(person)s is in more than one team: %(teams)s.") % {"person": name, "teams": names})


def check_elsewhere(tour, teams):
    """Somebody of a team has another visit, or a stop of another round, on a day on which the team is under way."""
    seats = {person.user_id: team for team in teams for person in team.people.all() if person.user_id}
    yield from _other_visits(tour, seats)
    yield from _other_rounds(tour, seats)


def _other_visits(tour, seats):
    rows = (
        VisitMember.objects.filter(user__in=seats, visit__held_on__range=(tour.begins_on, tour.ends_on))
        .exclude(visit__tour_stop__team__tour=tour)
        .exclude(visit__state__in=(VisitState.CANCELLED, VisitState.POSTPONED))
        .select_related("user", "visit__school")
        .order_by("visit__held_on", "pk")
    )
    for row in rows:
        if row.visit.held_on in seats[row.user_id].days:
            yield _busy(row.user, row.visit.held_on, row.visit.school)


def _other_rounds(tour, seats):
    rows = TourStop.objects.filter(
        team__people__user__in=seats, planned_on__range=(tour.begins_on, tour.ends_on), visit=None
    ).exclude(team__tour=tour)
    for stop in rows.select_related("school").prefetch_related("team__people__user").distinct():
        for person in stop.team.people.all():
            if person.user_id in seats and stop.planned_on in seats[person.user_id].days:
                yield _busy(person.user, stop.planned_on, stop.school)


def _busy(person, day, school):
    facts = {"person": person, "day": format_date(day), "school": school.name}
    return Flaw(_("%(person)s is expected at %(school)s too on %(day)s.") % facts)


def check_interest(tour, teams):
    """Nobody should look at a school of their own or with a conflict of interest (A10-06)."""
    placed = defaultdict(list)
    for team, stop in _stops(teams):
        for person in team.people.all():
            placed[person.user_id, stop.school_id].append(stop)
    for row, sentence in interests(tour, teams):
        for stop in placed.get((row.user_id, row.school_id), ()):
            if row.since <= stop.planned_on and (row.until is None or row.until >= stop.planned_on):
                yield Flaw(f"{stop.team}: {sentence}")


def interests(tour, teams):
    """(row, sentence) of conflicts and memberships of the teams' people, of whatever day of the round."""
    people = {person.user_id for team in teams for person in team.people.all() if person.user_id}
    for model, words in (
        (Conflict, _("%(person)s has a conflict of interest with %(school)s.")),
        (Membership, _("%(person)s belongs to %(school)s.")),
    ):
        rows = model.objects.filter(user__in=people, since__lte=tour.ends_on).exclude(until__lt=tour.begins_on)
        for row in rows.select_related("user", "school"):
            yield row, words % {"person": row.user, "school": row.school.name}


def check_rate(tour, teams):
    rates = Rate.objects.filter(district=tour.district_id).as_at(tour.begins_on)
    for ceiling in ceilings_passed(rates, TRAVEL_ITEM, tour.daily_rate):
        yield Flaw(rate_sentence(ceiling, TRAVEL_ITEM, tour.daily_rate))


CHECKS = (
    check_leads,
    check_days,
    check_schools_open,
    check_schools_once,
    check_people_once,
    check_elsewhere,
    check_interest,
    check_rate,
)
