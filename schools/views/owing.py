"""Who owes what (F20)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Scope, Verb
from schools.filters.sar import SarFilter
from schools.models import Cycle, Sar
from schools.reports.owing import tables
from schools.services.cadence import next_round
from schools.views.sar import asked


@require_safe
@requires(Verb.VIEW_SARS)
def sar_owing(request):
    """The expected reports of a year by network and by supervisor, for the office; `?format=xlsx` as a workbook."""
    if request.user.scope is Scope.SCHOOL:
        raise PermissionDenied
    query = {key: value for key, value in asked(request).items() if key in ("academic_year", "level") and value}
    rows = SarFilter(query, Sar.objects.visible_to(request.user), request=request)
    found = tables(rows.qs, query)
    if request.GET.get("format") == "xlsx":
        return workbook_response([table.sheet for table in found], _("Who owes what"))
    year = rows.form.cleaned_data.get("academic_year") or 0
    cycles = Cycle.objects.visible_to(request.user).filter(academic_year=year)
    context = {
        "tables": found,
        "fields": [rows.form["academic_year"], rows.form["level"]],
        "rounds": [(cycle, next_round(cycle)) for cycle in cycles.select_related("district")[:1]],
    }
    return render(request, "schools/sar_owing.html", context)
