"""The annual book: its figures are the pages', the three files say the same, and a published copy can be proved."""

import io
from dataclasses import replace

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from qa_portal.core.files import XLSX
from qa_portal.core.jobs import Made
from qa_portal.core.models import Job, JobState
from qa_portal.core.workflow import Refused
from qa_portal.office.annual_book import book as books
from qa_portal.office.annual_book import making
from qa_portal.office.annual_book.frozen import cells_of, content_of, digest_of, told_of
from qa_portal.office.models import AnnualForeword, OwnAssessment, Publication, PublicationKind
from qa_portal.office.reports import annual
from qa_portal.office.reports.annual_standing import lacks
from qa_portal.office.reports.publications import changes_between, chapters_changed
from qa_portal.office.services.annual_publishing import publish_annual_book, typed_code
from qa_portal.office.services.own_standards import begin as begin_own
from qa_portal.office.services.publishing import keep_version, withdraw
from qa_portal.office.services.synthesis import begin as begin_synthesis
from schools.models import Cycle
from supervision.services.photos import add_photo
from tests.core import docx_kit
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import person
from tests.factories.own_standards import s004
from tests.factories.schools import school_person
from tests.factories.supervision import photo_upload

from .office_world import FISCAL, OfficeWorld

pytestmark = pytest.mark.django_db


class Quiet:
    """A progress that nobody looks at."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, done, total):
        pass


@pytest.fixture
def world():
    return OfficeWorld(schools=3, projects=6, visits=3)


@pytest.fixture
def progress(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Quiet(tmp_path)


def book_of(world):
    with override("th"):
        return books.build(world.year, made_at=timezone.now())


def content_of_file(stored):
    with stored.content.open("rb") as file:
        return file.read()


def tables_of(book):
    return {table.key: table for _number, table in book.numbered_tables}


def published(world, progress):
    writer = person("group_head", world.district)
    params = {"year": FISCAL, "thai_digits": False, "note": ""}
    about = {"district": world.district, "started_by": writer, "label": "x"}
    job = Job.objects.create(kind="publish_annual_book", params=params, state=JobState.WORKING, **about)
    return job, publish_annual_book(job, progress)


# ---------------------------------------------------------------- figures


def test_figures_are_those_of_the_pages(world):
    with override("th"):
        page = {table.key: cells_of(table) for _number, table in annual.build(world.year).numbered_tables}
        mine = {key: cells_of(table) for key, table in tables_of(book_of(world)).items() if key in page}
    assert {key: mine[key] for key in mine} == {key: page[key] for key in mine}
    left_out = {key for key in page if key not in mine}
    assert {key for key in left_out if not key.startswith("levels_")} == set()


def test_school_lines_add_up_to_the_tables_of_the_office(world):
    tables = tables_of(book_of(world))
    sums = tables["schools"].total.facts
    assert (len(tables["schools"].rows), sums["visits"]) == (3, len(tables["visits"].rows))
    assert (sums["actions"], sums["closed"]) == (
        tables["actions"].total.value("agreed"),
        tables["actions"].total.value("closed"),
    )


@pytest.mark.same_on_both
def test_published_files_say_every_cell_of_every_table_and_the_mark_of_the_copy(world, progress):
    job, row = published(world, progress)
    assert publish_annual_book(job, progress) == row
    book = book_of(world)
    pdf, docx, xlsx = (content_of_file(file) for file in (row.whole_pdf, row.whole_docx, row.whole_xlsx))
    text, word = squeezed(poppler_text(pdf, "-raw")), squeezed(docx_kit.text_of(docx))
    assert [(row.code in said, row.digest in said) for said in (text, word)] == [(True, True)] * 2
    sheets = openpyxl.load_workbook(io.BytesIO(xlsx))
    numbers = {name.split(" ")[0]: sheet for name, sheet in ((sheet.title, sheet) for sheet in sheets)}
    for number, table in book.numbered_tables:
        title = squeezed(f"{number} {table.title}")
        assert (title in text, title in word) == (True, True)
        stored = list(numbers[number].iter_rows(values_only=True))
        with override("th"):
            for row in table.rows:
                values = [column.value(row) for column in table.columns]
                shown = [squeezed(str(column.shown(row))) for column in table.columns]
                assert [cell for cell in shown if cell not in text or cell not in word] == [], number
                assert any(_same(values, cells) for cells in stored), (number, values)


def _same(values, cells):
    """Whether the numbers of a row are those of a line of a sheet."""
    wanted = [float(value) for value in values if isinstance(value, (int, float)) or hasattr(value, "quantize")]
    return wanted == [cell for cell in cells if isinstance(cell, (int, float))][: len(wanted)]


def test_number_of_questions_does_not_grow_with_schools(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    _read(world)
    with django_assert_max_num_queries(90) as first:
        _read(world)
    for number in range(3):
        school = world._school(number)
        world._sars(number, school)
        world.visit(number + 2, school)
    with django_assert_num_queries(len(first)):
        _read(world)


def _read(world):
    with override("th"):
        return [cells_of(table) for _number, table in book_of(world).numbered_tables]


def test_only_photos_that_all_agreed_to_are_in_the_book(world, progress):
    for caption, has_consent in (("ไม่ยินยอม", False), ("ยินยอม", True)):
        add_photo(world.visits[2], upload=photo_upload(), caption=caption, has_consent=has_consent, by=world.owner)
    (chapter,) = [chapter for chapter in book_of(world).chapters if chapter.key == "photos"]
    [(_title, photos)] = chapter.context["albums"]
    assert [photo["caption"].split(" ")[0] for photo in photos] == ["ยินยอม"]
    assert list(chapter.pictures()) == [photos[0]["key"]]


def test_foreword_is_the_office_s_own_where_it_has_written_one(world, sign_in):
    writer = person("group_head", world.district)
    address = reverse("office:annual_foreword", args=[FISCAL])
    usual = books.foreword_of(world.year)
    assert sign_in(writer).get(address).context["form"]["text"].value() == "\n".join(usual)
    sign_in(writer).post(address, {"text": "หนึ่ง\n\nสอง", "opened_version": "0"})
    assert books.foreword_of(world.year) == ["หนึ่ง", "สอง"]
    late = sign_in(writer).post(address, {"text": "สาม", "opened_version": "0"})
    assert (late.status_code, AnnualForeword.objects.get().text) == (422, "หนึ่ง\n\nสอง")


def test_book_is_asked_for_and_made_by_the_queue(world, sign_in, progress, django_capture_on_commit_callbacks):
    asked = {"year": FISCAL, "format": "xlsx"}
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(world.director).post(reverse("office:annual_book"), asked)
    job = Job.objects.get()
    name = f"รายงานประจำปีงบประมาณ พ.ศ. {FISCAL} {world.district.short_name}.xlsx"
    assert (page.url, job.state, job.result.name) == (job.get_absolute_url(), "done", name)


# ---------------------------------------------------------------- published versions


def test_publishing_an_unfinished_year_says_what_it_lacks_and_asks(world, sign_in):
    """Each sentence that counts leads to exactly the rows that it counts."""
    visitor, url = sign_in(person("group_head", world.district)), reverse("office:annual_publish", args=[FISCAL])
    found = [item for item in visitor.get(url).context["missing"] if "”: " in item.sentence]
    listed = [visitor.get(item.url).context["page_obj"].paginator.count for item in found if item.url]
    assert listed == [int(item.sentence.rpartition(" ")[2]) for item in found if item.url]
    assert len(listed) > 2
    refused = visitor.post(url, {"note": ""})
    assert (refused.status_code, list(refused.context["form"].errors), Job.objects.count()) == (422, ["is_meant"], 0)
    visitor.post(url, {"note": "", "is_meant": "on"})
    assert Job.objects.get().params == {"year": FISCAL, "note": "", "thai_digits": False}


def test_year_without_a_whole_chapter_says_so(world):
    """The chapters of the SARs, of their synthesis and of the office's own standards."""

    def said():
        sentences = [item.sentence for item in lacks(replace(world.year))]
        return [words for words in sentences if "”: " not in words and "สิ้นสุด" not in words]

    no_own = f"ยังไม่มีรายงานตามมาตรฐานของสำนักงานเขต ปีงบประมาณ {FISCAL}"
    assert said() == [f"ยังไม่ได้เริ่มสังเคราะห์ SAR ปีการศึกษา {FISCAL - 1}", no_own]
    begin_synthesis(world.district, FISCAL - 1)
    report = begin_own(world.district, s004(), FISCAL)
    assert said() == [f"รายงาน “{report}” ยังไม่ได้รับการอนุมัติ"]
    OwnAssessment.objects.filter(pk=report.pk).update(state="approved")
    Cycle.objects.update(state="draft")
    closed = f"ยังไม่ได้เปิดรอบการส่ง SAR ปีการศึกษา {FISCAL - 1} บทที่ว่าด้วยรายงานของสถานศึกษาจึงยังไม่มีข้อมูล"
    assert said() == [closed]


@pytest.fixture
def version(world, progress):
    """Makes a published version, with a sheet in the place of its files."""

    def publish(number=None):
        by = person("group_head", world.district)
        sheet = Made(b"x", "x.xlsx", XLSX)
        about = {"kind": PublicationKind.ANNUAL, "academic_year": FISCAL - 1}
        book = book_of(world)
        writer = making.AnnualWriter(book, thai_digits=Publication.objects.exists(), is_bound=True)
        content = content_of(book, [told_of(part) for part in writer.parts() if part.level is not None])
        told = {"title": "รายงานประจำปี", "content": content, "digest": digest_of(book)}
        told["code"] = typed_code(f"ABCDE{Publication.objects.count():05}")
        files = dict.fromkeys(("whole_pdf", "whole_docx", "whole_xlsx"), sheet)
        return keep_version(world.district.pk, about, told, files, by=by, job=None, number=number)

    return publish


def test_second_version_replaces_the_first_and_tells_what_changed(world, version, client):
    first = version()
    world.project(4, name="โครงการใหม่")
    second = version()
    assert (first.number, second.number, first.digest == second.digest) == (1, 2, False)
    changed = {row.where.rpartition(" · ")[0]: (row.before, row.now) for row in changes_between(first, second)}
    assert changed["สรุปผลการดำเนินงานในรอบปี · งบประมาณที่ได้รับจัดสรร (บาท)"] == ("360,012", "480,016")
    titles = chapters_changed(first, second)
    assert ("บทที่ 2 โครงการและงบประมาณ" in titles, "บทที่ 5 ผลการประเมินคุณภาพภายนอก" in titles) == (True, False)
    old, new = (client.get(reverse("public:copy", args=[row.code])).content.decode() for row in (first, second))
    assert ("ถูกแทนด้วยฉบับที่ 2" in old, "เป็นฉบับปัจจุบัน" in new, "โครงการใหม่" in new) == (True, True, False)


def test_code_is_found_however_it_is_typed(version, client):
    row = version()
    page = client.get(reverse("public:copy_search"), {"code": "abcde ๐๐๐๐๐", "digest": "0"}, follow=True)
    assert (page.context["publication"], page.context["is_other"]) == (row, True)
    page = client.get(reverse("public:copy", args=[row.code]), {"digest": row.digest.lower()})
    assert (page.context["newest"], page.context["is_other"]) == (row, False)
    assert client.get(reverse("public:copy", args=["AAAAA-AAAAA"])).status_code == 404


def test_number_taken_meanwhile_is_refused(version):
    version(number=1)
    with pytest.raises(Refused):
        version(number=1)
    assert [row.number for row in Publication.objects.all()] == [1]


def test_withdrawn_copy_names_the_one_that_stands(version, client):
    first, second = version(), version()
    withdraw(second, reason="ผิด", by=second.published_by)
    page = client.get(reverse("public:copy", args=[second.code]))
    assert (page.context["newest"], "ถูกถอน" in page.content.decode()) == (first, True)


def test_school_reads_the_summary_and_no_file(version, world, sign_in):
    version()
    row = version()
    head = sign_in(school_person("school_head", world.schools[0]))
    page = head.get(row.get_absolute_url())
    assert (page.context["changes"], page.context["content"]["summary"][0][1]) == ([], "3")
    files = [reverse("office:publication_file", args=[row.pk, kind]) for kind in ("public", "pdf", "docx", "xlsx")]
    assert [head.get(address).status_code for address in files] == [404] * 4
    sheet = sign_in(world.director).get(files[3])
    assert b"".join(sheet.streaming_content) == b"x"
