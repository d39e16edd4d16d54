"""Members' own parts come together: the lead sees each side and chooses; nothing is dropped (F24, F62)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from supervision.imports.field import DEVICE, PORTAL, take_in
from supervision.models import Visit
from supervision.reports.field_choices import choices_of
from supervision.services.field_records import may_carry


@requires(Verb.REPORT_VISIT)
def visit_parts(request, pk):
    """What waits of the visit's field records, and the records themselves with their receipts."""
    visit = team_visit(request.user, pk)
    if request.method == "POST":
        return _merge(request, visit)
    records = visit.field_records.select_related("user", "visit").prefetch_related("revisions", "conflicts")
    context = {
        "visit": visit,
        "choices": choices_of(visit),
        "records": records,
        "may_choose": may_choose(visit, request.user) and visit.is_open_to_edit,
    }
    return render(request, "supervision/visit_parts.html", context)


def team_visit(user, pk):
    """The visit, for its team and who heads the group; 404 for all others."""
    visit = get_object_or_404(Visit.objects.visible_to(user).select_related("school__district", "instrument"), pk=pk)
    return visit if may_carry(visit, user) else get_object_or_404(Visit.objects.none())


def may_choose(visit, user):
    is_alone = visit.members.count() == 1 and visit.members.filter(user=user).exists()
    return user.can(Verb.MANAGE_VISITS) or user == visit.lead or is_alone


@transaction.atomic
def _merge(request, visit):
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not may_choose(visit, request.user):
        raise PermissionDenied
    here = redirect(reverse("supervision:visit_parts", args=[visit.pk]))
    if not visit.is_open_to_edit:
        messages.error(
            request, _("The visit is “%(state)s”: nothing in it can be changed.") % {"state": visit.get_state_display()}
        )
        return here
    given = {choice.part: request.POST.get(choice.part) for choice in choices_of(visit)}
    for record in visit.field_records.all():
        chosen = {part: DEVICE if side == str(record.pk) else PORTAL for part, side in given.items() if side}
        take_in(record, by=request.user, chosen=chosen)
    left = len(choices_of(visit))
    said = _("Saved. %(n)s parts still wait.") % {"n": left} if left else _("All parts are in the visit.")
    messages.success(request, said)
    return here
