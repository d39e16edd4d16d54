"""What the queue does for the office."""

from django.conf import settings

from qa_portal.core.jobs import Made, job
from qa_portal.core.practice import RENEWED_AT
from qa_portal.core.roles import Verb
from qa_portal.core.schedule import daily


@job("publish_synthesis", verb=Verb.WRITE_SYNTHESIS)
def publish_synthesis(job, progress):
    from qa_portal.office.models import Synthesis
    from qa_portal.office.services.publishing import publish_synthesis

    synthesis = Synthesis.objects.get(pk=job.params["synthesis"])
    made = publish_synthesis(synthesis, note=job.params["note"], by=job.started_by, job=job, progress=progress)
    with made.whole_pdf.content.open("rb") as content:
        about = {"page": made.get_absolute_url()}
        return Made(content.read(), made.whole_pdf.name, made.whole_pdf.media_type, **about)


@job("supervision_book", verb=Verb.EXPORT_REPORTS)
def make_supervision_book(job, progress):
    from qa_portal.office.reports.supervision_book import make_book

    return make_book(job, progress)


@job("annual_book", verb=Verb.EXPORT_REPORTS)
def make_annual_book(job, progress):
    from qa_portal.office.annual_book.making import make

    return make(job, progress)


@job("publish_annual_book", verb=Verb.WRITE_SYNTHESIS)
def publish_annual_book(job, progress):
    from qa_portal.office.services.annual_publishing import publish_annual_book

    made = publish_annual_book(job, progress)
    with made.whole_pdf.content.open("rb") as content:
        about = {"pages": made.whole_pdf.pages, "page": made.get_absolute_url()}
        return Made(content.read(), made.whole_pdf.name, made.whole_pdf.media_type, **about)


def renew_practice():
    from qa_portal.office.services import practice

    practice.renew()


if settings.PRACTICE:
    daily(RENEWED_AT)(renew_practice)


@daily("07:15")
def remind_checklist():
    from qa_portal.office.services.checklist import remind_checklist

    return remind_checklist()
