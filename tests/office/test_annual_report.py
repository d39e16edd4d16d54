"""The annual report: page, PDF and workbook say the same figures."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from qa_portal.core.thai import format_date, to_thai
from qa_portal.office.reports import annual
from qa_portal.office.reports.period import OfficeYear
from supervision.models import CoverageRule
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import DistrictFactory, person

from .office_world import FISCAL, TODAY, OfficeWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    OfficeWorld(schools=3, projects=6, visits=3)
    return OfficeWorld()


def thai_report(year):
    with override("th"):
        report = annual.build(year)
        return report, [(number, str(table.title), texts(table)) for number, table in report.numbered_tables]


def texts(table):
    """The cells of a table as a person reads them, the last row included."""
    if table.is_empty:
        return [[str(table.empty)]]
    rows = [[str(column.shown(row)) for column in table.columns] for row in table.rows]
    return [*rows, [str(text) for _column, text, _url in table.total_cells]] if table.total else rows


def read_sheets(content):
    """{sheet name: rows without blanks}."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def indicators_of(report):
    (table,) = [table for _, table in report.numbered_tables if table.key == "kpis"]
    return table.rows


def address(world, kind="", fiscal=FISCAL):
    return reverse(f"office:annual_report{kind}", args=[world.district.pk, fiscal])


# ---------------------------------------------------------------- the same figures everywhere


@pytest.mark.same_on_both
def test_pdf_holds_every_cell_of_every_table_in_order(world):
    _report, tables = thai_report(world.year)
    text = squeezed(poppler_text(annual.pdf(world.year), "-raw"))
    for number, title, rows in tables:
        assert squeezed(f"{number} {title}") in text
        for row in rows:
            for cell in row:
                assert squeezed(cell) in text, (number, cell)


def test_workbook_holds_every_cell_of_every_table(sign_in, world):
    with override("th"):
        report = annual.build(world.year)
        sheets = read_sheets(sign_in(world.director).get(address(world, "_xlsx")).content)
        assert len(sheets) == len(report.numbered_tables) == 19
        for (number, table), rows in zip(report.numbered_tables, sheets.values(), strict=True):
            assert rows[0][0] == world.district.name
            assert rows[3][0] == f"{number} {table.title}"
            assert rows[4][: len(table.columns)] == [str(column.header) for column in table.columns]
            for row, cells in zip(table.rows, rows[5:], strict=False):
                assert cells[: len(table.columns)] == [as_stored(column, column.value(row)) for column in table.columns]
            if table.total:
                values = [as_stored(column, table.total_values[column.key]) for column in table.columns]
                assert rows[5 + len(table.rows)][: len(values)] == values


def as_stored(column, value):
    """A value as a sheet gives it back."""
    if value in (None, ""):
        return None
    if column.kind == "date":
        return format_date(value)
    return float(value) if isinstance(value, Decimal) else value


def test_page_shows_the_figures_of_the_report(sign_in, world):
    response = sign_in(world.director).get(address(world))
    report, tables = thai_report(world.year)
    shown = response.context["report"]
    assert [figure.value for _, table in shown.numbered_tables for figure in table.figures] == [
        figure.value for _, table in report.numbered_tables for figure in table.figures
    ]
    text = squeezed(response.content.decode())
    assert [title for number, title, _ in tables if squeezed(f"{number} {title}") not in text] == []


def test_report_and_dashboard_say_the_same(sign_in, world):
    client = sign_in(world.director)
    values = client.get(reverse("office:dashboard")).context["page"].values
    said = {key: figure.value for key, figure in annual.build(world.year).said.items()}
    shares, sars = values["shares"], values["sar"]
    assert {key: value for key, value in said.items() if key not in ("closed", "overdue")} == {
        "schools": shares["schools"],
        "visited": shares["visited"],
        "missing": shares["schools"] - shares["visited"],
        **{key: sars[key] for key in ("expected", "sent", "accepted", "not_sent")},
        **{key: Decimal(baht) for key, baht in values["money"].items()},
        "agreed": sum(values["promises"].values()),
    }


# ---------------------------------------------------------------- the document


@pytest.mark.same_on_both
def test_pdf_in_thai_digits_has_no_other_digit(world):
    _report, tables = thai_report(world.year)
    text = poppler_text(annual.pdf(world.year, thai_digits=True), "-raw")
    assert [character for character in text if character in "0123456789"] == []
    assert squeezed(to_thai(tables[0][2][7][1])) in squeezed(text)


@pytest.mark.same_on_both
def test_pdf_is_thai_whatever_the_language_of_the_page(sign_in, world):
    client = sign_in(world.director)
    client.cookies["django_language"] = "en"
    text = squeezed(poppler_text(client.get(address(world, "_pdf")).content, "-raw"))
    assert squeezed("รายงานประจำปีงบประมาณ พ.ศ. 2570") in text
    assert [word for word in ("Network", "Total", "Standard", "Draft", "Quarter") if word in text] == []


@pytest.mark.same_on_both
def test_pdf_has_cover_contents_pages_and_signature(world):
    text = poppler_text(annual.pdf(world.year), "-layout")
    pages = text.split("\f")
    assert squeezed(pages[0]).endswith(squeezed("ข้อมูล ณ วันที่ 21 พฤศจิกายน 2569"))
    assert squeezed(pages[1]).startswith("-2-")
    assert squeezed("สารบัญ") in squeezed(pages[1])
    assert squeezed(f"({world.district.director_name})") in squeezed(text)
    assert squeezed(world.district.director_position) in squeezed(text)


def test_stated_total_that_differs_is_told_with_both_figures(world):
    _report, tables = thai_report(world.year)
    (projects,) = [rows for _, title, rows in tables if title.startswith("โครงการตามแผน")]
    assert [row[-1] for row in projects] == ["ระบุ 120,000 คำนวณได้ 20,000"] * 3 + [""]


# ---------------------------------------------------------------- empty and odd years


def test_empty_year_is_a_complete_report_that_says_so(sign_in):
    world = OfficeWorld(schools=0, projects=0, visits=0, district=DistrictFactory(director_name=""))
    world.cycle.delete()
    client = sign_in(world.director)
    report, _tables = thai_report(world.year)
    assert client.get(address(world)).status_code == 200
    text = squeezed(poppler_text(client.get(address(world, "_pdf")).content, "-raw"))
    assert squeezed("ยังไม่มีโครงการที่ได้รับอนุมัติในปีงบประมาณนี้") in text
    assert squeezed("ยังไม่มีรอบการรายงาน SAR ของปีการศึกษานี้") in text
    assert squeezed("สำนักงานยังไม่มีโรงเรียนที่เปิดสอนในทะเบียน") in text
    assert text.count(squeezed("ยังไม่มีจำนวนที่ใช้เป็นตัวหาร")) >= 5
    sheets = read_sheets(client.get(address(world, "_xlsx")).content)
    assert len(sheets) == len(report.numbered_tables) == 17


def test_zero_budget_has_no_percentage():
    world = OfficeWorld(schools=1, projects=0, visits=0)
    world.project(4, approved_amount=Decimal(0))
    with override("en"):
        report = annual.build(world.year)
        (row,) = [row for row in indicators_of(report) if row.label == "K17"]
        assert (row.facts["actual"], row.facts["missing"]) == (None, "There is nothing to divide by yet.")
    (projects,) = [table for _, table in report.numbered_tables if table.key == "money_by_project"]
    assert texts(projects)[0][5] == "–"


def test_leap_day_is_a_day_of_its_quarter():
    world = OfficeWorld(schools=1, projects=0, visits=0)
    project = world.project(3, fiscal_year=2571)
    world.spend(project, date(2028, 2, 29), Decimal("29.29"))
    with time_machine.travel("2028-02-29T05:00:00Z", tick=False):
        year = OfficeYear.of(world.district)
        assert (year.fiscal, year.today) == (2571, date(2028, 2, 29))
        (quarters,) = [table for _, table in annual.build(year).numbered_tables if table.key == "spending_by_quarter"]
        assert [line.value("paid") for line in quarters.rows] == [0, Decimal("29.29"), 0, 0]
        assert squeezed("29 กุมภาพันธ์ 2571") in squeezed(poppler_text(annual.pdf(year)))


@pytest.mark.parametrize("fiscal", [0, 1, 2400, 2701, 99999])
def test_year_of_no_calendar_is_not_found(sign_in, fiscal):
    world = OfficeWorld(schools=1, projects=0, visits=0)
    assert sign_in(world.director).get(address(world, fiscal=fiscal)).status_code == 404


# ---------------------------------------------------------------- indicators


def test_indicators_are_numerator_over_denominator(world):
    rows = indicators_of(annual.build(world.year))
    values = [(row.label, row.value("part"), row.value("whole"), row.facts["actual"]) for row in rows]
    told = {"K06", "K07", "K10", "K15", "K17", "K20", "4.4"}
    assert [value for value in values if value[0] in told] == [
        ("4.4", 0, 8, Decimal("0.00")),
        ("K06", 4, 8, Decimal("50.00")),
        ("K07", 0, 8, Decimal("0.00")),
        ("K10", 3, 8, Decimal("37.50")),
        ("K15", 0, 8, Decimal("0.00")),
        ("K17", Decimal("15002.50"), Decimal(360_012), Decimal("4.17")),
        ("K20", 4, 8, Decimal("50.00")),
        ("K20", None, None, None),
    ]


def test_area_visits_follow_the_rule_of_the_district(world):
    CoverageRule.objects.create(district=world.district, visits=2, years=3)
    for school in world.schools[:2]:
        for _ in range(2):
            world.visit(3, school=school, planned_on=TODAY.replace(year=2025))
    (due,) = [row for row in indicators_of(annual.build(world.year)) if row.label == "K20" and row.figures]
    assert (due.value("part"), due.value("whole")) == (2, 8)


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(("role", "status"), [("committee_member", 403), ("national_viewer", 403), ("deputy", 200)])
def test_report_is_for_roles_that_export(sign_in, role, status):
    world = OfficeWorld(schools=1, projects=1, visits=1)
    client = sign_in(person(role, world.district))
    assert {client.get(address(world, kind)).status_code for kind in ("", "_pdf", "_xlsx")} == {status}


@pytest.mark.parametrize("size", [1, 3])
def test_report_queries_do_not_grow(django_assert_num_queries, size):
    world = OfficeWorld(schools=size, projects=0, visits=0)
    for _ in range(size):
        world.project(4)
        world.visit(3)
    with django_assert_num_queries(36):
        annual.build(world.year)
