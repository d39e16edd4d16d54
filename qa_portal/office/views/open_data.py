"""Open data for everybody: the data dictionary, and each table as CSV and JSON."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qa_portal.core.addresses import year_in
from qa_portal.office.reports import open_data

from .public import MINUTES

LONGEST_CODE = 10


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def open_data_home(request):
    """What there is, field by field, and where to take it from."""
    context = {
        "datasets": open_data.DATASETS.values(),
        "publications": open_data.publications(),
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return render(request, "public/open_data.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def open_data_file(request, table, kind):
    """One table of all offices and years, or of those named by `office` (code) and `year` (B.E.)."""
    dataset = open_data.DATASETS.get(table)
    if dataset is None:
        raise Http404
    found = open_data.publications(**_asked(request))
    if kind == "csv":
        response = HttpResponse(open_data.as_csv(dataset, found), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{table}.csv")
        return response
    return JsonResponse(_described(dataset, found), json_dumps_params={"ensure_ascii": False})


def _asked(request):
    code, asked = request.GET.get("office", ""), request.GET.get("year", "")
    year = year_in(asked)
    if (asked and year is None) or len(code) > LONGEST_CODE or (code and not code.isalnum()):
        raise Http404
    return {"code": code, "year": year}


def _described(dataset, found):
    """The rows with what they mean: a file that is found by itself is still understood."""
    with override("th"):
        return {
            "title": str(dataset.title),
            "about": str(dataset.about),
            "licence": settings.OPEN_DATA_LICENCE,
            "fields": [
                {"name": field.key, "type": type_of(field), "meaning": str(field.meaning), "source": str(field.source)}
                for field in dataset.fields
            ],
            "rows": open_data.records(dataset, found),
        }


def type_of(field):
    return {"number": "number", "date": "date"}.get(field.kind, "text")
