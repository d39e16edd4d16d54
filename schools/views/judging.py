"""Choosing the judges, a judge's own pages, and the result."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.workflow import Refused, wrong_state
from schools.forms.award import ExcuseForm, JudgesForm, MarkForm
from schools.lists.honours import result_columns
from schools.models import Award, AwardJudge, AwardState, Nomination
from schools.services.award_results import judging_of
from schools.services.judging import (
    choose_judges,
    excuse_judge,
    give_marks,
    marking_refusal,
    people_who_judge,
    recall_judge,
)

from .awards import is_blind, managed_award, visible_award


@READ_WRITE
@requires(Verb.MANAGE_PRACTICES)
def award_judges(request, pk):
    """Who judges, what each has still to do, and what each must not judge."""
    award = managed_award(request, pk)
    if award.is_decided:
        messages.error(request, wrong_state(award))
        return redirect(award)
    chosen = list(award.judges.values_list("user", flat=True))
    form = JudgesForm(request.POST or None, people=people_who_judge(award.district), initial={"people": chosen})
    if request.method == "POST" and form.is_valid() and _chosen(request, award, form):
        return redirect("schools:award_judges", pk)
    judging = judging_of(award)
    context = {"award": award, "form": form, "judging": judging, "loads": _loads(judging)}
    return render(request, "schools/award_judges.html", context, status=422 if form.errors else 200)


def _chosen(request, award, form):
    try:
        choose_judges(award, list(form.cleaned_data["people"]), by=request.user)
    except Refused as refused:
        form.add_error("people", str(refused))
        return False
    messages.success(request, _("Saved. Those who are new are told."))
    return True


def _loads(judging):
    """For each judge: done, awaited, and the entries that they must not judge, with the sentence why."""
    loads = []
    for judge in judging.judges:
        pairs = [(row, judging.judgement(row, judge)) for row in judging.nominations]
        loads.append(
            {
                "judge": judge,
                "done": sum(item.is_counted for _row, item in pairs),
                "awaited": sum(item.is_awaited for _row, item in pairs),
                "refused": [(row, item.refusal) for row, item in pairs if item.refusal],
            }
        )
    return loads


@READ_WRITE
@requires(Verb.MANAGE_PRACTICES)
def judge_excuse(request, pk, judge):
    award = managed_award(request, pk)
    row = get_object_or_404(award.judges.select_related("user"), pk=judge)
    form = ExcuseForm(request.POST or None)
    if form.is_valid():
        try:
            excuse_judge(row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(judge)s is excused.") % {"judge": row})
        return redirect("schools:award_judges", pk)
    context = {"award": award, "judge": row, "form": form, "back_url": reverse("schools:award_judges", args=[pk])}
    return render(request, "schools/judge_excuse.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.MANAGE_PRACTICES)
def judge_recall(request, pk, judge):
    row = get_object_or_404(managed_award(request, pk).judges.select_related("user"), pk=judge)
    try:
        recall_judge(row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(judge)s judges again.") % {"judge": row})
    return redirect("schools:award_judges", pk)


# ---------------------------------------------------------------- the judge's own pages


@require_safe
@requires(Verb.JUDGE_PRACTICE)
def judging_list(request):
    """What this person is asked to judge, award by award."""
    awards = Award.objects.visible_to(request.user).judged_by(request.user)
    desks = [_desk(award, request.user) for award in awards]
    return render(request, "schools/judging_list.html", {"desks": desks})


def _desk(award, user):
    judge = award.judges.get(user=user)
    judging = judging_of(award, judges=[judge])
    rows = [(row, judging.judgement(row, judge)) for row in judging.nominations]
    return {
        "award": award,
        "most": judging.most,
        "rows": rows,
        "done": sum(item.is_counted for _row, item in rows),
        "awaited": sum(item.is_awaited for _row, item in rows),
    }


def _my_nomination(request, pk):
    """(nomination, judgeship) of who asks; 404 for what they were not asked to judge."""
    awards = Award.objects.visible_to(request.user)
    rows = Nomination.objects.standing().with_practice().filter(award__in=awards).select_related("award")
    nomination = get_object_or_404(rows.select_related("practice__school__district"), pk=pk)
    judge = AwardJudge.objects.filter(award=nomination.award, user=request.user).select_related("user").first()
    if judge is None:
        raise Http404
    return nomination, judge


@READ_WRITE
@requires(Verb.JUDGE_PRACTICE)
@transaction.atomic
def judging_mark(request, pk):
    """One nomination with its entry beside: points for each criterion. What is typed is kept until it is saved."""
    nomination, judge = _my_nomination(request, pk)
    if sentence := marking_refusal(nomination, judge):
        messages.error(request, sentence)
        return redirect("schools:judging_list")
    judging = judging_of(nomination.award, judges=[judge])
    marks = judging.judgement(nomination, judge).marks
    typing = unsaved.find(request.user, request.path) if request.method != "POST" else None
    form = MarkForm(request.POST or (typing and typing.data) or None, criteria=judging.criteria, marks=marks)
    if request.method == "POST" and form.is_valid():
        return _marked(request, nomination, judge, form.given())
    status = 422 if request.method == "POST" else 200
    context = {"nomination": nomination, "form": as_typed(form) if typing else form, "unsaved": typing}
    context |= _around(judging, nomination, judge)
    return render(request, "schools/judging_mark.html", context, status=status)


def _marked(request, nomination, judge, given):
    try:
        give_marks(nomination, judge, given, by=request.user)
    except Refused as refused:  # the judging ended in this very moment
        messages.error(request, str(refused))
        return redirect("schools:judging_list")
    unsaved.forget(request.user, request.path)
    _say_marked(request, nomination, given)
    return _next_screen(request, nomination, judge)


def _say_marked(request, nomination, given):
    facts = {"practice": nomination.practice, "count": sum(points is None for points, _note in given.values())}
    if facts["count"]:
        lacking = _("Kept. “%(practice)s” still waits for you: %(count)s criteria have no points yet.")
        messages.warning(request, lacking % facts)
    else:
        messages.success(request, _("Your points for “%(practice)s” are saved.") % facts)


def _around(judging, nomination, judge):
    """Which one of how many this is, of those that the judge judges."""
    mine = [row for row in judging.nominations if not judging.judgement(row, judge).refusal]
    return {"place": [row.pk for row in mine].index(nomination.pk) + 1, "count": len(mine), "most": judging.most}


def _next_screen(request, nomination, judge):
    """The next that waits for the judge, after this one or from the beginning; the list when nothing does."""
    if "stay" in request.POST:
        return redirect("schools:judging_list")
    judging = judging_of(nomination.award, judges=[judge])
    waiting = [row.pk for row in judging.nominations if judging.judgement(row, judge).is_awaited]
    after = [key for key in waiting if key > nomination.pk] or waiting
    return redirect("schools:judging_mark", after[0]) if after else redirect("schools:judging_list")


# ---------------------------------------------------------------- the result


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def award_result(request, pk):
    """Points by judge, their mean, the percent and the rank: for managers, for its judges once it is announced."""
    award = visible_award(request, pk)
    is_judge = award.judges.filter(user=request.user).exists()
    if not (request.user.can(Verb.MANAGE_PRACTICES) or is_judge):
        raise Http404
    if award.state in (AwardState.DRAFT, AwardState.OPEN) or is_blind(award, request.user):
        messages.error(request, _("A judge sees the points of the others when the result is announced."))
        return redirect(award)
    judging = judging_of(award)
    if request.GET.get("format") == "xlsx":
        sheet = Sheet(_("Result of the judging"), result_columns(judging), judging.results, [str(award)])
        return workbook_response([sheet], str(award))
    context = {"award": award, "judging": judging, "results": judging.results, "awaited": judging.awaited()}
    return render(request, "schools/award_result.html", context)
