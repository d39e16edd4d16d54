"""The correspondence log: what goes between the office and the assessors' agency, and what still waits (F39)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, FormPage, ListPage, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from qa_portal.core.workflow import Refused
from supervision.filters.correspondence import CorrespondenceFilter
from supervision.forms.correspondence import LetterForm, SettleForm
from supervision.lists.correspondence import CORRESPONDENCE_COLUMNS, SHEET_COLUMNS
from supervision.models import Correspondence, Direction, ExternalAssessment
from supervision.reports.letters import may_keep_letters
from supervision.services.correspondence import chain_of, same_letter, settle_letter
from supervision.views.office import ForOffice, for_office


class CorrespondenceList(ForOffice, ListPage):
    model = Correspondence
    filterset_class = CorrespondenceFilter
    template_name = "supervision/correspondence_list.html"
    sheet_name = _("Correspondence with the assessors")
    default_sort = "-dated"

    def get_columns(self):
        return SHEET_COLUMNS if self.request.GET.get("format") == "xlsx" else CORRESPONDENCE_COLUMNS

    def get_queryset(self):
        return super().get_queryset().with_wait().select_related("school", "reply_to")

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Correspondence.objects.visible_to(user)
        counts = {"waiting": rows.waiting().count(), "overdue": rows.overdue().count()}
        return super().get_context_data(**kwargs) | counts | {"is_keeper": may_keep_letters(user)}


class CorrespondenceDetail(ForOffice, DetailView):
    """A letter among those that it answers and that answer it."""

    model = Correspondence
    template_name = "supervision/correspondence_detail.html"
    context_object_name = "letter"

    def get_queryset(self):
        related = ("school", "assessment__school", "assessment__round", "reply_to", "stored", "settled_by")
        return super().get_queryset().with_wait().select_related(*related)

    def get_context_data(self, **kwargs):
        letter = self.object
        editable = Correspondence.objects.editable_by(self.request.user).filter(pk=letter.pk)
        return super().get_context_data(**kwargs) | {
            "chain": chain_of(letter),
            "is_keeper": editable.exists(),
            "entries": entries_of(letter),
        }


class LetterForms(Typed, ForOffice, Edit):
    model = Correspondence
    form_class = LetterForm
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/correspondence_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": self.title, "back_url": self.get_back_url()}

    def get_back_url(self):
        return self.object.get_absolute_url()


class LetterAdd(LetterForms, CreateView):
    """A new letter; with `?assessment=` about one assessment."""

    title = _("New letter")

    def dispatch(self, request, *args, **kwargs):
        if not may_keep_letters(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def begun(self):
        """The letter as far as it is known before anything is typed."""
        letter = Correspondence(district=self.request.user.district, direction=Direction.IN)
        rows = ExternalAssessment.objects.editable_by(self.request.user).select_related("school")
        letter.assessment = row_in(rows, self.request.GET.get("assessment", ""))
        letter.school = letter.assessment and letter.assessment.school
        return letter

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.begun}

    def form_valid(self, form):
        form.instance.district = self.request.user.district
        known = same_letter(form.instance)
        if known:
            messages.info(self.request, _("This letter is in the register already."))
            return redirect(known)
        return super().form_valid(form)

    def get_back_url(self):
        return reverse("supervision:correspondence_list")


class LetterReply(LetterAdd):
    """The answer to a letter: it goes the other way, about the same school."""

    title = _("Enter an answer")

    @cached_property
    def answered(self):
        rows = Correspondence.objects.editable_by(self.request.user)
        return get_object_or_404(rows.select_related("school", "assessment"), pk=self.kwargs["pk"])

    @cached_property
    def begun(self):
        letter = self.answered
        return Correspondence(
            district=letter.district,
            direction=Direction.IN if letter.direction == Direction.OUT else Direction.OUT,
            counterpart=letter.counterpart,
            subject=letter.subject,
            school=letter.school,
            assessment=letter.assessment,
            reply_to=letter,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"answered": self.answered}

    def get_back_url(self):
        return self.answered.get_absolute_url()


class LetterEdit(LetterForms, UpdateView):
    title = _("Edit the letter")

    def get_context_data(self, **kwargs):
        is_stale = bool(self.unsaved) and self.unsaved.is_older_than(self.object)
        return super().get_context_data(**kwargs) | {"unsaved_is_stale": is_stale}


class LetterSettle(ForOffice, FormPage):
    """No answer is waited for any more, and how that came."""

    form_class = SettleForm
    verb = Verb.MANAGE_ASSESSMENTS
    template_name = "supervision/correspondence_settle.html"

    @cached_property
    def letter(self):
        return get_object_or_404(Correspondence.objects.editable_by(self.request.user), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if not Correspondence.objects.waiting().filter(pk=self.letter.pk).exists():
            messages.error(request, _("No answer is waited for."))
            return redirect(self.letter)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            settle_letter(self.letter, how=form.cleaned_data["how"], by=self.request.user)
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, _("Settled: no answer is waited for any more."))
        return redirect(self.letter)

    def get_context_data(self, **kwargs):
        back = self.letter.get_absolute_url()
        return super().get_context_data(**kwargs) | {"letter": self.letter, "back_url": back}


@for_office
def letter_file(request, pk):
    rows = Correspondence.objects.visible_to(request.user).exclude(stored=None).select_related("stored")
    return serve_file(get_object_or_404(rows, pk=pk).stored)
