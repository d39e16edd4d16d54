"""Forms of the items of the office's own standards (A9-01..04)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import PortalForm, PortalModelForm
from qa_portal.office.models import OwnItem, OwnTick
from qa_portal.office.reports import own_traces

MOST_TICKS = 10


class ItemForm(PortalModelForm):
    ticks = forms.CharField(
        label=_("Criteria, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("All are needed for the item to be done. Leave it empty if it has none."),
    )
    traces = forms.MultipleChoiceField(
        label=_("What the portal looks for in its data"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OwnItem
        fields = ["name", "needs", "least_projects", "words", "traces"]
        widgets = {"name": forms.Textarea(attrs={"rows": 3})}

    field_order = ["name", "needs", "ticks", "least_projects", "words", "traces"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["traces"].choices = own_traces.choices()
        if self.instance.pk:
            self.fields["ticks"].initial = "\n".join(tick.name for tick in self.instance.ticks.all())

    def clean_ticks(self):
        names = [line.strip() for line in self.cleaned_data["ticks"].splitlines() if line.strip()]
        if len(names) > MOST_TICKS:
            raise forms.ValidationError(_("At most %(most)s criteria.") % {"most": MOST_TICKS})
        longest = OwnTick._meta.get_field("name").max_length
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(_("A criterion is longer than %(most)s characters.") % {"most": longest})
        return "\n".join(names)

    @property
    def tick_names(self):
        return self.cleaned_data["ticks"].splitlines()


class WordsForm(PortalForm):
    """What each level of the framework means for one indicator."""

    def __init__(self, *args, levels, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = levels
        for level in levels:
            self.fields[f"level_{level.pk}"] = forms.CharField(
                label=str(level),
                required=False,
                initial=texts.get(level.pk, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def texts(self):
        return {level: self.cleaned_data[f"level_{level.pk}"] for level in self.levels}
