"""A list of people in which each is a person of the portal or a typed name: members of a committee, duties of an order,
those who were at a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from supervision.forms.kept import KeptForm


class SeatForm(KeptForm):
    """A new row with nothing but the fields of `without` is nobody."""

    without = frozenset({"opened_version"})

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].empty_label = _("Nobody of the portal")
        self.fields["name"].label = _("Name, if not a person of the portal")

    def has_changed(self):
        nothing = {"opened_version"} if self.instance.pk else self.without
        return bool(set(self.changed_data) - nothing)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("user") and not cleaned.get("name"):
            self.add_error("name", _("Choose a person or type a name."))
        return cleaned


class BaseSeats(forms.BaseModelFormSet):
    """The rows of one `owner`, in their order; new ones stand last. `owned_by` names the owner's field, `place` the one
    that keeps the order."""

    owned_by = place = ""

    def __init__(self, *args, owner, rows, people, prefix="person", **kwargs):
        self.owner = owner
        self.last = max((getattr(row, self.place) for row in rows), default=0) if owner.pk else 0
        kwargs |= {"queryset": rows, "form_kwargs": {"people": people}}
        super().__init__(*args, prefix=prefix, **kwargs)

    def save_new(self, form, commit=True):
        setattr(form.instance, self.owned_by, self.owner)
        if not getattr(form.instance, self.place):
            self.last += 1
            setattr(form.instance, self.place, self.last)
        return super().save_new(form, commit)
