"""Batches of SARs for the assessors' agency: gathered, looked at, sent (F38)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView

from qa_portal.core.bulk import BulkAction
from qa_portal.core.history import entries_of
from qa_portal.core.models import Job
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import wrong_state
from schools.models import Sar
from supervision.filters.batch import BatchFilter, ReportFilter, SentFilter
from supervision.forms.batch import BatchForm, CoveringLetterForm
from supervision.lists.batch import BATCH_COLUMNS, REPORT_COLUMNS, SENT_COLUMNS, SENT_SHEET_COLUMNS
from supervision.models import Batch, BatchSar
from supervision.reports.batch import LOOKS, Standing, by_network, counts, issues_of, reports_of, sent_earlier
from supervision.services.batch import begin_batch
from supervision.services.batch_sending import archive_refusal

from .office import ForOffice, for_office

RELATED = ("cycle__district", "archive", "letter", "sent_by")


def visible_batch(request, pk):
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class BatchList(ForOffice, ListPage):
    model = Batch
    columns = BATCH_COLUMNS
    filterset_class = BatchFilter
    sheet_name = gettext_lazy("Batches for the assessors")
    template_name = "supervision/batch_list.html"
    default_sort = "-batch"

    def get_queryset(self):
        sent = Count("sars", filter=Q(sars__stored__isnull=False), distinct=True)
        rows = super().get_queryset().select_related("cycle")
        return rows.annotate(report_count=sent, issue_count=Count("issues", distinct=True))


@READ_WRITE
@requires(Verb.MANAGE_ASSESSMENTS)
def batch_create(request):
    """Begin to gather; where a batch of the cycle is being gathered already, it is that one."""
    form = BatchForm(request.POST or None, user=request.user)
    if form.is_valid():
        batch, is_new = begin_batch(form.cleaned_data["cycle"], by=request.user)
        if not is_new:
            messages.info(request, _("This batch is being gathered already. Send it before you begin another."))
        return redirect(batch)
    context = {"form": form, "back_url": reverse_lazy("supervision:batch_list")}
    return render(request, "supervision/batch_create.html", context, status=422 if form.errors else 200)


@for_office
def batch_detail(request, pk):
    """While it is gathered every report of its cycle, once sent exactly what went."""
    batch = visible_batch(request, pk)
    page = BatchSent if batch.is_sent else BatchGathered
    return page.as_view(batch=batch)(request, pk=pk)


class BatchPage(ForOffice, ListPage):
    """The reports of one batch below what is said of it."""

    batch = None
    default_sort = "school"

    def get_context_data(self, **kwargs):
        may = self.request.user.can(Verb.MANAGE_ASSESSMENTS)
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "may_manage": may,
            "entries": entries_of(self.batch),
        }


class BatchGathered(BatchPage):
    model = Sar
    columns = REPORT_COLUMNS
    filterset_class = ReportFilter
    sheet_name = gettext_lazy("Reports of a batch")
    template_name = "supervision/batch_gathered.html"
    bulk_actions = (
        BulkAction("leave_out", gettext_lazy("Leave out of the batch"), "dash-circle", Verb.MANAGE_ASSESSMENTS),
        BulkAction("take_in", gettext_lazy("Take in again"), "plus-circle", Verb.MANAGE_ASSESSMENTS),
    )

    def get_queryset(self):
        rows = reports_of(self.batch).filter(pk__in=Sar.objects.visible_to(self.request.user).values("pk"))
        return rows.select_related("school__network", "cycle").order_by(*self._ordering())

    @cached_property
    def counted(self):
        return counts(reports_of(self.batch))

    def get_context_data(self, **kwargs):
        batch = self.batch
        waiting = Job.objects.visible_to(self.request.user).unfinished()
        return super().get_context_data(**kwargs) | {
            "bulk_url": reverse("supervision:batch_places", args=[batch.pk]),
            "standings": [(s.value, s.label, *LOOKS[s], self.counted[s]) for s in Standing],
            "networks": by_network(reports_of(batch)),
            "standing_labels": [s.label for s in Standing],
            "earlier": sent_earlier(batch).count(),
            "points": issues_of(batch).count(),
            "archive_refusal": archive_refusal(batch),
            "has_ready": bool(self.counted[Standing.READY]),
            "job": waiting.filter(kind="batch_archive", params={"batch": batch.pk}).first(),
        }


class BatchSent(BatchPage):
    model = BatchSar
    filterset_class = SentFilter
    sheet_name = gettext_lazy("Reports sent")
    template_name = "supervision/batch_sent.html"

    def get_columns(self):
        return SENT_SHEET_COLUMNS if self.request.GET.get("format") == "xlsx" else SENT_COLUMNS

    def get_queryset(self):
        rows = self.batch.sars.sent().select_related("sar__school__network", "sar__cycle", "stored")
        return rows.order_by(*self._ordering())

    def get_context_data(self, **kwargs):
        left_out = self.batch.sars.exclude(excluded_for="").select_related("sar__school")
        return super().get_context_data(**kwargs) | {
            "total": self.batch.sars.sent().count(),
            "points": self.batch.issues.count(),
            "left_out": left_out.order_by("sar__school__name_sort"),
        }


class BatchLetter(Edit, UpdateView):
    """The covering letter's number, date and addressee, until the batch is sent."""

    model = Batch
    verb = Verb.MANAGE_ASSESSMENTS
    form_class = CoveringLetterForm
    template_name = "supervision/batch_letter.html"

    def get(self, request, *args, **kwargs):
        return self._refused() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._refused() or super().post(request, *args, **kwargs)

    def _refused(self):
        """A sent batch keeps its letter."""
        batch = self.get_object()
        if batch.is_sent:
            messages.error(self.request, wrong_state(batch))
            return redirect(batch)
        return None

    def get_queryset(self):
        return super().get_queryset().select_related("cycle__district")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}
