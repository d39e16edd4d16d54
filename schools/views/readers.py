"""Who reads which report: one by one, shared out over many, and the conflicts of interest that are respected."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, ListView, UpdateView

from qa_portal.core.addresses import key_in
from qa_portal.core.bulk import BulkPage
from qa_portal.core.models import User
from qa_portal.core.pages import READ_WRITE, Access, Edit, ListPage, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.workflow import Refused
from schools.filters.readings import ReadingFilter
from schools.forms.readers import BY_SUPERVISOR, ConflictForm, EndConflictForm, EndReadingForm, PlanForm, ReaderForm
from schools.lists.readings import READING_COLUMNS
from schools.models import Conflict, Cycle, Sar, SarReader
from schools.reports.turnaround import DISTRICT_COLUMNS, READER_COLUMNS, district_rows, reader_rows
from schools.services.readers import (
    assign_reader,
    end_reading,
    people_who_read,
    plan_by_supervisor,
    plan_evenly,
)

from .review_bulk import SAR_ACTIONS
from .sar import visible_sar


class SarReadingList(ListPage):
    """The reports that I read: those given to me, and those of my schools that nobody else was asked to read."""

    model = Sar
    verb = Verb.REVIEW_SAR
    columns = READING_COLUMNS
    filterset_class = ReadingFilter
    sheet_name = gettext_lazy("My readings")
    template_name = "schools/sar_reading_list.html"
    url_name, bulk_url_name = "schools:sar_reading_list", "schools:sar_reading_bulk"
    bulk_actions = SAR_ACTIONS
    default_sort = "-state"

    def get_queryset(self):
        user = self.request.user
        return super().get_queryset().read_by(user).for_reading(user)


class SarReadingBulk(BulkPage):
    list_page = SarReadingList


# ---------------------------------------------------------------- one report


@READ_WRITE
@requires(Verb.ASSIGN_SUPERVISORS)
def sar_readers(request, pk):
    """Who reads one report and who did; one more reader."""
    sar = visible_sar(request, pk)
    form = ReaderForm(request.POST or None, sar=sar)
    if form.is_valid():
        try:
            assign_reader(sar, form.cleaned_data["reader"], due_on=form.cleaned_data["due_on"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The reader is named and was told."))
            return redirect("schools:sar_readers", sar.pk)
    context = {
        "sar": sar,
        "form": form,
        "readings": sar.readings.select_related("reader", "assigned_by").order_by("ended_on", "pk"),
        "back_url": sar.get_absolute_url(),
    }
    return render(request, "schools/sar_readers.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.ASSIGN_SUPERVISORS)
def sar_reading_end(request, pk):
    rows = SarReader.objects.visible_to(request.user).select_related("sar__school", "sar__cycle", "reader")
    reading = get_object_or_404(rows, pk=pk)
    form = EndReadingForm(request.POST or None, reading=reading)
    if form.is_valid():
        words = form.cleaned_data
        try:
            end_reading(reading, reason=words["reason"], successor=words["successor"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The reading has ended; the people were told."))
            return redirect(reading)
    context = {"reading": reading, "sar": reading.sar, "form": form, "back_url": reading.get_absolute_url()}
    return render(request, "schools/sar_reading_end.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- many reports


@READ_WRITE
@requires(Verb.ASSIGN_SUPERVISORS)
def sar_reader_plan(request):
    """Shares the reports without a reader out: first a preview of who would read what, then as it was shown."""
    form = PlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            return _share_out(request, form.cleaned_data["due_on"])
        planned = list(_planned(form))
        context = {
            "form": form,
            "to_do": [row for row in planned if row.reader],
            "left_out": [row for row in planned if not row.reader],
            "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        }
        return render(request, "schools/sar_reader_preview.html", context)
    context = {"form": form, "back_url": reverse("schools:sar_list")}
    return render(request, "schools/sar_reader_plan.html", context, status=422 if form.errors else 200)


def _planned(form):
    if form.cleaned_data["how"] == BY_SUPERVISOR:
        return plan_by_supervisor(form.sars())
    return plan_evenly(form.sars(), form.cleaned_data["people"])


def _share_out(request, due_on):
    """Names the readers that the preview showed; what is not possible any more is said, the rest is done."""
    done, refused = 0, []
    for sar, person in _shown_pairs(request):
        try:
            if sar.readings.active().exists():
                raise Refused(_("Somebody was asked to read it meanwhile."))
            assign_reader(sar, person, due_on=due_on, by=request.user)
        except Refused as error:
            refused.append(f"{sar}: {error}")
        else:
            done += 1
    said = ngettext("%(count)s report has its reader now.", "%(count)s reports have their readers now.", done)
    messages.success(request, said % {"count": done})
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("schools:sar_list")


def _shown_pairs(request):
    """(report, person) of each pair that was confirmed, as far as this user may name them."""
    typed = [pair.partition("-")[::2] for pair in request.POST.getlist("pair")]
    keys = [(key_in(sar), key_in(person)) for sar, person in typed]
    rows = Sar.objects.visible_to(request.user).select_related("school", "cycle")
    sars = rows.in_bulk({sar for sar, _person in keys} - {None})
    people = User.objects.filter(pk__in=people_who_read(request.user.district_id).values("pk")).in_bulk()
    return [(sars[sar], people[person]) for sar, person in keys if sar in sars and person in people]


# ---------------------------------------------------------------- conflicts of interest


class ConflictList(Access, ListView):
    """My own conflicts of interest; for the heads of the office everybody's."""

    model = Conflict
    verb = Verb.REVIEW_SAR
    template_name = "schools/conflict_list.html"
    context_object_name = "conflicts"
    paginate_by = 50

    def get_queryset(self):
        return super().get_queryset().select_related("user", "school").order_by("-since", "-pk")


class ConflictAdd(Edit, CreateView):
    model = Conflict
    verb = Verb.REVIEW_SAR
    scope = "visible_to"
    form_class = ConflictForm
    template_name = "schools/conflict_add.html"
    success_url = reverse_lazy("schools:conflict_list")
    saved_message = gettext_lazy("The conflict of interest is noted: the person is not asked to read this school.")
    extra_context = {"back_url": reverse_lazy("schools:conflict_list")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class ConflictEnd(Edit, UpdateView):
    model = Conflict
    verb = Verb.REVIEW_SAR
    scope = "visible_to"
    form_class = EndConflictForm
    template_name = "schools/conflict_end.html"
    success_url = reverse_lazy("schools:conflict_list")
    extra_context = {"back_url": reverse_lazy("schools:conflict_list")}

    def get_queryset(self):
        return super().get_queryset().select_related("user", "school")


# ---------------------------------------------------------------- how long it takes


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def sar_turnaround(request):
    """How long sendings lay at the office and returned reports at their schools, in a year: by office and by reader."""
    years = Cycle.objects.visible_to(request.user).with_reports().order_by("-academic_year")
    years = list(years.values_list("academic_year", flat=True).distinct())
    asked = key_in(request.GET.get("academic_year", ""))
    year = asked if asked in years else next(iter(years), None)
    readers, districts = reader_rows(request.user, year), district_rows(request.user, year)
    if request.GET.get("format") == "xlsx":
        title = _("How long reading takes, academic year %(year)s") % {"year": year}
        sheets = [
            Sheet(_("Education area office"), DISTRICT_COLUMNS, districts, [title]),
            Sheet(_("Reader"), READER_COLUMNS, readers, [title]),
        ]
        return workbook_response(sheets, title)
    context = {
        "year": year,
        "years": years,
        "readers": readers,
        "districts": districts,
        "reader_columns": READER_COLUMNS,
        "district_columns": DISTRICT_COLUMNS,
    }
    return render(request, "schools/sar_turnaround.html", context)
