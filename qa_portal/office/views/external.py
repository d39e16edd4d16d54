"""What the external assessments of a round found."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.office.reports.external import RoundResults, sheets
from supervision.models import AssessmentRound, ResultKind, ResultPaper

KINDS = (ResultKind.FINAL, ResultKind.DRAFT)


def _rounds(user):
    return AssessmentRound.objects.visible_to(user).select_related("early_childhood_framework", "basic_framework")


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def external_home(request):
    """The newest round that has results; without any, the newest round."""
    rounds = _rounds(request.user)
    used = ResultPaper.objects.visible_to(request.user).values("assessment__round")
    found = rounds.filter(pk__in=used).first() or rounds.first()
    if found is None:
        messages.info(request, _("There is no round of external assessment yet."))
        return redirect("supervision:result_list")
    return redirect("office:external_results", found.pk)


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def external_results(request, pk):
    """Of the final reports or, asked so, of the drafts; `?format=xlsx` as a workbook."""
    found = get_object_or_404(_rounds(request.user), pk=pk)
    kind = ResultKind.DRAFT if request.GET.get("kind") == ResultKind.DRAFT else ResultKind.FINAL
    results = RoundResults(request.user, found, kind)
    if request.GET.get("format") == "xlsx":
        return workbook_response(sheets(results), _("External results %(round)s") % {"round": found})
    context = {"results": results, "round": found, "kind": kind, "kinds": KINDS, "rounds": _rounds(request.user)}
    return render(request, "office/external_results.html", context)
