"""For everybody, without signing in: the honours that the office made public, and whether a certificate is one of them.

Nothing is said of a number that is not public, not even that it exists."""

import re

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qa_portal.core.addresses import year_in
from qa_portal.core.models import District
from qa_portal.core.thai import normalise, to_arabic
from schools.models import Honour

from .public import MINUTES

PER_PAGE = 50
NUMBER = re.compile(r"(?:ที่|เลขที่)?\s*(\d{1,6})\s*/\s*(\d{4})")


def _public(code):
    return Honour.objects.public().filter(district__code=code)


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_honours(request, code):
    office = get_object_or_404(District, code=code)
    rows = _public(code)
    years = rows.order_by("-academic_year").values_list("academic_year", flat=True).distinct()
    year, words = request.GET.get("year", ""), normalise(request.GET.get("q", ""))[:100]
    if asked := year_in(year):
        rows = rows.filter(academic_year=asked)
    if words:
        rows = rows.filter(Q(recipient__icontains=words) | Q(title__icontains=words))
    page = Paginator(rows.order_by("-given_on", "title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"district": office, "years": list(years), "year": year, "words": words, "page_obj": page}
    return render(request, "public/honours.html", context | {"is_paginated": page.has_other_pages()})


@login_not_required
@require_safe
def public_honour_search(request, code):
    """A number typed as it stands on the certificate, in either digits."""
    office = get_object_or_404(District, code=code)
    typed = request.GET.get("number", "")[:50]
    found = NUMBER.fullmatch(to_arabic(typed).strip())
    if found:
        return redirect("public:honour_check", code, int(found[2]), int(found[1]))
    return render(request, "public/honour_search.html", {"district": office, "typed": typed})


@login_not_required
@require_safe
def public_honour(request, code, year, number):
    """What the certificate of this number says; the page answers 404 where no public one has it."""
    office = get_object_or_404(District, code=code)
    label = f"{number}/{year}"
    honour = _public(code).filter(number=label).first()
    context = {"district": office, "honour": honour, "number": label}
    return render(request, "public/honour_check.html", context, status=200 if honour else 404)
