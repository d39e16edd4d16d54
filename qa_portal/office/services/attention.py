"""The office's word on where help goes first, and how much each sign counts."""

from django.db import transaction
from django.utils import timezone

from qa_portal.office.models import AttentionWord, SignWeight
from schools.models import School


@transaction.atomic
def say_word(subject, *, place, reason, until, by):
    """A person's word over the reckoned order; a new one takes the place of the last, which stays in its history."""
    key = "school" if isinstance(subject, School) else "project"
    AttentionWord.objects.select_for_update().filter(**{key: subject}).first()
    word = AttentionWord.objects.filter(**{key: subject}).first() or AttentionWord(**{key: subject})
    word.district_id = subject.district_id
    word.place, word.reason, word.until = place, reason, until
    word.said_by, word.said_on = by, timezone.localdate()
    word.save(by=by)
    return word


@transaction.atomic
def set_weights(district, weights, *, by):
    """`weights`: {sign: (points, per)}; rows are written only where they change something."""
    known = {row.sign: row for row in SignWeight.objects.select_for_update().filter(district=district)}
    for sign, (points, per) in weights.items():
        row = known.get(sign) or SignWeight(district=district, sign=sign)
        if (row.points, row.per) != (points, per):
            row.points, row.per = points, per
            row.save(by=by)
