"""Reminders about recommendations: some days before the day, on it, and as often after it until it is closed; how many
days is the office's to say (FollowUpRules.advice_every).

A day that the queue slept through is made good on the next; nobody is reminded twice for one of the days."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Notice
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.services.people import writers_by_school
from supervision.models import FollowUpRules, Recommendation, RecommendationState

COMING = must_act(_("“%(row)s” is to be done by %(due)s."))
LATE = must_act(_("“%(row)s” was to be done by %(due)s and is not closed yet."))


def last_day(due, today, every):
    """The latest of the days of reminding up to today; None before the first. `every`: days between."""
    first = due - timedelta(days=every)
    return None if today < first else first + timedelta(days=every * ((today - first).days // every))


def remind_recommendations():
    """Tell the owner and the school's own people. Returns how many goals were told of. Safe to run twice."""
    today, own, usual = timezone.localdate(), FollowUpRules.objects.by_district(), FollowUpRules()
    longest = max(rules.advice_every for rules in [usual, *own.values()])
    rows = Recommendation.objects.filter(
        state=RecommendationState.UNDER_WAY, due_on__lte=today + timedelta(days=longest)
    )
    rows = list(rows.select_related("owner", "assessment__school", "assessment__round"))
    people = writers_by_school({row.assessment.school_id for row in rows})
    told = 0
    for row in rows:
        school = row.assessment.school
        day = last_day(row.due_on, today, own.get(school.district_id, usual).advice_every)
        told += bool(day) and _remind(row, people.get(school.pk, []), since=_start_of(day))
    return told


@transaction.atomic
def _remind(row, school_people, *, since):
    url = f"{row.get_absolute_url()}#parts-title"
    wanted = {person for person in [row.owner, *school_people] if person}
    told = Notice.objects.filter(url=url, created_at__gte=since).values_list("recipient", flat=True)
    waiting = [person for person in wanted if person.pk not in set(told)]
    if waiting:
        sentence = LATE if row.due_on < timezone.localdate() else COMING
        notify(waiting, sentence, {"row": row, "due": format_date(row.due_on)}, url)
    return bool(waiting)


def _start_of(day):
    return timezone.make_aware(datetime.combine(day, time()))
