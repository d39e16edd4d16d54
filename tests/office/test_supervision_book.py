"""The supervision report of a year: its figures, one network's, and the same in PDF, Word and Excel."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from qa_portal.core.models import Job
from qa_portal.core.workflow import Refused
from qa_portal.office.reports import supervision_book, supervision_tables
from qa_portal.office.reports.supervision_book import build, make_docx, make_pdf, make_xlsx, year_of
from schools.models import Indicator, Network
from supervision.models import InstrumentItem
from tests.core import docx_kit
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory
from tests.factories.supervision import AgreedActionFactory, FindingFactory, VisitFactory, rate, small_instrument
from tests.factories.surveys import closed_survey

pytestmark = pytest.mark.django_db


class Office:
    """Two networks with a school each: two visits at the first in two months, one at the other."""

    def __init__(self):
        self.lead = person("supervisor")
        self.district = self.lead.district
        self.networks = [NetworkFactory(district=self.district) for _each in range(2)]
        self.schools = [SchoolFactory(district=self.district, network=network) for network in self.networks]
        self.instrument = small_instrument()
        self.visits = [
            self.visit(self.schools[0], date(2026, 6, 5), [5, 4, 3]),
            self.visit(self.schools[0], date(2026, 7, 6), [1]),
            self.visit(self.schools[1], date(2025, 11, 3), []),
        ]

    def visit(self, school, day, points):
        visit = VisitFactory(
            school=school, lead=self.lead, planned_on=day, visited_on=day, state="reported", instrument=self.instrument
        )
        rate(visit, points)
        return visit

    def year(self, network=None):
        return year_of(self.district, 2569, network)


@pytest.fixture
def office():
    return Office()


def test_months_and_supervisors(office):
    rows = {row[0]: row[1:] for row in supervision_tables.by_month(office.year()).rows}
    assert len(rows) == 12
    assert {month: counts for month, counts in rows.items() if counts != (0, 0)} == {
        "พฤศจิกายน 2568": (1, 1),
        "มิถุนายน 2569": (1, 1),
        "กรกฎาคม 2569": (1, 1),
    }
    assert supervision_tables.by_supervisor(office.year()).rows == [(str(office.lead), 3, 3, 2)]


def test_ratings_by_standard(office):
    indicator = Indicator.objects.first()
    first = InstrumentItem.objects.filter(section__instrument=office.instrument, kind="rated").order_by(
        "section__position", "position"
    )[0]
    InstrumentItem.objects.filter(pk=first.pk).update(indicator=indicator)
    standard = indicator.standard
    rows = supervision_tables.scores_by_standard(office.year()).rows
    assert rows == [(f"{standard.number} {standard.name}", 1, 2, 1, 5, Decimal("3.00"))]


def test_findings_and_promises(office):
    FindingFactory(visit=office.visits[0], severity="high")
    FindingFactory(visit=office.visits[1], kind="strength")
    AgreedActionFactory(visit=office.visits[0], due_on=date(2026, 7, 1))
    [row] = supervision_tables.findings(office.year()).rows
    assert row[1:] == (1, 1, 0, 0, 0, 1)
    [row] = supervision_tables.promises(office.year()).rows
    assert row[1:] == (0, 0, 1, 0, Decimal("0.00"))


def test_satisfaction_shows_only_surveys_with_answers_enough(office):
    year = year_of(office.district, 2570)
    shown = closed_survey(office.lead, [5, 5, 5, 4, 1])
    closed_survey(office.lead, [5])
    assert list(supervision_tables.satisfaction(year).rows) == [shown]


def test_report_of_a_network_counts_its_own_visits(office):
    book = build(office.year(office.networks[1].pk))
    tables = {table.key: table for chapter in book.chapters for table in chapter.tables}
    assert tables["coverage_by_network"].total.value("schools") == 1
    assert [visit.pk for visit in tables["visits"].rows] == [office.visits[2].pk]
    assert ("duties" in tables, "satisfaction" in tables) == (False, False)


def test_network_of_another_office_is_not_reported(office):
    with pytest.raises(Network.DoesNotExist):
        year_of(DistrictFactory(), 2569, office.networks[0].pk)


def test_three_files_say_the_same(office):
    book = build(office.year())
    text, word = (
        squeezed(said)
        for said in (poppler_text(make_pdf(book, False).content), docx_kit.text_of(make_docx(book, False).content))
    )
    for visit in office.visits:
        assert (text.count(squeezed(visit.school.name)) > 0, word.count(squeezed(visit.school.name)) > 0) == (
            True,
            True,
        )
    for said in (text, word):
        assert said.count(squeezed("2.2 จำนวนการนิเทศรายเดือน")) == 2  # contents and table
    sheet = openpyxl.load_workbook(io.BytesIO(make_xlsx(book, False).content))["2.2 รายเดือน"]
    rows = list(sheet.iter_rows(min_row=5, max_row=7, values_only=True))
    assert rows == [("เดือน", "การนิเทศ", "โรงเรียน"), ("ตุลาคม 2568", 0, 0), ("พฤศจิกายน 2568", 1, 1)]


def test_book_queries_do_not_grow(office, django_assert_num_queries):
    build(office.year())
    with django_assert_num_queries(18) as first:
        _drawn(office)
    for _each in range(2):
        office.visit(office.schools[0], date(2026, 8, 3), [5])
    with django_assert_num_queries(len(first)):
        _drawn(office)


def _drawn(office):
    return [list(table.rows) for chapter in build(office.year()).chapters for table in chapter.tables]


def test_report_is_made_by_the_queue(office, sign_in, django_capture_on_commit_callbacks, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    asked = {"year": 2569, "network": office.networks[0].pk, "format": "xlsx"}
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(office.lead).post(reverse("office:supervision_book"), asked)
    job = Job.objects.get()
    assert (page.url, job.state, job.result.name) == (
        job.get_absolute_url(),
        "done",
        f"รายงานผลการนิเทศ ปีงบประมาณ 2569 {office.networks[0]}.xlsx",
    )


def test_year_without_a_visit_has_no_report(office):
    job = Job(district=office.district, params={"year": 2560, "network": None, "format": "pdf", "thai_digits": False})
    with pytest.raises(Refused):
        supervision_book.make_book(job, lambda done, total: None)
