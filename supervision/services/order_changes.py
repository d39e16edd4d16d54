"""What an approved change of an order does: a duty ends, and another person takes it over (A10-03, A10-04)."""

from datetime import timedelta

from supervision.models import Duty
from supervision.services.id_plans import ask_to_acknowledge


def carry_out(change, *, by):
    """The duty keeps its row with its last day; who takes it over gets one of their own from the day after, with the
    same words and areas. Safe to run twice."""
    duty = change.duty
    if change.duties_given.exists():
        return
    duty.until = change.ends_on
    duty.save(by=by)
    if change.successor:
        _hand_over(change, duty)
    if change.user_id:
        ask_to_acknowledge(change.order, [change.user])


def _hand_over(change, duty):
    who = {"user": change.user, "name": change.name, "person_position": change.person_position}
    words = {"position": duty.position, "number": duty.number, "text": duty.text}
    since = change.ends_on + timedelta(days=1)
    taken = Duty.objects.create(order=change.order, change=change, since=since, **words, **who)
    taken.topics.set(duty.topics.all())
