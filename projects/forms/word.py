"""What was read in a Word file, to be looked at: every value in a field beside the passage it came from. A row may be
left out; the draft is made of what remains."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project, WorkGroup
from projects.word import Doubt, Found
from qa_portal.core import files
from qa_portal.core.forms import PortalForm
from qa_portal.core.thai import search_key

from .section import BasicsForm, BudgetForm, RationaleForm, possible_owners
from .word_rows import ROWS, ActivityRow, LineForm, ReadRowForm, StepRow

ALIKE = 0.85

TITLES = {
    "file": _("The file"),
    "basics": _("Name and people"),
    "policy": _("Policy and strategy"),
    "rationale": _("Rationale"),
    "objectives": _("Objectives"),
    "targets": _("Targets"),
    "activities": _("Activities"),
    "lines": _("Budget"),
    "budget": _("Total and notes on the budget"),
    "funding": _("Funding"),
    "risks": _("Risks"),
    "indicators": _("Indicators and target values"),
    "evaluations": _("Evaluation"),
    "expected_results": _("Expected results"),
    "signatories": _("Signatures"),
}
# The form's own fields, by the part of the reading that each came from.
READ_AS = {"period_text": "period", "stated_total_text": "stated_total"}
ANCHORS = {"unused": "unused", "unknown_table": "unused"}  # doubts that are told elsewhere on the page
FIELD_FORMS = {"basics": BasicsForm, "rationale": RationaleForm, "budget": BudgetForm}
PARTS_OF = {
    "basics": ("name", "fiscal_year", "layout", "nature", "groups", "owner", "co_owners", "period", "plan_line"),
    "rationale": ("rationale",),
    "budget": ("stated_total", "stated_columns", "transfers_allowed", "budget_note"),
}


@dataclass
class Part:
    """A part of the page: the project's own fields, or rows. `doubts` concern it as a whole."""

    key: str
    forms: list
    doubts: list = field(default_factory=list)
    fields: list = field(default_factory=list)  # [(bound field, Found or None)]

    @property
    def title(self):
        return TITLES[self.key]

    @property
    def anchor(self):
        return f"part-{self.key}"


class Review:
    """The whole page of a reading for one person; `content` is what the draft is filled with (services.snapshot)."""

    def __init__(self, reading, *, user, data=None):
        self.reading, self.user, self.data = reading, user, data
        self.project = Project(district=user.district, created_by=user)
        self._match_people()
        self.parts = [self._part(key) for key in TITLES]

    # ------------------------------------------------------------ making the page

    def _match_people(self):
        """The owner among those who may be one, and the groups of the office, by their names."""
        owner, wanted = self.reading.fields.get("owner"), search_key(self.reading.text("owner"))
        people = {search_key(str(person)): person for person in possible_owners(self.user.district)}
        known = next((person for key, person in people.items() if key and (key in wanted or wanted in key)), None)
        if wanted and known:
            self.project.owner = known
        elif owner and not any(doubt.code == "owner_is_group" for doubt in owner.doubts):
            owner.doubts.append(Doubt("owner_unknown", {"text": owner.text}))
            co_owners = self.reading.fields.setdefault("co_owners", Found({"text": ""}))
            co_owners.values["text"] = ", ".join(filter(None, [owner.text, co_owners.text]))
        self.groups = self._match_groups()

    def _match_groups(self):
        found = self.reading.fields.get("groups")
        offices = {search_key(group.name): group.pk for group in WorkGroup.objects.visible_to(self.user)}
        matched = []
        for name in found.values["names"] if found else ():
            scored = [(SequenceMatcher(None, search_key(name), key, autojunk=False).ratio(), key) for key in offices]
            best = max(scored, default=(0, ""))
            if best[0] >= ALIKE:
                matched.append(offices[best[1]])
            else:
                found.doubts.append(Doubt("group_unknown", {"text": name}))
        return matched

    def _part(self, key):
        doubts = list(self.reading.doubts.get(key, []))
        if key in FIELD_FORMS:
            form = self._field_form(key)
            doubts = [doubt for part in PARTS_OF[key] for doubt in self.reading.doubts.get(part, [])]
            return Part(key, [form], doubts, [(bound, self._found(bound.name)) for bound in form.visible_fields()])
        return Part(key, self._row_forms(key), doubts)

    def _found(self, name):
        part = "stated_columns" if name.startswith("column_") else READ_AS.get(name, name)
        return self.reading.fields.get(part)

    def _field_form(self, key):
        if key == "budget":
            self.project.layout = (self.data or {}).get("basics-layout") or self.reading.text("layout") or "full"
        form = FIELD_FORMS[key](self.data, prefix=key, user=self.user, instance=self.project, initial=self._initial())
        form.anchor = f"part-{key}"
        return form

    def _initial(self):
        reading = self.reading
        names = ("name", "nature", "co_owners", "plan_line", "rationale", "budget_note", "layout")
        initial = {name: reading.text(name) for name in names}
        if reading.text("fiscal_year"):
            initial["fiscal_year"] = reading.text("fiscal_year")
        columns = reading.fields["stated_columns"].values if "stated_columns" in reading.fields else {}
        return initial | {
            "groups": self.groups,
            "period_text": reading.text("period"),
            "stated_total_text": reading.text("stated_total"),
            "transfers_allowed": bool(reading.text("transfers_allowed")),
            **{f"column_{category}": text for category, text in columns.items()},
        }

    def _row_forms(self, key):
        rows = self.reading.rows.get(key, [])
        if key == "indicators":  # those of the evaluation table stand there already
            rows = [row for row in rows if not any(doubt.code == "from_evaluation" for doubt in row.doubts)]
        if key == "activities":
            return [form for place, row in enumerate(rows) for form in self._activity_forms(place, row)]
        return [self._row_form(key, place, row) for place, row in enumerate(rows)]

    def _row_form(self, key, place, row):
        more = {}
        form_class = ROWS[key]
        if key == "lines":
            form_class, more = LineForm, {"activities": self._activity_choices()}
        return form_class(self.data, prefix=f"{key}-{place}", initial=row.values, found=row, **more)

    def _activity_choices(self):
        return [
            (str(place), f"{row.values['number']} {row.values['title']}".strip()[:120])
            for place, row in enumerate(self.reading.rows["activities"])
        ]

    def _activity_forms(self, place, row):
        """The activity and each of its steps, which are rows of their own."""
        form = ActivityRow(self.data, prefix=f"activities-{place}", initial=row.values, found=row)
        form.place = place
        forms_found = [form]
        for depth, step in _steps(row.values["steps"], 1):
            prefix = f"activities-{place}-{len(forms_found)}"
            form = StepRow(self.data, prefix=prefix, initial=step, found=Found(step))
            form.depth, form.place = depth, None
            forms_found.append(form)
        return forms_found

    @property
    def doubts(self):
        """[(title, anchor, Doubt)] in the order of the page."""
        found = []
        for part in self.parts:
            found += [(part.title, ANCHORS.get(doubt.code, part.anchor), doubt) for doubt in part.doubts]
            for bound, item in part.fields:
                is_first = not bound.name.startswith("column_") or bound.name == "column_remuneration"
                doubts = item.doubts if item and is_first else []
                found += [(bound.label, f"read-{bound.html_name}", doubt) for doubt in doubts]
            rows = [form for form in part.forms if isinstance(form, ReadRowForm) and not form.depth]
            for number, form in enumerate(rows, start=1):
                found += [(f"{part.title} {number}", form.anchor, doubt) for doubt in form.found.doubts]
        return found

    # ------------------------------------------------------------ what the person decided

    @property
    def all_forms(self):
        return [form for part in self.parts for form in part.forms]

    def is_valid(self):
        answers = [form.is_valid() for form in self.all_forms]
        return all(answers)

    @property
    def errors(self):
        """[(sentence, anchor)] of every field that has to be mended."""
        return [
            (f"{form[name].label}: {sentence}", form[name].auto_id) if name in form.fields else (sentence, form.anchor)
            for form in self.all_forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def _kept(self, key):
        return [form for form in self._part_of(key).forms if form.is_kept]

    def _part_of(self, key):
        return next(part for part in self.parts if part.key == key)

    @property
    def basics(self):
        return self._part_of("basics").forms[0].cleaned_data

    def content(self):
        own = {key: self._part_of(key).forms[0].cleaned_data for key in FIELD_FORMS}
        budget = own["budget"]
        names = ("name", "layout", "nature", "co_owners", "period_text", "plan_line")
        columns = {name.removeprefix("column_"): text for name, text in budget.items() if name.startswith("column_")}
        activities = self._kept("activities")
        return {
            "fields": {name: own["basics"][name] for name in names}
            | {
                "rationale": own["rationale"]["rationale"],
                "stated_columns": {name: text for name, text in columns.items() if text},
            }
            | {name: budget[name] for name in ("stated_total_text", "transfers_allowed", "budget_note")},
            "groups": [group.pk for group in own["basics"]["groups"]],
            "policy": _by_kind(form.values for form in self._kept("policy")),
            "activities": _with_depths(activities),
            "lines": self._lines([form.place for form in activities]),
            **{
                key: [form.values for form in self._kept(key)]
                for key in ROWS
                if key not in {"policy", "activities", "lines"}
            },
        }

    def _lines(self, places):
        """The lines, each with the place of its activity among those that are taken over."""
        for form in self._kept("lines"):
            place = form.values["activity"]
            yield form.values | {"activity": places.index(place) if place in places else None}


def _steps(steps, depth):
    for step in steps:
        yield min(depth, 2), {"number": step["number"], "title": step["title"]}
        yield from _steps(step["steps"], depth + 1)


def _with_depths(rows):
    """A step whose activity was left out moves up to where it can stand."""
    above, found = -1, []
    for form in rows:
        above = min(form.depth, above + 1)
        found.append(form.values | {"depth": above})
    return found


def _by_kind(rows):
    """One row a kind, as the project has it."""
    links = {}
    for row in rows:
        link = links.setdefault(row["kind"], {"kind": row["kind"], "text": ""})
        link["text"] = f"{link['text']}\n{row['text']}".strip()
    return list(links.values())


class WordFileForm(PortalForm):
    """Choosing the file. What it says is read at once, so that the error stands at the field."""

    file = forms.FileField(label=_("Word file of the proposal"))

    def __init__(self, *args, reads_old, **kwargs):
        super().__init__(*args, **kwargs)
        self.allowed = {files.DOCX, files.DOC} if reads_old else {files.DOCX}
        self.fields["file"].widget.attrs["accept"] = ".docx,.doc" if reads_old else ".docx"
