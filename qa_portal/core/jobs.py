"""Long work that the queue does for one person, with a progress bar and a file at the end.

An app registers the kinds of its `tasks.py` by `@job`; `start` asks for one. The queue may begin a job twice, and its
worker may be killed at any moment: the work keeps the parts that are done in `progress.folder`, named after their
content, and finds them there when it begins again.
"""

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_q.tasks import async_task

from qa_portal.core import files, lost
from qa_portal.core.models import Job, JobState, Notice, User
from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.storage import StorageAway
from qa_portal.core.workflow import Refused

logger = logging.getLogger(__name__)

KINDS: dict[str, "Kind"] = {}
READY = told(gettext_lazy("“%(label)s” is ready."))
NOT_MADE = told(gettext_lazy("“%(label)s” could not be made."))
BEAT = 0.5  # seconds between two writes of the progress


@dataclass(frozen=True)
class Made:
    """The file that came out: its bytes, or where it lies on the disk. `page`: its own page in the portal, if any."""

    content: bytes | Path
    name: str
    media_type: str
    pages: int | None = None
    page: str = ""


@dataclass(frozen=True)
class Kind:
    """`work(job, progress)` gives a Made; `verb` is what the file asks of its reader, for as long as it is kept."""

    name: str
    verb: str
    work: Callable[[Job, "Progress"], Made]


def job(name, *, verb):
    """Register the function as the work of the jobs of this kind."""

    def register(work):
        KINDS[name] = Kind(name, verb, work)
        return work

    return register


class Stopped(Refused):
    """The person who asked for the work has stopped it."""


class Progress:
    """What the work is given: call it with (done, total) as often as you like; `folder` keeps parts that are done.
    Raises Stopped soon after its person has stopped it."""

    def __init__(self, job):
        self.pk = job.pk
        self.folder = folder_of(job)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.written_at = 0.0

    def __call__(self, done, total):
        if done < total and time.monotonic() - self.written_at < BEAT:
            return
        self.written_at = time.monotonic()
        going = Job.objects.filter(pk=self.pk).exclude(state=JobState.FAILED)
        if not going.update(done=done, total=total, worked_at=timezone.now()):
            raise Stopped(_("This work was stopped."))


def folder_of(job):
    return Path(settings.MEDIA_ROOT) / "jobs" / str(job.pk)


# ---------------------------------------------------------------- asking


@transaction.atomic
def start(kind, *, label, params, by, district=None):
    """The job of this kind and these params: the one that the person is waiting for already, else a new one."""
    User.objects.select_for_update().get(pk=by.pk)  # two presses at once are two questions in a row
    waiting = Job.objects.visible_to(by).unfinished().filter(kind=kind)
    found = next((item for item in waiting if item.params == params), None)
    if found is None:
        district = district or by.district
        found = Job.objects.create(kind=kind, label=str(label)[:300], params=params, started_by=by, district=district)
        _queue(found)
    elif found.is_silent:
        _queue(found)
    return found


@transaction.atomic
def go_on(job):
    """Take up a job that failed or went silent; the parts that are done stay done. Refused for any other."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.can_go_on:
        raise Refused(_("This work is not waiting to be taken up again."))
    job.state, job.message, job.worked_at, job.finished_at = JobState.WAITING, "", timezone.now(), None
    job.save()
    _queue(job)


@transaction.atomic
def stop(job):
    """Its person wants it no more, or not now: `go_on` takes it up where it was. Refused for one that has ended."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_unfinished:
        raise Refused(_("This work has ended already."))
    job.state, job.finished_at = JobState.FAILED, timezone.now()
    job.message = _("You stopped this work. What is done already is kept.")
    job.save()
    return job


def _queue(job):
    """The queue is in the same database: its row and the job's are there together, or neither. A queue that works at
    once (`sync`) begins behind the transaction."""
    if settings.Q_CLUSTER.get("sync"):
        transaction.on_commit(lambda: async_task("qa_portal.core.tasks.do_job", job.pk))
    else:
        async_task("qa_portal.core.tasks.do_job", job.pk)


# ---------------------------------------------------------------- doing


def do(pk):
    """Do the job, unless it is finished or another worker is at it."""
    job = _take(pk)
    if job is None:
        return
    try:
        with override("th"), lost.watched() as missing:
            made = KINDS[job.kind].work(job, Progress(job))
        _finish(job, made, missing)
    except Stopped:
        return
    except (OperationalError, InterfaceError, StorageAway):
        raise  # the database or the storage went away: the queue begins the job once more, and finds what is done
    except Exception as error:
        if not isinstance(error, Refused):
            logger.exception("Job %s (%s) failed", job.pk, job.kind)
        _fail(job, error)


@transaction.atomic
def _take(pk):
    job = Job.objects.select_for_update(of=("self",)).select_related("started_by", "district").get(pk=pk)
    is_free = job.state == JobState.WAITING or (job.state == JobState.WORKING and job.is_silent)
    if not is_free:
        return None
    job.state, job.worked_at = JobState.WORKING, timezone.now()
    job.save()
    return job


@transaction.atomic
def _finish(job, made, missing=()):
    """Two workers that both came to the end leave one file and one notice."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state == JobState.DONE:
        return
    row.result = files.keep(
        made.content, made.name, made.media_type, district=job.district, by=job.started_by, pages=made.pages
    )
    row.state, row.finished_at, row.done = JobState.DONE, timezone.now(), row.total
    if made.page:
        row.params = row.params | {"page": made.page}
    with override(job.started_by.language):
        row.message = lost.told(missing)
    row.save()
    lost.remember(missing)
    notify([job.started_by], READY, {"label": row.label}, row.get_absolute_url())
    transaction.on_commit(lambda: shutil.rmtree(folder_of(job), ignore_errors=True))


@transaction.atomic
def _fail(job, error):
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state == JobState.DONE:
        return
    with override(job.started_by.language):
        row.message = str(error) if isinstance(error, Refused) else _fault(job)
    row.state, row.finished_at = JobState.FAILED, timezone.now()
    row.save()
    notify([job.started_by], NOT_MADE, {"label": row.label}, row.get_absolute_url())


def _fault(job):
    return _(
        "The portal could not make the file. Please try again: what is done already is kept. "
        "If it fails once more, tell the administrator the number of this work: %(number)s."
    ) % {"number": job.pk}


# ---------------------------------------------------------------- clearing


def clear(before):
    """Delete the jobs that were asked for before a moment and are finished or forgotten, with their files. Their
    number."""
    old = Job.objects.filter(created_at__lt=before).select_related("result")
    count = 0
    for job in [job for job in old if not job.is_unfinished or job.is_silent]:
        _clear(job)
        count += 1
    return count


@transaction.atomic
def forget(kind, **params):
    """Delete what was made of this kind for these parameters, with its files and the notices that lead to it. Refused
    while some is being made."""
    made = Job.objects.filter(kind=kind, **{f"params__{name}": value for name, value in params.items()})
    for job in made.select_related("result"):
        if job.is_unfinished and not job.is_silent:
            raise Refused(_("“%(label)s” is being made just now. Please wait, or stop it.") % {"label": job.label})
        Notice.objects.filter(url=job.get_absolute_url()).delete()
        _clear(job)


@transaction.atomic
def _clear(job):
    folder = folder_of(job)
    job.delete()
    if job.result:
        files.throw_away(job.result)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
