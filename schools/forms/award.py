"""The call for an award: its words and dates, its criteria and ranks as rows, its paper, its judges, its marks."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, ManyField, PortalForm, PortalModelForm, be_year
from qa_portal.core.models import User
from schools.forms.sar import narrative
from schools.models import Award, AwardCriterion, AwardRank, AwardState, Practice

MOST_ROWS = 40
MOST_POINTS = 1000  # of one criterion


class AwardForm(PortalModelForm):
    """Name, year and kind are fixed once the call is open; the other words and the dates until the result stands."""

    opens_on = BEDateField(label=_("nominations from"))
    closes_on = BEDateField(label=_("nominations until"))

    class Meta:
        model = Award
        fields = ["name", "academic_year", "kind", "opens_on", "closes_on", "guidance", "honours_authors"]
        widgets = {"guidance": narrative(5), "academic_year": forms.NumberInput(attrs={"inputmode": "numeric"})}
        help_texts = {"academic_year": _("Buddhist era, for example 2568")}

    FIXED_ONCE_OPEN = ("name", "academic_year", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Every kind")), *Award._meta.get_field("kind").choices]
        for name in self.FIXED_ONCE_OPEN:
            self.fields[name].disabled = self.instance.state != AwardState.DRAFT

    def clean_academic_year(self):
        return be_year(self.cleaned_data["academic_year"])

    def clean(self):
        cleaned = super().clean()
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("The last day must not be before the first."))
        same = Award.objects.filter(district=self.instance.district_id, academic_year=cleaned.get("academic_year"))
        if same.filter(name=cleaned.get("name")).exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is already an award of this name in this academic year."))
        return cleaned


class RowForm(PortalForm):
    """One row of a table: its place alone does not make a blank row one that was typed."""

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name not in ("ORDER", "DELETE")]


class CriterionForm(RowForm):
    text = forms.CharField(label=_("criterion"), max_length=300)
    most_points = forms.IntegerField(label=_("most points"), min_value=1, max_value=MOST_POINTS)


class RankForm(RowForm):
    name = forms.CharField(label=_("rank"), max_length=100)
    least_percent = forms.DecimalField(label=_("from (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2)


class Rows(forms.BaseFormSet):
    """Rows that are added, moved and removed with or without JavaScript; `rows` is what was typed, in order. A blank
    new row is no row."""

    def __init__(self, data=None, *, initial, **kwargs):
        super().__init__(data, initial=initial, **kwargs)
        self.extra = 0 if initial else 1

    @property
    def shown(self):
        """In the order in which they were left, new ones last."""
        if not (self.is_bound and self.can_order):
            return self.forms
        return sorted(self.forms, key=lambda form: _place(form["ORDER"].value()))

    @property
    def rows(self):
        left = self.ordered_forms if self.can_order else [form for form in self.forms if form not in self.deleted_forms]
        return [_typed(form) for form in left if form.cleaned_data]


def _place(text):
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < 6 else MOST_ROWS * 100


def _typed(form):
    return {name: value for name, value in form.cleaned_data.items() if name not in ("ORDER", "DELETE")}


class RankRows(Rows):
    def clean(self):
        seen = set()
        for form in self.forms:
            percent = getattr(form, "cleaned_data", {}).get("least_percent")
            if percent is None or form in self.deleted_forms:
                continue
            if percent in seen:
                form.add_error("least_percent", _("Two ranks cannot begin at the same percent."))
            seen.add(percent)


def _rows(form, base, *, can_order):
    return forms.formset_factory(
        form, base, can_delete=True, can_order=can_order, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )


TABLES = {
    "criteria": (_rows(CriterionForm, Rows, can_order=True), AwardCriterion, ("text", "most_points")),
    "ranks": (_rows(RankForm, RankRows, can_order=False), AwardRank, ("name", "least_percent")),
}


def tables_of(source, data=None):
    """{prefix: rows}: criteria and ranks as typed, else those of an award (None: blank rows)."""
    data = _with_blank_row(data) if data is not None and data.get("add") in TABLES else data
    return {
        prefix: kind(data, prefix=prefix, initial=_stored(source, model, names))
        for prefix, (kind, model, names) in TABLES.items()
    }


def _stored(award, model, names):
    return list(model.objects.filter(award=award).values(*names)) if award else []


def _with_blank_row(data):
    """The posted rows and one more: the button of a page without JavaScript."""
    data, name = data.copy(), f"{data['add']}-TOTAL_FORMS"
    total = data.get(name, "")
    if total.isdecimal() and int(total[:4]) < MOST_ROWS:
        data[name] = int(total) + 1
    return data


class AwardPaperForm(PortalModelForm):
    announced_on = BEDateField(label=_("date of the announcement"), required=False)

    class Meta:
        model = Award
        fields = ["announcement_number", "announced_on"]
        help_texts = {"announcement_number": _("As the office's register gives it; blank while it has none.")}


class PracticeChoice(forms.ModelChoiceField):
    def label_from_instance(self, practice):
        facts = {"title": practice.title, "school": practice.school, "kind": practice.get_kind_display()}
        return str(_("%(title)s – %(school)s (%(kind)s)") % facts)


class NominationForm(PortalForm):
    practice = PracticeChoice(label=_("Good practice or research"), queryset=Practice.objects.none())

    def __init__(self, *args, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = practices.order_by("school__name_sort", "title")


class PeopleField(ManyField):
    def label_from_instance(self, person):
        return f"{person} · {person.position}" if person.position else str(person)


class JudgesForm(PortalForm):
    people = PeopleField(
        label=_("Judges"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class ShowForm(PortalForm):
    """Nothing to type: the page says what happens."""


class ExcuseForm(PortalForm):
    reason = forms.CharField(label=_("Why the judge is excused"), max_length=300)


class MarkForm(PortalForm):
    """One nomination: for each criterion points from 0 to its most, and a note. A blank is not yet judged, no 0.
    `opened`: the marks that the page showed; what was saved in another window meanwhile is not written over unsaid."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, criteria, marks, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria, self.marks = criteria, marks
        self.present = " ".join(sorted(f"{mark.pk}.{mark.version}" for mark in marks.values()))
        self.fields["opened"].initial = self.present
        for criterion in criteria:
            mark = marks.get(criterion.pk)
            self.fields[f"points-{criterion.pk}"] = forms.IntegerField(
                label=_("Points, 0 to %(most)s") % {"most": criterion.most_points},
                min_value=0,
                max_value=criterion.most_points,
                required=False,
                initial=mark and mark.points,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"note-{criterion.pk}"] = forms.CharField(
                label=_("Note"), widget=narrative(2), required=False, max_length=2000, initial=mark.note if mark else ""
            )

    def rows(self):
        """(criterion, its points, its note) for the page."""
        return [(item, self[f"points-{item.pk}"], self[f"note-{item.pk}"]) for item in self.criteria]

    def clean(self):
        cleaned = super().clean()
        for criterion in self.criteria:
            points = cleaned.get(f"points-{criterion.pk}")
            if points is None and cleaned.get(f"note-{criterion.pk}") and f"points-{criterion.pk}" not in self.errors:
                self.add_error(f"points-{criterion.pk}", _("A note needs its points."))
        if self.data.get("opened", self.present) != self.present:
            self._refuse_stale()
        return cleaned

    def _refuse_stale(self):
        self.add_error(
            None, _("Somebody else saved this while you were typing. Nothing of yours is lost: compare and save again.")
        )
        for criterion in self.criteria:
            mark = self.marks.get(criterion.pk)
            self.add_error(
                f"points-{criterion.pk}", _("Now in the portal: %(value)s") % {"value": mark.points if mark else "–"}
            )
        self.data = self.data.copy()
        self.data["opened"] = self.present

    def given(self):
        read = self.cleaned_data
        return {item: (read[f"points-{item.pk}"], read[f"note-{item.pk}"]) for item in self.criteria}
