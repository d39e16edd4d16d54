"""A visit: planned or entered, its page, and its steps that ask for more than a note."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, UpdateView

from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, FormPage, TransitionPage
from qa_portal.core.roles import Scope, Verb
from supervision.checks.days import conflicts_of_visits
from supervision.forms import (
    AcknowledgeForm,
    CancelForm,
    PlannedVisitsForm,
    PostponeForm,
    ReplanForm,
    UnplannedForm,
    VisitPlanForm,
)
from supervision.models import AgreedAction, PlanItem, Visit, VisitState
from supervision.reports import held_by, record_steps
from supervision.services.field_records import may_carry
from supervision.services.visits import acknowledge_visit, cancel_visit, plan_visits, postpone_visit, replan_visit

MOST_WARNINGS = 6


class VisitDetail(Access, DetailView):
    """Where a visit stands, what is next, and all that it holds; what was agreed before comes first."""

    model = Visit
    verb = Verb.VIEW_VISITS
    template_name = "supervision/visit_detail.html"

    def get_queryset(self):
        people = ("reported_by", "acknowledged_by")
        related = ("school__district", "school__network", "instrument", "plan_item", *people)
        return super().get_queryset().select_related(*related)

    def _is_of_team(self, visit):
        user = self.request.user
        is_member = user in {member.user for member in visit.team}
        return user.can(Verb.REPORT_VISIT) and (is_member or user.can(Verb.MANAGE_VISITS))

    def get_context_data(self, **kwargs):
        visit, user = self.object, self.request.user
        is_mine = Visit.objects.editable_by(user).filter(pk=visit.pk).exists()
        before = AgreedAction.objects.visible_to(user).unsettled().filter(visit__school=visit.school)
        return (
            super().get_context_data(**kwargs)
            | held_by(visit)
            | {
                "is_mine": is_mine,
                "has_field_records": may_carry(visit, user) and visit.field_records.exists(),
                "may_link": visit.is_sent and self._is_of_team(visit),
                "is_office": user.scope is not Scope.SCHOOL,
                "record_steps": record_steps(visit) if is_mine else [],
                "earlier_actions": before.exclude(visit=visit).select_related("visit", "owner").order_by("due_on"),
                "postponements": visit.postponements.all(),
                "entries": entries_of(visit),
            }
        )


class NewVisits(Access, FormPage):
    verb = Verb.PLAN_VISIT

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class VisitCreate(NewVisits):
    form_class = PlannedVisitsForm
    template_name = "supervision/visit_create.html"

    def get_initial(self):
        """`?school=` from a school's own page, `?plan_item=` from an item of the year's plan."""
        return {"schools": self.request.GET.getlist("school")} | self._of_item()

    def _of_item(self):
        found = row_in(PlanItem.objects.visible_to(self.request.user), self.request.GET.get("plan_item", ""))
        facts = {"plan_item": found, "purpose": found.purpose, "instrument": found.instrument_id} if found else {}
        return {name: value for name, value in facts.items() if value}

    def form_valid(self, form):
        visits = plan_visits(by=self.request.user, **form.cleaned_data)
        said = ngettext("%(count)s visit is planned.", "%(count)s visits are planned.", len(visits))
        messages.success(self.request, said % {"count": len(visits)})
        warn_of_days(self.request, visits)
        return redirect(visits[0] if len(visits) == 1 else reverse("supervision:visit_list"))


def warn_of_days(request, visits):
    """What stands against the days of planned visits: for a person to weigh."""
    for sentence in conflicts_of_visits(visits)[:MOST_WARNINGS]:
        messages.warning(request, sentence)


class UnplannedCreate(NewVisits):
    form_class = UnplannedForm
    template_name = "supervision/visit_unplanned.html"

    def get_initial(self):
        return {"school": self.request.GET.get("school")}

    def form_valid(self, form):
        fields = form.cleaned_data | {"planned_on": form.cleaned_data["visited_on"]}
        school = fields.pop("school")
        (visit,) = plan_visits([school], by=self.request.user, **fields)
        messages.success(self.request, _("The visit is there. Now record it step by step."))
        return redirect(visit)


class VisitPlanEdit(Edit, UpdateView):
    model = Visit
    verb = Verb.PLAN_VISIT
    form_class = VisitPlanForm
    template_name = "supervision/visit_plan_edit.html"

    def get_queryset(self):
        return super().get_queryset().filter(state=VisitState.PLANNED)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        answer = super().form_valid(form)
        warn_of_days(self.request, [self.object])
        return answer


class VisitStep(TransitionPage):
    """A step of a visit that asks for more than a note."""

    model = Visit
    template_name = "supervision/visit_step.html"
    form_class = None

    def get_form(self, data=None, files=None):
        return self.form_class(data, files, transition=self.transition, visit=self.object)


class VisitCancel(VisitStep):
    def get_form(self, data=None, files=None):
        return CancelForm(data, files, transition=self.transition)

    def act(self, form):
        cancel_visit(self.object, by=self.request.user, **form.cleaned_data)


class VisitPostpone(VisitStep):
    """`?new_date=` from the month's page."""

    form_class = PostponeForm

    def get_form(self, data=None, files=None):
        said = {"new_date": self.request.GET.get("new_date", "")[:30]}
        return PostponeForm(data, files, transition=self.transition, visit=self.object, initial=said)

    def act(self, form):
        postpone_visit(self.object, by=self.request.user, **form.cleaned_data)


class VisitReplan(VisitStep):
    form_class = ReplanForm

    def act(self, form):
        replan_visit(self.object, by=self.request.user, **form.cleaned_data)


class VisitAcknowledge(VisitStep):
    form_class = AcknowledgeForm
    template_name = "supervision/visit_acknowledge.html"

    def act(self, form):
        answer = form.cleaned_data["note"]
        acknowledge_visit(self.object, answer=answer, replies=form.replies(), by=self.request.user)
