"""The money that is promised, spent and moved."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.models import Activity, BudgetLine, Commitment, CommitmentRelease, Expense
from projects.reports.account import EntryKind
from projects.services.ledger import lines_with_money
from qa_portal.core.forms import BEDateField, MoneyField, PortalForm, UploadField
from qa_portal.core.kept_files import KeepsUpload
from qa_portal.core.thai import format_baht


class LineField(forms.ModelChoiceField):
    """A line of the project by activity, with what is left of it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=BudgetLine.objects.none(), label=_("Budget line"), required=False, **kwargs)

    def offer(self, project):
        self.queryset = lines_with_money(project.lines.select_related("activity"))
        self.empty_label = _("The project as a whole")

    def label_from_instance(self, line):
        return _("%(line)s (left: %(left)s)") % {"line": line, "left": format_baht(line.left)}


class LedgerForm(PortalForm):
    """A row of the ledger. `ledger_end` is the last row of its kind that the page showed: a form sent twice, or typed
    while somebody else recorded the same paper, is shown again instead of being recorded again."""

    model = None
    ledger_end = forms.IntegerField(widget=forms.HiddenInput, required=False)
    offer = None  # (line, baht): what a transfer would have to bring

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["ledger_end"].initial = self.present_end
        if "line" in self.fields:
            self.fields["line"].offer(project)

    def rows(self):
        return self.model.objects.filter(project=self.project)

    @property
    def present_end(self):
        return self.rows().order_by("pk").values_list("pk", flat=True).last() or 0

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise ValidationError(_("Please type the amount that was paid."))
        return amount

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ledger_end") != self.present_end:
            self.data = self.data.copy()
            self.data[self.add_prefix("ledger_end")] = self.present_end
            raise ValidationError(
                _(
                    "Something was recorded after this page was opened. "
                    "Look at the list, then save again if yours is missing."
                )
            )
        return cleaned

    def values(self):
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "ledger_end"}

    def refuse(self, refused):
        """Put the sentence of a refusal where it belongs."""
        field = getattr(refused, "field", None)
        self.add_error(field if field in self.fields else None, str(refused))
        if getattr(refused, "short", None):
            self.offer = (refused.line, refused.short)


class ReceiptForm(KeepsUpload, LedgerForm):
    """A row of the ledger with its document as a file."""

    def values(self):
        return super().values() | {"receipt": self.stored}


class PaymentForm(ReceiptForm):
    """Pays what is open of a commitment."""

    model = Expense
    amount = MoneyField(label=_("Amount (baht)"))
    paid_on = BEDateField(label=_("Paid on"))
    document_number = forms.CharField(label=_("Document number"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    receipt = UploadField(label=_("Document as a file"), required=False)


class ExpenseForm(PaymentForm):
    line = LineField()
    field_order = ["line", "amount", "paid_on", "document_number", "note", "receipt"]


class CommitmentForm(ReceiptForm):
    model = Commitment
    line = LineField()
    amount = MoneyField(label=_("Amount (baht)"))
    committed_on = BEDateField(label=_("Committed on"))
    payee = forms.CharField(label=_("Promised to"), max_length=200, required=False)
    document_number = forms.CharField(label=_("Number of the order or contract"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    receipt = UploadField(label=_("Document as a file"), required=False)


class ReleaseForm(LedgerForm):
    model = CommitmentRelease
    amount = MoneyField(label=_("Amount that will not be paid (baht)"))
    note = forms.CharField(label=_("Why it will not be paid"), max_length=500)

    def rows(self):
        return self.model.objects.filter(commitment__project=self.project)


class ReasonForm(PortalForm):
    note = forms.CharField(label=_("Why the expense is taken back"), max_length=500)


# What a figure counts, of every kind: a payment of a commitment lessens what is committed and adds to what is spent.
COUNTED = [("committed", _("Counted as committed")), ("spent", _("Counted as spent"))]


class LedgerFilter(PortalForm):
    """Which entries of an account are shown."""

    line = forms.ModelChoiceField(
        BudgetLine.objects.none(), label=_("Budget line"), required=False, empty_label=_("All")
    )
    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Activity"), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *COUNTED, *EntryKind.choices], required=False)
    since = BEDateField(label=_("From"), required=False, help_text="")
    until = BEDateField(label=_("Until"), required=False, help_text="")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["line"].queryset = project.lines.all()
        self.fields["activity"].queryset = project.activities.top()
        for name in ("line", "activity"):
            self.fields[name].empty_label = _("All")

    def of(self, entries):
        """The entries that are asked for; a filter that cannot be read leaves all."""
        return [entry for entry in entries if self._shows(entry)] if self.is_valid() else entries

    def _shows(self, entry):
        asked = self.cleaned_data
        return (
            asked["line"] in (None, entry.line)
            and asked["activity"] in (None, entry.activity)
            and (asked["kind"] in ("", entry.kind) or bool(getattr(entry.change, asked["kind"], 0)))
            and (asked["since"] is None or entry.on >= asked["since"])
            and (asked["until"] is None or entry.on <= asked["until"])
        )

    @property
    def is_used(self):
        return self.is_valid() and any(self.cleaned_data.values())


# ---------------------------------------------------------------- transfers


class TransferForm(PortalForm):
    """What each line gives and what it receives. `token` makes of a form sent twice one transfer."""

    reason = forms.CharField(
        label=_("Why the money is moved"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, project, wanted=None, **kwargs):
        """`wanted`: {key of a line: baht} that are to be brought to it."""
        super().__init__(*args, **kwargs)
        self.lines = list(lines_with_money(project.lines.select_related("activity")).order_by("order", "pk"))
        self.fields["token"].initial = uuid4
        for line in self.lines:
            name = {"item": line.item}
            self.fields[f"give_{line.pk}"] = _cell(_("“%(item)s” gives (baht)") % name, "give")
            self.fields[f"get_{line.pk}"] = _cell(_("“%(item)s” receives (baht)") % name, "get")
            self.initial[f"get_{line.pk}"] = (wanted or {}).get(line.pk)

    @property
    def table(self):
        """(line, field of what it gives, field of what it receives)."""
        return [(line, self[f"give_{line.pk}"], self[f"get_{line.pk}"]) for line in self.lines]

    def clean(self):
        cleaned = super().clean()
        for line in self.lines:
            self._check(line, cleaned.get(f"give_{line.pk}") or 0, cleaned.get(f"get_{line.pk}") or 0)
        given, received = (
            sum(cleaned.get(f"{side}_{line.pk}") or 0 for line in self.lines) for side in ("give", "get")
        )
        if not self.errors and given == 0:
            raise ValidationError(_("Please type at least one amount that a line gives and one that a line receives."))
        if not self.errors and given != received:
            values = {"given": format_baht(given), "received": format_baht(received)}
            sentence = _("The lines give %(given)s baht and receive %(received)s baht: it must be the same amount.")
            raise ValidationError(sentence % values)
        return cleaned

    def _sum(self, side):
        return sum(self.cleaned_data.get(f"{side}_{line.pk}") or 0 for line in self.lines)

    def _check(self, line, gives, gets):
        if gives and gets:
            self.add_error(f"get_{line.pk}", _("A line gives or receives, not both."))
        if gives > line.left:
            sentence = _("Only %(left)s baht are left here.") % {"left": format_baht(line.left)}
            self.add_error(f"give_{line.pk}", sentence)

    def rows(self):
        """(line, baht) of every line that moves, below zero where it gives."""
        cleaned = self.cleaned_data
        moved = [(line, (cleaned[f"get_{line.pk}"] or 0) - (cleaned[f"give_{line.pk}"] or 0)) for line in self.lines]
        return [(line, amount) for line, amount in moved if amount]


def _cell(label, side):
    field = MoneyField(label=label, required=False)
    field.widget.attrs |= {"data-transfer": side, "class": "form-control"}
    return field
