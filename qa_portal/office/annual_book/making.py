"""The files of the annual book, as the queue makes them: the writer and the binding are those of the books of projects
(projects.books)."""

from projects.books.making import make_xlsx, set_docx, set_pdf
from projects.books.parts import PartWriter
from qa_portal.office.reports.period import OfficeYear

from .book import build
from .frozen import told_of

FOLDER = "office/documents/annual_book_"


class AnnualWriter(PartWriter):
    """`told`: what each part of the body said when it was written last."""

    cover_page = f"{FOLDER}cover.html"
    foreword_page = f"{FOLDER}foreword.html"
    contents_page = f"{FOLDER}contents.html"
    chapter_page = f"{FOLDER}chapter.html"

    def parts(self):
        self.told = []
        for part in super().parts():
            if part.level is not None:
                self.told.append(told_of(part))
            yield part


def make(job, progress):
    """The Made of a job with the params year, format (pdf, docx, xlsx) and thai_digits; inside override("th")."""
    progress(0, 1)
    book = book_of(job)
    return FORMATS[job.params["format"]](book, thai_digits=job.params["thai_digits"], progress=progress)


def book_of(job):
    year = OfficeYear.of(job.district, job.params["year"])
    return build(year, made_at=job.created_at)


def make_pdf(book, *, thai_digits, progress):
    return set_pdf(AnnualWriter(book, thai_digits=thai_digits, is_bound=True), progress)


def make_docx(book, *, thai_digits, progress):
    return set_docx(AnnualWriter(book, thai_digits=thai_digits, is_bound=False), progress)


FORMATS = {"pdf": make_pdf, "docx": make_docx, "xlsx": make_xlsx}
