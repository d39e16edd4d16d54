"""What the project answers to, one form for each kind of strategy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import PolicyLink, StrategyItem, StrategyKind
from qa_portal.core.forms import ManyField, ThaiTextMixin


class PolicyLinkForm(ThaiTextMixin, forms.ModelForm):
    """What the project answers to, of one kind. The items are those of the project's fiscal year."""

    class Meta:
        model = PolicyLink
        fields = ["items", "all_indicators", "text"]
        field_classes = {"items": ManyField}
        widgets = {"items": forms.CheckboxSelectMultiple, "text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].label = _("Listed for the fiscal year")

    def save(self, commit=True):
        """An answer that says nothing is no row."""
        if any(self.cleaned_data[name] for name in ("items", "all_indicators", "text")):
            return super().save(commit)
        if self.instance.pk:
            self.instance.delete()
        return None


class PolicyForms:
    """One PolicyLinkForm for each kind, in the order of the forms: to the page it is a formset that never grows."""

    def __init__(self, data=None, *, instance, prefix="policy"):
        self.prefix = prefix
        links = {link.kind: link for link in instance.policy_links.all()}
        items = StrategyItem.objects.filter(district=instance.district_id, fiscal_year=instance.fiscal_year)
        self.forms = [
            PolicyLinkForm(
                data,
                prefix=f"{prefix}-{kind}",
                instance=links.get(kind) or PolicyLink(project=instance, kind=kind),
                items=items.filter(kind=kind),
            )
            for kind in StrategyKind
        ]

    def is_valid(self):
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def has_changed(self):
        return any(form.has_changed() for form in self.forms)

    def save(self):
        for form in self.forms:
            if form.has_changed():
                form.save()
