"""The synthesis of a year's reports: its figures, who moved, its chapters, its files."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import UpdateView

from qa_portal.core.pages import Edit, docx_response, pdf_response, requires, workbook_response
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.core.unsaved import Typed
from qa_portal.office import filters
from qa_portal.office.forms.synthesis import ChapterForm, PartForm
from qa_portal.office.models import Chapter, Publication, PublicationKind, Synthesis
from qa_portal.office.models.synthesis import CHAPTERS
from qa_portal.office.reports.synthesis import book as books
from qa_portal.office.reports.synthesis import levels, movers, tables
from qa_portal.office.services import synthesis as writing
from schools.models import Cycle, CycleState, StandardSection

from .offices import office_of
from .rows import Rows


def academic_office(user, district, year):
    """The district; 404 outside the user's scope, and for a year that no calendar has."""
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise Http404
    return office_of(user, district)


def years_of(district):
    """Academic years with a round that was opened, the latest first."""
    return _years(district.pk)


@prepared
def _years(district):
    rows = Cycle.objects.exclude(state=CycleState.DRAFT).filter(district=district)
    return rows.order_by("-academic_year").values_list("academic_year", flat=True)


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def synthesis_home(request):
    """Where the links without a year lead: one's own office and its latest round, or the nation."""
    if request.user.scope is Scope.NATION:
        latest = Cycle.objects.exclude(state=CycleState.DRAFT).order_by("-academic_year").first()
        return redirect("office:synthesis_nation", latest.academic_year if latest else LAST_YEAR)
    years = years_of(request.user.district)
    if not years:
        messages.info(request, _("There is no SAR cycle yet: a synthesis begins with the first reports."))
        return redirect("schools:sar_list")
    return redirect("office:synthesis", request.user.district_id, years[0])


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def synthesis(request, district, year):
    """The figures: standards, years, the strongest and weakest items, of all schools or of some."""
    office = academic_office(request.user, district, year)
    form = PartForm(request.GET or None, district=office)
    asked = levels.Asked(office, year, **form.part)
    parts = _parts(asked, levels.educations(asked))
    context = {"district": office, "year": year, "years": years_of(office), "form": form, "asked": asked}
    context |= {"parts": parts, "published": _published(office.pk, year=year)}
    return render(request, "office/synthesis.html", context)


def _parts(asked, educations):
    return [
        {
            "education": education,
            "standards": tables.standards(asked, education),
            "trend": tables.trend(asked, education),
        }
        for education in educations
    ]


@prepared
def _published(district, *, year):
    """The newest version that stands."""
    rows = Publication.objects.standing().filter(kind=PublicationKind.SYNTHESIS)
    return rows.filter(district=district, academic_year=year).only("number")[:1]


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def synthesis_items(request, district, year, level):
    """Every item of one level of education."""
    office = academic_office(request.user, district, year)
    form = PartForm(request.GET or None, district=office)
    asked = levels.Asked(office, year, **form.part)
    education = next((row for row in levels.educations(asked) if row.level == level), None)
    if education is None:
        raise Http404
    context = {"district": office, "year": year, "form": form, "education": education}
    return render(request, "office/synthesis_items.html", context | {"table": tables.items(asked, education)})


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def synthesis_nation(request, year):
    """All offices together; for those who see the nation."""
    if request.user.scope is not Scope.NATION or not FIRST_YEAR < year <= LAST_YEAR:
        raise Http404
    asked = levels.Asked(None, year)
    parts = _parts(asked, levels.educations(asked, with_items=False))
    return render(request, "office/synthesis_nation.html", {"year": year, "parts": parts})


class MoveRows(Rows):
    """Each standard of each school beside the year before."""

    model = StandardSection
    filterset_class = filters.MoveRowsFilter
    columns = movers.MOVE_COLUMNS
    sheet_name = gettext_lazy("Schools that moved")
    default_sort = "change"

    def rows(self):
        rows = movers.moves(self.district, self.kwargs["year"])
        return rows.select_related("sar__school__network", "sar__cycle", "standard", "level")


# ---------------------------------------------------------------- chapters


@requires(Verb.WRITE_SYNTHESIS)
@require_POST
def synthesis_begin(request, district, year):
    office = academic_office(request.user, district, year)
    if year not in years_of(office):
        raise Http404
    writing.begin(office, year)
    return redirect("office:chapter_list", district, year)


def synthesis_of(rows, district, year):
    return get_object_or_404(rows.select_related("district"), district__pk=district, academic_year=year)


def begun(user, district, year):
    """The synthesis that the user may see, or None while nobody has begun it."""
    rows = Synthesis.objects.visible_to(user).select_related("district")
    return rows.filter(district__pk=district, academic_year=year).first()


def unbegun(request, district, year):
    """In place of a part of a synthesis that nobody has begun to write."""
    office = academic_office(request.user, district, year)
    may_begin = request.user.can(Verb.WRITE_SYNTHESIS) and year in years_of(office)
    context = {"district": office, "year": year, "may_begin": may_begin}
    return render(request, "office/synthesis_unbegun.html", context)


@requires(Verb.VIEW_DASHBOARD)
@require_safe
def chapter_list(request, district, year):
    """The book as it will be printed, chapter by chapter, each with its way to be edited."""
    row = begun(request.user, district, year)
    if row is None:
        return unbegun(request, district, year)
    with override("th"):
        book = books.build(row)
    context = {"synthesis": row, "book": book, "district": row.district}
    return render(request, "office/chapter_list.html", context | {"may_write": request.user.can(Verb.WRITE_SYNTHESIS)})


class ChapterEdit(Typed, Edit, UpdateView):
    model = Chapter
    form_class = ChapterForm
    verb = Verb.WRITE_SYNTHESIS
    template_name = "office/chapter_edit.html"

    def get_queryset(self):
        return Chapter.objects.filter(synthesis__in=Synthesis.objects.editable_by(self.request.user))

    def get_object(self):
        about = {"synthesis__district__pk": self.kwargs["district"], "synthesis__academic_year": self.kwargs["year"]}
        return get_object_or_404(
            self.get_queryset().select_related("synthesis__district"), **about, key=self.kwargs["key"]
        )

    def get_context_data(self, **kwargs):
        with override("th"):
            book = books.build(self.object.synthesis)
        return super().get_context_data(**kwargs) | {"book": book, "title": CHAPTERS[self.object.key]}

    def get_success_url(self):
        return reverse("office:chapter_list", args=[self.kwargs["district"], self.kwargs["year"]])


# ---------------------------------------------------------------- files


@requires(Verb.EXPORT_REPORTS)
@require_safe
def synthesis_file(request, district, year, kind):
    """The book with every figure, as it stands now."""
    row = synthesis_of(Synthesis.objects.visible_to(request.user), district, year)
    with override("th"):
        book = books.build(row)
    digits = request.GET.get("digits") == "thai"
    if kind == "pdf":
        return pdf_response(books.pdf(book, thai_digits=digits), book.title)
    if kind == "docx":
        return docx_response(books.docx(book, thai_digits=digits), book.title)
    with override("th"):
        return workbook_response(book.sheets(), book.title)
