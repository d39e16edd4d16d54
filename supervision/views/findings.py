from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Access, requires, serve_file
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Refused
from supervision.filters.findings import FindingFilter
from supervision.forms.reply import ReplyForm
from supervision.lists.findings import FINDING_COLUMNS, SHOWN_OF_FINDING
from supervision.models import Finding, SchoolReply
from supervision.models.visit import SENT
from supervision.services.replies import answer_finding, refusal_to_answer
from supervision.views.lists import SupervisionList


class FindingList(SupervisionList):
    """What was found at visits that are reported, and whether a later visit found it fixed."""

    model = Finding
    for_office = ("school",)
    filterset_class = FindingFilter
    template_name = "supervision/finding_list.html"
    sheet_name = gettext_lazy("Findings")
    default_sort = "-date"
    columns = FINDING_COLUMNS

    def get_queryset(self):
        rows = super().get_queryset().sent().with_last_look().with_reply()
        return rows.select_related("visit__school", "category", "standard").only(*SHOWN_OF_FINDING)


class FindingDetail(Access, DetailView):
    """One finding with its photos, the school's answers, what was promised, and every later look at it."""

    model = Finding
    verb = Verb.VIEW_VISITS
    template_name = "supervision/finding_detail.html"
    context_object_name = "finding"

    def get_queryset(self):
        rows = super().get_queryset().sent().with_last_look()
        return rows.select_related("visit__school", "category", "standard").prefetch_related("replies__evidence")

    def get_context_data(self, **kwargs):
        finding = self.object
        looks = finding.rechecks.filter(visit__state__in=SENT).select_related("visit").prefetch_related("photos")
        return super().get_context_data(**kwargs) | {
            "photos": finding.photos.select_related("file"),
            "actions": finding.actions.select_related("visit", "owner").order_by("number"),
            "looks": looks.order_by("visit__held_on", "pk"),
            "earlier_replies": list(finding.replies.all())[1:],
            "is_office": self.request.user.scope is not Scope.SCHOOL,
            "may_answer": self.request.user.can(Verb.ACKNOWLEDGE_VISIT) and not refusal_to_answer(finding),
            "entries": entries_of(finding),
        }


@READ_WRITE
@requires(Verb.ACKNOWLEDGE_VISIT)
@transaction.atomic
def finding_answer(request, pk):
    """The school says what it thinks of one finding, as often as it likes while the finding is open."""
    finding = get_object_or_404(Finding.objects.visible_to(request.user).select_related("visit__school"), pk=pk)
    if sentence := refusal_to_answer(finding):
        messages.error(request, sentence)
        return redirect(finding)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _answered(request, finding, form.cleaned_data)
    context = {"finding": finding, "form": form, "back_url": finding.get_absolute_url()}
    return render(request, "supervision/finding_answer.html", context, status=422 if form.errors else 200)


def _answered(request, finding, said):
    try:
        answer_finding(finding, by=request.user, **said)
    except Refused as refused:  # a later visit was reported in this very moment
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The area office has your answer. You can answer again while the finding is open."))
    return redirect(finding)


@require_safe
@requires(Verb.VIEW_VISITS)
def reply_file(request, pk, reply):
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=pk)
    rows = SchoolReply.objects.filter(finding=finding).exclude(evidence=None).select_related("evidence")
    return serve_file(get_object_or_404(rows, pk=reply).evidence)
