"""A book as HTML, part by part: cover, foreword, contents, chapters, and the paper of each project. PDF and DOCX are
made of the same parts; `is_bound` is whether the binding (core.documents.binding) sets the page numbers."""

from qa_portal.core import lost
from qa_portal.core.documents import html_for_pdf
from qa_portal.core.documents.binding import Part
from qa_portal.core.letterhead import pictures_of


class PartWriter:
    """Writes the parts of one book. The day of the book is that of its job, so that a part is the same whenever it is
    written again."""

    cover_page = "projects/documents/book_cover.html"
    foreword_page = "projects/documents/book_foreword.html"
    contents_page = "projects/documents/book_contents.html"
    chapter_page = "projects/documents/book_chapter.html"

    def __init__(self, book, *, thai_digits, is_bound):
        self.book, self.thai_digits, self.is_bound = book, thai_digits, is_bound

    @property
    def count(self):
        return 2 + sum(1 + len(self.book.papers_of(chapter)) for chapter in self.book.chapters)

    def parts(self):
        yield from self.front()
        for chapter in self.book.chapters:
            yield self.chapter(chapter)
            yield from map(self.paper, self.book.papers_of(chapter))
        if names := lost.names():
            yield Part("lost", "ไฟล์ภาพที่หาไม่พบ", self._html("projects/documents/book_lost.html", {"names": names}))

    def front(self):
        logo = pictures_of(self.book.year.district)
        html = self._html(self.cover_page, {}, logo)
        yield Part("cover", "ปก", html, level=None, is_cover=True, files=logo)
        yield Part("foreword", "คำนำ", self._html(self.foreword_page, {}), level=None, is_front=True)

    def chapter(self, chapter):
        pictures = chapter.pictures()
        html = self._html(self.chapter_page, {"chapter": chapter}, pictures)
        places = [(f"table-{table.key}", f"{number} {table.title}") for number, table in chapter.numbered]
        return Part(chapter.key, chapter.heading, html, places=places, files=pictures)

    def paper(self, paper):
        pictures = paper.pictures()
        html = self._html(paper.template, paper.context() | {"anchor": paper.key}, pictures)
        return Part(paper.key, paper.title, html, level=1, files=pictures)

    def contents(self, entries):
        return self._html(self.contents_page, {"entries": entries})

    def _html(self, template, context, files=None):
        book = self.book
        shared = {"book": book, "district": book.year.district, "is_bound": self.is_bound}
        return html_for_pdf(
            template,
            shared | context,
            title=book.name,
            author=book.year.district.name,
            thai_digits=self.thai_digits,
            files=files,
            created=book.made_at,
        )
