"""The builder of instruments: head, scale, section, item."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.files import XLSX
from qa_portal.core.forms import PortalForm, PortalModelForm, UploadField
from qa_portal.core.thai import normalise, parse_number
from schools.models import Framework, Indicator
from supervision.checks.instruments import answers_to
from supervision.models import ASKING, Instrument, InstrumentItem, InstrumentSection, ItemKind
from supervision.services.instruments import form_of, item_form

SPARE_LEVELS = 3
MOST_LEVELS = 11
COLUMNS = {
    "value": _("points"),
    "word": _("level in a word"),
    "description": _("what it means"),
    "least": _("reached from a mean of"),
}


class InstrumentForm(PortalModelForm):
    class Meta:
        model = Instrument
        fields = ["name", "code", "form_code", "audience", "guidance"]
        widgets = {"guidance": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "code": _("Small Latin letters, digits and hyphens; all editions of the instrument share it."),
            "form_code": _("As the manual names it, for example “งาน 1 แบบ 2”."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not self.instance.pk and Instrument.objects.filter(district=self.instance.district, code=code).exists():
            raise ValidationError(_("Your office has an instrument of this code: make a new edition of it instead."))
        return code


class NumberText(forms.DecimalField):
    """A number as it is typed, with Thai digits too."""

    def __init__(self, **kwargs):
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control"})
        super().__init__(required=False, widget=box, **kwargs)

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return parse_number(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class ScaleForm(PortalForm):
    """The levels of a scale, with a few empty rows; a row without points is not there. A draft may be half-filled."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, instrument, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        self.present = list(instrument.levels.all())
        self.fields["opened"].initial = self._version()
        self.count = max(5, min(len(self.present) + SPARE_LEVELS, MOST_LEVELS))
        for number in range(self.count):
            level = self.present[number] if number < len(self.present) else None
            self.fields |= _level_fields(number, level)

    def _version(self):
        return ",".join(f"{level.pk}.{level.version}" for level in self.present)

    def rows(self):
        """Of each row (its field, what its column is called)."""
        for number in range(self.count):
            yield [(self[f"{name}_{number}"], word) for name, word in COLUMNS.items()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened") != self._version():
            self.data = self.data.copy()
            self.data["opened"] = self._version()
            raise ValidationError(_("Somebody else changed the scale meanwhile. Compare, then save again."))
        self.levels = {}
        for number in range(self.count):
            self._take(number, cleaned)
        return cleaned

    def _take(self, number, cleaned):
        value, word, description, least = (cleaned.get(f"{name}_{number}") for name in COLUMNS)
        if value is None:
            if word or description or least is not None:
                self.add_error(f"value_{number}", _("How many points?"))
            return
        if value in self.levels:
            self.add_error(f"value_{number}", _("Another level has these points."))
        if not word:
            self.add_error(f"word_{number}", _("What is the level called?"))
        least = Decimal(value) if least is None else least
        self.levels[int(value)] = {"word": word, "description": description, "least_mean": least}


def _level_fields(number, level):
    facts = {"number": number + 1}
    box = forms.TextInput(attrs={"class": "form-control"})
    points = NumberText(
        label=_("Row %(number)s: points") % facts, min_value=0, max_value=10, decimal_places=0,
        initial=level and level.value,
    )  # fmt: skip
    word = forms.CharField(
        label=_("Row %(number)s: in a word") % facts, max_length=60, required=False, widget=box,
        initial=level and level.word,
    )  # fmt: skip
    description = forms.CharField(
        label=_("Row %(number)s: what it means") % facts, max_length=300, required=False, widget=box,
        initial=level and level.description,
    )  # fmt: skip
    least = NumberText(
        label=_("Row %(number)s: from a mean of") % facts, min_value=0, max_value=10, max_digits=4, decimal_places=2,
        initial=level and level.least_mean,
    )  # fmt: skip
    return {
        f"value_{number}": points,
        f"word_{number}": word,
        f"description_{number}": description,
        f"least_{number}": least,
    }


class InstrumentSectionForm(PortalModelForm):
    class Meta:
        model = InstrumentSection
        fields = ["title", "guidance"]
        widgets = {"guidance": forms.Textarea(attrs={"rows": 3})}


class ItemForm(PortalModelForm):
    """One item with its choices, what each level looks like and the rule by which it is asked. A draft may be
    half-filled: what is missing is said on the instrument's page."""

    text = forms.CharField(label=_("text"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    least = NumberText(label=_("at least"), max_digits=12, decimal_places=2)
    most = NumberText(label=_("at most"), max_digits=12, decimal_places=2)
    choice_lines = forms.CharField(
        label=_("choices of an item"),
        help_text=_("One choice a line, in their order."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    rule = forms.MultipleChoiceField(label=_("Asked only if"), widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = InstrumentItem
        fields = ["kind", "text", "help", "is_needed", "allows_na", "unit", "least", "most", "indicator"]
        widgets = {"help": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.section = self.instance.section
        self.instrument = self.section.instrument
        self.levels = list(self.instrument.levels.all())
        self.fields["indicator"].queryset = _indicators(self.instrument.district)
        self.fields["indicator"].label_from_instance = lambda row: f"{row.standard.framework.code} {row}"
        self._add_choices()
        self._add_descriptions()
        self._add_rule()

    def _add_choices(self):
        rows = self.instance.choices.all() if self.instance.pk else ()
        self.fields["choice_lines"].initial = "\n".join(row.text for row in rows)

    def _add_descriptions(self):
        rows = self.instance.descriptions.all() if self.instance.pk else ()
        held = {row.level_id: row.text for row in rows}
        for level in self.levels:
            self.fields[f"level_{level.pk}"] = forms.CharField(
                label=str(level), max_length=400, required=False, initial=held.get(level.pk, ""),
                help_text=level.description, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def _add_rule(self):
        """Every answer to every earlier item, as "<its key>:<the answer's place>"."""
        form = form_of(self.instrument)
        self.groups, self.words = [], {}
        for item in self._earlier():
            answers = answers_to(item_form(item), form)
            keys = [(f"{item.pk}:{place}", word) for place, word in enumerate(answers)]
            self.words |= {key: (item, word) for key, word in keys}
            self.groups.append((item, [(key, answers[word]) for key, word in keys]))
        self.fields["rule"].choices = [choice for _item, choices in self.groups for choice in choices]
        words = [word.strip() for word in self.instance.asked_if_answer.split(",")]
        held = [key for key, (item, word) in self.words.items() if item.pk == self.instance.asked_if_id]
        self.fields["rule"].initial = [key for key in held if self.words[key][1] in words]

    def _earlier(self):
        related = ("choices", "descriptions__level", "indicator__standard__framework", "asked_if")
        rows = InstrumentItem.objects.filter(section__instrument=self.instrument, kind__in=ASKING)
        place = (self.section.position, self.instance.position if self.instance.pk else 100_000)
        ordered = rows.select_related("section").order_by("section__position", "position").prefetch_related(*related)
        return [row for row in ordered if (row.section.position, row.position) < place]

    # ---- what the page draws

    def rule_groups(self):
        """(earlier item, its boxes, whether one is ticked)."""
        boxes = {box.data["value"]: box for box in self["rule"]}
        for item, choices in self.groups:
            own = [boxes[key] for key, _word in choices]
            yield item, own, any(box.data["selected"] for box in own)

    def level_fields(self):
        return [self[f"level_{level.pk}"] for level in self.levels]

    # ---- what was typed

    def clean_choice_lines(self):
        lines = [normalise(line) for line in self.cleaned_data["choice_lines"].split("\n")]
        lines = [line for line in lines if line]
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("A choice has 200 characters at most."))
        if any("," in line for line in lines):
            raise ValidationError(_("A choice has no comma: rules tell choices apart by it."))
        if len(set(lines)) < len(lines):
            raise ValidationError(_("A choice stands twice."))
        return lines

    def clean_rule(self):
        keys = self.cleaned_data["rule"]
        if len({self.words[key][0].pk for key in keys}) > 1:
            raise ValidationError(_("Answers to one item only: a rule looks at one item."))
        if len(",".join(self.words[key][1] for key in keys)) > 100:
            raise ValidationError(_("These answers are too long together: shorten the choices or tick fewer."))
        return keys

    def clean(self):
        cleaned = super().clean()
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The least is higher than the most."))
        if cleaned.get("kind") != ItemKind.NUMBER:
            self.instance.least = self.instance.most = None
            cleaned["least"] = cleaned["most"] = None
        return cleaned

    def save(self, commit=True):
        keys = self.cleaned_data["rule"]
        self.instance.asked_if = self.words[keys[0]][0] if keys else None
        self.instance.asked_if_answer = ",".join(self.words[key][1] for key in keys)
        return super().save(commit)

    @property
    def choices(self):
        return self.cleaned_data["choice_lines"] if self.cleaned_data["kind"] == ItemKind.CHOICE else []

    @property
    def described(self):
        """{level: text}; only a rated item describes levels."""
        is_rated = self.cleaned_data["kind"] == ItemKind.RATED
        return {level: self.cleaned_data[f"level_{level.pk}"] if is_rated else "" for level in self.levels}


def _indicators(district):
    offered = Framework.objects.offered_to(district)
    rows = Indicator.objects.filter(standard__framework__in=offered).select_related("standard__framework")
    return rows.order_by("standard__framework__code", "standard__number", "position")


class InstrumentSheetForm(PortalForm):
    file = UploadField(
        label=_("Excel file"), allowed={XLSX}, help_text=_("With the sheets and columns of an exported instrument.")
    )
