from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from qa_portal.core.columns import Column
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, TransitionPage, requires, serve_file
from qa_portal.core.roles import Verb
from supervision.filters.actions import ActionFilter
from supervision.forms import ActionStepForm
from supervision.models import ActionEvidence, AgreedAction
from supervision.services.actions import settle_action
from supervision.views.lists import SupervisionList

# What the columns show; as in lists.SHOWN_OF_VISIT.
OWNER = ("owner__first_name", "owner__last_name", "owner__username")
SHOWN = ("what", "number", "due_on", "state", "owed_by", "owner_text", "visit__code", "visit__school__name", *OWNER)


def _standing(action):
    return _("Overdue") if action.is_overdue else ""


class ActionList(SupervisionList):
    """What was agreed at visits, until it is closed; the page counts only visits that are reported."""

    model = AgreedAction
    for_office = ("school",)
    filterset_class = ActionFilter
    template_name = "supervision/action_list.html"
    sheet_name = _("Agreed actions")
    default_sort = "due"
    columns = [
        Column("what", _("What was agreed"), lambda a: a.what, 50, link=lambda a: a.get_absolute_url()),
        Column("school", _("School"), lambda a: a.visit.school.name, 30, "visit__school__name_sort"),
        Column("due", _("To be done by"), lambda a: a.due_on, 14, "due_on", kind="date"),
        Column("overdue", _("Overdue"), lambda a: str(_standing(a)), 10),
        Column("owner", _("Who owes it"), lambda a: a.owner_label, 26, "owed_by"),
        Column("code", _("Number"), lambda a: a.code, 20),
        Column("state", _("State"), lambda a: a.get_state_display(), 20, "state", kind="state"),
    ]

    def get_queryset(self):
        return super().get_queryset().agreed().select_related("visit__school", "owner").only(*SHOWN)


class ActionDetail(Access, DetailView):
    model = AgreedAction
    verb = Verb.VIEW_VISITS
    template_name = "supervision/action_detail.html"
    context_object_name = "action"

    def get_queryset(self):
        related = ("visit__school", "finding__category", "owner", "done_by", "closed_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "evidence": self.object.evidence.select_related("file__stored_by"),
            "entries": entries_of(self.object),
        }


class ActionStep(TransitionPage):
    model = AgreedAction

    def get_form(self, data=None, files=None):
        return ActionStepForm(data, files, transition=self.transition)

    def act(self, form):
        settle_action(
            self.object,
            self.transition.name,
            note=form.cleaned_data["note"],
            upload=form.cleaned_data["evidence"],
            by=self.request.user,
        )


@requires(Verb.VIEW_VISITS)
def evidence_file(request, pk, evidence):
    action = get_object_or_404(AgreedAction.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(ActionEvidence.objects.select_related("file"), action=action, pk=evidence)
    return serve_file(row.file)
