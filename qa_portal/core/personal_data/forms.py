import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qa_portal.core.filters import YesNoFilter
from qa_portal.core.forms import PortalForm
from qa_portal.core.models import DataAccess, Decision, Refusal, User


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
    is_active = YesNoFilter(label=gettext_lazy("Account in use"))

    class Meta:
        model = User
        fields = []

    def by_text(self, rows, name, value):
        person = Q(first_name__icontains=value) | Q(last_name__icontains=value)
        return rows.filter(person | Q(username__icontains=value))


def _of_person():
    """The person whose rows a notice leads to."""
    return filters.ModelChoiceFilter(field_name="user", queryset=User.objects.all(), widget=forms.HiddenInput)


def _named(words):
    return Q(user__first_name__icontains=words) | Q(user__last_name__icontains=words)


class AccessFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Person, file or address"), method="by_text")
    user = _of_person()
    day = filters.DateFilter(field_name="done_at", lookup_expr="date", widget=forms.HiddenInput)

    class Meta:
        model = DataAccess
        fields = []

    def by_text(self, rows, name, value):
        return rows.filter(_named(value) | Q(file_name__icontains=value) | Q(path__icontains=value))


class RefusalFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Person or page"), method="by_text")
    status = filters.ChoiceFilter(label=pgettext_lazy("refusal", "Why"), choices=Refusal.Status)
    user = _of_person()
    day = filters.DateFilter(widget=forms.HiddenInput)

    class Meta:
        model = Refusal
        fields = []

    def by_text(self, rows, name, value):
        return rows.filter(_named(value) | Q(route__icontains=value))
