"""Gathering a batch for the assessors' agency: begun once a cycle at a time, reports left out with a reason."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from qa_portal.core import files
from qa_portal.core.workflow import Refused, wrong_state
from schools.models import Cycle
from supervision.models import Batch, BatchSar, BatchState


def lock_batch(batch):
    """The batch's row, its cycle locked before it. Refused once it is sent."""
    Cycle.objects.select_for_update().get(pk=batch.cycle_id)
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.is_sent:
        raise Refused(wrong_state(locked))
    return locked


@transaction.atomic
def begin_batch(cycle, *, by):
    """(the batch that is being gathered, whether it is new): one at a time, so that no report can be sent twice."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    batch = cycle.batches.filter(state=BatchState.DRAFT).first()
    if batch:
        return batch, False
    last = cycle.batches.order_by("-number").first()
    batch = Batch(cycle=cycle, number=last.number + 1 if last else 1)
    if last:
        batch.recipient = last.recipient
    batch.save(by=by)
    return batch, True


@transaction.atomic
def leave_out(batch, sars, *, reason, by):
    """Reports of the batch's cycle stay behind, for a reason; those that are left out already get the new one. Their
    number. Refused once the batch is sent."""
    batch = lock_batch(batch)
    places = {place.sar_id: place for place in batch.sars.filter(sar__in=[sar.pk for sar in sars])}
    for place in places.values():
        place.excluded_for = reason
        place.save(by=by)
    new = [BatchSar(batch=batch, sar=sar, excluded_for=reason) for sar in sars if sar.pk not in places]
    bulk_create_with_history(new, BatchSar, default_user=by)
    return len(new) + len(places)


@transaction.atomic
def take_in(batch, sars, *, by):
    """Reports that were left out go with the batch after all, once they are ready. Their number."""
    places = lock_batch(batch).sars.filter(sar__in=[sar.pk for sar in sars])
    count = 0
    for place in places:
        place.delete(by=by)
        count += 1
    return count


@transaction.atomic
def keep_archive(batch, path, name, *, by):
    """The zip at `path` as the batch's own, in the place of an older one. Refused once the batch is sent."""
    locked = lock_batch(batch)
    older, locked.archive = locked.archive, files.keep(path, name, files.ZIP, district=locked.district, by=by)
    locked.save(by=by)
    if older:
        files.throw_away(older)
    return locked.archive
