"""Reminders of promises, on the days that the office's FollowUpRules say, until it is said to be done (F34). They go
to the side that owes; from the first one after the last day on the supervisor is told as well.

A day that the queue slept through is made good on the next; each mark is told once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.services.people import writers_by_school
from supervision.models import ActionReminder, AgreedAction, FollowUpRules, OwedBy

COMING = must_act(_("“%(what)s” (%(row)s) is to be done by %(due)s."))
LATE = must_act(_("“%(what)s” (%(row)s) was to be done by %(due)s and is not said to be done yet."))


def remind_actions():
    """Tell those who owe. Returns the number of promises of which somebody was told. Safe to run twice."""
    today, own, usual = timezone.localdate(), FollowUpRules.objects.by_district(), FollowUpRules()
    earliest = min(rules.marks[0] for rules in [usual, *own.values()])
    rows = AgreedAction.objects.open().filter(due_on__lte=today - timedelta(days=earliest))
    rows = list(rows.select_related("visit__school", "owner").prefetch_related("visit__members__user", "reminders"))
    schools = writers_by_school({row.visit.school_id for row in rows})
    return sum(
        _remind(row, schools.get(row.visit.school_id, []), own.get(row.visit.school.district_id, usual)) for row in rows
    )


def _remind(row, school_people, rules):
    mark = rules.last_mark((timezone.localdate() - row.due_on).days)
    if not _is_wanted(row, mark):
        return False
    with transaction.atomic():
        _reminder, is_new = ActionReminder.objects.get_or_create(action=row, days=mark)
        if is_new:
            said = {"what": row.what, "row": row, "due": format_date(row.due_on)}
            people = _people(row, school_people, tells_lead=mark >= rules.remind_after)
            notify(people, LATE if mark > 0 else COMING, said, row.get_absolute_url())
    return is_new


def _is_wanted(row, mark):
    """Not twice, and not for a mark that had passed when the promise reached its people."""
    if mark is None or mark in {reminder.days for reminder in row.reminders.all()}:
        return False
    return row.due_on + timedelta(days=mark) > timezone.localdate(row.visit.reported_at)


def _people(row, school_people, *, tells_lead):
    lead = [member.user for member in row.visit.members.all() if member.is_lead and member.user.is_active]
    debtors = school_people if row.owed_by == OwedBy.SCHOOL else ([row.owner] if row.owner else lead)
    return {*debtors, *(lead if tells_lead else [])}
