"""One sentence for each person, however many visits were planned or taken back at once."""

from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date

PLANNED = told(_("You are in the team of the visit %(row)s on %(day)s."))
MANY_PLANNED = told(_("You are in the teams of %(count)s planned visits, from %(first)s to %(last)s."))
TAKEN_BACK = told(_("The planned visit %(row)s on %(day)s was taken back."))
MANY_TAKEN_BACK = told(_("%(count)s of your planned visits, from %(first)s to %(last)s, were taken back."))


def tell_of_planned(teams, *, by):
    """`teams`: [(visit, its people)] as planned by this person, who is told nothing."""
    _tell(teams, by, PLANNED, MANY_PLANNED)


def tell_of_taken_back(teams, *, by):
    """The same of planned visits that are gone."""
    _tell(teams, by, TAKEN_BACK, MANY_TAKEN_BACK, is_there=False)


def _tell(teams, by, one, many, *, is_there=True):
    visits = defaultdict(list)
    for visit, people in teams:
        for person in {*people} - {by}:
            visits[person].append(visit)
    for person, own in visits.items():
        own.sort(key=lambda visit: visit.held_on)
        if len(own) == 1:
            said = {"row": str(own[0]), "day": format_date(own[0].held_on)}
            notify([person], one, said, own[0].get_absolute_url() if is_there else visits_of(person))
        else:
            said = {"count": len(own), "first": format_date(own[0].held_on), "last": format_date(own[-1].held_on)}
            notify([person], many, said, visits_of(person))


def visits_of(person):
    """The list of a person's planned visits."""
    return f"{reverse('supervision:visit_list')}?{urlencode({'supervisor': person.pk, 'state': 'planned'})}"
