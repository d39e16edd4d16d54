"""Who has to say that they know an order, and to hand in an ID PLAN within 15 days of that (A10-03); with reminders.

Who has not said so is reminded from the third day, every week. Of the ID PLAN the portal reminds seven days and one day
before the last day, on it, three days after it and every week from then on; then the group's head is told as well."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused
from supervision.models import Acknowledgement, FollowUpRules
from supervision.services.people import office_people_who

PLAN_RULES = FollowUpRules(remind_before="7,1", remind_after=3, remind_every=7)
UNREAD = _("Please acknowledge the order %(row)s of which you were told on %(day)s.")
COMING = must_act(_("Your ID PLAN by the order %(row)s is due by %(day)s."))
LATE = must_act(_("The ID PLAN of %(person)s by the order %(row)s was due by %(day)s and is not handed in yet."))


def named_in(order):
    """The people of the portal who have a duty by it."""
    return list({duty.user for duty in order.duties.select_related("user") if duty.user_id})


def ask_to_acknowledge(order, people=None):
    for person in named_in(order) if people is None else people:
        Acknowledgement.objects.get_or_create(order=order, user=person, defaults={"told_on": timezone.localdate()})


@transaction.atomic
def acknowledge(row, *, by):
    """The person says that they know the order: their 15 days begin. Said twice it is the first day that counts."""
    row = Acknowledgement.objects.select_for_update().get(pk=row.pk)
    if row.known_on is None:
        row.known_on, row.reminded = timezone.localdate(), None
        row.save(by=by)
    return row


@transaction.atomic
def file_plan(row, *, title, dated, upload, by):
    """Hand in the ID PLAN, or a better one: the day on which the first came counts. Refused with a sentence."""
    row = Acknowledgement.objects.select_for_update(of=("self",)).select_related("order__district").get(pk=row.pk)
    if row.known_on is None:
        raise Refused(gettext("Please acknowledge the order first."))
    row.plan_title, row.plan_dated = title, dated
    if upload:
        row.plan_stored = files.store(upload, district=row.order.district, by=by)
    row.plan_filed_at = row.plan_filed_at or timezone.now()
    row.save(by=by)
    return row


def remind_id_plans():
    """Returns how many people were told of what they owe. Safe to run twice."""
    today = timezone.localdate()
    rows = Acknowledgement.objects.owed().filter(user__is_active=True).select_related("order__district", "user")
    return sum(_remind(row, today) for row in rows)


@transaction.atomic
def _remind(row, today):
    due = row.due_on or row.told_on
    mark = PLAN_RULES.last_mark((today - due).days)
    if mark is None or (row.known_on is None and mark <= 0) or not _is_first(row, mark):
        return False
    said = {"row": row.order, "day": format_date(due), "person": row.user}
    is_late = row.known_on is not None and mark > 0
    notify(_people(row, is_late), _sentence(row, is_late), said, row.get_absolute_url())
    return True


def _is_first(row, mark):
    waiting = Acknowledgement.objects.filter(Q(reminded=None) | Q(reminded__lt=mark), pk=row.pk)
    return bool(waiting.update(reminded=mark))


def _sentence(row, is_late):
    if row.known_on is None:
        return UNREAD
    return LATE if is_late else COMING


def _people(row, is_late):
    heads = office_people_who(row.order.district, Verb.MANAGE_VISITS) if is_late else []
    return {row.user, *heads}
