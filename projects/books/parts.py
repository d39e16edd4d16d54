"""A book as HTML, part by part: cover, foreword, contents, chapters, and the paper of each project. PDF and DOCX are
made of the same parts; `is_bound` is whether the binding (core.documents.binding) sets the page numbers."""

from qa_portal.core.documents import html_for_pdf
from qa_portal.core.documents.binding import Part

CONTENTS = "projects/documents/book_contents.html"


class PartWriter:
    """Writes the parts of one book. The day of the book is that of its job, so that a part is the same whenever it is
    written again."""

    def __init__(self, book, *, thai_digits, is_bound):
        self.book, self.thai_digits, self.is_bound = book, thai_digits, is_bound

    @property
    def count(self):
        return 2 + len(self.book.chapters) + len(self.book.papers)

    def parts(self):
        yield from self.front()
        for chapter in self.book.chapters:
            yield self.chapter(chapter)
            if chapter.papers:
                yield from self.papers()

    def front(self):
        logo = _logo(self.book.year.district)
        html = self._html("projects/documents/book_cover.html", {}, logo)
        yield Part("cover", "ปก", html, level=None, is_cover=True, files=logo)
        yield Part(
            "foreword", "คำนำ", self._html("projects/documents/book_foreword.html", {}), level=None, is_front=True
        )

    def chapter(self, chapter):
        html = self._html("projects/documents/book_chapter.html", {"chapter": chapter})
        places = [(f"table-{table.key}", f"{number} {table.title}") for number, table in chapter.numbered]
        return Part(chapter.key, chapter.heading, html, places=places)

    def papers(self):
        for paper in self.book.papers:
            pictures = paper.pictures()
            html = self._html(paper.template, paper.context() | {"anchor": paper.key}, pictures)
            yield Part(paper.key, paper.title, html, level=1, files=pictures)

    def contents(self, entries):
        return self._html(CONTENTS, {"entries": entries})

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


def _logo(district):
    if district.logo is None:
        return {}
    with district.logo.content.open("rb") as picture:
        return {"logo": (picture.read(), district.logo.media_type)}
