from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from supervision.imports.field import take_in
from supervision.models import FieldConflict
from supervision.reports.field_choices import conflict_choices
from supervision.services.field_conflicts import differing_parts, settle_conflict
from supervision.views.field_parts import may_choose, team_visit


@requires(Verb.REPORT_VISIT)
@transaction.atomic
def field_conflict(request, pk, conflict):
    """Two versions of one record, side by side: its author or the lead chooses, place by place."""
    visit = team_visit(request.user, pk)
    rows = FieldConflict.objects.filter(record__visit=visit).select_related("record__visit__school", "record__user")
    if not may_choose(visit, request.user):
        rows = rows.filter(record__user=request.user)
    row = get_object_or_404(rows, pk=conflict)
    row.record.visit = visit
    if request.method == "POST" and row.settled_at is None:
        return _settle(request, row)
    choices = [] if row.settled_at else list(conflict_choices(row, differing_parts(row)))
    context = {"visit": visit, "conflict": row, "choices": choices}
    return render(request, "supervision/field_conflict.html", context)


def _settle(request, row):
    whole = request.POST.get("whole")  # one side for all, or a choice for each part
    parts = differing_parts(row)
    chosen = {part: whole or request.POST.get(part, "") for part in parts}
    if not all(chosen.values()):
        choices = list(conflict_choices(row, parts))
        messages.error(request, _("Please choose for every part."))
        context = {"visit": row.record.visit, "conflict": row, "choices": choices}
        return render(request, "supervision/field_conflict.html", context, status=422)
    record = settle_conflict(row, chosen=chosen, by=request.user)
    take_in(record, by=request.user)
    messages.success(request, _("Settled. Both versions stay stored."))
    return redirect("supervision:visit_parts", pk=record.visit_id)
