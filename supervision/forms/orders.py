"""An order: its words, its duties, and what comes with the signature."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, NoteForm, PortalForm, UploadField
from qa_portal.core.thai import normalise
from supervision.forms.kept import KeptForm
from supervision.forms.seats import BaseSeats, SeatForm
from supervision.models import Committee, Duty, Order, OrderState, Tour


class OrderForm(KeptForm):
    class Meta:
        model = Order
        fields = [
            "subject", "committee", "tour", "authority", "general_duty", "supersedes", "signatory",
            "signatory_position",
        ]  # fmt: skip
        labels = {"subject": _("Subject of the order"), "authority": _("Paragraphs that begin the order")}
        help_texts = {"authority": _("By which law, and “ดังนั้น …”. A line is a paragraph.")}
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in ("authority", "general_duty")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.visible_to(user)
        self.fields["tour"].queryset = Tour.objects.visible_to(user)
        signed = Order.objects.visible_to(user).filter(state=OrderState.SIGNED)
        self.fields["supersedes"].queryset = signed | Order.objects.filter(pk=self.instance.supersedes_id)
        for name in ("committee", "tour", "supersedes"):
            self.fields[name].empty_label = _("None")


class DutyForm(SeatForm):
    class Meta:
        model = Duty
        fields = ["position", "number", "user", "name", "person_position", "text", "since", "until"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "number": _("As it is printed: 9.1, 9.2. Rows of the same person stand together."),
            "text": _("A line is a point of its own."),
        }

    position = forms.IntegerField(label=_("Order in the list"), min_value=1, max_value=999, required=False)
    since = BEDateField(label=_("Since"), required=False)
    until = BEDateField(label=_("Until"), required=False)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not cleaned.get("position"):
            cleaned["position"] = self.instance.position
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class BaseDuties(BaseSeats):
    owned_by, place = "order", "position"


DutyFormSet = forms.modelformset_factory(
    Duty, form=DutyForm, formset=BaseDuties, extra=3, can_delete=True, max_num=150, absolute_max=200
)


class SignForm(NoteForm):
    """What the signature brings. In force before it was signed is said on the page, not refused (A12-12)."""

    number = forms.CharField(
        label=_("Number of the order"), max_length=30, help_text=_("As printed, such as 511/2565.")
    )
    dated = BEDateField(label=_("Date of the order"))
    effective_on = BEDateField(label=_("Takes effect on"))
    field_order = ["number", "dated", "effective_on"]

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order
        del self.fields["note"]

    def clean_number(self):
        number = normalise(self.cleaned_data["number"])
        if Order.objects.filter(district=self.order.district_id, number=number).exclude(pk=self.order.pk).exists():
            raise forms.ValidationError(_("There is an order of this number already."))
        return number


class SignedCopyForm(PortalForm):
    paper = UploadField(label=_("Signed copy"), help_text=_("The scanned order as a PDF or a photo."))
