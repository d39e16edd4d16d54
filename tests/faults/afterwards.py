"""What must be so after any number of kills: each accepted answer is in, nothing is in twice, and the queue goes on."""

import time
from collections import Counter

from django.db import connection

from projects.models import Expense
from qa_portal.core.models import Job, JobState, Notice, StoredFile, TransitionRecord, Upload
from qa_portal.core.snapshot import snapshot
from qa_portal.core.verifying import verify
from supervision.models import FieldConflict, FieldRevision

QUEUE_PATIENCE = 120  # seconds: two times until a killed task is begun again


def once(what, accepted, found):
    """Sentences about what was accepted and is not there, and about what is there twice."""
    counts = Counter(found)
    yield from (f"{what} {item} was accepted and is not there." for item in accepted if not counts[item])
    yield from (f"{what} {item} is there {number} times." for item, number in counts.items() if number > 1)


def wrongs_at_work(actors):
    """Sentences about one moment of a portal that people work in, and that may have lost a process just now."""
    connection.close()  # the server may be another one by now
    accepted = [list(actor.done) for actor in actors]  # before that moment: what comes in meanwhile is not asked for
    with snapshot():
        yield from _lost_or_doubled(*accepted)
        yield from (f"{item.key}: {sentence}" for item, sentence in verify())


def _lost_or_doubled(papers, expenses, approvals, _books, records):
    yield from once("Upload", papers, Upload.objects.exclude(stored=None).values_list("stored__sha256", flat=True))
    stored = StoredFile.objects.filter(media_type="application/pdf")
    yield from once("File", papers, stored.values_list("sha256", flat=True))
    yield from once("Expense", expenses, Expense.objects.values_list("document_number", flat=True))
    steps = TransitionRecord.objects.filter(content_type__model="project", transition="approve")
    yield from once("Approval", map(str, approvals), steps.values_list("object_id", flat=True))
    yield from once("Record", records, FieldRevision.objects.values_list("sha256", flat=True))
    yield from (f"A content of the field was taken for a conflict: {row}" for row in FieldConflict.objects.all())


def wrongs(actors):
    """Sentences about the portal once everybody has ended; none when all is well."""
    yield from jobs_that_stand()
    for actor in actors:
        yield from (f"{type(actor).__name__} met {strange}" for strange in actor.strange)
        yield from (f"No sentence stood in {trouble}" for trouble in actor.visitor.troubles)
        if not actor.done:
            yield f"{type(actor).__name__} was never answered with yes."
    yield from wrongs_at_work(actors)


def jobs_that_stand():
    until = time.monotonic() + QUEUE_PATIENCE
    while Job.objects.unfinished().exists() and time.monotonic() < until:
        time.sleep(0.3)
    for job in Job.objects.exclude(state=JobState.DONE):
        yield f"Job {job.pk} ({job.label}) is {job.state}: {job.message}"
    told = Notice.objects.values_list("url", flat=True)
    for address, number in Counter(told).items():
        if "/jobs/" in address and number > 1:
            yield f"{number} notices say that {address} is ready."
