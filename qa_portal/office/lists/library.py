"""The list of the library: its filters and columns."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.thai.calendar import FIRST_YEAR, LAST_YEAR
from qa_portal.office.models import LibraryDocument, PaperKind, Reader, Standing


class LibraryFilter(filters.FilterSet):
    search = filters.CharFilter(label=_("Search"), method="by_words", max_length=100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=PaperKind.choices)
    standing = filters.ChoiceFilter(label=_("Standing"), choices=Standing.choices)
    year = filters.NumberFilter(label=_("Year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    reader = filters.ChoiceFilter(label=_("Who may read it"), choices=Reader.choices)

    class Meta:
        model = LibraryDocument
        fields = []

    def by_words(self, rows, name, value):
        return rows.search(value)


LIBRARY_COLUMNS = [
    Column("title", _("Title"), lambda row: row.title, 60, "title_sort", LibraryDocument.get_absolute_url),
    Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), 20, "kind"),
    Column("number", _("Number"), lambda row: row.number, 16),
    Column("year", _("Year (B.E.)"), lambda row: str(row.year) if row.year else "", 10, "year"),
    Column("issuer", _("Issued by"), lambda row: row.issuer, 36, "issuer"),
    Column(
        "standing",
        _("Standing"),
        lambda row: str(row.get_standing_display()),
        18,
        "standing",
        look=lambda row: row.look,
    ),
    Column("replaced_by", _("Replaced by"), lambda row: str(row.replaced_by) if row.replaced_by else "", 50),
    Column("reader", _("Who may read it"), lambda row: str(row.get_reader_display()), 22, "reader"),
]
