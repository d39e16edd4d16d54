"""Pages for everybody, without signing in: what an office has published. A synthesis names no school and shows no small
count (B10); a school stands by its name only with what it wanted to be read or was honoured for."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qa_portal.core.models import District
from qa_portal.core.pages import serve_file
from qa_portal.office.models import LibraryDocument, Publication, PublicationKind, Reader
from schools.models import Honour, Practice

MINUTES = 5 * 60  # seconds that a reader's browser may keep a public page


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_home(request):
    """The offices that have published something."""
    rows = (
        Publication.objects.newest_of_each()
        .for_everybody()
        .select_related("district")
        .order_by("district__name", "-academic_year")
    )
    return render(request, "public/home.html", {"publications": rows, "offices": _offices()})


def _offices():
    """Those that have anything for everybody."""
    published = Q(pk__in=Publication.objects.for_everybody().values("district"))
    shared = Q(pk__in=Practice.objects.public().values("school__district"))
    honoured = Q(pk__in=Honour.objects.public().values("district"))
    kept = Q(pk__in=LibraryDocument.objects.filter(reader=Reader.PUBLIC).values("district"))
    return District.objects.filter(published | shared | honoured | kept).order_by("name")


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_office(request, code):
    office = get_object_or_404(District, code=code)
    rows = Publication.objects.newest_of_each().for_everybody().filter(district=office)
    context = {
        "district": office,
        "publications": rows,
        "has_practices": Practice.objects.public().filter(school__district=office).exists(),
        "has_honours": Honour.objects.public().filter(district=office).exists(),
        "has_documents": LibraryDocument.objects.public_of(office).exists(),
    }
    return render(request, "public/office.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_synthesis(request, code, year):
    row = _standing(code, year)
    return render(request, "public/synthesis.html", {"publication": row, "content": row.content})


@login_not_required
@require_safe
def public_synthesis_pdf(request, code, year):
    return serve_file(_standing(code, year).public_pdf)


def _standing(code, year):
    rows = Publication.objects.newest_of_each().for_everybody().filter(kind=PublicationKind.SYNTHESIS)
    return get_object_or_404(rows.select_related("district"), district__code=code, academic_year=year)
