"""Recommendations of assessors, and the goals and parts that they become (F36)."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Notice, TransitionRecord
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify
from supervision.models import ExternalAssessment, ImprovementPart, Recommendation

READY = must_act(_("Every part of “%(row)s” is done. Please look at it and close it."))


@transaction.atomic
def add_recommendations(assessment, found, *, by):
    """Number and keep what is not there yet. `found`: (standard or None, text); the same words about the same standard
    are one recommendation, however often they come."""
    ExternalAssessment.objects.select_for_update().get(pk=assessment.pk)
    there = set(assessment.recommendations.values_list("standard", "text"))
    number = assessment.recommendations.aggregate(last=Max("number"))["last"] or 0
    made = []
    for standard, text in found:
        key = (standard and standard.pk, text)
        if key in there:
            continue
        there.add(key)
        number += 1
        row = Recommendation(assessment=assessment, number=number, standard=standard, text=text)
        row.save(by=by)
        made.append(row)
    return made


@transaction.atomic
def add_part(recommendation, part):
    """One more part; sent twice, it is the part of the first time."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    facts = {name: getattr(part, name) for name in ("what", "due_on", "visit", "action", "activity")}
    known = recommendation.parts.filter(**facts).first()
    if known:
        return known
    part.recommendation = recommendation
    part.save()
    return part


@transaction.atomic
def finish_part(part, *, done_on, stored, by):
    """Say that a part done by hand is done; when it was the last, the owner is asked to close."""
    locked = ImprovementPart.objects.select_for_update().get(pk=part.pk)
    locked.done_on, locked.stored = done_on, stored or locked.stored
    locked.save(by=by)
    propose_closing(Recommendation.objects.filter(pk=part.recommendation_id))
    return locked


def propose_closing(rows):
    """Ask the owner of each of these recommendations whose parts are all done to close it, once. Returns how many."""
    told = 0
    for row in rows.to_close().exclude(owner=None).select_related("owner", "assessment__school", "assessment__round"):
        url = f"{row.get_absolute_url()}#steps-title"
        if not Notice.objects.filter(recipient=row.owner, url=url, created_at__gte=_under_way_since(row)).exists():
            notify([row.owner], READY, {"row": row}, url)
            told += 1
    return told


def _under_way_since(row):
    """When the row last came to its state; a goal that is opened again is proposed again."""
    kind = ContentType.objects.get_for_model(row)
    steps = TransitionRecord.objects.filter(content_type=kind, object_id=str(row.pk))
    return steps.aggregate(last=Max("done_at"))["last"] or row.created_at
