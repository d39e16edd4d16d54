"""How promises are kept, by the schools and by the office: every figure comes from `kept_promises`."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.figures import percent
from supervision.models import AgreedAction, Outcome

# How the rows are gathered: (key of the row, its name, the filter of the list that shows what is behind it).
GROUPS = {
    "school": ("visit__school", "visit__school__name", "school"),
    "network": ("visit__school__network", "visit__school__network__name", "network"),
    "supervisor": ("visit__members__user", "who", "supervisor"),
    "year": ("visit__fiscal_year", "visit__fiscal_year", "year"),
}


@dataclass(frozen=True)
class Kept:
    """The promises of one school, network, supervisor or year; `query`: what the list of them is asked."""

    name: str
    query: dict
    counts: dict

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def settled(self):
        """Those of which it is known how they were kept."""
        return self.total - self.count(Outcome.OPEN)

    @property
    def percent(self):
        """Kept in time of all that are settled; None where none is."""
        return percent(self.count(Outcome.KEPT), self.settled)

    def count(self, outcome):
        return self.counts.get(outcome, 0)

    def url(self, outcome=""):
        query = self.query | ({"outcome": outcome} if outcome else {})
        return f"{reverse('supervision:action_list')}?{urlencode(query)}"


def promises_of(user, *, owed_by="", year=None):
    """The promises that count, as one user sees them."""
    rows = AgreedAction.objects.visible_to(user).agreed()
    asked = {"owed_by": owed_by, "visit__fiscal_year": year}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def kept_promises(user, by, *, owed_by="", year=None):
    """A Kept for each row of GROUPS[by], by name, and the Kept of all: a promise counts once in it, even where several
    supervisors were at the visit."""
    rows = promises_of(user, owed_by=owed_by, year=year).with_outcome()
    query = {name: value for name, value in (("owed_by", owed_by), ("year", year)) if value}
    whole = Kept(_("All"), query, dict(_counted(rows, "outcome").values_list("outcome", "n")))
    return _groups(rows, by, query), whole


def _groups(rows, by, query):
    key, name, asked = GROUPS[by]
    if by == "supervisor":
        person = "visit__members__user"
        rows = rows.annotate(who=Concat(F(f"{person}__first_name"), Value(" "), F(f"{person}__last_name")))
    found = {}
    order = "visit__school__name_sort" if by == "school" else name
    for pk, word, outcome, count in _counted(rows, key, name, "outcome", order=order):
        group = found.setdefault(pk, Kept(str(word or _("No network")), query | {asked: pk or "null"}, {}))
        group.counts[outcome] = count
    return list(found.values())


def _counted(rows, *names, order=""):
    counted = rows.order_by().values(*names).annotate(n=Count("pk", distinct=True))
    return counted.order_by(order).values_list(*names, "n") if order else counted
