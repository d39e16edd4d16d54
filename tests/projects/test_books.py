import io
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from projects.books import making
from projects.books.plan import plan_book
from projects.books.result import result_book
from projects.models import (
    BudgetLine,
    Funding,
    PolicyLink,
    Project,
    StrategyItem,
    WorkGroup,
)
from projects.reports import year_sums
from projects.reports.year_sums import PlanYear
from projects.services import ledger
from projects.services.results import begin_result
from projects.services.spending import record_expense
from qa_portal.core import jobs
from qa_portal.core.models import Job, JobState
from qa_portal.core.thai import format_baht, to_thai
from qa_portal.core.workflow import perform
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import ProjectFactory, project_in

pytestmark = pytest.mark.django_db

YEAR = 2570
BAHT = Decimal


class Quiet:
    """A progress that remembers what it was told."""

    def __init__(self, folder):
        self.folder, self.told = folder, []

    def __call__(self, done, total):
        self.told.append((done, total))


@pytest.fixture
def progress(tmp_path):
    return Quiet(tmp_path)


@pytest.fixture(scope="module")
def loaded_office(module_rows):
    """Two running projects and one proposal of 2,800 baht; 800 baht of the first are spent. The second answers to two
    items and belongs to two groups."""
    district = DistrictFactory()
    first, second = (
        project_in("running", district=district, fiscal_year=YEAR, name=name) for name in ("โครงการหนึ่ง", "โครงการสอง")
    )
    project_in("submitted", district=district, fiscal_year=YEAR, name="โครงการที่รอ")
    record_expense(first, amount=BAHT(800), by=person("finance_staff", district), paid_on=date(2026, 10, 5))
    top = StrategyItem.objects.create(district=district, fiscal_year=YEAR, kind="office_strategy", code="1", title="บน")
    below = StrategyItem.objects.create(
        district=district, fiscal_year=YEAR, kind="office_strategy", code="1.1", title="ล่าง", parent=top
    )
    link = PolicyLink.objects.get(project=second)
    link.items.set([top, below])
    second.groups.add(WorkGroup.objects.create(district=district, name="กลุ่มแผน", order=9))
    return district


@pytest.fixture
def office(loaded_office):
    return deepcopy(loaded_office)


@pytest.fixture(scope="module")
def plan_pdf(loaded_office, tmp_path_factory):
    """The book that several tests read: to make it takes seconds."""
    return made(loaded_office, "pdf", Quiet(tmp_path_factory.mktemp("book"))).content


def book_of(district, make=plan_book, year=YEAR):
    return make(PlanYear(district, year), timezone.now())


def made(district, name, progress, *, make=plan_book, thai_digits=False):
    with override("th"):
        return making.FORMATS[name](book_of(district, make), thai_digits=thai_digits, progress=progress)


def text_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


# ---------------------------------------------------------------- sums


def test_sums_of_the_year_agree_with_the_ledger(office):
    year = PlanYear(office, YEAR)
    assert year.total.money == ledger.totals(year.approved)
    assert (year.total.projects, year.total.money.allotted, year.total.money.spent) == (2, BAHT(5600), BAHT(800))


def test_sums_agree_with_the_director_s_page(office):
    from qa_portal.office.reports import money
    from qa_portal.office.reports.period import OfficeYear

    office_line = money.summary(OfficeYear.of(office, YEAR))
    year = PlanYear(office, YEAR)
    assert office_line.value("allocated") == year.total.money.allotted
    assert office_line.value("paid") == year.total.money.spent
    assert sum(year_sums.paid_by_quarter(year.approved).values()) == office_line.value("paid")


def test_project_of_two_groups_counts_once_in_the_total(office):
    year = PlanYear(office, YEAR)
    rows = year_sums.by_group(year)
    assert [(row.label, row.projects, row.money.allotted) for row in rows] == [
        ("กลุ่มนิเทศ", 2, BAHT(5600)),
        ("กลุ่มแผน", 1, BAHT(2800)),
    ]
    assert year.total.projects == 2


def test_strategy_item_has_the_projects_of_what_is_below_it(office):
    rows = year_sums.by_strategy(PlanYear(office, YEAR), "office_strategy")
    assert [(row.label, row.depth, row.projects, row.money.allotted) for row in rows] == [
        ("1 บน", 0, 1, BAHT(2800)),
        ("1.1 ล่าง", 1, 1, BAHT(2800)),
        ("ไม่ได้เลือกข้อใด", 0, 1, BAHT(2800)),
    ]


def test_sources_add_up_to_the_allocation_even_where_they_are_not_said(office):
    Funding.objects.filter(project__name="โครงการสอง").delete()
    rows = year_sums.by_source(PlanYear(office, YEAR))
    assert [(row.label, row.projects, row.amount) for row in rows] == [
        ("แผนปฏิบัติการประจำปี", 1, BAHT(2800)),
        ("ได้รับจัดสรรโดยไม่ระบุแหล่งเงิน", 1, BAHT(2800)),
    ]


def test_quarters_and_categories_of_a_project_add_up_to_its_allocation(office):
    line = BudgetLine.objects.get(project__name="โครงการหนึ่ง")
    BudgetLine.objects.filter(pk=line.pk).update(quarter=2, category="operating")
    year = PlanYear(office, YEAR)
    for key, value in (("quarter", 2), ("category", "operating")):
        split = year.by(key)
        assert split[line.project_id][value].allotted == BAHT(2800)
        assert [sum(money.allotted for money in split[project.pk].values()) for project in year.projects] == [
            BAHT(2800),
            BAHT(2800),
        ]


# ---------------------------------------------------------------- the same figures everywhere


def test_every_total_is_the_same_in_book_sheet_and_pdf(office, progress, plan_pdf):
    with override("th"):
        book = book_of(office)
    workbook = load_workbook(io.BytesIO(made(office, "xlsx", progress).content))
    pages = "".join(text_of(plan_pdf))
    for number, table in book.numbered_tables:
        if not table.rows:
            continue
        sheet = next(sheet for sheet in workbook if sheet.title.startswith(f"{number} "))
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(place for place, row in enumerate(cells) if row[0] == table.columns[0].header)
        for offset, row in enumerate(table.rows, 1):
            wanted = [column.value(row) if column.value(row) != "" else None for column in table.columns]
            assert [_plain(value) for value in cells[head + offset]] == [_plain(value) for value in wanted]
        totals = cells[head + len(table.rows) + 1]
        for column, value in zip(table.columns, totals, strict=True):
            assert _plain(value) == _plain(table.totals.get(column.key))
            if column.kind == "money" and value is not None:
                assert format_baht(BAHT(str(value))) in pages


def _plain(value):
    return float(value) if isinstance(value, (Decimal, int, float)) else value


def test_details_hold_every_line_with_formula_computed_and_stated(office, progress):
    workbook = load_workbook(io.BytesIO(made(office, "xlsx", progress).content))
    rows = [[cell.value for cell in row] for row in workbook["รายการงบประมาณทั้งหมด"].iter_rows()]
    head = next(row for row in rows if row[0] == "ที่")
    lines = [dict(zip(head, row, strict=True)) for row in rows if isinstance(row[0], (int, float))]
    assert [(line["สูตร"], line["ที่คำนวณได้"], line["ที่ระบุ"], line["จัดสรร (บาท)"]) for line in lines] == [
        ("35 บาท/20 คน/4 มื้อ", 2800, 2800, 2800),
        ("35 บาท/20 คน/4 มื้อ", 2800, 2800, 2800),
    ]


def test_project_that_is_approved_while_the_book_is_made_stays_out_of_it(office, progress):
    with override("th"):
        book = book_of(office)
        waiting = Project.objects.get(name="โครงการที่รอ")
        perform(waiting, "approve", by=person("director", office))
        content = making.make_xlsx(book, thai_digits=False, progress=progress).content
    told = " ".join(str(cell.value) for sheet in load_workbook(io.BytesIO(content)) for row in sheet for cell in row)
    assert (told.count("โครงการหนึ่ง") > 0, told.count("โครงการที่รอ")) == (True, 1)  # once, among those that wait


def test_difference_of_a_project_stands_in_the_appendix(office, progress):
    BudgetLine.objects.filter(project__name="โครงการหนึ่ง").update(stated=BAHT(2700), stated_text="2,700")
    with override("th"):
        tables = {table.key: table for _number, table in book_of(office).numbered_tables}
    assert [
        (row["project"].name, row["finding"].stated, row["finding"].computed) for row in tables["differences"].rows
    ] == [("โครงการหนึ่ง", BAHT(2700), BAHT(2800))]


def test_proposals_are_listed_but_not_counted(office):
    with override("th"):
        book = book_of(office)
    tables = {table.key: table for _number, table in book.numbered_tables}
    assert [project.name for project in tables["proposed"].rows] == ["โครงการที่รอ"]
    assert tables["projects"].totals["allotted"] == BAHT(5600)


# ---------------------------------------------------------------- PDF


def test_contents_name_the_pages_on_which_things_stand(plan_pdf):
    pages = text_of(plan_pdf)
    with pikepdf.open(io.BytesIO(plan_pdf)) as pdf:
        labels = [str(label) for label in pdf.Root.PageLabels.Nums]
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            places = [pikepdf.Page(item.destination[0]).index for item in outline.root]
    assert titles == [
        "ส่วนที่ 1 ภาพรวมของแผนปฏิบัติการ",
        "ส่วนที่ 2 ความสอดคล้องกับนโยบายและยุทธศาสตร์",
        "ส่วนที่ 3 รายละเอียดโครงการ",
        "ภาคผนวก ก ข้อสังเกตท้ายเล่ม",
    ]
    assert len(labels) == 2 * len(pages)
    listing = next(page for page in pages if "สารบัญ" in page)
    for title, place in zip(titles, places, strict=True):
        number = _printed_number(pages[place])
        assert _bare(title) in _bare(pages[place])
        assert f"{_bare(title)}{number}" in _bare(listing).replace(".", "").replace("…", "")


def _bare(text):
    return "".join(text.split())


def _printed_number(page):
    """Between the two strokes above the text."""
    import re

    return re.search(r"-\s*([0-9๐-๙ก-ฮ]+)\s*-", page)[1]


def test_pages_are_numbered_in_thai_digits(office, progress):
    done = made(office, "pdf", progress, thai_digits=True)
    pages = text_of(done.content)
    assert done.pages == len(pages)
    numbers = [_printed_number(page) for page in pages[1:]]
    front = len([number for number in numbers if number in {"ก", "ข"}])
    assert numbers == ["ก", "ข", *(to_thai(str(number)) for number in range(1, len(pages) - front))]
    assert "๕,๖๐๐" in "".join(pages)


def test_links_of_the_contents_lead_to_their_pages(plan_pdf):
    with pikepdf.open(io.BytesIO(plan_pdf)) as pdf:
        links = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert len(links) >= 4
        assert [note for note in links if "/Dest" not in note] == []


def test_second_making_reuses_every_part(office, progress, monkeypatch):
    book = book_of(office)
    with override("th"):
        first = making.make_pdf(book, thai_digits=False, progress=progress)
        monkeypatch.setattr("qa_portal.core.documents.typesetter.COMMAND", ["false"])
        second = making.make_pdf(book, thai_digits=False, progress=progress)
    assert (second.pages, text_of(second.content)) == (first.pages, text_of(first.content))
    assert progress.told[-1] == (len(book.papers) + len(book.chapters) + 4,) * 2


def test_part_that_cannot_be_set_stops_the_book(office, progress, monkeypatch):
    monkeypatch.setattr("qa_portal.core.documents.typesetter.COMMAND", ["false"])
    with pytest.raises(RuntimeError, match="A part was not set in type: the process ended"):
        made(office, "pdf", progress)


# ---------------------------------------------------------------- DOCX


def test_word_file_says_what_the_pdf_says(office, progress):
    document = Document(io.BytesIO(made(office, "docx", progress).content))
    text = "".join(document.element.body.itertext())
    assert "โครงการหนึ่ง" in text
    assert [name for name in ("คำนำ", "สารบัญ", "ส่วนที่ 1", "ภาคผนวก ก", "5,600") if name not in text] == []


# ---------------------------------------------------------------- the result book


@pytest.fixture
def reported(office):
    project = Project.objects.get(name="โครงการหนึ่ง")
    report = begin_result(project, by=project.owner)
    row = report.rows.first()
    row.actual_text, row.met = "ครบถ้วน", "yes"
    row.save()
    Project.objects.filter(pk=project.pk).update(
        state="reported", reported_at=timezone.now(), reported_by=project.owner
    )
    return office


def test_result_book_has_received_spent_and_left(reported):
    with override("th"):
        tables = {table.key: table for _number, table in book_of(reported, result_book).numbered_tables}
    projects = tables["projects"]
    shown = [[column.value(row) for column in projects.columns[3:]] for row in projects.rows]
    assert shown == [[BAHT(2800), BAHT(0), BAHT(2800), BAHT(0)], [BAHT(2800), BAHT(800), BAHT(2000), BAHT("28.57")]]
    assert projects.totals["left"] == BAHT(4800)
    assert [row[1:] for row in tables["quarters"].rows] == [
        (None, BAHT(800)),
        (None, None),
        (None, None),
        (None, None),
        (BAHT(5600), None),
    ]
    assert tables["quarters"].totals == {"label": "รวมทั้งสิ้น", "allotted": BAHT(5600), "spent": BAHT(800)}


def test_result_book_names_who_has_not_reported(reported):
    with override("th"):
        book = book_of(reported, result_book)
    tables = {table.key: table for _number, table in book.numbered_tables}
    assert [project.name for project in tables["unreported"].rows] == ["โครงการสอง"]
    assert [(line[1], tables["indicators"].columns[5].value(line)) for line in tables["indicators"].rows] == [
        ("โครงการสอง", "ยังไม่รายงานผล"),
        ("โครงการหนึ่ง", "บรรลุ"),
    ]
    assert [paper.title for paper in book.papers] == ["2. โครงการหนึ่ง"]


def test_result_book_prints_the_reports(reported, progress):
    pages = text_of(made(reported, "pdf", progress, make=result_book).content)
    assert len([page for page in pages if "โครงการที่ 2" in page]) == 1
    assert len([page for page in pages if "โครงการที่ได้รับอนุมัติฉบับเต็มอยู่ในแผนปฏิบัติการ" in page]) == 1


# ---------------------------------------------------------------- pages


def test_book_is_made_in_the_queue_and_opened(office, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(person("plan_staff", office))
    asked = {"book": "plan", "year": YEAR, "format": "xlsx", "thai_digits": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/projects/books/make/", asked)
    job = Job.objects.get()
    assert (response.url, job.state, job.message) == (f"/jobs/{job.pk}/", JobState.DONE, "")
    assert job.label == f"แผนปฏิบัติการประจำปี {YEAR} ไฟล์ Excel เลขไทย"
    assert job.params == {"year": YEAR, "format": "xlsx", "thai_digits": True}
    assert job.result.name == f"แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {YEAR} {office.short_name}.xlsx"


def test_page_shows_the_sums_of_the_year(office, sign_in):
    page = sign_in(person("plan_staff", office)).get("/projects/books/", {"year": YEAR}).text
    assert "2 โครงการ จัดสรร 5,600 บาท ใช้จ่าย 800 บาท" in page


def test_empty_year_is_said_and_refused(office, sign_in):
    client = sign_in(person("plan_staff", office))
    ProjectFactory(district=office, fiscal_year=2569)
    page = client.get("/projects/books/", {"year": 2569}).text
    assert "ยังไม่มีโครงการที่ได้รับอนุมัติในปีงบประมาณนี้" in page
    assert 'name="format"' not in page
    job = jobs.start(
        "action_plan_book",
        label="x",
        params={"year": 2569, "format": "pdf", "thai_digits": False},
        by=person("plan_staff", office),
    )
    jobs.do(job.pk)
    job.refresh_from_db()
    assert job.message == "ยังไม่มีโครงการที่ได้รับอนุมัติในปีงบประมาณนี้ จึงยังไม่มีข้อมูลสำหรับจัดทำรูปเล่ม"


def test_book_that_no_page_offers_is_refused_with_a_sentence(office, sign_in):
    response = sign_in(person("plan_staff", office)).post("/projects/books/make/", {"book": "x"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["กรุณาเลือกรูปเล่ม ปีงบประมาณ และชนิดไฟล์"]
    assert Job.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_book_page_costs_the_same_for_one_and_three(sign_in, django_assert_num_queries, count):
    district = DistrictFactory()
    for number in range(count):
        project_in("approved", district=district, fiscal_year=YEAR, name=f"โครงการ {number}")
    client = sign_in(person("plan_staff", district))
    with django_assert_num_queries(6):
        client.get("/projects/books/", {"year": YEAR})
