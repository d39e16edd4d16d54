"""Forms of the manual: the words of a process, and its rows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalModelForm
from qa_portal.office.models import LibraryDocument, ProcessForm, ProcessReference, ProcessStep, WorkProcess


class WorkProcessForm(PortalModelForm):
    class Meta:
        model = WorkProcess
        fields = ["position", "name", "purpose", "scope", "definitions", "change"]
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("purpose", "scope", "definitions")}


class RowForm(PortalModelForm):
    """A row of a section. An empty position puts a new row last."""

    position = forms.IntegerField(
        label=_("Place in the order"), required=False, min_value=1, max_value=500, help_text=_("Empty: last.")
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_position(self):
        rows = type(self.instance).objects.filter(process=self.instance.process)
        return self.cleaned_data["position"] or rows.exclude(pk=self.instance.pk).count() + 1


class StepForm(RowForm):
    class Meta:
        model = ProcessStep
        fields = ["number", "text", "short", "who", "within_days", "paper", "no_target", "position"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = ProcessStep.objects.filter(process=self.instance.process).exclude(pk=self.instance.pk)
        self.fields["no_target"].queryset = rows
        self.fields["no_target"].empty_label = _("No decision here")

    def clean_number(self):
        number = self.cleaned_data["number"]
        others = ProcessStep.objects.filter(process=self.instance.process, number=number).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Another step has this number."))
        return number


class FormForm(RowForm):
    class Meta:
        model = ProcessForm
        fields = ["name", "code", "position"]


class ReferenceForm(RowForm):
    class Meta:
        model = ProcessReference
        fields = ["document", "text", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = LibraryDocument.objects.visible_to(self.user).order_by("title_sort")

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("document") or cleaned.get("text")):
            self.add_error("document", _("Choose a document, or write what it is."))
        return cleaned
