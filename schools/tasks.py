"""What the queue does for schools."""

from qa_portal.core.jobs import job
from qa_portal.core.roles import Verb
from qa_portal.core.schedule import daily


@job("sar_letters", verb=Verb.REVIEW_SAR)
def make_sar_letters(job, progress):
    from schools.documents.acknowledgement import make_letters

    return make_letters(job, progress)


@job("practice_book", verb=Verb.MANAGE_PRACTICES)
def make_practice_book(job, progress):
    from schools.documents.practice import make_book

    return make_book(job, progress)


@job("certificates", verb=Verb.MANAGE_PRACTICES)
def make_certificates(job, progress):
    from schools.documents.certificate import make_certificates

    return make_certificates(job, progress)


@daily("06:50")
def remind_owing():
    """The cycles' own reminders: when and whom is decided in services."""
    from schools.services.cadence import remind_owing

    return len(remind_owing())
