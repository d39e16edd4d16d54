"""Checks of what the office has published, issued and approved, and of the figures that are kept of it."""

from django.db.models import F

from qa_portal.core import summaries
from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.history_chains import changed_since
from qa_portal.core.thai import to_be
from qa_portal.core.verifying import CHUNK, check, gaps
from qa_portal.office.models import Letter, LetterState, OwnAssessment, OwnEdition, Publication, Quote
from qa_portal.office.reports import attention, districts, overview, period  # noqa: F401  what is kept is theirs


@check("the versions of a publication are numbered without a gap", "office.Publication")
def publications():
    for row in gaps(Publication.objects, "district", "kind", "academic_year"):
        year = f"{row['kind']} of {row['academic_year']}, office {row['district']}"
        yield f"Publications ({year}): a version before {row['last']} is missing."


PUBLISHED = ("district", "kind", "academic_year", "number", "title", "content", "code", "digest", "published_at")
FILES = ("public_pdf", "whole_pdf", "whole_docx", "whole_xlsx")


@check("a publication says what it said when it was published, and has the same files", "office.Publication")
def published():
    for pk in changed_since(Publication, (*PUBLISHED, *FILES)):
        yield f"Publication {pk}: it was changed after it was published."


@check(
    "an approved version of the office's report is what was approved, and none before it is missing",
    "office.OwnEdition",
)
def editions():
    for row in gaps(OwnEdition.objects, "assessment"):
        yield f"Report {row['assessment']} on the office's standards: a version before {row['last']} is missing."
    for pk in changed_since(OwnEdition, ("assessment", "number", "content", "pdf", "approved_at", "approved_by")):
        yield f"Version {pk} of a report on the office's standards was changed after it was approved."


@check("nobody approved the report on the office's standards that they had proposed", "office.OwnAssessment")
def own_work():
    rows = OwnAssessment.objects.filter(approved_by=F("proposed_by")).order_by("pk").values_list("pk", flat=True)
    for pk in rows:
        yield f"Report {pk} on the office's standards was approved by whom it was proposed by."


ISSUED = ("kind", "subject", "addressee", "refers_to", "enclosures", "body", "closing", "unit", "head", "emblem")


@check("a letter that went out is as it went out, under the number of its register", "office.Letter")
def letters():
    for pk in changed_since(Letter, (*ISSUED, "year", "number", "number_text", "dated"), LetterState.ISSUED):
        yield f"Letter {pk}: it was changed after it was issued."
    rows = Letter.objects.exclude(number=None).order_by("pk")
    for pk, year, dated, number, printed in rows.values_list("pk", "year", "dated", "number", "number_text"):
        if year != to_be(dated.year) or printed.rpartition("/")[2] != str(number):
            yield f"Letter {pk}: {printed} of {dated} is not number {number} of the register of {year}."


@check("a sentence under a theme is the one that was tagged", "office.Quote")
def quotes():
    for pk, text, digest in Quote.objects.order_by("pk").values_list("pk", "text", "digest").iterator(CHUNK):
        if fingerprint(text) != digest:
            yield f"Quote {pk}: its sentence was changed after it was tagged."


@check("figures that are kept as true are those that are computed anew", summaries.kept_and_stale)
def kept_figures():
    for office, key in summaries.untrue():
        yield f"Office {office}: the figures “{key.rpartition(' ')[0]}” are kept otherwise than they are computed."
