"""What everybody reads of good practices without signing in: nothing but what was published, and ticked."""

import subprocess

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from projects.services import measures
from qa_portal.core import jobs
from qa_portal.core.models import Job
from qa_portal.core.workflow import Refused, perform
from qa_portal.office.reports import annual, practices
from qa_portal.office.reports.period import OfficeYear
from schools.documents.practice import render_practice
from schools.models import Practice
from tests.factories.core import person
from tests.factories.practices import draft_practice, published_practice, sent_practice, with_file
from tests.factories.projects import ProjectFactory
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def office(school):
    return person("group_head", school.district)


def address(name, school, *args):
    return reverse(f"public:{name}", args=[school.district.code, *args])


def shared(school, office, **facts):
    return published_practice(school, publisher=office, **({"is_public": True} | facts))


# ---------------------------------------------------------------- the public pages


def test_public_page_shows_only_what_is_published_and_ticked(school, office, client):
    public = shared(school, office)
    hidden = [
        draft_practice(school, is_public=True),
        sent_practice(school, is_public=True),
        shared(school, office, is_public=False),
        perform(shared(school, office), "withdraw", by=office, note="ปรับภาพ"),
    ]
    assert list(client.get(address("practices", school)).context["page_obj"]) == [public]
    statuses = [client.get(address("practice", school, row.pk)).status_code for row in [public, *hidden]]
    assert statuses == [200, 404, 404, 404, 404]


def test_public_page_of_another_office_does_not_have_it(school, office, client):
    practice, other = shared(school, office), SchoolFactory()
    assert client.get(address("practice", other, practice.pk)).status_code == 404
    assert list(client.get(address("practices", other)).context["page_obj"]) == []


def test_public_files_are_those_ticked_and_scanned(school, office, client):
    practice = draft_practice(school, is_public=True)
    open_file = with_file(practice, is_public=True, caption="เปิดเผย")
    private, held = with_file(practice, caption="ภายใน"), with_file(practice, is_public=True, caption="รอตรวจ")
    writer = practice.history.first().history_user
    perform(perform(practice, "send", by=writer), "publish", by=office)
    held.stored.held_since = timezone.now()
    held.stored.save()
    assert list(client.get(address("practice", school, practice.pk)).context["files"]) == [open_file]
    pages = [address("practice_file", school, practice.pk, row.pk) for row in (open_file, private, held)]
    answers = [client.get(page) for page in pages]
    assert [(answer.status_code, answer.streaming and bool(list(answer))) for answer in answers] == [
        (200, True),
        (404, False),
        (404, False),
    ]


def test_public_page_names_nobody_but_the_typed_authors(school, office, client):
    teacher = school_person("school_teacher", school)
    practice = shared(school, office, by=teacher, authors="นางสาวผู้เขียน สมมุติ", title=HOSTILE)
    body = client.get(address("practice", school, practice.pk)).content.decode()
    assert "นางสาวผู้เขียน สมมุติ" in body
    assert [str(person) in body for person in (teacher, office)] == [False, False]
    assert HOSTILE not in body


def test_public_list_is_found_by_kind_and_standard(school, office, client):
    shared(school, office)
    wanted = shared(school, office, kind="research")
    page = address("practices", school)
    assert list(client.get(page, {"kind": "research"}).context["page_obj"]) == [wanted]
    standard = wanted.standards.get().pk
    assert len(client.get(page, {"standard": standard, "q": "นิทาน"}).context["page_obj"]) == 2


@pytest.mark.parametrize("size", [1, 3])
def test_public_list_queries_do_not_grow(school, office, client, django_assert_num_queries, size):
    for _ in range(size):
        shared(SchoolFactory(district=school.district), office)
    with django_assert_num_queries(5):
        assert len(client.get(address("practices", school)).context["page_obj"]) == size


def test_office_page_leads_to_them_once_there_is_one(school, office, client):
    page = reverse("public:office", args=[school.district.code])
    link = address("practices", school)
    assert link not in client.get(page).content.decode()
    shared(school, office)
    assert link in client.get(page).content.decode()
    assert list(client.get(reverse("public:home")).context["offices"]) == [school.district]


def test_public_page_speaks_english_when_asked(school, office, client):
    practice = shared(school, office)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    body = client.get(address("practice", school, practice.pk)).content.decode()
    assert ("What came of it" in body, practice.title in body) == (True, True)


# ---------------------------------------------------------------- figures


def test_schools_count_once_for_each_indicator(school, office):
    for kind in ("practice", "practice", "research"):
        shared(school, office, kind=kind, academic_year=2569)
    other = SchoolFactory(district=school.district)
    shared(other, office, kind="innovation", academic_year=2569)
    shared(SchoolFactory(district=school.district), office, kind="media", academic_year=2569)
    sent_practice(SchoolFactory(district=school.district), academic_year=2569)
    shared(SchoolFactory(district=school.district), office, academic_year=2568)
    total = practices.by_network(OfficeYear.of(school.district, 2570)).total
    figures = {key: figure.value for key, figure in total.figures.items()}
    assert figures == {"schools": 5, "good": 1, "shared": 2, "research": 1}
    project = ProjectFactory(district=school.district, fiscal_year=2570)
    counted = {
        code: measures.MEASURES[f"{code}_share"].count(project) for code in ("practice", "innovation", "research")
    }
    assert {code: (found.part, found.whole) for code, found in counted.items()} == {
        "practice": (1, 5),
        "innovation": (2, 5),
        "research": (1, 5),
    }


def test_each_figure_opens_the_schools_that_it_counts(school, office, sign_in):
    shared(school, office, academic_year=2569)
    shared(SchoolFactory(district=school.district), office, kind="research", academic_year=2569)
    report = annual.build(OfficeYear.of(school.district, 2570))
    table = next(table for _number, table in report.numbered_tables if table.key == "practices_by_network")
    client = sign_in(office)
    found = [(figure.value, client.get(figure.url).context["page_obj"].paginator.count) for figure in table.figures]
    assert {value == rows for value, rows in found} == {True}
    assert [figure.value for figure in table.total.figures.values()] == [2, 1, 1, 1]


# ---------------------------------------------------------------- documents


def text_of(content):
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def test_paper_is_the_entry_in_the_official_form(school, office):
    practice = shared(school, office)
    text = "".join(text_of(render_practice(practice, office)).split())
    for words in ("แบบรายงานวิธีปฏิบัติที่ดี", practice.how, practice.results, "ผู้รับรองผลงาน"):
        assert "".join(words.split()) in text
    assert "ร่าง" not in text


def test_booklet_holds_what_is_published_of_its_year(school, office, sign_in):
    inside = shared(school, office, title="เรื่องที่หนึ่ง", is_public=False)
    shared(school, office, title="ต่างปี", academic_year=2567)
    sent_practice(school, title="ยังไม่เผยแพร่")
    page = reverse("schools:practice_book")
    response = sign_in(office).post(page, {"year": inside.academic_year})
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    text = text_of(jobs.KINDS["practice_book"].work(job, lambda done, total: None).content)
    assert ["เรื่องที่หนึ่ง" in text, "ต่างปี" in text, "ยังไม่เผยแพร่" in text] == [True, False, False]


def test_booklet_of_an_empty_year_is_refused(school, office):
    job = jobs.start("practice_book", label="x", params={"year": 2560}, by=office)
    with pytest.raises(Refused):
        jobs.KINDS["practice_book"].work(job, lambda done, total: None)
    assert Practice.objects.count() == 0


@pytest.mark.parametrize("size", [1, 3])
def test_office_rows_of_entries_do_not_grow_and_hold_no_draft(school, office, sign_in, django_assert_num_queries, size):
    for _ in range(size):
        sent_practice(SchoolFactory(district=school.district))
    draft_practice(school)
    client = sign_in(office)
    with django_assert_num_queries(8):
        rows = client.get(reverse("office:practice_rows", args=[school.district_id])).context["page_obj"]
    assert len(rows) == size


def test_entry_that_waits_is_told_to_those_who_publish(school, office, sign_in):
    sent_practice(school)
    client = sign_in(office)
    waiting = {item.figure.key: item.figure for item in client.get(reverse("office:dashboard")).context["waiting"]}
    figure = waiting["practices_waiting"]
    assert (figure.value, client.get(figure.url).context["page_obj"].paginator.count) == (1, 1)
