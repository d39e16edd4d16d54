"""The files of a book, as the queue makes them."""

from projects.books.parts import PartWriter
from projects.books.plan import plan_book
from projects.books.result import result_book
from projects.reports.year_sums import PlanYear
from qa_portal.core import files
from qa_portal.core.documents import WordFile
from qa_portal.core.documents.binding import bind
from qa_portal.core.jobs import Made
from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.workflow import Refused

BOOKS = {"plan": plan_book, "result": result_book}


def make(kind, job, progress):
    """The Made of a job with the params year, format (pdf, docx, xlsx) and thai_digits. Say it inside override("th").
    Refused for a year without an approved project."""
    book = BOOKS[kind](PlanYear(job.district, job.params["year"]), job.created_at)
    if not book.year.projects:
        raise Refused("ยังไม่มีโครงการที่ได้รับอนุมัติในปีงบประมาณนี้ จึงยังไม่มีข้อมูลสำหรับจัดทำรูปเล่ม")
    return FORMATS[job.params["format"]](book, thai_digits=job.params["thai_digits"], progress=progress)


def make_pdf(book, *, thai_digits, progress):
    return set_pdf(PartWriter(book, thai_digits=thai_digits, is_bound=True), progress)


def set_pdf(writer, progress):
    """The Made of a bound writer's parts."""
    book = writer.book
    content, pages = bind(
        writer.parts(),
        count=writer.count,
        contents=writer.contents,
        folder=progress.folder,
        title=book.name,
        author=book.year.district.name,
        thai_digits=writer.thai_digits,
        progress=progress,
    )
    return Made(content, f"{book.name}.pdf", files.PDF, pages)


def make_docx(book, *, thai_digits, progress):
    return set_docx(PartWriter(book, thai_digits=thai_digits, is_bound=False), progress)


def set_docx(writer, progress):
    """Word counts the pages itself: its contents are fields."""
    book = writer.book
    word = WordFile(title=book.name, author=book.year.district.name, thai_digits=writer.thai_digits)
    for done, part in enumerate(writer.parts(), 1):
        word.add(part.html, files=part.files)
        if part.key == "foreword":
            word.add(writer.contents(_headings(book)))
        progress(done, writer.count + 1)
    content = word.save()
    progress(writer.count + 1, writer.count + 1)
    return Made(content, f"{book.name}.docx", files.DOCX)


def _headings(book):
    """(address, text, depth) of what the contents list."""
    for chapter in book.chapters:
        yield {"key": chapter.key, "title": chapter.heading, "level": 0}
        for number, table in chapter.numbered:
            yield {"key": f"table-{table.key}", "title": f"{number} {table.title}", "level": 1}
        for paper in book.papers_of(chapter):
            yield {"key": paper.key, "title": paper.title, "level": 1}


def make_xlsx(book, *, thai_digits, progress):
    """Digits of a sheet are numbers: they are the same in both styles."""
    progress(0, 1)
    sheets = [table.sheet(number, book.heading) for number, table in book.numbered_tables]
    content = write_workbook([*sheets, *book.details(book.heading)])
    progress(1, 1)
    return Made(content, f"{book.name}.xlsx", files.XLSX)


FORMATS = {"pdf": make_pdf, "docx": make_docx, "xlsx": make_xlsx}
