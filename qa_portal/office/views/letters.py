"""Memos and letters: the register, one with its papers, writing, issuing, the signed copy (B9)."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DetailView, FormView, UpdateView

from qa_portal.core.files import PDF
from qa_portal.core.history import entries_of
from qa_portal.core.pages import (
    Access,
    Edit,
    ListPage,
    TransitionPage,
    docx_response,
    pdf_response,
    requires,
    serve_file,
)
from qa_portal.core.roles import Verb, office_can
from qa_portal.core.unsaved import Typed
from qa_portal.office.documents.letter import letter_context, letter_name, render_letter, render_letter_docx
from qa_portal.office.documents.letter_words import words_about
from qa_portal.office.forms.letters import IssueForm, LetterCopyForm, LetterForm
from qa_portal.office.lists.letters import LETTER_COLUMNS, LetterFilter
from qa_portal.office.models import Letter
from qa_portal.office.services.letters import begun, keep_signed_copy
from qa_portal.office.workflow.letter import issue


class LetterList(ListPage):
    model = Letter
    verb = Verb.VIEW_LETTERS
    queryset = Letter.objects.select_related("written_by")
    columns = LETTER_COLUMNS
    filterset_class = LetterFilter
    template_name = "office/letter_list.html"
    sheet_name = _("Memos and letters")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_write": office_can(self.request.user, Verb.WRITE_LETTERS)}


class LetterDetail(Access, DetailView):
    model = Letter
    verb = Verb.VIEW_LETTERS
    queryset = Letter.objects.select_related("district", "signatory", "stored", "written_by", "emblem")
    template_name = "office/letter_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        return (
            super().get_context_data(**kwargs)
            | letter_context(row)
            | {
                "is_writer": Letter.objects.editable_by(user).filter(pk=row.pk).exists(),
                "may_file": Letter.objects.fileable_by(user).filter(pk=row.pk).exists(),
                "entries": entries_of(row),
            }
        )


class LetterForms(Typed, Edit):
    model = Letter
    verb = Verb.WRITE_LETTERS
    form_class = LetterForm
    template_name = "office/letter_form.html"


class LetterCreate(LetterForms, CreateView):
    """A new one; with `?project=`, `?order=` or `?cycle=` it begins with what the portal knows of that."""

    def get_form_kwargs(self):
        user = self.request.user
        if not office_can(user, Verb.WRITE_LETTERS):
            raise Http404
        words = words_about(user, self.request.GET)
        return super().get_form_kwargs() | {"instance": begun(user.district, self.kwargs["kind"], by=user, **words)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("office:letter_list")}


class LetterEdit(LetterForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class LetterStep(TransitionPage):
    model = Letter

    @property
    def is_issue(self):
        return self.transition.name == "issue"

    def get_form(self, data=None, files=None):
        if not self.is_issue:
            return super().get_form(data, files)
        return IssueForm(data, files, transition=self.transition, letter=self.object)

    def act(self, form):
        if not self.is_issue:
            return super().act(form)
        return issue(self.object, by=self.request.user, **form.cleaned_data)


class LetterCopy(Edit, FormView):
    """The signed paper."""

    form_class = LetterCopyForm
    verb = Verb.WRITE_LETTERS
    template_name = "office/letter_copy.html"

    @cached_property
    def letter(self):
        return get_object_or_404(Letter.objects.fileable_by(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"letter": self.letter, "back_url": self.letter.get_absolute_url()}

    def form_valid(self, form):
        keep_signed_copy(self.letter, form.cleaned_data["paper"], by=self.request.user)
        return super().form_valid(form)

    def get_success_url(self):
        return self.letter.get_absolute_url()


@require_safe
@requires(Verb.VIEW_LETTERS)
def letter_paper(request, pk, kind):
    rows = Letter.objects.visible_to(request.user).select_related("district__logo", "signatory", "emblem")
    letter = get_object_or_404(rows, pk=pk)
    thai_digits = request.GET.get("digits") != "arabic"
    if kind == "pdf":
        return pdf_response(render_letter(letter, thai_digits=thai_digits), letter_name(letter))
    return docx_response(render_letter_docx(letter, thai_digits=thai_digits), letter_name(letter))


@require_safe
@requires(Verb.VIEW_LETTERS)
def letter_file(request, pk):
    rows = Letter.objects.visible_to(request.user).exclude(stored=None).select_related("stored")
    letter = get_object_or_404(rows, pk=pk)
    return serve_file(letter.stored, inline=letter.stored.media_type == PDF)
