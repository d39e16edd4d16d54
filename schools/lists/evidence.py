"""The register of evidence of a school's year."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.evidence_sources import source_of
from schools.models import Evidence

KINDS = {
    "file": (_("Uploaded file"), Q(record_id=None) & ~Q(stored=None)),
    "address": (_("Web address"), Q(record_id=None, stored=None)),
    "record": (_("From the portal"), ~Q(record_id=None)),
}


def kind_of(evidence):
    if evidence.record_type_id:
        source = source_of(evidence)
        return str(source.word if source else evidence.record_type)
    return str(KINDS["file" if evidence.stored_id else "address"][0])


class EvidenceFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(key, label) for key, (label, _rows) in KINDS.items()], method="by_kind"
    )
    unused = django_filters.ChoiceFilter(
        label=_("Shown"), choices=[("1", _("Nowhere yet")), ("0", _("Somewhere"))], method="by_use"
    )
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")

    class Meta:
        model = Evidence
        fields = []

    def by_kind(self, rows, name, value):
        return rows.filter(KINDS[value][1])

    def by_use(self, rows, name, value):
        return rows.filter(use_count=0) if value == "1" else rows.exclude(use_count=0)


COLUMNS = [
    Column("title", _("Title"), lambda row: row.title, 50, "title", Evidence.get_absolute_url),
    Column("kind", _("Kind"), kind_of, 20),
    Column("dated", _("Date"), lambda row: row.dated, 14, "dated", kind="date"),
    Column("uses", _("Places shown"), lambda row: row.use_count, 12, "use_count", kind="number"),
    Column("note", _("What it shows"), lambda row: row.note, 50),
]
