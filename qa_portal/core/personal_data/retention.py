"""How long personal data stay, by fiscal year. Each day the portal lays what is over its time before the administrator,
who removes it or says why it stays; nothing but the record of wrong passwords goes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from axes.models import AccessFailureLog, AccessLog
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.models import (
    Act,
    DataAccess,
    Decision,
    District,
    Notice,
    PersonAct,
    Refusal,
    RetentionProposal,
    User,
)
from qa_portal.core.thai.calendar import fiscal_year, fiscal_year_range
from qa_portal.core.workflow import Refused

from .people import erase_person

FAILURES_DAYS = 90


@dataclass(frozen=True)
class Rule:
    """`rows(district, moment)`: those from before the moment, of people of the office or (None) of none. They stay
    `years` whole fiscal years."""

    key: str
    label: str
    years: int
    rows: Callable
    remove: Callable


def _closed_accounts(district, moment):
    last = Coalesce("last_login", "date_joined")
    erased = PersonAct.objects.filter(act=Act.ERASE).values("person")
    rows = User.objects.filter(district=district, is_active=False, is_superuser=False).exclude(pk__in=erased)
    return rows.annotate(last_seen=last).filter(last_seen__lt=moment).order_by("pk")


def _sign_ins(district, moment):
    usernames = User.objects.filter(district=district).values("username")
    return AccessLog.objects.filter(username__in=usernames, attempt_time__lt=moment)


def _accesses(district, moment):
    return DataAccess.objects.filter(district=district, done_at__lt=moment)


def _refusals(district, moment):
    return Refusal.objects.filter(district=district, last_at__lt=moment)


def _notices(district, moment):
    return Notice.objects.filter(recipient__district=district, created_at__lt=moment)


def _delete(rows, proposal, by):
    return rows.delete()[0]


def _erase(rows, proposal, by):
    reason = _("The account has been closed since before the end of fiscal year %(year)s.") % {
        "year": proposal.fiscal_year
    }
    people = list(rows.exclude(pk=by.pk))
    for person in people:
        erase_person(person, reason=reason, by=by)
    return len(people)


RULES = {
    rule.key: rule
    for rule in (
        Rule("accounts", gettext_lazy("Accounts that were closed"), 1, _closed_accounts, _erase),
        Rule("sign_ins", gettext_lazy("Record of sign-ins"), 1, _sign_ins, _delete),
        Rule("notices", gettext_lazy("Notices to people"), 2, _notices, _delete),
        Rule("accesses", gettext_lazy("Record of who took data out"), 3, _accesses, _delete),
        Rule("refusals", gettext_lazy("Record of refused access"), 3, _refusals, _delete),
    )
}


def last_year_over(rule, today):
    """The B.E. fiscal year up to whose end the rows have had their time."""
    return fiscal_year(today) - rule.years - 1


def rows_of(proposal):
    end = fiscal_year_range(proposal.fiscal_year)[1] + timedelta(days=1)
    moment = timezone.make_aware(datetime.combine(end, time()))
    return RULES[proposal.rule].rows(proposal.district, moment)


def propose(today):
    """Write down what has had its time, of each office and of people who belong to none; what was decided stays decided
    until a later year."""
    for district in [*District.objects.order_by("pk"), None]:
        for rule in RULES.values():
            _propose(district, rule, last_year_over(rule, today))


@transaction.atomic
def _propose(district, rule, year):
    found = RetentionProposal(district=district, rule=rule.key, fiscal_year=year)
    count = rows_of(found).count()
    open_ones = RetentionProposal.objects.filter(district=district, rule=rule.key, decision="")
    if not count:
        open_ones.delete()
        return
    open_ones.exclude(fiscal_year=year).delete()
    proposal, _is_new = RetentionProposal.objects.get_or_create(
        district=district, rule=rule.key, fiscal_year=year, defaults={"count": count}
    )
    if not proposal.decision and proposal.count != count:
        proposal.count = count
        proposal.save(update_fields=["count"])


@transaction.atomic
def decide(proposal, *, decision, reason, by):
    """Do as the person says; the number of rows that went. Refused if it was decided before."""
    proposal = RetentionProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.decision:
        raise Refused(_("This was decided already."))
    removed = 0
    if decision == Decision.REMOVE:
        removed = proposal.count = RULES[proposal.rule].remove(rows_of(proposal), proposal, by)
    proposal.decision, proposal.reason = decision, reason
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save()
    return removed


def clear_failures(now):
    """The record of wrong passwords, after the days for which the law wants such traces kept."""
    AccessFailureLog.objects.filter(attempt_time__lt=now - timedelta(days=FAILURES_DAYS)).delete()
