"""What the tasks of reports are judged by (reports.sar_tasks), asked for all reports of a page at once."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from qa_portal.core.prepared import prepared
from schools.models import (
    BoardApproval,
    EvidenceUse,
    ItemRating,
    OwnSection,
    Sar,
    SarFile,
    Standard,
    StandardSection,
    TestResult,
    YearFigures,
)
from schools.services.writing import own_standards

IN_APPENDIX = Q(standard=None, indicator=None, own_standard=None)


class Progress:
    """Of one report: its `facts`, the rows of its standards (each with its number of `items`) and of the school's own,
    what it says of each, how many items are rated, and the board's approval in preparation or in force."""

    def __init__(self, facts, standards, own):
        self.facts, self.standards, self.own_standards = facts, standards, own
        self.sections, self.own_sections, self.rated, self.approval = {}, {}, {}, None


def progress_of(sars):
    """{key of a report: its Progress}, in seven queries however many reports there are."""
    keys = [sar.pk for sar in sars]
    if not keys:
        return {}
    facts, standards = {row.pk: row for row in facts_of(*keys)}, _standards(*{sar.framework_id for sar in sars})
    own = list(own_standards(*sars))
    found = {
        sar.pk: Progress(
            facts[sar.pk],
            [row for row in standards if row.framework_id == sar.framework_id],
            [row for row in own if row.sheet.is_of(sar)],
        )
        for sar in sars
    }
    for row in _sections(*keys):
        found[row.sar_id].sections[row.standard_id] = row
    for row in _own_sections(*keys):
        found[row.sar_id].own_sections[row.own_standard_id] = row
    for sar, standard, count in _rated(*keys):
        found[sar].rated[standard] = count
    for row in _approvals(*keys):
        found[row.sar_id].approval = row
    return found


@prepared
def facts_of(*sars):
    """A row a report: `has_figures`, `has_results`, `pdf_versions`, `evidence`, `in_appendix`; of the newest PDF
    `pdf_name`, `pdf_made_at`, `is_pdf_older`."""
    of_year = {"school": OuterRef("school"), "academic_year": OuterRef("cycle__academic_year")}
    newest = SarFile.objects.order_by("-number").values("stored__name", "stored__stored_at")
    made = newest.filter(sar=OuterRef(OuterRef("pk"))).values("stored__stored_at")[:1]
    since = {"sar": OuterRef("pk"), "updated_at__gt": Subquery(made)}
    facts = {
        "has_figures": Exists(YearFigures.objects.filter(**of_year)),
        "has_results": Exists(TestResult.objects.filter(**of_year).exclude(mean=None)),
        "pdf_versions": _count(SarFile, "pk"),
        "pdf_name": Subquery(newest.filter(sar=OuterRef("pk")).values("stored__name")[:1]),
        "pdf_made_at": Subquery(newest.filter(sar=OuterRef("pk")).values("stored__stored_at")[:1]),
        "is_pdf_older": Exists(StandardSection.objects.filter(**since)) | Exists(OwnSection.objects.filter(**since)),
        "evidence": _count(EvidenceUse, "evidence", distinct=True),
        "in_appendix": _count(EvidenceUse, "pk", filter=IN_APPENDIX),
    }
    return Sar.objects.filter(pk__in=sars).order_by().annotate(**facts).values_list("pk", *facts, named=True)


def _count(model, what, **how):
    """Of the report's rows of this model."""
    rows = model.objects.filter(sar=OuterRef("pk")).order_by().values("sar")
    return Coalesce(Subquery(rows.annotate(count=Count(what, **how)).values("count")), 0)


@prepared
def _standards(*frameworks):
    return Standard.objects.filter(framework__in=frameworks).annotate(items=Count("indicators")).order_by("number")


@prepared
def _sections(*sars):
    return StandardSection.objects.filter(sar__in=sars).order_by().select_related("level")


@prepared
def _own_sections(*sars):
    return OwnSection.objects.filter(sar__in=sars).order_by().select_related("level")


@prepared
def _rated(*sars):
    rows = ItemRating.objects.filter(sar__in=sars).exclude(level=None).order_by()
    return rows.values_list("sar", "indicator__standard").annotate(Count("pk"))


@prepared
def _approvals(*sars):
    return BoardApproval.objects.filter(sar__in=sars, lapsed_at=None).order_by()
