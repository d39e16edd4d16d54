"""For everybody, without signing in: the good practices that their schools wanted to be read by all (A7-01, step 5).

Names of people stand there as the school typed and ticked them; no counts are shown (docs/decisions.md)."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qa_portal.core.models import District
from qa_portal.core.pages import serve_file
from schools.filters.practices import SharedFilter
from schools.models import Practice, PracticeFile

from .public import MINUTES

PER_PAGE = 24


def _of_office(code):
    rows = Practice.objects.public().filter(school__district__code=code)
    return rows.select_related("school__district", "school__network")


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_practices(request, code):
    office = get_object_or_404(District, code=code)
    found = SharedFilter(request.GET, queryset=_of_office(code).order_by("-published_at", "pk"), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "public/practices.html",
        {"district": office, "filter": found, "page_obj": page, "is_paginated": page.has_other_pages()},
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_practice(request, code, pk):
    practice = get_object_or_404(_of_office(code), pk=pk)
    context = {
        "practice": practice,
        "standards": practice.standards.select_related("framework"),
        "files": PracticeFile.objects.public().filter(practice=practice).select_related("stored"),
    }
    return render(request, "public/practice.html", context)


@login_not_required
@require_safe
def public_practice_file(request, code, pk, file):
    rows = PracticeFile.objects.public().filter(practice__school__district__code=code, practice__pk=pk)
    row = get_object_or_404(rows.select_related("stored"), pk=file)
    return serve_file(row.stored, inline=row.is_picture)
