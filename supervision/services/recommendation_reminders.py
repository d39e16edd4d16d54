"""Reminders about recommendations: a week before the day, on it, and every week after it until it is closed.

A day that the queue slept through is made good on the next; nobody is reminded twice for one of the days."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Notice
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.services.people import people_of
from supervision.models import Recommendation, RecommendationState

EVERY = timedelta(days=7)
COMING = _("“%(row)s” is to be done by %(due)s.")
LATE = _("“%(row)s” was to be done by %(due)s and is not closed yet.")


def last_day(due, today):
    """The latest of the days of reminding up to today; None before the first."""
    first = due - EVERY
    return None if today < first else first + EVERY * ((today - first) // EVERY)


def remind_recommendations():
    """Tell the owner and the school's own people. Returns how many goals were told of. Safe to run twice."""
    today = timezone.localdate()
    rows = Recommendation.objects.filter(state=RecommendationState.UNDER_WAY, due_on__lte=today + EVERY)
    rows = list(rows.select_related("owner", "assessment__school", "assessment__round"))
    people = people_of({row.assessment.school_id for row in rows}, "school_head", "school_teacher")
    return sum(_remind(row, people.get(row.assessment.school_id, []), today) for row in rows)


@transaction.atomic
def _remind(row, school_people, today):
    url, since = f"{row.get_absolute_url()}#parts-title", _start_of(last_day(row.due_on, today))
    wanted = {person for person in [row.owner, *school_people] if person}
    told = Notice.objects.filter(url=url, created_at__gte=since).values_list("recipient", flat=True)
    waiting = [person for person in wanted if person.pk not in set(told)]
    if waiting:
        sentence = LATE if row.due_on < today else COMING
        notify(waiting, sentence, {"row": row, "due": format_date(row.due_on)}, url)
    return bool(waiting)


def _start_of(day):
    return timezone.make_aware(datetime.combine(day, time()))
