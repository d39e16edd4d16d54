"""Open data: the same figures as the published page, without small counts, persons or schools."""

import csv
import io

import pytest
from django.utils import timezone

from qa_portal.core import files
from qa_portal.office.models import Publication
from qa_portal.office.reports.open_data import DATASETS
from qa_portal.office.reports.synthesis.public import public_counts
from tests.factories.core import DistrictFactory, person
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db

LEVELS = ["กำลังพัฒนา", "ปานกลาง", "ดี", "ดีเลิศ", "ยอดเยี่ยม"]


def spread(name, counts, mean):
    shown = public_counts(dict(enumerate(counts, 1)))
    return {"name": name, "counts": list(shown.values()), "reports": sum(counts), "mean": mean}


def content_of(counts=(0, 3, 8, 9, 10)):
    return {
        "chapters": [{"number": 1, "title": "บทนำ", "text": "นายตัวอย่าง"}],
        "educations": [
            {
                "label": "ขั้นพื้นฐาน",
                "framework": "มาตรฐาน 2561",
                "levels": LEVELS,
                "standards": [spread("คุณภาพผู้เรียน", counts, None)],
                "items": [spread("1.1", (0, 0, 10, 10, 10), "4.00")],
                "years": [2567, 2568],
                "trend": [{"name": "คุณภาพผู้เรียน", "means": [None, "3.52"]}],
            }
        ],
        "themes": {
            "strengths": [{"name": "=ครู", "schools": 7}],
            "points_to_develop": [{"name": "ห้อง", "schools": None}],
        },
    }


def publish(district, number=1, year=2568, **kwargs):
    by = person("group_head", district)
    stored = files.store(photo_upload(), district=district, by=by)
    made = dict.fromkeys(("public_pdf", "whole_pdf", "whole_docx", "whole_xlsx"), stored)
    return Publication.objects.create(
        district=district, kind="synthesis", academic_year=year, number=number, title="สังเคราะห์", content=content_of(),
        published_at=timezone.now(), published_by=by, **made, **kwargs,
    )  # fmt: skip


def read_csv(client, table, query=""):
    response = client.get(f"/public/open-data/{table}.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def read_json(client, table, query=""):
    return client.get(f"/public/open-data/{table}.json{query}").json()


def test_csv_and_json_give_the_counts_of_the_page_without_the_small_ones(client):
    district = DistrictFactory()
    publish(district)
    rows = read_json(client, "levels")["rows"]
    of_standard = [row for row in rows if row["kind"] == "standard"]
    assert [(row["quality"], row["reports"]) for row in of_standard] == list(
        zip(LEVELS, [0, None, None, 9, 10], strict=True)  # 3 is small, and 8 would tell it
    )
    assert {row["office_code"] for row in rows} == {district.code}
    texts = [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
    assert read_csv(client, "levels") == texts


def test_means_are_numbers_and_unknown_ones_are_empty(client):
    publish(DistrictFactory())
    means = read_json(client, "means")["rows"]
    assert [(row["kind"], row["reports"], row["mean"]) for row in means] == [("standard", 30, None), ("item", 30, 4.0)]
    trend = read_json(client, "trend")["rows"]
    assert [(row["of_year"], row["mean"]) for row in trend] == [(2567, None), (2568, 3.52)]


def test_text_is_never_a_formula_in_a_spreadsheet(client):
    publish(DistrictFactory())
    themes = [(row["theme"], row["schools"]) for row in read_csv(client, "themes")]
    assert themes == [("'=ครู", "7"), ("ห้อง", "")]


def test_only_the_version_that_stands_is_given(client):
    district, other = DistrictFactory(), DistrictFactory()
    publish(district)
    second = publish(district, 2)
    by = person("group_head", other)
    publish(other, withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason="ผิด")
    rows = read_json(client, "means")["rows"]
    assert {(row["office_code"], row["version"]) for row in rows} == {(district.code, second.number)}


def test_one_office_and_year_can_be_asked_for(client):
    one, other = DistrictFactory(), DistrictFactory()
    publish(one), publish(other), publish(one, year=2567)
    found = read_json(client, "means", f"?office={one.code}&year=2567")["rows"]
    assert {(row["office_code"], row["academic_year"]) for row in found} == {(one.code, 2567)}


@pytest.mark.parametrize("address", ["nothing.csv", "levels.xml", "levels.csv?year=x", "levels.csv?year=99999",
                                     "levels.csv?office=" + "9" * 40, "levels.json?office=%00"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(f"/public/open-data/{address}").status_code == 404


def test_every_field_has_its_meaning_and_source_and_no_text_of_chapters_is_given(client):
    publish(DistrictFactory())
    page = client.get("/public/open-data/").content.decode()
    for key, dataset in DATASETS.items():
        found = read_json(client, key)
        assert [field["name"] for field in found["fields"]] == list(found["rows"][0])
        assert [field["name"] for field in found["fields"] if not (field["meaning"] and field["source"])] == []
        assert [field.key for field in dataset.fields if f"<code>{field.key}</code>" not in page] == []
        assert "นายตัวอย่าง" not in str(found["rows"])
    assert found["licence"] == "Creative Commons Attribution 4.0 International (CC BY 4.0)"


def test_open_data_is_linked_from_the_public_home(client):
    publish(DistrictFactory())
    assert client.get("/public/").content.decode().count('href="/public/open-data/"') == 1
