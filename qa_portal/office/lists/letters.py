"""The list of memos and letters, which is the register too: its filters and columns."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.columns import Column
from qa_portal.core.filters import YesNoFilter
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import Letter, LetterKind, LetterState


class LetterFilter(filters.FilterSet):
    search = filters.CharFilter(label=_("Search"), method="by_words", max_length=100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=LetterKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=LetterState.choices)
    year = filters.NumberFilter(label=_("Year of the register (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    mine = YesNoFilter(label=_("Written by me"), method="by_me")
    copy = YesNoFilter(label=_("Signed copy is there"), method="with_copy")

    class Meta:
        model = Letter
        fields = []

    def by_words(self, rows, name, value):
        return rows.search(value)

    def by_me(self, rows, name, value):
        own = Q(written_by=self.request.user)
        return rows.filter(own if value else ~own)

    def with_copy(self, rows, name, value):
        return rows.filter(stored__isnull=not value)


LETTER_COLUMNS = [
    Column(
        "subject", pgettext_lazy("letter", "Subject"), lambda row: row.subject, 60, "subject", Letter.get_absolute_url
    ),
    Column("number", _("Number"), lambda row: row.number_text, 18, "number"),
    Column("dated", _("Date"), lambda row: row.dated, 14, "dated", kind="date"),
    Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), 18, "kind"),
    Column("addressee", pgettext_lazy("letter", "To"), lambda row: row.addressee, 40, "addressee"),
    Column("written_by", _("Written by"), lambda row: str(row.written_by), 24, "written_by__first_name"),
    Column("copy", pgettext_lazy("letter", "Signed copy"), lambda row: _now("Yes") if row.stored_id else "", 14),
    Column("state", _("State"), lambda row: str(row.get_state_display()), 16, "state", kind="state"),
]
