import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.forms import PortalForm
from qa_portal.core.models import DataAccess, Decision, User


class ReasonForm(PortalForm):
    """Why an administrator does it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example the person's own written wish and its date. It stays in the record."),
    )


class DecisionForm(PortalForm):
    """Whether old data go or stay; to keep them needs a reason."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=Decision, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason, if they stay"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.KEEP and not cleaned.get("reason"):
            self.add_error("reason", _("Please say why they stay."))
        return cleaned


class PersonFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Name or user name"), method="by_text")
    is_active = filters.BooleanFilter(label=gettext_lazy("Account in use"))

    class Meta:
        model = User
        fields = []

    def by_text(self, rows, name, value):
        person = Q(first_name__icontains=value) | Q(last_name__icontains=value)
        return rows.filter(person | Q(username__icontains=value))


class AccessFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Person, file or address"), method="by_text")

    class Meta:
        model = DataAccess
        fields = []

    def by_text(self, rows, name, value):
        person = Q(user__first_name__icontains=value) | Q(user__last_name__icontains=value)
        return rows.filter(person | Q(file_name__icontains=value) | Q(path__icontains=value))
