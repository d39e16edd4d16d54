"""From a Word file to a draft through the pages: choose, look, make it once, or throw it away."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import Project, ProposalReading, WorkGroup
from projects.word import Reading
from projects.word.old_word import is_installed
from qa_portal.core.models import StoredFile
from tests.factories.core import person
from tests.projects.word_corpus.tuning import activity_plain, classic_plain, full_plain, wrong_figures

pytestmark = pytest.mark.django_db
BEGIN = "/projects/word/"


@pytest.fixture
def writer(client):
    user = person("supervisor", first_name="ทดลอง", last_name="ใช้ระบบ")
    client.force_login(user)
    return user


def upload(content, name="โครงการ.docx"):
    return {"file": SimpleUploadedFile(name, content)}


def read(client, case):
    """The kept reading of a file."""
    client.post(BEGIN, upload(case()[0]))
    return ProposalReading.objects.latest("pk")


def review_of(client, row):
    return client.get(reverse("projects:word_review", args=[row.pk])).context["review"]


def as_posted(review, **changes):
    """What the browser sends for the page as it was shown."""
    data = {}
    for form in review.all_forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value not in (None, ""):
                data[bound.html_name] = value
    return {name: value for name, value in (data | changes).items() if value is not None}


def make_draft(client, row, **changes):
    return client.post(reverse("projects:word_review", args=[row.pk]), as_posted(review_of(client, row), **changes))


# ---------------------------------------------------------------- choosing


def test_file_is_read_and_no_project_is_made(client, writer):
    response = client.post(BEGIN, upload(full_plain()[0]))
    row = ProposalReading.objects.get()
    assert (response.status_code, response.url) == (302, reverse("projects:word_review", args=[row.pk]))
    assert Reading.from_data(row.reading).text("name") == "พัฒนาผู้ประเมินคุณภาพภายในสถานศึกษา"
    assert (row.file.name, row.created_by, Project.objects.count()) == ("โครงการ.docx", writer, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 x", "ไฟล์นี้เป็น PDF โปรดเลือกไฟล์ Word (.docx) ที่เป็นต้นฉบับ"),
        (b"PK\x03\x04 broken", "ไฟล์เสียหาย เปิดไม่ได้ โปรดบันทึกใหม่ใน Word แล้วลองอีกครั้ง"),
    ],
)
def test_file_that_cannot_be_read_is_refused_at_the_field(client, writer, content, sentence):
    response = client.post(BEGIN, upload(content))
    assert (response.status_code, response.context["form"].errors) == (422, {"file": [sentence]})
    assert (ProposalReading.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_list_of_waiting_files_asks_as_often_for_three_as_for_one(client, writer, django_assert_num_queries):
    read(client, full_plain)
    with django_assert_num_queries(3):
        assert len(client.get(BEGIN).context["waiting"]) == 1
    read(client, classic_plain)
    read(client, activity_plain)
    with django_assert_num_queries(3):
        assert len(client.get(BEGIN).context["waiting"]) == 3


# ---------------------------------------------------------------- looking


def test_page_shows_each_doubt_with_a_link_to_its_field(client, writer):
    row = read(client, wrong_figures)
    page = client.get(reverse("projects:word_review", args=[row.pk]))
    html = page.content.decode()
    doubts = page.context["review"].doubts
    links = [anchor for _title, anchor, _doubt in doubts]
    assert f"มี {len(doubts)} จุดที่ต้องตรวจ" in html
    assert [anchor for anchor in links if f'id="{anchor}"' not in html] == []
    assert "read-lines-1" in links


def test_owner_and_groups_are_found_by_their_names(client, writer):
    group = WorkGroup.objects.create(district=writer.district, name="กลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา")
    review = review_of(client, read(client, classic_plain))
    assert review.groups == [group.pk]
    known = review_of(client, read(client, full_plain))
    assert known.project.owner == writer
    assert [doubt.code for _title, _anchor, doubt in review.doubts][:1] == ["owner_unknown"]


# ---------------------------------------------------------------- the draft


def test_draft_carries_all_that_was_read(client, writer):
    row = read(client, full_plain)
    response = make_draft(client, row)
    project = Project.objects.get()
    row.refresh_from_db()
    assert (response.url, row.project) == (project.get_absolute_url(), project)
    assert (project.name, project.state, project.owner) == ("พัฒนาผู้ประเมินคุณภาพภายในสถานศึกษา", "draft", writer)
    assert (project.fiscal_year, project.layout, project.nature) == (2567, "full", "continuing")
    assert (project.stated_total, project.period_text) == (36800, "1 ตุลาคม 2566 – 30 กันยายน 2567")
    assert [target.value for target in project.targets.all()] == [60, 45, None, None]
    assert [activity.stated_total_text for activity in project.activities.all()] == ["6,600", "10,200", "", ""]
    lines = project.lines.select_related("activity")
    assert [(line.activity.number, line.computed, line.stated) for line in lines] == [
        ("1", 2100, 2100),
        ("1", 3000, 3000),
        ("1", None, 1500),
        ("2", 4200, 4200),
        ("2", 6000, 6000),
        ("3", 18000, 18000),
        ("4", 2000, 2000),
    ]
    assert [(item.level, item.target_text) for item in project.indicators.all()] == [
        ("output", "ผู้ประเมิน 60 คน"),
        ("output", "สถานศึกษา 45 แห่ง"),
        ("outcome", "ร้อยละ 90"),
    ]
    assert [(item.source, item.amount_text) for item in project.funding.all()] == [("plan", "36,800"), ("obec", "")]
    assert [risk.kind for risk in project.risks.all()] == ["factor", "mitigation"]
    assert [link.kind for link in project.policy_links.all()] == ["obec_strategy", "office_strategy"]


def test_cross_table_keeps_categories_and_column_sums(client, writer):
    make_draft(client, read(client, classic_plain))
    project = Project.objects.get()
    assert project.stated_columns == {"remuneration": "3,600", "operating": "13,600"}
    assert [line.category for line in project.lines.all()] == ["operating", "operating", "remuneration"]
    assert [row.method for row in project.evaluations.all()] == ["ตรวจนับ", "สอบถาม", "สังเกต"]
    assert project.indicators.count() == 0


def test_person_mends_a_value_and_leaves_a_row_out(client, writer):
    row = read(client, full_plain)
    make_draft(client, row, **{"objectives-0-text": "เพื่อทดลอง", "activities-3-keep": None, "basics-name": "ชื่อใหม่"})
    project = Project.objects.get()
    assert (project.name, [item.text for item in project.objectives.all()]) == ("ชื่อใหม่", ["เพื่อทดลอง"])
    assert [item.number for item in project.activities.all()] == ["1", "2", "3"]
    assert project.lines.last().activity is None


def test_wrong_typing_is_told_at_the_field_and_nothing_is_lost(client, writer):
    row = read(client, full_plain)
    response = make_draft(client, row, **{"lines-0-formula": "100x", "basics-name": ""})
    review = response.context["review"]
    assert response.status_code == 422
    assert review.errors == [
        ("ชื่อโครงการ: กรุณากรอกข้อมูลในช่องนี้", "id_basics-name"),
        ("สูตรคำนวณตามที่เขียน: ขาดตัวเลขข้างเครื่องหมาย ×", "id_lines-0-formula"),
    ]
    assert next(part for part in review.parts if part.key == "lines").forms[0]["formula"].value() == "100x"
    assert Project.objects.count() == 0


def test_row_that_is_left_out_is_not_judged(client, writer):
    row = read(client, full_plain)
    make_draft(client, row, **{"lines-0-formula": "100x", "lines-0-keep": None})
    assert Project.objects.get().lines.count() == 6


def test_sending_the_page_twice_makes_one_project(client, writer):
    row = read(client, full_plain)
    posted = as_posted(review_of(client, row))
    address = reverse("projects:word_review", args=[row.pk])
    first, second = client.post(address, posted), client.post(address, posted)
    assert (first.url, Project.objects.count()) == (second.url, 1)


def test_reading_of_somebody_else_is_not_there(client, writer):
    row = read(client, full_plain)
    client.force_login(person("supervisor", writer.district))
    answers = [
        client.get(reverse(name, args=[row.pk])).status_code
        for name in ("projects:word_review", "projects:word_delete")
    ]
    assert answers == [404, 404]


def test_reading_is_thrown_away_with_its_file(client, writer):
    row = read(client, full_plain)
    response = client.post(reverse("projects:word_delete", args=[row.pk]))
    assert (response.url, ProposalReading.objects.count(), StoredFile.objects.count()) == (BEGIN, 0, 0)


def test_reading_that_is_a_draft_cannot_be_thrown_away(client, writer):
    row = read(client, full_plain)
    make_draft(client, row)
    client.post(reverse("projects:word_delete", args=[row.pk]))
    assert ProposalReading.objects.get().project == Project.objects.get()


# ---------------------------------------------------------------- the old format


def test_old_format_says_so_where_it_cannot_be_read(client, writer, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    page = client.get(BEGIN)
    assert (page.context["reads_old"], is_installed()) == (False, False)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    response = client.post(BEGIN, upload(old, "โครงการ.doc"))
    assert response.context["form"].errors == {
        "file": ["ไฟล์นี้เป็น Word รุ่นเก่า (.doc) ซึ่งต้องมี LibreOffice ในเครื่องแม่ข่าย โปรดบันทึกเป็น .docx"]
    }


@pytest.mark.skipif(not is_installed(), reason="LibreOffice (soffice) is not installed; reading .doc is optional")
def test_old_format_is_read_like_the_new(client, writer, tmp_path):
    content, truth = full_plain()
    Path(tmp_path, "proposal.docx").write_bytes(content)
    command = [
        shutil.which("soffice"),
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "doc",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "proposal.docx")], check=True, capture_output=True
    )
    client.post(BEGIN, {"file": io.BytesIO(Path(tmp_path, "proposal.doc").read_bytes())})
    reading = Reading.from_data(ProposalReading.objects.get().reading)
    assert (reading.text("name"), reading.text("owner")) == (truth["name"], truth["owner"])
    assert [row.values["stated_text"] for row in reading.rows["lines"]] == [
        f"{line['stated']:,}" for line in truth["budget"]
    ]
