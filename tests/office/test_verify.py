"""What `manage.py verify` says of publications, letters, approved reports and kept figures that somebody changed by
hand."""

import pytest
from django.utils import timezone

from qa_portal.core import files, summaries
from qa_portal.core.jobs import Made
from qa_portal.core.models import KeptFigures
from qa_portal.core.verifying import CHECKS
from qa_portal.office.models import OwnEdition, PublicationKind
from qa_portal.office.reports import districts
from qa_portal.office.services.publishing import keep_version
from tests.core.verify_kit import all_told, expected
from tests.factories.core import person
from tests.factories.letters import issued, signatory
from tests.factories.own_standards import begun

pytestmark = pytest.mark.django_db

TABLE = [
    (
        "office.published",
        "UPDATE office_publication SET content = '{{\"schools\": 3}}' WHERE id = {publication}",
        "Publication {publication}: it was changed after it was published.",
    ),
    (
        "office.published",
        "UPDATE office_publication SET whole_pdf_id = {other} WHERE id = {publication}",
        "Publication {publication}: it was changed after it was published.",
    ),
    (
        "office.published",
        "UPDATE office_publication SET code = 'ZZZZZ-ZZZZZ' WHERE id = {publication}",
        "Publication {publication}: it was changed after it was published.",
    ),
    (
        "office.publications",
        "UPDATE office_publication SET number = 3 WHERE id = {publication}",
        "Publications (annual of 2569, office {district}): a version before 3 is missing.",
    ),
    (
        "office.editions",
        "UPDATE office_ownedition SET content = '{{}}'",
        "Version {edition} of a report on the office's standards was changed after it was approved.",
    ),
    (
        "office.own_work",
        "UPDATE office_ownassessment SET proposed_by_id = {by}, proposed_at = created_at, approved_by_id = {by}, "
        "approved_at = created_at",
        "Report {report} on the office's standards was approved by whom it was proposed by.",
    ),
    (
        "office.letters",
        "UPDATE office_letter SET body = 'อื่น'",
        "Letter {letter}: it was changed after it was issued.",
    ),
    (
        "office.kept_figures",
        "UPDATE core_keptfigures SET \"values\" = '{{}}' WHERE NOT is_stale",
        "Office {district}: the figures “offices 2570 2026-11-22” are kept otherwise than they are computed.",
    ),
]


@pytest.fixture
def world():
    by = person("group_head")
    signatory(by.district)
    about = {"kind": PublicationKind.ANNUAL, "academic_year": 2569}
    told = {"title": "รายงานประจำปี", "content": {"schools": 2}, "digest": "ABCDEF12", "code": "ABCDE-12345"}
    made = dict.fromkeys(("whole_pdf", "whole_docx", "whole_xlsx"), Made(b"x", "x.xlsx", files.XLSX))
    publication = keep_version(by.district_id, about, told, made, by=by, job=None)
    report = begun(by.district)
    approved = {"approved_at": timezone.now(), "approved_by": by, "pdf": publication.whole_pdf}
    edition = OwnEdition.objects.create(assessment=report, number=1, content={"a": 1}, **approved)
    letter = issued(by)
    districts.SUMS.of(by.district_id, 2570, timezone.localdate().replace(2026, 11, 22))
    return {
        "publication": publication.pk,
        "other": files.keep(b"y", "y.xlsx", files.XLSX, district=by.district, by=by).pk,
        "district": by.district_id,
        "report": report.pk,
        "edition": edition.pk,
        "letter": letter.pk,
        "by": by.pk,
    }


def test_each_row_that_was_changed_by_hand_is_told(world):
    assert all_told(world, TABLE) == expected(world, TABLE)


def test_stale_figures_are_counted_and_not_compared(world):
    looked_at = CHECKS["office.kept_figures"].looked_at
    assert looked_at() == {"kept figures": 1, "stale ones that are shown to nobody": 0}
    KeptFigures.objects.update(is_stale=True, values={})
    assert looked_at() == {"kept figures": 0, "stale ones that are shown to nobody": 1}
    assert list(summaries.untrue()) == []
