"""The supervision report of a fiscal year, of the office or of one of its networks: what the queue makes a book of.
PDF, Word file and workbook are made of what `build` gives."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core import files
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.files import XLSX
from qa_portal.core.jobs import Made
from qa_portal.core.letterhead import pictures_of
from qa_portal.core.spreadsheets import write_workbook
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused
from schools.models import Network
from supervision.models import Visit

from . import supervision
from . import supervision_tables as tables
from .annual import Chapter
from .duties import duties
from .period import OfficeYear

TEMPLATE = "office/documents/supervision_book.html"


@dataclass(frozen=True)
class NetworkYear(OfficeYear):
    """The same rows of one network only."""

    network: Network | None = None

    @property
    def schools(self):
        return super().schools.filter(network=self.network)

    @property
    def visits(self):
        return super().visits.filter(school__network=self.network)

    @cached_property
    def networks(self):
        return {self.network.pk: self.network.name}


@dataclass(frozen=True)
class SupervisionBook:
    year: OfficeYear
    chapters: tuple

    @property
    def network(self):
        return getattr(self.year, "network", None)

    @property
    def title(self):
        return _("Supervision report of fiscal year %(year)s") % {"year": self.year.fiscal}

    @property
    def name(self):
        return f"{self.title} {self.network or self.year.district.short_name}"

    @property
    def sheets(self):
        counted = _("Counted on %(day)s") % {"day": format_date(self.year.today)}
        heading = [str(self.network or self.year.district.name), str(self.title), counted]
        return [table.sheet(number, heading) for chapter in self.chapters for number, table in chapter.numbered]


def build(year):
    """The chapters; what is the office's alone is left out of a network's report."""
    of_office = not isinstance(year, NetworkYear)
    seen = [
        supervision.coverage_by_network(year),
        *([duties(year)] if of_office else []),
        supervision.not_visited(year),
    ]
    visits = [supervision.by_purpose(year), tables.by_month(year), tables.by_supervisor(year), supervision.visits(year)]
    found = [tables.scores_by_standard(year), tables.findings(year)]
    agreed = [supervision.actions_by_side(year), tables.promises(year), supervision.unsettled_actions(year)]
    chapters = [
        Chapter("1", gettext_lazy("Coverage"), seen),
        Chapter("2", gettext_lazy("Visits"), visits),
        Chapter("3", gettext_lazy("What was seen"), found),
        Chapter("4", gettext_lazy("Promises"), agreed),
        Chapter("5", gettext_lazy("Schools that are helped"), [tables.helped(year)]),
    ]
    if of_office:
        chapters.append(Chapter("6", gettext_lazy("Satisfaction"), [tables.satisfaction(year)]))
    return SupervisionBook(year, tuple(chapters))


# ---------------------------------------------------------------- files


def make_book(job, progress):
    """The Made of a job with the params year, network (key or None), format and thai_digits. Refused for a year without
    a visit."""
    year = year_of(job.district, job.params["year"], job.params["network"])
    if not Visit.objects.counted().filter(pk__in=year.visits.order_by()).exists():
        raise Refused(_("No visit has taken place in this fiscal year yet."))
    progress(0, 2)
    book = build(year)
    progress(1, 2)
    made = FORMATS[job.params["format"]](book, job.params["thai_digits"])
    progress(2, 2)
    return made


def year_of(district, fiscal, network=None):
    """Of the office, or of its network of this key. Network.DoesNotExist for one of another office."""
    if network is None:
        return OfficeYear.of(district, fiscal)
    chosen = Network.objects.get(district=district, pk=network)
    return NetworkYear(district, fiscal, OfficeYear.of(district).today, network=chosen)


def make_pdf(book, thai_digits):
    return Made(render_pdf(TEMPLATE, _context(book), **_options(book, thai_digits)), f"{book.name}.pdf", files.PDF)


def make_docx(book, thai_digits):
    content = render_docx(TEMPLATE, _context(book), **_options(book, thai_digits))
    return Made(content, f"{book.name}.docx", files.DOCX)


def make_xlsx(book, thai_digits):
    """Digits of a sheet are numbers: they are the same in both styles."""
    return Made(write_workbook(book.sheets), f"{book.name}.xlsx", XLSX)


FORMATS = {"pdf": make_pdf, "docx": make_docx, "xlsx": make_xlsx}


def _context(book):
    return {"book": book, "year": book.year, "district": book.year.district}


def _options(book, thai_digits):
    district = book.year.district
    return {"title": book.name, "author": district.name, "thai_digits": thai_digits, "files": pictures_of(district)}
