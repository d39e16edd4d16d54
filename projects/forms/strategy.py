"""Forms of the year's strategy: one item, the items carried into the next year, a file of items."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import StrategyItem, in_tree_order, one_code
from projects.services import strategy
from projects.services.strategy import Decision, Fate
from qa_portal.core.forms import PortalForm, PortalModelForm


class ItemForm(PortalModelForm):
    """A new item of the instance's year and kind, or one that is there. It may stand below any item but its own."""

    class Meta:
        model = StrategyItem
        fields = ["code", "title", "parent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.siblings = StrategyItem.objects.filter(
            district=self.instance.district_id, fiscal_year=self.instance.fiscal_year, kind=self.instance.kind
        )
        own = strategy.branch_of(self.instance)[0] if self.instance.pk else ()
        possible = in_tree_order(self.siblings.exclude(pk__in=own))
        parent = self.fields["parent"]
        parent.queryset = self.siblings.exclude(pk__in=own)
        parent.choices = [("", _("Nothing: it stands at the top")), *((item.pk, _indented(item)) for item in possible)]
        self.fields["title"].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 500})

    def clean_code(self):
        code = one_code(self.cleaned_data["code"])
        _check_length(code)
        if self.siblings.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The code %(code)s is there already in this year.") % {"code": code})
        return code

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


def _indented(item):
    return f"{'– ' * item.depth}{item}"


def _check_length(code):
    most = StrategyItem._meta.get_field("code").max_length
    if len(code) > most:
        raise ValidationError(_("A code has at most %(most)s characters.") % {"most": most})


class FateForm(PortalForm):
    """What becomes of one item in the next year."""

    fate = forms.ChoiceField(label=gettext_lazy("What becomes of it"), choices=Fate.choices)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500, required=False)

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_code(self):
        return one_code(self.cleaned_data["code"])

    def clean(self):
        cleaned = super().clean()
        fate = cleaned.get("fate")
        if fate in (Fate.KEEP, Fate.MERGE) and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", _("Please type the code."))
        if fate == Fate.KEEP and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Please type the title."))
        return cleaned

    @property
    def decision(self):
        return Decision(self.source, **{name: self.cleaned_data[name] for name in ("fate", "code", "title")})


class CarryForms:
    """A FateForm for each item that waits, and the check of their codes against each other and the year's own.

    Where the year has no item of a kind yet, all of that kind are offered to go on; later, what is left is what was not
    carried on, and stays so until somebody decides otherwise."""

    def __init__(self, data, sources, items):
        self.there = {(item.kind, item.code) for item in items}
        begun = {kind for kind, _code in self.there}
        self.forms = [
            FateForm(
                data,
                prefix=f"item-{source.pk}",
                source=source,
                initial={
                    "fate": Fate.LEAVE if source.kind in begun else Fate.KEEP,
                    "code": source.code,
                    "title": source.title,
                },
            )
            for source in sources
        ]

    def is_valid(self):
        answers = [form.is_valid() for form in self.forms]
        if not all(answers):
            return False
        made = self._check_kept()
        for form in self._of_fate(Fate.MERGE):
            if (form.source.kind, form.cleaned_data["code"]) not in self.there | made:
                form.add_error("code", _("No item of the new year has this code."))
        return not any(form.errors for form in self.forms)

    def _check_kept(self):
        made = set()
        for form in self._of_fate(Fate.KEEP):
            code = (form.source.kind, form.cleaned_data["code"])
            if code in self.there | made:
                form.add_error("code", _("Another item of the new year has this code already."))
            made.add(code)
        return made

    def _of_fate(self, fate):
        return [form for form in self.forms if form.cleaned_data.get("fate") == fate]

    @property
    def mistakes(self):
        """The forms with a mistake, for the list at the top of the page."""
        return [form for form in self.forms if form.errors]

    @property
    def decisions(self):
        return [form.decision for form in self.forms]
