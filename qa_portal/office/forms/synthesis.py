"""Forms of the synthesis."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm
from qa_portal.core.prepared import prepared
from qa_portal.office.models import Chapter, Theme
from schools.models import EducationLevel, Network, SchoolSize


class PartForm(forms.Form):
    """Which schools of the office: all, or those of a size or a network. Nothing valid asked is all."""

    size = forms.ChoiceField(label=_("Size"), choices=[("", _("All")), *SchoolSize.choices], required=False)
    network = forms.TypedChoiceField(label=_("Network"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = [("", _("All")), *_networks(district.pk)]

    @property
    def part(self):
        """{size, network} for levels.Asked."""
        if not self.is_valid():
            return {}
        return self.cleaned_data


@prepared
def _networks(district):
    return Network.objects.filter(district=district).order_by("name_sort").values_list("pk", "name")


class SentenceFilter(forms.Form):
    education = forms.ChoiceField(
        label=_("Education level"), choices=[("", _("All")), *EducationLevel.choices], required=False
    )
    standard = forms.IntegerField(label=_("Standard no."), min_value=1, max_value=99, required=False)
    q = forms.CharField(label=_("A word in the sentence"), max_length=100, required=False)
    untold = forms.BooleanField(label=_("Only those without a theme"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["education"].widget.attrs["class"] = "form-select"
        self.fields["standard"].widget.attrs["class"] = "form-control"
        self.fields["q"].widget.attrs["class"] = "form-control"
        self.fields["untold"].widget.attrs["class"] = "form-check-input"


class ThemeForm(PortalForm):
    """A theme's name; one that is there already is offered while it is typed."""

    name = forms.CharField(label=_("Theme"), max_length=150)

    def __init__(self, *args, synthesis, side, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = list(Theme.objects.filter(synthesis=synthesis, side=side).values_list("name", flat=True))
        self.fields["name"].widget.attrs["list"] = "theme-names"


class ChapterForm(PortalModelForm):
    """The office's own words in a chapter; left blank, the portal's sentences stand there."""

    class Meta:
        model = Chapter
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}


class PublishForm(PortalForm):
    note = forms.CharField(
        label=_("What is new in this version"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(PortalForm):
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
