"""The list of reports, a report's own page, its reading by the office, and chasing what is owed."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.bulk import BulkPage
from qa_portal.core.pages import READ_WRITE, ListPage, docx_response, pdf_response, requires
from qa_portal.core.roles import Scope, Verb
from schools.documents.sar import render_sar, render_sar_docx
from schools.filters.sar import STANDINGS, SarFilter
from schools.forms.cycle import ExtendForm
from schools.lists.sars import (
    SAR_COLUMNS,
    SCHOOL_COLUMNS,
    SHEET_COLUMNS,
    counts,
    counts_of_year,
    newest_year,
    state_counts,
)
from schools.models import Sar
from schools.reports.sar_history import history_for, words_to_mend
from schools.reports.sar_page import way_and_reading
from schools.reports.sar_progress import progress_of
from schools.reports.sar_tasks import tasks
from schools.services.cadence import next_reminder_of
from schools.services.expected import extend
from schools.services.reminders import remind, reminder_plan, to_remind
from schools.services.writing import closed_sentence, writing_refusal

from .review_bulk import SAR_ACTIONS

WITH_ALL = ("cycle", "school__district", "school__network", "framework", "overall_level")

# What the columns of list and sheet show: the texts of a report are long.
SHOWN_OF_SCHOOL = ("name", "moe_code", "network__name", "district__short_name")
BESIDE = ("cycle", "school__network", "school__district")
SHOWN = (
    "level",
    "state",
    "handed_in_on",
    "cycle__academic_year",
    *(f"school__{name}" for name in SHOWN_OF_SCHOOL),
)


def visible_sar(request, pk):
    return get_object_or_404(Sar.objects.visible_to(request.user).select_related(*WITH_ALL), pk=pk)


def readable_sar(request, pk):
    return get_object_or_404(Sar.objects.readable_by(request.user).select_related(*WITH_ALL), pk=pk)


def own_sar(request, pk):
    return get_object_or_404(Sar.objects.editable_by(request.user).select_related(*WITH_ALL), pk=pk)


class SarList(ListPage):
    """Without a year asked for, the office sees the newest; a school sees all of its own."""

    model = Sar
    verb = Verb.VIEW_SARS
    filterset_class = SarFilter
    sheet_name = "SAR"
    template_name = "schools/sar_list.html"
    url_name, bulk_url_name = "schools:sar_list", "schools:sar_bulk"
    bulk_actions = SAR_ACTIONS

    @property
    def queryset(self):
        return Sar.objects.for_list().select_related(None).select_related(*BESIDE).only(*SHOWN)

    @property
    def default_sort(self):
        return "school" if self._is_office else "-year"

    @property
    def _is_office(self):
        return self.request.user.scope is not Scope.SCHOOL

    def get_columns(self):
        if self.request.GET.get("format") == "xlsx":
            return SHEET_COLUMNS
        return SAR_COLUMNS if self._is_office else SCHOOL_COLUMNS

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"data": self.asked}

    @cached_property
    def asked(self):
        return asked(self.request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "states": state_counts(self.counts.states),
            "standings": [(key, label, self.counts.of[key]) for key, (label, _rows) in STANDINGS.items()],
            "counted": (*self.counts.states.values(), *self.counts.of.values()),
            "others": self._others,
            "is_office": self._is_office,
            "to_remind": self._to_remind(),
        }

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        if self._is_of_every_state:
            paginator.count = self.counts.all
        return paginator

    @cached_property
    def counts(self):
        """Of the list without its filter by state and standing, which they offer."""
        day, user = timezone.localdate(), self.request.user
        if self._is_office and self.filterset.is_valid() and self._narrowed == {"academic_year"}:
            return counts_of_year(user, self.filterset.form.cleaned_data["academic_year"], day)
        if self._is_of_every_state:
            return counts(self.object_list, day)
        return counts(SarFilter(self._others, Sar.objects.visible_to(user), request=self.request).qs, day)

    @cached_property
    def _others(self):
        others = self.asked.copy()
        for name in ("state", "standing", "page"):
            others.pop(name, None)
        return others

    @property
    def _narrowed(self):
        return {name for name in self.filterset.filters if self._others.get(name)}

    @property
    def _is_of_every_state(self):
        return self.filterset.is_valid() and not {"state", "standing"} & self.asked.keys()

    def _to_remind(self):
        if not self.request.user.can(Verb.REVIEW_SAR):
            return 0
        return self.counts.of["to_remind"] if self._is_of_every_state else to_remind(self.object_list).count()


class SarBulk(BulkPage):
    """All rows of the filter are those of the year that the list shows, also where none was asked for."""

    list_page = SarList

    def _rows(self):
        rows = super()._rows()
        year = with_year(QueryDict(self.request.POST.get("query", "")), self.request.user).get("academic_year")
        return rows.in_year(year) if "all" in self.request.POST and year else rows


def asked(request):
    """The filter as asked, the newest year where the office named none."""
    return with_year(request.GET, request.user)


def with_year(query, user):
    data = query.copy()
    if "academic_year" not in data and user.scope is not Scope.SCHOOL:
        data["academic_year"] = newest_year(user)
    return data


@require_safe
@requires(Verb.VIEW_SARS)
def sar_detail(request, pk):
    """The report's own page: what is done, what is missing, what happens next."""
    sar = visible_sar(request, pk)
    is_own = Sar.objects.own_of(request.user).filter(pk=pk).exists()
    progress = progress_of([sar])[sar.pk] if is_own else None
    can_attach = is_own and request.user.can(Verb.RATE_SAR)
    can_write = can_attach and not writing_refusal(sar)
    context = {
        "sar": sar,
        "is_own": is_own,
        "is_readable": is_own or Sar.objects.readable_by(request.user).filter(pk=pk).exists(),
        "is_late": Sar.objects.late().filter(pk=pk).exists(),
        "can_extend": request.user.can(Verb.MANAGE_CYCLES) and not sar.is_at_office,
        "closed_sentence": "" if sar.is_at_office else closed_sentence(sar),
        "tasks": tasks(sar, progress, can_write=can_write, can_attach=can_attach) if is_own else [],
        "to_mend": words_to_mend(sar) if is_own else None,
        "files": sar.files.visible_to(request.user).select_related("stored__stored_by"),
        "reminder": sar.reminders.select_related("sent_by").first(),
        "next_reminder": next_reminder_of(sar),
        "entries": history_for(sar, is_own=is_own),
    } | way_and_reading(sar, request.user, progress=progress)
    return render(request, "schools/sar_detail.html", context)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_pdf(request, pk):
    """The report as a PDF made from what was typed."""
    sar = readable_sar(request, pk)
    return pdf_response(render_sar(sar), sar.file_name)


@require_safe
@requires(Verb.VIEW_SARS)
def sar_docx(request, pk):
    """The same report for Word."""
    sar = readable_sar(request, pk)
    return docx_response(render_sar_docx(sar), sar.file_name)


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def sar_extend(request, pk):
    """Another last day for one school, with the reason (F14)."""
    sar = visible_sar(request, pk)
    form = ExtendForm(request.POST or None, sar=sar)
    if form.is_valid():
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        extend(sar, until=until, reason=reason, by=request.user)
        told = _("The school was told of its new last day.")
        messages.success(request, _("The report can be returned now.") if sar.is_at_office else told)
        return redirect(sar)
    context = {"sar": sar, "form": form, "back_url": sar.get_absolute_url()}
    return render(request, "schools/sar_extend.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.REVIEW_SAR)
def sar_remind(request):
    """Reminds the schools of the filtered list that owe; says first how many they are (F20)."""
    rows = SarFilter(asked(request), Sar.objects.visible_to(request.user), request=request).qs
    back = f"{reverse('schools:sar_list')}?{request.GET.urlencode()}"
    if request.method == "POST":
        reports, people = remind(rows, by=request.user)
        facts = {"reports": reports, "people": people}
        messages.success(request, _("Reminded: %(reports)s reports, %(people)s people.") % facts)
        return redirect(back)
    context = {"plan": reminder_plan(rows), "back_url": back}
    return render(request, "schools/sar_remind.html", context)
