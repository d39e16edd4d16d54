"""What came back of a form: read together, counted up, as a workbook and on paper."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from supervision.documents.instrument_form import sheet_form_pdf
from supervision.models import Sheet
from supervision.reports.collection import answers_of, form_of, summarise
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.collections import open_collection, sent_sheet
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def keeper(school):
    return person("supervisor", school.district)


@pytest.fixture
def answered(keeper, school):
    """Three schools in two networks sent 5 + 3 + 4, 1 + 2 + 3 and 4 + 4 + 4."""
    north, south = (NetworkFactory(district=school.district, name=name) for name in ("ก", "ข"))
    schools = [SchoolFactory(district=school.district, network=network) for network in (north, north, south)]
    collection = open_collection(keeper, schools)
    for each, points in zip(schools, ((5, 3, 4), (1, 2, 3), (4, 4, 4)), strict=True):
        sent_sheet(collection, each, school_person("school_head", each), points, is_yes=points[0] > 1)
    return collection


def summaries(collection):
    form = form_of(collection)
    rows = answers_of(collection.sheets.answered().select_related("school__network"), form)
    return {row.item.number: row for _section, items in summarise(rows, form) for row in items}


def test_item_is_counted_up_together_and_by_network(answered):
    found = summaries(answered)["1.1"]
    assert (found.whole.total, found.whole.mean) == (10, Decimal("3.33"))
    assert [(part.label, part.count, part.share) for part in found.whole.parts if part.count] == [
        ("5 ระดับ 5", 1, Decimal("33.33")),
        ("4 ระดับ 4", 1, Decimal("33.33")),
        ("1 ระดับ 1", 1, Decimal("33.33")),
    ]
    assert [(group.name, group.answered, group.mean) for group in found.groups] == [("ก", 2, 3), ("ข", 1, 4)]
    yes = summaries(answered)["2.2"].whole
    assert [(part.label, part.count) for part in yes.parts] == [("ใช่", 2), ("ไม่ใช่", 1)]


def test_workbook_has_one_row_a_school_one_column_an_item_and_the_arithmetic(client, keeper, answered):
    client.force_login(keeper)
    content = client.get(reverse("supervision:collection_xlsx", args=[answered.pk])).content
    book = load_workbook(io.BytesIO(content))
    answers, arithmetic, _items = book.worksheets
    rows = [[cell.value for cell in row] for row in answers.iter_rows(min_row=4, max_row=6)]
    assert [row[5:9] for row in rows] == [[5, 3, 4, "ใช่"], [1, 2, 3, "ไม่ใช่"], [4, 4, 4, "ใช่"]]
    assert [row[10:13] for row in rows] == [[12, 3, 4], [6, 3, 2], [12, 3, 4]]
    sums = {(row[0].value, row[1].value): row[2].value for row in arithmetic.iter_rows(min_row=4, max_row=12)}
    first = Sheet.objects.order_by("pk").first().school.name
    assert sums[first, "1. ด้าน 1"] == "5 + 3"
    assert sums[first, "ทั้งฉบับ"] == "5 + 3 + 4"


def test_answers_of_one_network_alone(client, keeper, answered):
    client.force_login(keeper)
    network = answered.sheets.first().school.network_id
    page = client.get(reverse("supervision:collection_summary", args=[answered.pk]), {"network": network})
    assert page.context["count"] == 2


def test_filled_paper_says_whose_it_is_and_what_was_ticked(keeper, school):
    head = school_person("school_head", school)
    sheet = sent_sheet(open_collection(keeper, [school]), school, head, text="ขอรับการนิเทศ")
    sheet = Sheet.objects.select_related("collection__instrument", "collection__district", "school").get(pk=sheet.pk)
    text = squeezed(poppler_text(sheet_form_pdf(sheet)))
    assert [word in text for word in ("ขอรับการนิเทศ", "ผู้ส่งแบบ", "ร่าง")] == [True, True, False]
