"""Publishing the annual book: its three files of one moment, under a number, and a code by which everybody can ask
whether a copy is the current one (F51)."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django.utils.translation import override

from projects.books.making import make_xlsx, set_docx, set_pdf
from qa_portal.core.notices.line import LETTERS
from qa_portal.core.thai import to_arabic
from qa_portal.office.annual_book.book import Edition
from qa_portal.office.annual_book.frozen import content_of, digest_of
from qa_portal.office.annual_book.making import AnnualWriter, book_of
from qa_portal.office.models import Publication, PublicationKind
from schools.documents.certificate import qr_picture

from .publishing import keep_version, next_version

HALF = 5  # letters of each half of a code
QR = 106  # pixels: 2.8 cm on paper


def publish_annual_book(job, progress):
    """The Publication of a job with the params year, thai_digits and note; the same job twice makes one."""
    there = Publication.objects.filter(job=job).first()
    if there:
        return there
    with override("th"):
        book = book_of(job)
        about = {"kind": PublicationKind.ANNUAL, "academic_year": book.year.own_academic}
        number = next_version({"district": job.district, **about})
        book = replace(book, edition=edition_of(book, number, code_of(job)))
        made, parts = _make_files(book, job.params["thai_digits"], progress)
        told = {"title": book.full_title, "content": content_of(book, parts), "note": job.params["note"]}
    told |= {"code": book.edition.code, "digest": book.edition.digest}
    return keep_version(job.district_id, about, told, made, by=job.started_by, job=job, number=number)


def _make_files(book, thai_digits, progress):
    """{field: Made}, and what the parts said."""
    bound, flowing = (AnnualWriter(book, thai_digits=thai_digits, is_bound=is_bound) for is_bound in (True, False))
    total = 2 * bound.count + 4
    made = {
        "whole_pdf": set_pdf(bound, Share(progress, 0, total)),
        "whole_docx": set_docx(flowing, Share(progress, bound.count + 2, total)),
        "whole_xlsx": make_xlsx(book, thai_digits=thai_digits, progress=Share(progress, total - 1, total)),
    }
    return made, bound.told


class Share:
    """The progress of one file among several."""

    def __init__(self, progress, before, total):
        self.progress, self.before, self.total = progress, before, total
        self.folder = progress.folder

    def __call__(self, done, total):
        self.progress(self.before + done, self.total)


# ---------------------------------------------------------------- the mark of a copy


def code_of(job):
    """Ten letters in two halves that nobody can guess: the same whenever the job is taken up again."""
    number = int(salted_hmac("annual book", f"{job.pk} {job.created_at.isoformat()}").hexdigest(), 16)
    letters = ""
    for _each in range(2 * HALF):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"{letters[:HALF]}-{letters[HALF:]}"


def typed_code(text):
    """A code as people type it, in any case and digits, with or without the dash."""
    letters = "".join(letter for letter in to_arabic(text).upper() if letter.isalnum())
    return f"{letters[:HALF]}-{letters[HALF:]}"


def edition_of(book, number, code):
    address = settings.SITE_URL + reverse("public:copy", args=[code])
    qr = mark_safe(qr_picture(address).replace("<svg", f'<svg width="{QR}" height="{QR}"', 1))
    return Edition(number, code, digest_of(book), settings.SITE_URL + reverse("public:copy_search"), qr)
