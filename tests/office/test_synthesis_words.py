"""Sentences under themes, chapters, files, publication."""

import io

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from qa_portal.core.models import Job
from qa_portal.core.workflow import Refused
from qa_portal.office.models import Publication, Quote, Theme
from qa_portal.office.reports.synthesis import book as books
from qa_portal.office.reports.synthesis.themes import frequent_words, said, split
from qa_portal.office.services import publishing
from qa_portal.office.services.synthesis import begin, gather, rename
from schools.models import StandardSection
from tests.factories.core import person
from tests.factories.schools import school_person

from .test_synthesis_figures import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = sent(4)
    words = "1. ครูใช้สื่อเทคโนโลยี\n2. ชุมชนมีส่วนร่วม  นักเรียนรักการอ่าน\n-"
    StandardSection.objects.filter(sar=desk.sar).update(strengths=words)
    return desk


@pytest.fixture
def synthesis(desk):
    return begin(desk.district, 2568)


def text_of(pdf):
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("ครูตั้งใจสอน", ["ครูตั้งใจสอน"]),
        ("1) ครูตั้งใจสอน 2) มีห้องสมุดดี", ["ครูตั้งใจสอน", "มีห้องสมุดดี"]),
        ("๑. ครูตั้งใจสอน\n๒. มีห้องสมุดดี", ["ครูตั้งใจสอน", "มีห้องสมุดดี"]),
        ("- ครูตั้งใจสอน\n- มีห้องสมุดดี", ["ครูตั้งใจสอน", "มีห้องสมุดดี"]),
        ("-", []),
        ("ไม่มี", []),
        ("", []),
    ],
)
def test_sentences_end_where_their_writers_end_them(text, sentences):
    assert split(text) == sentences


def test_sentences_come_with_their_source_and_can_be_searched(desk, synthesis):
    found = said(synthesis, "strengths")
    assert {sentence.section.sar for sentence in found} == {desk.sar}
    assert {sentence.text for sentence in said(synthesis, "strengths", text="ชุมชน")} == {"ชุมชนมีส่วนร่วม"}
    assert said(synthesis, "points_to_develop", text="ชุมชน") == []


def test_words_are_counted_by_schools_and_one_school_is_no_many(synthesis):
    assert frequent_words(said(synthesis, "strengths")) == []


def test_sentence_under_a_theme_twice_stands_there_once(synthesis):
    sentences = said(synthesis, "strengths", standard=1)[:1]
    theme, new = gather(synthesis, "strengths", sentences, name=" การใช้เทคโนโลยี ")
    assert (theme.name, new) == ("การใช้เทคโนโลยี", 1)
    assert gather(synthesis, "strengths", sentences, name="การใช้เทคโนโลยี") == (theme, 0)


def test_theme_without_a_name_or_a_sentence_is_refused(synthesis):
    with pytest.raises(Refused):
        gather(synthesis, "strengths", said(synthesis, "strengths")[:1], name=" ")
    with pytest.raises(Refused):
        gather(synthesis, "strengths", [], name="ครู")


def test_theme_renamed_to_another_joins_it(synthesis):
    one, two = said(synthesis, "strengths", standard=1)[:2]
    first, _ = gather(synthesis, "strengths", [one, two], name="ครู")
    second, _ = gather(synthesis, "strengths", [two], name="สื่อ")
    assert rename(second, "ครู") == first
    assert (Theme.objects.count(), Quote.objects.count()) == (1, 2)


def test_sentences_are_put_under_a_theme_by_the_page(client, desk, synthesis):
    client.force_login(desk.manager)
    address = reverse("office:sentence_list", args=[desk.district.pk, 2568, "strengths"])
    chosen = said(synthesis, "strengths", standard=1)[0]
    assert client.post(address, {"sentence": [chosen.key], "name": "เทคโนโลยี"}).status_code == 302
    assert Quote.objects.get().text == chosen.text
    refused = client.post(address, {"sentence": [chosen.key], "name": ""})
    assert (refused.status_code, refused.context["ticked"]) == (422, {chosen.key})
    unticked = client.post(address, {"name": "ชุมชน"})
    assert (unticked.status_code, unticked.context["form"]["name"].value()) == (422, "ชุมชน")
    listed = client.get(f"{address}?untold=on&standard=1").context["rows"]
    assert chosen.key not in {sentence.key for sentence, _themes in listed}


def test_chapter_says_the_figures_until_the_office_writes(client, desk, synthesis):
    client.force_login(desk.manager)
    chapters = reverse("office:chapter_list", args=[desk.district.pk, 2568])
    assert "มาตรฐานที่ 1 มีค่าเฉลี่ย 4.00" in client.get(chapters).text
    address = reverse("office:chapter_edit", args=[desk.district.pk, 2568, "levels"])
    chapter = synthesis.chapters.get(key="levels")
    client.post(address, {"text": "ข้อความของเขต", "opened_version": chapter.version})
    page = client.get(chapters).text
    assert "ข้อความของเขต" in page
    assert "มีค่าเฉลี่ย 4.00" not in page


def test_files_carry_the_figures_and_the_sentences(desk, synthesis):
    gather(synthesis, "strengths", said(synthesis, "strengths", standard=1)[:1], name="เทคโนโลยี")
    book = books.build(synthesis)
    printed = text_of(books.pdf(book))
    assert "ครูใช้สื่อเทคโนโลยี" in printed.replace("\r\n", "")
    workbook = openpyxl.load_workbook(io.BytesIO(books.xlsx(book)))
    assert len(workbook.sheetnames) == len(book.tables) + 1
    values = list(workbook.worksheets[0].iter_rows(values_only=True))
    assert [row[1:] for row in values if str(row[0]).startswith("มาตรฐานที่ 1")] == [(0, 1, 0, 0, 0, 1, 4)]
    assert books.docx(book)[:2] == b"PK"


def test_publication_names_no_school_and_hides_small_counts(client, desk, synthesis):
    gather(synthesis, "strengths", said(synthesis, "strengths", standard=1)[:1], name="เทคโนโลยี")
    publication = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    page = client.get(reverse("public:synthesis", args=[desk.district.code, 2568]))
    assert (page.status_code, desk.school.name in page.text) == (200, False)
    assert publication.content["educations"][0]["standards"][0]["counts"] == [0, None, 0, 0, 0]
    assert publication.content["themes"]["strengths"] == [{"name": "เทคโนโลยี", "schools": None}]
    with publication.public_pdf.content.open("rb") as printed:
        text = text_of(printed.read())
    assert desk.school.name not in text
    assert "ครูใช้สื่อเทคโนโลยี" not in text


def test_years_without_a_mean_to_show_are_a_sentence(client, desk, synthesis):
    publication = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    page, words = reverse("public:synthesis", args=[desk.district.code, 2568]), "ไม่มีค่าเฉลี่ยที่แสดงได้"
    seen = [client.get(page).text.count(words)]
    publication.content["educations"][0]["trend"][0]["means"][-1] = "3.00"
    type(publication).objects.filter(pk=publication.pk).update(content=publication.content)
    assert [*seen, client.get(page).text.count(words)] == [1, 0]


def test_publication_stands_still_when_the_reports_change(client, desk, synthesis):
    publication = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    desk.do("return", desk.reader, "แก้ไข")
    publication.refresh_from_db()
    assert publication.content["at_office"] == 1
    assert books.build(synthesis).at_office == 0


def test_publication_by_the_same_job_twice_is_one(desk, synthesis):
    job = Job.objects.create(district=desk.district, kind="publish_synthesis", label="x", started_by=desk.manager)
    first = publishing.publish_synthesis(synthesis, note="", by=desk.manager, job=job)
    assert publishing.publish_synthesis(synthesis, note="", by=desk.manager, job=job) == first
    assert Publication.objects.count() == 1


def test_publication_withdrawn_gives_the_public_the_version_before(client, desk, synthesis):
    first = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    second = publishing.publish_synthesis(synthesis, note="แก้คำผิด", by=desk.manager)
    address = reverse("public:synthesis", args=[desk.district.code, 2568])
    assert client.get(address).context["publication"] == second
    publishing.withdraw(second, reason="ตัวเลขผิด", by=desk.manager)
    assert client.get(address).context["publication"] == first
    publishing.withdraw(first, reason="ตัวเลขผิด", by=desk.manager)
    assert client.get(address).status_code == 404


def test_publication_without_a_report_is_refused():
    supervisor = person("supervisor")
    with pytest.raises(Refused):
        publishing.publish_synthesis(begin(supervisor.district, 2568), note="", by=supervisor)
    assert Publication.objects.count() == 0


def test_publication_knows_which_schools_opened_it(client, desk, synthesis):
    publication = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    client.force_login(school_person("school_head", desk.school))
    page = client.get(publication.get_absolute_url())
    assert page.context["readings"] is None
    client.force_login(desk.manager)
    readings = client.get(publication.get_absolute_url()).context["readings"]
    assert (readings.schools, readings.read) == (1, 1)


def test_publication_shows_what_differs_from_the_version_before(client, desk, synthesis):
    publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    chapter = synthesis.chapters.get(key="conclusion")
    chapter.text = "ข้อเสนอแนะใหม่"
    chapter.save()
    second = publishing.publish_synthesis(synthesis, note="", by=desk.manager)
    client.force_login(desk.manager)
    changes = client.get(second.get_absolute_url()).context["changes"]
    assert [(row.before, row.now) for row in changes] == [("–", "ข้อเสนอแนะใหม่")]
