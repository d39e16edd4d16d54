import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalForm
from schools.models import Network
from supervision.models import DutyTopic

STANDINGS = [
    ("uncovered", _("Nobody has it")),
    ("covered", _("Covered")),
    ("retired", _("Need not be covered")),
]


def group_choices(user):
    rows = DutyTopic.objects.visible_to(user).exclude(group="").order_by("group")
    return [(group, group) for group in rows.values_list("group", flat=True).distinct()]


class DutyTopicFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), method="search")
    group = filters.ChoiceFilter(label=_("Group"))
    standing = filters.ChoiceFilter(label=_("State"), choices=STANDINGS, method="in_standing")

    class Meta:
        model = DutyTopic
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["group"].extra["choices"] = group_choices(self.request.user)

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value.strip()) | Q(text__icontains=value.strip()))

    def in_standing(self, rows, name, value):
        if value == "retired":
            return rows.filter(is_active=False)
        active = rows.active()
        return active.filter(people_count=0) if value == "uncovered" else active.filter(people_count__gt=0)


class MatrixForm(PortalForm):
    """What of the matrix is shown: as it was on a day, one person's, one network's, one group's."""

    day = BEDateField(label=_("As at"), required=False)
    person = forms.ChoiceField(label=_("Responsible"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    network = forms.ModelChoiceField(
        label=_("School network"), queryset=Network.objects.none(), required=False, empty_label=_("All")
    )
    look = forms.ChoiceField(
        label=_("Shown as"), choices=[("", _("List")), ("grid", _("Table of people"))], required=False
    )

    def __init__(self, *args, user, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("All")), *((name, name) for name in people)]
        self.fields["group"].choices = [("", _("All")), *group_choices(user)]
        self.fields["network"].queryset = Network.objects.visible_to(user)
