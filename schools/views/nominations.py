"""Putting practices up for an award, and taking them back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.award import NominationForm, ShowForm
from schools.models import AwardState
from schools.services.nominating import (
    nominable,
    nominate,
    nominating_refusal,
    tended_practices,
    withdraw_nomination,
)

from .awards import visible_award


def _check_nominator(user):
    if not (user.can(Verb.WRITE_PRACTICE) or user.can(Verb.MANAGE_PRACTICES)):
        raise PermissionDenied


@READ_WRITE
@requires(Verb.VIEW_SCHOOLS)
def nomination_add(request, pk):
    """One of the school's own entries; for the office one of any of its schools."""
    _check_nominator(request.user)
    award = visible_award(request, pk)
    if sentence := nominating_refusal(award):
        messages.error(request, sentence)
        return redirect(award)
    practices = nominable(request.user, award)
    form = NominationForm(request.POST or None, practices=practices)
    if form.is_valid():
        return _nominated(request, award, form.cleaned_data["practice"])
    context = {"award": award, "form": form, "has_practices": practices.exists()}
    return render(request, "schools/nomination_add.html", context, status=422 if form.errors else 200)


def _nominated(request, award, practice):
    try:
        nominate(award, practice, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(practice)s” is nominated.") % {"practice": practice})
    return redirect(award)


@READ_WRITE
@requires(Verb.VIEW_SCHOOLS)
def nomination_withdraw(request, pk, nomination):
    _check_nominator(request.user)
    award = visible_award(request, pk)
    rows = award.nominations.filter(practice__in=tended_practices(request.user, award))
    row = get_object_or_404(rows.with_practice(), pk=nomination)
    if award.state == AwardState.OPEN and not row.withdrawn_at and request.method != "POST":
        context = {"award": award, "nomination": row, "form": ShowForm(), "back_url": award.get_absolute_url()}
        return render(request, "schools/nomination_withdraw.html", context)
    try:
        withdraw_nomination(row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(practice)s” is withdrawn.") % {"practice": row.practice})
    return redirect(award)
