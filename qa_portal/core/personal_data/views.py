"""The administrator's pages about personal data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from qa_portal.core.columns import Column
from qa_portal.core.models import Act, DataAccess, PersonAct, Refusal, RetentionProposal, User
from qa_portal.core.pages import READ_WRITE, ListPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.signed_in import places
from qa_portal.core.templatetags.portal import be_datetime
from qa_portal.core.workflow import Refused

from . import people, retention
from .forms import AccessFilter, DecisionForm, PersonFilter, ReasonForm, RefusalFilter
from .register import holdings, traces


@require_safe
@requires(Verb.KEEP_PERSONAL_DATA)
def personal_data(request):
    """The register, and what waits for a decision."""
    proposals = RetentionProposal.objects.visible_to(request.user).select_related("decided_by")[:50]
    context = {
        "holdings": holdings(),
        "traces": list(traces()),
        "proposals": [(proposal, retention.RULES.get(proposal.rule)) for proposal in proposals],
    }
    return render(request, "personal_data/register.html", context)


def _person_url(person):
    return reverse("core:personal_data_person", args=[person.pk])


class PersonList(ListPage):
    model = User
    verb = Verb.KEEP_PERSONAL_DATA
    scope = "managed_by"
    filterset_class = PersonFilter
    template_name = "personal_data/people.html"
    sheet_name = gettext_lazy("People of the portal")
    columns = [
        Column("name", gettext_lazy("Person"), str, 30, "first_name", _person_url),
        Column("username", gettext_lazy("User name"), lambda user: user.username, 20, "username"),
        Column("position", gettext_lazy("Position"), lambda user: user.position, 30, "position"),
        Column(
            "is_active",
            gettext_lazy("Account in use"),
            lambda user: _("Yes") if user.is_active else _("No"),
            14,
            "is_active",
        ),
    ]


class AccessList(ListPage):
    model = DataAccess
    verb = Verb.KEEP_PERSONAL_DATA
    queryset = DataAccess.objects.select_related("user")
    filterset_class = AccessFilter
    template_name = "personal_data/accesses.html"
    sheet_name = gettext_lazy("Who took data out")
    columns = [
        Column("done_at", pgettext_lazy("data access", "When"), lambda row: be_datetime(row.done_at), 22, "done_at"),
        Column("user", pgettext_lazy("data access", "Who"), lambda row: str(row.user), 30, "user__first_name"),
        Column("file_name", gettext_lazy("File"), lambda row: row.file_name, 50, "file_name"),
        Column("path", gettext_lazy("Address"), lambda row: row.path, 60, "path"),
    ]


class RefusalList(ListPage):
    model = Refusal
    verb = Verb.KEEP_PERSONAL_DATA
    queryset = Refusal.objects.select_related("user")
    filterset_class = RefusalFilter
    template_name = "personal_data/refusals.html"
    sheet_name = gettext_lazy("Refused access")
    columns = [
        Column("last_at", pgettext_lazy("refusal", "Last at"), lambda row: be_datetime(row.last_at), 22, "last_at"),
        Column("user", pgettext_lazy("data access", "Who"), lambda row: str(row.user), 30, "user__first_name"),
        Column("status", pgettext_lazy("refusal", "Why"), lambda row: row.get_status_display(), 24, "status"),
        Column("count", gettext_lazy("Times that day"), lambda row: row.count, 14, "count", kind="number"),
        Column("method", pgettext_lazy("refusal", "How it was asked"), lambda row: row.method, 14, "method"),
        Column("route", gettext_lazy("Page"), lambda row: row.route, 60, "route"),
    ]


def _own_person(request, pk):
    return get_object_or_404(User.objects.managed_by(request.user), pk=pk)


@require_safe
@requires(Verb.KEEP_PERSONAL_DATA)
def person(request, pk):
    """What can be done for a person, and what was."""
    found = _own_person(request, pk)
    done = PersonAct.objects.filter(person=found).select_related("done_by")
    context = {"person": found, "steps": STEPS.items(), "done": done, "is_erased": people.is_erased(found)}
    return render(request, "personal_data/person.html", context)


@dataclass(frozen=True)
class Step:
    do: Callable
    icon: str
    lead: str
    said: str
    is_final: bool = False


STEPS = {
    Act.EXPORT: Step(
        people.export_person,
        "box-arrow-down",
        gettext_lazy("The portal packs all that it holds of the person into one file, for you to hand over."),
        gettext_lazy("The file is being made. You find it under the files being made."),
    ),
    Act.SECOND_FACTOR: Step(
        people.turn_off_second_factor,
        "shield-slash",
        gettext_lazy(
            "For somebody who lost both the device and the recovery codes. Make sure whom you are speaking with; the "
            "person is told."
        ),
        gettext_lazy("The second factor is off. The person signs in with the password and can turn it on anew."),
    ),
    Act.SIGN_INS: Step(
        places.end_all,
        "box-arrow-right",
        gettext_lazy("For somebody who lost a device: each browser asks for the password again. Typing is kept."),
        gettext_lazy("The person is signed out everywhere."),
    ),
    Act.ERASE: Step(
        people.erase_person,
        "person-x",
        gettext_lazy(
            "The account is closed for good. Name, contacts, notices and sign-ins go; what the person did in the "
            "office's records stays, without the name of the account. Files of the person's data that were made here "
            "go too: download them before. This cannot be taken back."
        ),
        gettext_lazy("The person is erased. The office's records stay."),
        is_final=True,
    ),
}


@READ_WRITE
@requires(Verb.KEEP_PERSONAL_DATA)
def person_act(request, pk, act):
    """Asks why, then does it."""
    found, act = _own_person(request, pk), Act(act)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _do(request, found, STEPS[act], form.cleaned_data["reason"])
    context = {"person": found, "act": act, "step": STEPS[act], "form": form}
    return render(request, "personal_data/person_act.html", context, status=422 if form.errors else 200)


def _do(request, found, step, reason):
    try:
        step.do(found, reason=reason, by=request.user)
        messages.success(request, step.said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("core:personal_data_person", pk=found.pk)


@READ_WRITE
@requires(Verb.KEEP_PERSONAL_DATA)
def retention_decide(request, pk):
    """Old data: remove them, or say why they stay."""
    proposal = get_object_or_404(RetentionProposal.objects.visible_to(request.user), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            removed = retention.decide(proposal, by=request.user, **form.cleaned_data)
            messages.success(request, _("Decided. Rows removed: %(count)s.") % {"count": f"{removed:,}"})
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("core:personal_data")
    context = {"proposal": proposal, "rule": retention.RULES[proposal.rule], "form": form}
    return render(request, "personal_data/retention.html", context, status=422 if form.errors else 200)
