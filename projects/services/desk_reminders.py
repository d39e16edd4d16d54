"""Reminders of desks that take too long (F54)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from projects.models import Approval
from projects.services import seats
from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act, told
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date

REMINDER = must_act(gettext_lazy("“%(subject)s” waits at the desk “%(desk)s”: it should have been decided by %(due)s."))
ESCALATION = told(gettext_lazy("“%(subject)s” waits %(days)s days at the desk “%(desk)s”: %(people)s."))
NOBODY = must_act(gettext_lazy("“%(subject)s” waits at the desk “%(desk)s”, where nobody sits: please name somebody."))


def remind_desks():
    """Remind those at overdue desks, once in each period of the desk's days; from the second period on the director is
    told too. A desk where nobody sits is told to the administrators. Returns how many approvals were reminded of."""
    today = timezone.localdate()
    return sum(_remind(pk, today) for pk in Approval.objects.overdue(today).values_list("pk", flat=True))


@transaction.atomic
def _remind(pk, today):
    approval = Approval.objects.select_for_update().get(pk=pk)
    if not approval.is_waiting or not _is_time(approval, today):
        return False
    approval.reminded_on = today
    approval.save()
    _tell(approval, today)
    return True


def _is_time(approval, today):
    period = timedelta(days=max(1, approval.desk.days))
    return approval.reminded_on is None or approval.reminded_on + period <= today


def _tell(approval, today):
    subject, desk = approval.subject, approval.desk
    people = list(seats.deciders(desk, subject))
    values = {"subject": str(subject), "desk": str(desk), "due": format_date(approval.due_on), "days": approval.days}
    values["people"] = ", ".join(str(person) for person in people)
    office = User.objects.of_district(approval.project.district_id)
    if not people:
        notify(office.in_role("district_admin"), NOBODY, values, subject.get_absolute_url())
    notify(people, REMINDER, values, subject.get_absolute_url())
    if approval.due_on + timedelta(days=max(1, desk.days)) <= today:
        directors = [person for person in office.in_role("director") if person not in people]
        notify(directors, ESCALATION, values, subject.get_absolute_url())
