"""A report on the office's own standards, a version of it that was approved, and standards of the office's own."""

from django.utils import timezone

from qa_portal.office.models import OwnEdition, OwnItem
from qa_portal.office.reports.own_standards import content_of
from tests.factories.own_standards import begun, own_version, paper_at


def own_report_of(by):
    report = begun(by.district)
    answer = report.answers.whole()[0]
    use = paper_at(answer, by)
    facts = {"approved_at": timezone.now(), "approved_by": by, "pdf": use.evidence.stored}
    edition = OwnEdition.objects.create(assessment=report, number=1, content=content_of(report), **facts)
    item = OwnItem.objects.of_framework(own_version(by.district)).first()
    return {
        "OWN_REPORT": report.pk,
        "OWN_ANSWER": answer.pk,
        "OWN_LEVEL": report.levels.get().pk,
        "OWN_USE": use.pk,
        "OWN_PAPER": use.evidence_id,
        "OWN_EDITION": edition.pk,
        "OWN_FRAMEWORK": item.indicator.standard.framework_id,
        "OWN_INDICATOR": item.indicator_id,
        "OWN_ITEM": item.pk,
    }
