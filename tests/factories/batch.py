"""Batches for the assessors' agency, and points that go along."""

from datetime import date

from qa_portal.core import jobs
from qa_portal.core.workflow import perform
from supervision.models import AssessorIssue, Batch, IssueSource
from supervision.services.batch import begin_batch

from .sar import Desk
from .schools import SchoolFactory


def small_desk(**kwargs):
    """A school of early childhood alone, whose one report is accepted."""
    school = SchoolFactory(has_primary=False, **kwargs)
    return Desk(school=school).reach("accepted")


def gathered(desk):
    """The batch of the desk's cycle, being gathered."""
    return begin_batch(desk.cycle, by=desk.manager)[0]


def issue_at(school, text="ตรวจสอบระบบดูแลช่วยเหลือนักเรียน", **kwargs):
    values = {"academic_year": 2568, "source": IssueSource.OFFICE, "text": text} | kwargs
    return AssessorIssue.objects.create(school=school, **values)


def zipped(batch, by):
    """The batch with its zip, made as the queue makes it; its job."""
    job = jobs.start("batch_archive", label="x", params={"batch": batch.pk}, by=by)
    jobs.do(job.pk)
    job.refresh_from_db()
    return Batch.objects.get(pk=batch.pk), job


def lettered(batch):
    batch = Batch.objects.get(pk=batch.pk)
    batch.letter_number, batch.letter_dated = "ศธ 04999/77", date(2026, 11, 20)
    batch.save()
    return batch


def sent(batch, by):
    batch, _job = zipped(batch, by)
    return perform(lettered(batch), "send", by=by)
