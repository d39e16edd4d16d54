"""Tables of a proposal as formsets: rows are added, removed and moved with or without JavaScript, and whatever happens
to the stored rows meanwhile, nothing typed is lost."""

import re

from django.forms import BaseInlineFormSet, CheckboxInput, NumberInput, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from projects import forms
from projects.models import Activity, FundingSource, Project, ResultReport, set_depths
from projects.reports.indicators import read_indicators

MAX_ROWS = 300


class RowFormSet(BaseInlineFormSet):
    """Rows in the order of their ORDER fields; blank ones stand last."""

    ordering_widget = NumberInput(attrs={"class": "form-control"})
    deletion_widget = CheckboxInput(attrs={"class": "form-check-input"})

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.form_kwargs["project"] = instance

    @property
    def title(self):
        return self.model._meta.verbose_name_plural

    @property
    def shown_forms(self):
        """The forms as the page shows them: in the typed order."""
        return sorted(self.forms, key=_typed_order)

    def save(self, commit=True):
        for order, form in enumerate(self.ordered_forms, 1):
            is_new = form.instance.pk is None
            if self.place(form, order) or is_new or form.has_changed():
                form.save()
        for form in self.deleted_forms:
            if form.instance.pk:
                form.instance.delete()

    def place(self, form, order):
        """Give the row its place; whether that is a change."""
        has_moved = form.instance.order != order
        form.instance.order = order
        return has_moved


def _typed_order(form):
    value = str(form["ORDER"].value() or "") if "ORDER" in form.fields else ""
    return int(value) if value.isdecimal() and len(value) < 10 else MAX_ROWS


class ActivityFormSet(RowFormSet):
    """A row with a depth is a step of the nearest row above it that is less deep."""

    def __init__(self, *args, instance, **kwargs):
        kwargs.setdefault("queryset", Activity.objects.prefetch_related("responsible"))
        super().__init__(*args, instance=instance, **kwargs)
        self.form_kwargs["people"] = list(forms.possible_owners(instance.district))
        self.above = {}

    def get_queryset(self):
        return set_depths(super().get_queryset())

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        above = -1
        for form in self.ordered_forms:
            depth = form.cleaned_data["depth"]
            if depth > above + 1:
                form.add_error("depth", _("A step needs an activity above it."))
            above = depth

    def place(self, form, order):
        depth, row = form.cleaned_data["depth"], form.instance
        parent = self.above.get(depth - 1)
        has_moved = row.parent != parent
        row.parent = parent
        self.above[depth] = row
        return super().place(form, order) or has_moved


class FundingFormSet(RowFormSet):
    """Begins with one row for each source, as the form prints them."""

    def __init__(self, data=None, *, instance, **kwargs):
        if data is None and not instance.funding.exists():
            kwargs["initial"] = [{"source": source} for source in FundingSource]
            self.extra = len(FundingSource)
        super().__init__(data, instance=instance, **kwargs)


class LineFormSet(RowFormSet):
    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.form_kwargs["activities"] = list(instance.activities.top().order_by("order", "pk"))


class TotalFormSet(RowFormSet):
    """The totals that the budget table states for the activities; it never grows."""

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, queryset=Activity.objects.filter(parent=None), **kwargs)

    @property
    def title(self):
        return _("Totals of the activities, as stated")

    def save(self, commit=True):
        for form in self.forms:
            if form.has_changed():
                form.save()


class ResultRowFormSet(RowFormSet):
    """Each row beside what the portal counts for it."""

    def __init__(self, *args, instance, **kwargs):
        self.lines = {line.indicator.pk: line for line in read_indicators(instance.project) if line.measure}
        super().__init__(*args, instance=instance, **kwargs)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.counted = self.lines.get(form.instance.indicator_id)
        return form


def rows_of(form, base=RowFormSet, *, of=Project, extra=0, fixed=False):
    return inlineformset_factory(
        of,
        form.Meta.model,
        form=form,
        formset=base,
        extra=extra,
        can_delete=not fixed,
        can_order=not fixed,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
        validate_max=True,
    )


Objectives = rows_of(forms.ObjectiveForm, extra=1)
Targets = rows_of(forms.TargetForm, extra=1)
Activities = rows_of(forms.ActivityForm, ActivityFormSet, extra=1)
Lines = rows_of(forms.LineForm, LineFormSet, extra=1)
Totals = rows_of(forms.TotalForm, TotalFormSet, fixed=True)
FundingRows = rows_of(forms.FundingForm, FundingFormSet)
Risks = rows_of(forms.RiskForm, extra=1)
Evaluations = rows_of(forms.EvaluationForm, extra=1)
Indicators = rows_of(forms.IndicatorForm, extra=1)
ExpectedResults = rows_of(forms.ExpectedResultForm, extra=1)
Signatories = rows_of(forms.SignatoryForm, extra=1)
ResultRows = rows_of(forms.ResultRowForm, ResultRowFormSet, of=ResultReport, extra=1)
ResultActivities = rows_of(forms.ResultActivityForm, of=ResultReport, extra=1)


def tidy_rows(data, formset_class, parent, prefix, *, adding=False):
    """The posted rows renumbered so that a formset can take them: rows that are still stored first, then those that are
    new or that somebody else has deleted meanwhile (they are typed anew), then one blank row if `adding`."""
    present = formset_class.model._default_manager.filter(**{formset_class.fk.name: parent})
    stored = set(map(str, present.values_list("pk", flat=True)))
    rows = _split_rows(data, prefix)
    kept = [row for row in rows if row.get("id", [""])[0] in stored]
    new = [{**row, "id": [""]} for row in rows if row.get("id", [""])[0] not in stored]
    for index, row in enumerate(kept + new):
        for name, values in row.items():
            data.setlist(f"{prefix}-{index}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = len(kept)
    data[f"{prefix}-TOTAL_FORMS"] = min(len(rows) + adding, MAX_ROWS)
    return data


def _split_rows(data, prefix):
    """The fields of each posted row, taken out of the data."""
    rows = {}
    name_of_field = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)")
    for key in list(data):
        found = name_of_field.fullmatch(key)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = data.pop(key)
    return [rows[index] for index in sorted(rows)][:MAX_ROWS]
