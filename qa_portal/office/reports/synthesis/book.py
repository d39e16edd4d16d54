"""A synthesis whole: the figures of `levels`, the themes with their sentences, the chapters. Page, PDF, Word and
workbook are made of what `build` gives, so that no figure can differ between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import override

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.spreadsheets import Sheet, write_workbook
from qa_portal.core.thai import format_date
from qa_portal.office.models import Quote, Side, Synthesis, Theme
from qa_portal.office.models.synthesis import CHAPTERS
from schools.models import AT_OFFICE, Sar

from . import tables
from .levels import Asked, Education, educations
from .sheets import QUOTE_COLUMNS


@dataclass(frozen=True)
class Gathered:
    """A theme with its sentences."""

    theme: Theme
    quotes: list[Quote]

    @property
    def schools(self):
        return len({quote.section.sar.school_id for quote in self.quotes})


@dataclass(frozen=True)
class Book:
    synthesis: Synthesis
    educations: Sequence[Education]
    themes: dict[str, list[Gathered]]
    texts: dict[str, str]
    expected: int
    at_office: int
    made_on: object

    @property
    def title(self):
        return f"รายงานการสังเคราะห์รายงานการประเมินตนเองของสถานศึกษา ปีการศึกษา {self.synthesis.academic_year}"

    @property
    def district(self):
        return self.synthesis.district

    @property
    def asked(self):
        return Asked(self.district, self.synthesis.academic_year)

    @cached_property
    def tables(self):
        return [table for education in self.educations for table in tables.all_of(self.asked, education)]

    @property
    def chapters(self):
        """(number, key, title, the office's own text or "")."""
        return [(str(n), key, title, self.texts.get(key, "")) for n, (key, title) in enumerate(CHAPTERS.items(), 1)]

    @property
    def numbered_tables(self):
        """(number as printed, table) of the chapter of levels."""
        chapter = list(CHAPTERS).index("levels") + 1
        return [(f"{chapter}.{place}", table) for place, table in enumerate(self.tables, 1)]

    def sheets(self):
        """One sheet a table, then every sentence under its theme."""
        heading = [self.district.name, self.title, f"ข้อมูล ณ วันที่ {format_date(self.made_on)}"]
        quotes = [(gathered, quote) for rows in self.themes.values() for gathered in rows for quote in gathered.quotes]
        return [
            *(table.sheet(number, heading) for number, table in self.numbered_tables),
            Sheet("ข้อความจาก SAR", QUOTE_COLUMNS, quotes, [*heading, "ข้อความจาก SAR ตามประเด็นร่วม"]),
        ]


def build(synthesis):
    """To be called inside override("th") for documents."""
    sars = Sar.objects.filter(cycle__district=synthesis.district_id, cycle__academic_year=synthesis.academic_year)
    return Book(
        synthesis,
        educations(Asked(synthesis.district, synthesis.academic_year)),
        gathered_themes(synthesis),
        dict(synthesis.chapters.values_list("key", "text")),
        sars.count(),
        sars.filter(state__in=AT_OFFICE).count(),
        timezone.localdate(),
    )


def gathered_themes(synthesis):
    """{side: [Gathered]}, the theme that most schools share first."""
    quotes = {}
    rows = Quote.objects.filter(theme__synthesis=synthesis).order_by("section__sar__school__name_sort", "pk")
    for quote in rows.select_related("section__sar__school", "section__sar__cycle", "section__standard"):
        quotes.setdefault(quote.theme_id, []).append(quote)
    found = {side.value: [] for side in Side}
    for theme in synthesis.themes.all():
        found[theme.side].append(Gathered(theme, quotes.get(theme.pk, [])))
    return {side: sorted(rows, key=lambda row: (-row.schools, row.theme.name)) for side, rows in found.items()}


# ---------------------------------------------------------------- documents

TEMPLATE = "office/documents/synthesis.html"


def pdf(book, *, thai_digits=False):
    return render_pdf(TEMPLATE, _context(book), **_about(book), thai_digits=thai_digits)


def docx(book, *, thai_digits=False):
    return render_docx(TEMPLATE, _context(book), **_about(book), thai_digits=thai_digits)


def xlsx(book):
    with override("th"):
        return write_workbook(book.sheets())


def _context(book):
    return {"book": book, "district": book.district}


def _about(book):
    return {"title": book.title, "author": book.district.name}
