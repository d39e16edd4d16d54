"""The items of a plan and the events of an item."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, requires
from qa_portal.core.roles import Verb
from schools.models import School
from supervision.forms.moving import MoveEventForm
from supervision.forms.plan_items import PlanEventForm, PlanItemForm
from supervision.models import PlanEvent, PlanItem
from supervision.reports.plan_due import PlanStanding
from supervision.reports.plan_progress import progress_of
from supervision.services.plan_schools import schools_of
from supervision.services.plans import move_item
from supervision.views.plans import OfPlan

FIRST_SCHOOLS = 50
STEPS = {"up": -1, "down": 1}


class ItemForms(OfPlan, Edit):
    model = PlanItem
    verb = Verb.MANAGE_VISITS
    plan_scope = "editable_by"
    pk_url_kwarg = "item"
    form_class = PlanItemForm
    template_name = "supervision/plan_item_form.html"
    context_object_name = "item"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.plan.get_absolute_url()}


class PlanItemAdd(ItemForms, CreateView):
    saved_message = gettext_lazy("The item is added.")

    def get_form_kwargs(self):
        last = self.plan.items.order_by("-position").values_list("position", flat=True).first() or 0
        return super().get_form_kwargs() | {"instance": PlanItem(plan=self.plan, position=last + 1)}


class PlanItemEdit(ItemForms, UpdateView):
    def get_queryset(self):
        return self.plan.items.select_related("plan__district")


class PlanItemRemove(OfPlan, Access, DeleteView):
    http_method_names = ["get", "head", "post", "options"]
    verb = Verb.MANAGE_VISITS
    plan_scope = "editable_by"
    pk_url_kwarg = "item"
    template_name = "supervision/plan_item_remove.html"
    context_object_name = "item"

    def get_queryset(self):
        return self.plan.items.all()

    def form_valid(self, form):
        try:
            self.object.delete()
        except ProtectedError:
            messages.error(self.request, _("Something was planned or done for it already: it cannot be taken out."))
            return redirect(self.object)
        messages.success(self.request, _("The item is taken out."))
        return redirect(self.plan)


@require_POST
@requires(Verb.MANAGE_VISITS)
def plan_item_move(request, pk, item, act):
    """Up or down in the order of a draft; the keyboard stays at the item."""
    rows = PlanItem.objects.editable_by(request.user).filter(plan=pk).select_related("plan")
    found = get_object_or_404(rows, pk=item)
    move_item(found, STEPS[act])
    return redirect(f"{found.plan.get_absolute_url()}#item-{found.pk}")


class PlanItemDetail(OfPlan, Access, DetailView):
    """How far an item is: each of its periods, its late schools, its events."""

    verb = Verb.VIEW_DASHBOARD
    pk_url_kwarg = "item"
    template_name = "supervision/plan_item_detail.html"
    context_object_name = "item"

    def get_queryset(self):
        return self.plan.items.select_related("instrument", "activity").prefetch_related("owners")

    def get_context_data(self, **kwargs):
        item, user = self.object, self.request.user
        standings = PlanStanding(self.plan, items=self.plan.items.filter(pk=item.pk))
        late = [school for school in standings.schools[item.pk] if standings.at(item, school).late]
        schools = School.objects.filter(pk__in=late).order_by("name_sort")[:FIRST_SCHOOLS]
        return super().get_context_data(**kwargs) | {
            "said": standings.by_item[item.pk],
            "school_count": len(standings.schools[item.pk]),
            "progress": progress_of(item, standings),
            "late_count": len(late),
            "late_rows": [(school, standings.at(item, school.pk)) for school in schools],
            "events": item.events.select_related("school"),
            "is_keeper": PlanItem.objects.editable_by(user).filter(pk=item.pk).exists(),
            "may_plan": user.can(Verb.PLAN_VISIT),
            "entries": entries_of(item),
        }


class EventForms(OfPlan, Edit):
    """What is no visit: planned and held while the plan runs, so also when it is approved."""

    model = PlanEvent
    verb = Verb.PLAN_VISIT
    form_class = PlanEventForm
    template_name = "supervision/plan_event_form.html"
    pk_url_kwarg = "event"
    context_object_name = "event"

    @cached_property
    def item(self):
        return get_object_or_404(self.plan.items.select_related("plan__district"), pk=self.kwargs["item"])

    def get_queryset(self):
        return self.item.events.all()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"schools": schools_of(self.item)}

    def get_success_url(self):
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"item": self.item, "back_url": self.item.get_absolute_url()}


class PlanEventAdd(EventForms, CreateView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": PlanEvent(item=self.item)}


class PlanEventEdit(EventForms, UpdateView):
    pass


class PlanEventMove(EventForms, UpdateView):
    """An event that is still to be held, to another day; `?new_date=` from the month's page."""

    form_class = MoveEventForm
    template_name = "supervision/plan_event_move.html"
    saved_message = gettext_lazy("It is moved.")

    def get_queryset(self):
        return self.item.events.filter(held_on=None, cancel_reason="").select_related("item__plan")

    def get_initial(self):
        asked = self.request.GET.get("new_date", "")[:30]
        return {"planned_on": asked} if asked else {}

    def get_form_kwargs(self):
        return {name: value for name, value in super().get_form_kwargs().items() if name != "schools"}
