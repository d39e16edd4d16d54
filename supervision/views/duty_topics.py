"""Areas of duty as the office keeps them: a list of its own, begun from a ready one, from and to Excel."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.forms import SheetConfirmForm, SheetForm
from qa_portal.core.history import entries_of
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.models import District
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, requires, workbook_response
from qa_portal.core.roles import Verb
from supervision.filters.duties import DutyTopicFilter
from supervision.forms.duties import DutyTopicForm
from supervision.imports.duty_topics import apply_plan, make_plan, topic_sheet
from supervision.lists.duties import TOPIC_COLUMNS
from supervision.models import Duty, DutyTopic
from supervision.services.duty_topics import add_ready_topics
from supervision.views.office import OfVisits


class DutyTopicList(OfVisits, ListPage):
    model = DutyTopic
    columns = TOPIC_COLUMNS
    filterset_class = DutyTopicFilter
    template_name = "supervision/duty_topic_list.html"
    sheet_name = gettext_lazy("Areas of duty")
    default_sort = "group"

    def get_queryset(self):
        rows = super().get_queryset().select_related("network", "school", "project")
        return rows.with_people(timezone.localdate())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_keeper": self.request.user.can(Verb.MANAGE_VISITS)}


class DutyTopicDetail(OfVisits, DetailView):
    """One area, and everybody who has had it, with their days."""

    model = DutyTopic
    template_name = "supervision/duty_topic_detail.html"
    context_object_name = "topic"

    def get_queryset(self):
        return super().get_queryset().select_related("network", "school", "project")

    def get_context_data(self, **kwargs):
        topic, user = self.object, self.request.user
        duties = Duty.objects.visible_to(user).filter(topics=topic).exclude(order__effective_on=None)
        now = duties.on(timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "now": now.select_related("order", "user"),
            "others": duties.exclude(pk__in=now).select_related("order", "user").order_by("-order__effective_on", "pk"),
            "is_keeper": DutyTopic.objects.editable_by(user).filter(pk=topic.pk).exists(),
            "entries": entries_of(topic),
        }


class TopicForms(OfVisits, Edit):
    model = DutyTopic
    form_class = DutyTopicForm
    verb = Verb.MANAGE_VISITS
    template_name = "supervision/duty_topic_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class DutyTopicCreate(TopicForms, CreateView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": DutyTopic(district=self.request.user.district)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:duty_topic_list")}


class DutyTopicEdit(TopicForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@require_POST
@requires(Verb.MANAGE_VISITS)
def duty_topic_ready(request):
    """Add what the office lacks of the ready list."""
    if request.user.district_id is None:
        raise PermissionDenied
    count = add_ready_topics(request.user.district, by=request.user)
    said = ngettext("%(count)s area was added.", "%(count)s areas were added.", count)
    messages.success(request, said % {"count": count})
    return redirect("supervision:duty_topic_list")


# ---------------------------------------------------------------- from and to Excel


@require_safe
@requires(Verb.MANAGE_VISITS)
def duty_topic_sheet(request):
    """All areas with their words, in the columns that the import reads."""
    topics = DutyTopic.objects.visible_to(request.user).select_related("network", "school")
    return workbook_response([topic_sheet(topics)], _("Areas of duty"))


class DutyTopicUpload(SheetUpload):
    verb = Verb.MANAGE_VISITS
    form_class = SheetForm
    template_name = "supervision/duty_topic_upload.html"

    def check(self, stored, said):
        _plan(stored)

    def preview_url(self, stored, said):
        return reverse("supervision:duty_topic_preview", args=[stored.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:duty_topic_list")}


def _plan(stored):
    return make_plan(table_of(stored), district=stored.district)


@READ_WRITE
@requires(Verb.MANAGE_VISITS)
def duty_topic_preview(request, pk):
    """Step 2: what would happen, row by row; POST does it, unless something changed since it was shown."""
    stored = own_sheet(request, pk)
    if request.method == "POST":
        return _confirm(request, stored)
    return _preview(request, stored, plan_or_404(_plan, stored))


def _preview(request, stored, plan, status=200):
    context = {
        "stored": stored,
        "plan": plan,
        "groups": plan.groups(SHOWN),
        "shown": SHOWN,
        "form": SheetConfirmForm(initial={"digest": plan.digest}),
        "rejected_url": reverse("supervision:duty_topic_rejected", args=[stored.pk]),
    }
    return render(request, "supervision/duty_topic_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, stored):
    District.objects.select_for_update().get(pk=stored.district_id)
    plan = plan_or_404(_plan, stored)
    form = SheetConfirmForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != plan.digest:
        messages.error(request, _("Something changed since this was shown. Look at it again, then confirm."))
        return _preview(request, stored, plan, status=422)
    apply_plan(plan, district=stored.district, by=request.user)
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return redirect("supervision:duty_topic_preview", stored.pk)


@require_safe
@requires(Verb.MANAGE_VISITS)
def duty_topic_rejected(request, pk):
    return workbook_response([rejected_sheet(plan_or_404(_plan, own_sheet(request, pk)))], _("Rejected rows"))
