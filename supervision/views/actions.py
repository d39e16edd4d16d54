from django.db.models import Case, When
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, TransitionPage, requires, serve_file
from qa_portal.core.paging import KeyPaginator
from qa_portal.core.roles import Verb
from supervision.filters.actions import ActionFilter
from supervision.forms import ActionStepForm
from supervision.lists.actions import ACTION_COLUMNS, SHOWN_OF_ACTION
from supervision.models import ActionEvidence, ActionState, AgreedAction
from supervision.models.visit import SENT
from supervision.services.actions import settle_action
from supervision.views.lists import SupervisionList

IS_CLOSED = Case(When(state=ActionState.CLOSED, then=1), default=0)


class ActionList(SupervisionList):
    """What was agreed at visits, until it is closed; the page counts only visits that are reported."""

    model = AgreedAction
    paginator_class = KeyPaginator
    for_office = ("school",)
    filterset_class = ActionFilter
    template_name = "supervision/action_list.html"
    sheet_name = _("Agreed actions")
    columns = ACTION_COLUMNS

    def _ordering(self):
        """What is not closed comes first, unless somebody asks for another order."""
        by = super()._ordering()
        return by if self.request.GET.get("sort") else [IS_CLOSED, *by]

    def get_queryset(self):
        return super().get_queryset().agreed().select_related("visit__school", "owner").only(*SHOWN_OF_ACTION)


class ActionDetail(Access, DetailView):
    model = AgreedAction
    verb = Verb.VIEW_VISITS
    template_name = "supervision/action_detail.html"
    context_object_name = "action"

    def get_queryset(self):
        related = ("visit__school", "finding__category", "finding__visit", "owner", "done_by", "closed_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "evidence": self.object.evidence.select_related("file__stored_by"),
            "looks": self._looks(),
            "entries": entries_of(self.object),
        }

    def _looks(self):
        looks = self.object.rechecks.filter(visit__state__in=SENT).select_related("visit").prefetch_related("photos")
        return looks.order_by("visit__held_on", "pk")


class ActionStep(TransitionPage):
    model = AgreedAction

    def get_form(self, data=None, files=None):
        return ActionStepForm(data, files, transition=self.transition, action=self.object)

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
