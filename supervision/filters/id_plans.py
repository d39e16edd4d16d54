import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.models import Acknowledgement

STANDINGS = [
    ("owed", _("ID PLAN owed")),
    ("unread", _("Not acknowledged yet")),
    ("waiting", _("ID PLAN to be written")),
    ("overdue", _("ID PLAN overdue")),
    ("filed", _("Handed in")),
]


class IdPlanFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Person or order"), method="search")
    standing = filters.ChoiceFilter(label=_("State"), choices=STANDINGS, method="in_standing")

    class Meta:
        model = Acknowledgement
        fields = []

    def search(self, rows, name, value):
        word = value.strip()
        person = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        return rows.filter(person | Q(order__number__icontains=word) | Q(order__subject__icontains=word))

    def in_standing(self, rows, name, value):
        return rows.exclude(plan_filed_at=None) if value == "filed" else getattr(rows, value)()
