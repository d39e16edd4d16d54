"""The report of an activity: one form for a phone, with its photos, papers and spending. Files that were good are kept
while something else is mended (core.kept_files)."""

import uuid
from itertools import zip_longest

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.models import ActivityReport, AttendeeKind, BudgetLine, Project, ProjectPhoto
from projects.services.doing import Doing, KeptFile, Spent
from qa_portal.core import files, kept_files
from qa_portal.core.forms import (
    BEDateField,
    ManyField,
    MoneyField,
    PortalForm,
    PortalModelForm,
    UploadField,
    past_day,
)
from qa_portal.core.kept_files import KeepsUpload
from qa_portal.core.models import AGREED
from qa_portal.core.thai import fiscal_year_range, format_date
from schools.forms.registry import SchoolChoices
from schools.models import Network, School

MOST_PEOPLE = 99_999
MOST_FILES = 20


def people_field(kind):
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=kind.label, required=False, min_value=0, max_value=MOST_PEOPLE, widget=widget)


class ActivityReportForm(PortalModelForm):
    """The words, people and schools of a report. A new one brings the `token` by which it is one however often sent."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    done_on = BEDateField(label=_("Date"))
    done_until = BEDateField(label=_("Until, if it took several days"), required=False)
    networks = ManyField(
        label=_("All schools of these networks"),
        queryset=Network.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    schools = SchoolChoices(label=_("Schools that took part"), queryset=School.objects.none(), required=False)
    has_consent = forms.BooleanField(label=AGREED, required=False)
    finishes = forms.BooleanField(label=_("This finishes the activity"), required=False)

    class Meta:
        model = ActivityReport
        fields = ["done_on", "done_until", "place", "result", "problems"]
        widgets = {"result": forms.Textarea(attrs={"rows": 4}), "problems": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = self.instance.activity.project
        for kind in AttendeeKind:
            self.fields[f"people_{kind}"] = people_field(kind)
        self._offer_schools()
        if self.instance.pk:
            self._begin_with_report()
        else:
            place = self.instance.activity.place
            self.initial |= {"token": uuid.uuid4(), "done_on": timezone.localdate(), "place": place}

    def _offer_schools(self):
        district = self.project.district_id
        offered = School.objects.filter(district=district)
        chosen = self.instance.schools.values("pk") if self.instance.pk else ()
        self.fields["schools"].offer(offered.open_at() | offered.filter(pk__in=chosen))
        self.fields["networks"].queryset = Network.objects.filter(district=district)

    def _begin_with_report(self):
        for name in ("token", "finishes"):
            del self.fields[name]
        self.fields["schools"].initial = list(self.instance.schools.values_list("pk", flat=True))
        for row in self.instance.attendances.all():
            self.fields[f"people_{row.kind}"].initial = row.count

    @property
    def people_fields(self):
        return [self[f"people_{kind}"] for kind in AttendeeKind]

    def clean_done_on(self):
        day = past_day(self.cleaned_data["done_on"])
        first = fiscal_year_range(self.project.fiscal_year)[0]
        if day < first:
            raise ValidationError(
                _("The fiscal year of the project begins on %(day)s."), params={"day": format_date(first)}
            )
        return day

    def clean_done_until(self):
        day, begin = past_day(self.cleaned_data["done_until"]), self.cleaned_data.get("done_on")
        if day and begin and day < begin:
            raise ValidationError(_("The last day is before the first."))
        return None if day == begin else day

    def people(self):
        counts = {kind: self.cleaned_data[f"people_{kind}"] for kind in AttendeeKind}
        return {kind.value: count for kind, count in counts.items() if count}

    def taking_part(self):
        """The schools that were ticked, and all of the networks that were."""
        data = self.cleaned_data
        of_networks = School.objects.filter(network__in=data["networks"]).open_at(data["done_on"])
        return {*data["schools"], *of_networks}


class SpendingForm(KeepsUpload, PortalForm):
    """One expense of the activity; an untouched row is none."""

    line = forms.ModelChoiceField(
        label=_("Budget line"),
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label=_("The activity as a whole"),
        error_messages={"invalid_choice": _("This line belongs to another activity.")},
    )
    amount = MoneyField(label=_("Amount (baht)"), required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=100, required=False)
    receipt = UploadField(label=_("Receipt or photo of it"), required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("amount") and "amount" not in self.errors and self.has_changed():
            self.add_error("amount", _("Please type the amount that was paid."))
        return cleaned

    def spent(self):
        data = self.cleaned_data
        return Spent(data["amount"], data["line"], data["document_number"], self.stored)


SpendingRows = formset_factory(SpendingForm, extra=1, max_num=30, absolute_max=30)


class KeptFiles:
    """The files of one kind that a form brings: those kept from an earlier try, without those left out, and new ones.
    Captions come in the order of the files."""

    def __init__(self, name, data, uploads, *, by, allowed):
        self.name, self.by, self.rows, self.refusals = name, by, [], []
        left_out = set(data.getlist(f"{name}_out"))
        for text, caption in zip_longest(data.getlist(f"{name}_kept"), data.getlist(f"{name}_kept_caption")):
            if text and text not in left_out:
                self.rows += [KeptFile(stored, _short(caption)) for stored in kept_files.redeem([text], by)]
        self._take(uploads.getlist(name), data.getlist(f"{name}_caption"), allowed)

    def _take(self, uploads, captions, allowed):
        if len(uploads) + len(self.rows) > MOST_FILES:
            self.refusals.append(_now("At most %(count)s files at a time.") % {"count": MOST_FILES})
            return
        for upload, caption in zip_longest(uploads, captions[: len(uploads)]):
            stored, refusal = kept_files.keep_upload(upload, by=self.by, allowed=allowed)
            if stored:
                self.rows.append(KeptFile(stored, _short(caption)))
            else:
                self.refusals.append(refusal)

    @property
    def tickets(self):
        """(ticket, file, caption) of each, for the page."""
        return [(kept_files.ticket(row.stored, self.by), row.stored, row.caption) for row in self.rows]


def _short(caption):
    return " ".join((caption or "").split())[:300]


class ReportSheet:
    """Everything that the page of a report sends, as one thing to check. `data` and `uploads` are None for a page that
    is opened; a report that is there has no spending to type."""

    def __init__(self, report, *, by, data=None, uploads=None):
        data = None if data is None else data.copy()
        self.form = ActivityReportForm(data, instance=report)
        self.spending = None if report.pk else spending_rows(report.activity, by, data, uploads)
        self.photos = self.papers = None
        if data is not None:
            self.photos = KeptFiles("photos", data, uploads, by=by, allowed=files.PHOTOS)
            self.papers = KeptFiles("papers", data, uploads, by=by, allowed=files.PAPERS)

    @property
    def filled_spending(self):
        """Whether something was typed into the expenses."""
        return any(table.is_bound and table.has_changed() for table in self.tables)

    @property
    def tables(self):
        return [self.spending] if self.spending else []

    def is_valid(self):
        whole = all([self.form.is_valid(), *(table.is_valid() for table in self.tables)])
        refusals = [*self.photos.refusals, *self.papers.refusals]
        for refusal in refusals:
            self.form.add_error(None, refusal)
        return whole and not refusals

    def doing(self):
        data = self.form.cleaned_data
        return Doing(
            people=self.form.people(),
            schools=self.form.taking_part(),
            photos=tuple(self.photos.rows),
            evidence=tuple(self.papers.rows),
            spending=tuple(row.spent() for row in self.filled_rows),
            has_consent=data["has_consent"],
            finishes=data.get("finishes", False),
        )

    def refuse_expense(self, refused):
        """Say at its field why the ledger did not take an expense (doing.SpendingRefused)."""
        self.filled_rows[refused.place].add_error(refused.field, str(refused))

    @property
    def filled_rows(self):
        return [row for table in self.tables for row in table if row.cleaned_data.get("amount")]


def spending_rows(activity, by, data, uploads):
    """The rows for the expenses of an activity, for those who may write in the ledger of its project."""
    if not Project.objects.spendable_by(by).filter(pk=activity.project_id).exists():
        return None
    own = Q(activity=activity) | Q(activity__parent=activity) | Q(activity=None)
    lines = activity.project.lines.filter(own).order_by("order", "pk")
    return SpendingRows(data, uploads, prefix="spending", form_kwargs={"lines": lines, "by": by})


class PhotoForm(PortalModelForm):
    """What the register says of a photo; taken out of it, the photo stays in the portal and in its history."""

    taken_on = BEDateField(label=_("Taken on"), required=False)

    class Meta:
        model = ProjectPhoto
        fields = ["caption", "taken_on", "place", "has_consent", "is_removed"]

    def clean_taken_on(self):
        return past_day(self.cleaned_data["taken_on"])
