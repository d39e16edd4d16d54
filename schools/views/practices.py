"""Good practices and research: the register, one entry, writing it, and what schools learn from each other."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core.addresses import key_in
from qa_portal.core.history import entries_of
from qa_portal.core.models import TransitionRecord
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, TransitionPage, pdf_response, requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.unsaved import Typed
from qa_portal.core.views import typed_texts
from qa_portal.core.workflow import Refused, wrong_state
from schools.documents.practice import document_name, render_practice
from schools.filters.practices import PracticeFilter, SharedFilter
from schools.forms.practices import PracticeEnterForm, PracticeForm
from schools.lists import practices as lists
from schools.models import Practice, PracticeFile, PracticeState, School
from schools.models.practice import AT_OFFICE_STATES
from schools.services import practices as services


def own_schools(user):
    return School.objects.desk_of(user).open_at().distinct()


class PracticeList(ListPage):
    """A school's own people: theirs in every state. The office: what was sent to it."""

    model = Practice
    verb = Verb.VIEW_SCHOOLS
    filterset_class = PracticeFilter
    sheet_name = gettext_lazy("Good practices and research")
    template_name = "schools/practice_list.html"

    @cached_property
    def is_school(self):
        return self.request.user.scope is Scope.SCHOOL

    def get_columns(self):
        """The sheet says more than a page has room for."""
        if self.request.GET.get("format") == "xlsx":
            return lists.SHEET_COLUMNS
        return lists.OWN_COLUMNS if self.is_school else lists.REGISTER_COLUMNS

    @cached_property
    def seen(self):
        rows = super().get_queryset()
        return rows.own_of(self.request.user) if self.is_school else rows

    def get_queryset(self):
        return lists.for_list(self.seen)

    def get_context_data(self, **kwargs):
        user = self.request.user
        states = PracticeState if self.is_school else (*AT_OFFICE_STATES, PracticeState.RETURNED)
        return super().get_context_data(**kwargs) | {
            "states": lists.state_counts(self.seen, states),
            "is_school": self.is_school,
            "writes_for": own_schools(user) if self.is_school and user.can(Verb.WRITE_PRACTICE) else [],
        }


class PracticeShared(ListPage):
    """What is published: schools learn from each other (A7-01, step 5)."""

    model = Practice
    verb = Verb.VIEW_SCHOOLS
    filterset_class = SharedFilter
    columns = lists.SHARED_COLUMNS
    default_sort = "-published"
    sheet_name = gettext_lazy("Published good practices")
    template_name = "schools/practice_shared.html"

    def get_queryset(self):
        return lists.for_list(super().get_queryset().published())

    def get_context_data(self, **kwargs):
        rows = Practice.objects.visible_to(self.request.user).published()
        return super().get_context_data(**kwargs) | {"kinds": lists.kind_counts(rows)}


# ---------------------------------------------------------------- one entry


def visible(request, pk):
    rows = Practice.objects.visible_to(request.user).select_related("school__district", "school__network", "entered_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def practice_detail(request, pk):
    """The entry as it reads, its files, and what happens next; for other schools without its history."""
    practice, user = visible(request, pk), request.user
    is_own = Practice.objects.own_of(user).filter(pk=pk).exists()
    is_insider = is_own or user.scope is not Scope.SCHOOL
    context = {
        "practice": practice,
        "standards": practice.standards.select_related("framework"),
        "files": PracticeFile.objects.visible_to(user).filter(practice=practice).select_related("stored"),
        "may_write": Practice.objects.editable_by(user).filter(pk=pk).exists(),
        "may_delete": practice.state == PracticeState.DRAFT,
        "is_own": is_own,
        "is_insider": is_insider,
        "sent_back": _sent_back(practice) if is_insider else None,
        "entries": entries_of(practice) if is_insider else [],
    }
    return render(request, "schools/practice_detail.html", context)


def _sent_back(practice):
    """The step by which it came back to the school, with its reason; None while it did not."""
    if practice.state != PracticeState.RETURNED:
        return None
    return TransitionRecord.objects.of(practice).filter(target=practice.state).order_by("-done_at", "-pk").first()


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def practice_pdf(request, pk):
    """The entry in the official form."""
    practice = visible(request, pk)
    return pdf_response(render_practice(practice, request.user), document_name(practice))


class PracticeTransition(TransitionPage):
    model = Practice


# ---------------------------------------------------------------- writing


class Writing(Typed, Edit):
    model = Practice
    form_class = PracticeForm
    verb = Verb.WRITE_PRACTICE
    scope = "written_by"


class PracticeAdd(Writing, CreateView):
    template_name = "schools/practice_add.html"
    saved_message = gettext_lazy("The draft is saved. Add files to it, then send it to the office.")

    @cached_property
    def school(self):
        return get_object_or_404(own_schools(self.request.user).select_related("district"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        new = Practice(school=self.school, academic_year=academic_year(timezone.localdate()))
        return super().get_form_kwargs() | {"instance": new}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"school": self.school}


class PracticeEnter(PracticeAdd):
    """The office types for a school that cannot (F56): `?school=`; without it the page asks for which."""

    form_class = PracticeEnterForm
    verb = Verb.MANAGE_PRACTICES
    template_name = "schools/practice_enter.html"
    saved_message = gettext_lazy("The draft is saved and its school is told. Add files, then send it for the school.")

    @cached_property
    def schools(self):
        rows = School.objects.visible_to(self.request.user).filter(district=self.request.user.district_id)
        return rows.open_at().order_by("name_sort")

    @cached_property
    def school(self):
        asked = self.request.GET.get("school", "")
        return get_object_or_404(self.schools.select_related("district"), pk=key_in(asked))

    def get(self, request, *args, **kwargs):
        if not request.GET.get("school"):
            return render(request, "schools/practice_enter_school.html", {"schools": self.schools})
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        form.instance.entered_by = self.request.user
        response = super().form_valid(form)
        services.tell_of_entry(self.object, by=self.request.user)
        return response


class PracticeEdit(Writing, UpdateView):
    template_name = "schools/practice_edit.html"
    queryset = Practice.objects.select_related("school__district")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not row.is_writable:
            raise Refused(wrong_state(row))
        return row

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as error:
            return self._closed(error)

    def _closed(self, error):
        """It is not the school's to write now; what somebody typed meanwhile is given back, to be copied."""
        practice, typed = visible(self.request, self.kwargs["pk"]), typed_texts(self.request.POST)
        messages.error(self.request, str(error))
        if not typed:
            return redirect(practice)
        context = {"practice": practice, "typed": typed}
        return render(self.request, "schools/practice_closed.html", context, status=409)

    def get_context_data(self, **kwargs):
        stale = self.unsaved and self.unsaved.is_older_than(self.object)
        back = {"unsaved_is_stale": stale, "back_url": self.object.get_absolute_url()}
        return super().get_context_data(**kwargs) | back


@READ_WRITE
@requires(Verb.WRITE_PRACTICE)
@transaction.atomic
def practice_delete(request, pk):
    """Asks, then deletes a draft that was never sent."""
    practice = get_object_or_404(Practice.objects.written_by(request.user).select_related("school"), pk=pk)
    if practice.state != PracticeState.DRAFT:
        messages.error(request, _("It was sent once, so it stays in the register."))
        return redirect(practice)
    if request.method == "POST":
        services.delete_draft(practice, by=request.user)
        messages.success(request, _("Deleted: %(practice)s.") % {"practice": practice})
        return redirect("schools:practice_list")
    return render(request, "schools/practice_delete.html", {"practice": practice})
