"""A round of visits by teams: its teams and people, the route proposed and moved, and the visits made of it (A5-05)."""

from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Refused
from supervision.checks.tours import flaws_of, interests
from supervision.models import Tour, TourPerson, TourStop, TourTeam
from supervision.services.visit_news import tell_of_planned
from supervision.services.visits import make_visit


@transaction.atomic
def set_teams(tour, count):
    """Teams 1 to `count`. Refused where a team to be dropped has people or schools."""
    present = {team.number: team for team in tour.teams.with_route()}
    dropped = [team for number, team in present.items() if number > count]
    for team in dropped:
        if team.people.all() or team.stops.all():
            raise Refused(_("%(team)s has people or schools: take them out first.") % {"team": team})
    for team in dropped:
        team.delete()
    for number in range(1, count + 1):
        if number not in present:
            TourTeam.objects.create(tour=tour, number=number)


@transaction.atomic
def save_people(tour, seats):
    """`seats`: {team: [(user or None, name, position, role)]}: the people as given and nobody else. Who stays keeps
    the row; the old lead steps down before the new one takes over."""
    for team, wanted in seats.items():
        present = {(row.user_id, row.name): row for row in team.people.all()}
        keys = {(user.pk if user else None, name) for user, name, _position, _role in wanted}
        for key in present.keys() - keys:
            present[key].delete()
        for user, name, position, role in sorted(wanted, key=lambda seat: seat[3] == TourPerson.Role.LEAD):
            row = present.get((user.pk if user else None, name)) or TourPerson(team=team, user=user, name=name)
            if row.pk is None or (row.position, row.role) != (position, role):
                row.position, row.role = position, role
                row.save()


@transaction.atomic
def save_route(tour, places):
    """`places`: {school: (team, day) or None}. A stop whose visit is made stays: the visit is moved on its own page."""
    stops = TourStop.objects.filter(team__tour=tour).select_related("school")
    present = {stop.school: stop for stop in stops}
    for school, place in places.items():
        stop = present.get(school)
        if stop and stop.visit_id:
            continue
        if place is None:
            if stop:
                stop.delete()
        elif stop is None or (stop.team_id, stop.planned_on) != (place[0].pk, place[1]):
            stop = stop or TourStop(school=school)
            stop.team, stop.planned_on = place
            stop.save()
    _number_stops(tour)


def _number_stops(tour):
    """Each day's stops count from 1."""
    for team in tour.teams.with_route():
        for day in team.days:
            of_day = [stop for stop in team.stops.all() if stop.planned_on == day]
            for position, stop in enumerate(of_day, 1):
                if stop.position != position:
                    stop.position = position
                    stop.save()


# ---------------------------------------------------------------- the proposal


@transaction.atomic
def propose_route(tour):
    """Every school without a team gets one, and a day: neighbours of a network stay together, all teams and days carry
    about the same, and nobody is sent where an interest stands against it if another team can go. The number placed."""
    teams = list(tour.teams.with_route())
    missing = list(tour.uncovered())
    days = tour.working_days or tour.dates
    if not teams or not missing:
        return 0
    shared = _share(missing, teams, {team: len(team.stops.all()) for team in teams})
    places = {}
    for team, schools in _avoid(shared, _barred(tour, teams)).items():
        load = {day: sum(stop.planned_on == day for stop in team.stops.all()) for day in days}
        for day, of_day in _share(schools, days, load).items():
            places |= dict.fromkeys(of_day, (team, day))
    save_route(tour, places)
    return len(places)


def _share(items, places, load):
    """{place: items}: in the order given, cut so that with what they carry already all places carry about the same."""
    load, counts = dict(load), dict.fromkeys(places, 0)
    for _item in items:
        place = min(places, key=load.get)
        load[place] += 1
        counts[place] += 1
    queue = iter(items)
    return {place: [next(queue) for _turn in range(count)] for place, count in counts.items()}


def _barred(tour, teams):
    """(team, school's key) that should not meet."""
    against = {(row.user_id, row.school_id) for row, _sentence in interests(tour, teams)}
    return {
        (team, school)
        for team in teams
        for person in team.people.all()
        for user, school in against
        if user == person.user_id
    }


def _avoid(shared, barred):
    """The same, with schools changed between two teams where that keeps both out of an interest."""
    for team, schools in shared.items():
        for index, school in enumerate(schools):
            if (team, school.pk) in barred:
                other = _exchange(shared, barred, team, school)
                if other:
                    there, at = other
                    schools[index], shared[there][at] = shared[there][at], school
    return shared


def _exchange(shared, barred, team, school):
    """(team, index) of the school to change with, of the same network if there is one."""
    offers = [
        (other.network_id != school.network_id, number, there, at)
        for number, (there, schools) in enumerate(shared.items())
        if there != team and (there, school.pk) not in barred
        for at, other in enumerate(schools)
        if (team, other.pk) not in barred
    ]
    best = min(offers, key=lambda offer: (offer[0], offer[1], offer[3]), default=None)
    return best and best[2:]


# ---------------------------------------------------------------- the visits


@transaction.atomic
def make_visits(tour, *, purpose, purpose_text="", instrument=None, by):
    """The visits of all stops that have none yet; said twice, it makes none twice. Refused while something stops it.
    The number made."""
    tour = Tour.objects.select_for_update().get(pk=tour.pk)
    teams = list(tour.teams.with_route())
    if any(flaw.stops_round for flaw in flaws_of(tour, teams, [])):
        raise Refused(_("Not yet: mend what stops the round first."))
    about = {"purpose": purpose, "purpose_text": purpose_text, "instrument": instrument, "plan_item": tour.plan_item}
    made = [_make_visit(team, stop, about) for team in teams for stop in team.stops.all() if not stop.visit_id]
    tell_of_planned(made, by=by)
    return len(made)


def _make_visit(team, stop, about):
    """(the visit, the people of the portal in its team)."""
    users = [person.user for person in team.people.all() if person.user_id]
    others = [f"{row.name} {row.position}".strip() for row in team.people.all() if not row.user_id]
    stop.visit, _is_new = make_visit(
        stop.school,
        planned_on=stop.planned_on,
        lead=team.lead,
        members=[user for user in users if user != team.lead],
        uid=uuid5(NAMESPACE_URL, f"tour-stop-{stop.pk}"),
        others="\n".join(others),
        **about,
    )
    stop.save()
    return stop.visit, users
