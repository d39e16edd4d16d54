"""Filling in a sheet, one section a page, with what is typed kept as it is typed."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from qa_portal.core.pages import Edit
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from qa_portal.core.workflow import perform
from supervision.forms.collection import SheetPaperForm, SheetSectionForm
from supervision.models import Collection, Sheet, SheetState, score_of
from supervision.reports.sheet import sheet_steps
from supervision.services.answers import save_answers
from supervision.services.collections import add_file


class Writing(Edit):
    """A page on which those who were asked write on their sheet; it stays locked from check to save. What was sent says
    so and leads back."""

    model = Sheet
    verb = Verb.FILL_SHEET
    context_object_name = "sheet"

    def dispatch(self, request, *args, **kwargs):
        sheet = Sheet.objects.visible_to(request.user).of(request.user).filter(pk=kwargs["pk"]).first()
        if sheet and request.user.can(self.verb) and not sheet.is_owed:
            state = sheet.get_state_display() if sheet.collection.is_open else sheet.collection.get_state_display()
            messages.error(request, _("The form is “%(state)s”: nothing in it can be changed.") % {"state": state})
            return redirect(sheet)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def object(self):
        related = ("collection__instrument", "collection__district", "school", "person")
        rows = Sheet.objects.editable_by(self.request.user).select_related(*related)
        sheet = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._locked(sheet, rows) if self.request.method == "POST" else sheet

    def _locked(self, sheet, rows):
        """Parent before child: the first save also moves the state, which locks the collection."""
        if sheet.state == SheetState.WAITING:
            Collection.objects.select_for_update().get(pk=sheet.collection_id)
        return get_object_or_404(rows.select_for_update(of=("self",)), pk=sheet.pk)

    def begin(self):
        if self.object.state == SheetState.WAITING:
            perform(self.object, "begin", by=self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"sheet": self.object, "steps": sheet_steps(self.object), "here": self.request.path}


class SheetSection(Typed, Writing, SingleObjectMixin, FormView):
    form_class = SheetSectionForm
    template_name = "supervision/sheet_section.html"

    @cached_property
    def section(self):
        return get_object_or_404(self.object.instrument.sections, position=self.kwargs["position"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"sheet": self.object, "section": self.section}

    def form_valid(self, form):
        self.begin()
        save_answers(self.object, form.given())
        for item, upload, caption, consent in form.given_photos():
            facts = {"caption": caption, "has_consent": consent, "item": item, "by": self.request.user}
            add_file(self.object, upload=upload, **facts)
        return super().form_valid(form)

    def get_success_url(self):
        later = self.object.instrument.sections.filter(position__gt=self.section.position).first()
        if later is None:
            return reverse("supervision:sheet_files", args=[self.object.pk])
        return reverse("supervision:sheet_section", args=[self.object.pk, later.position])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        score = score_of(self.object)
        own = next(part for part in score.sections if part.section.pk == self.section.pk)
        opened = self.unsaved and self.unsaved.data.get("opened")
        is_stale = bool(opened) and opened != str(context["form"].fields["opened"].initial)
        return context | {"section": own, "score": score, "unsaved_is_stale": is_stale}


class SheetFiles(Typed, Writing, SingleObjectMixin, FormView):
    """Papers that go along with the answers."""

    form_class = SheetPaperForm
    template_name = "supervision/sheet_files.html"

    def form_valid(self, form):
        data = form.cleaned_data
        facts = {"caption": data["caption"], "has_consent": data["has_consent"], "by": self.request.user}
        self.begin()
        add_file(self.object, upload=data["paper"], **facts)
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("supervision:sheet_files", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        files = self.object.files.select_related("file", "item")
        return super().get_context_data(**kwargs) | {"files": files}


class SheetFileRemove(Writing, DetailView):
    template_name = "supervision/sheet_file_remove.html"

    def get_object(self, queryset=None):
        return self.object

    @cached_property
    def file(self):
        return get_object_or_404(self.object.files.select_related("file"), pk=self.kwargs["file"])

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(file=self.file))

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        self.file.delete(by=request.user)
        messages.success(request, _("The file is taken off the form."))
        return redirect(reverse("supervision:sheet_files", args=[self.object.pk]))
