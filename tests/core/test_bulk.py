"""One thing done to many rows: ticked or filtered, shown first, answered for each row, harmless twice."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Project
from qa_portal.core.models import Job, Notice
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import ProjectFactory, project_in

pytestmark = pytest.mark.django_db

URL = "/projects/bulk/"


@pytest.fixture
def clerk():
    return person("plan_staff")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def make(clerk):
    def _make(name, **kwargs):
        return ProjectFactory(**{"district": clerk.district, "name": name, "fiscal_year": 2570} | kwargs)

    return _make


def keys(*rows):
    return ",".join(str(row.pk) for row in rows)


def outcomes(response):
    return {outcome.row.name: (outcome.is_done, outcome.sentence) for outcome in response.context["outcomes"]}


def test_list_offers_what_the_person_may_do(sign_in, clerk, make):
    make("ก")

    def offered(role):
        desk = sign_in(person(role, clerk.district))
        return [action.name for action in desk.get("/projects/").context["bulk_actions"]]

    assert offered("committee_member") == ["sheet", "proposals"]
    assert offered("supervisor") == ["sheet", "proposals", "copy"]
    assert offered("plan_staff") == ["sheet", "proposals", "copy", "remind"]


def test_buttons_that_give_a_file_may_be_pressed_again(desk, make):
    make("ก")
    buttons = re.findall(
        r'<button [^>]*name="action" value="(\w+)"( data-stays)?', desk.get("/projects/").content.decode()
    )
    assert [name for name, stays in buttons if stays] == ["sheet", "proposals"]


def test_copy_asks_first_then_answers_for_each_row(desk, make):
    fresh, done = make("ใหม่"), make("ทำแล้ว")
    ProjectFactory(district=done.district, fiscal_year=2571, copied_from=done)
    asked = desk.post(URL, {"action": "copy", "row": [fresh.pk, done.pk]})
    assert (asked.context["to_do"], [each.row for each in asked.context["refused"]]) == ([fresh], [done])
    assert fresh.copies.count() == 0
    answer = desk.post(URL, {"action": "copy", "row": keys(fresh, done), "confirmed": "yes"})
    assert outcomes(answer) == {
        "ใหม่": (True, "คัดลอกไปปี 2571 เป็นร่างแล้ว"),
        "ทำแล้ว": (False, "คัดลอกไปปี 2571 แล้ว"),
    }
    assert fresh.copies.get().fiscal_year == 2571


def test_second_press_does_nothing(desk, make):
    project = make("ก")
    form = {"action": "copy", "row": keys(project), "confirmed": "yes"}
    desk.post(URL, form)
    assert outcomes(desk.post(URL, form)) == {"ก": (False, "คัดลอกไปปี 2571 แล้ว")}
    assert project.copies.count() == 1


def test_all_of_a_filter_are_taken_beyond_the_page(desk, make):
    for number in range(27):
        make(f"{number}")
    make("อีกปี", fiscal_year=2569)
    asked = desk.post(URL, {"action": "copy", "all": "on", "query": "fiscal_year=2570"})
    assert len(asked.context["to_do"]) == 27


def test_rows_of_another_office_are_not_touched(desk, make):
    mine, foreign = make("ก"), make("ข", district=DistrictFactory())
    answer = desk.post(URL, {"action": "copy", "row": keys(mine, foreign), "confirmed": "yes"})
    assert (list(outcomes(answer)), foreign.copies.count()) == (["ก"], 0)


@pytest.mark.parametrize("row", ["", "x", "0", "9" * 30, "1,,x"])
def test_nothing_ticked_is_a_sentence_on_the_list(desk, row):
    response = desk.post(URL, {"action": "copy", "row": row, "query": "state=draft"}, follow=True)
    assert response.redirect_chain == [("/projects/?state=draft", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "ยังไม่ได้เลือกรายการ หรือรายการที่เลือกไม่มีอยู่แล้ว โปรดเลือกแล้วสั่งอีกครั้ง"
    ]


def test_too_many_rows_at_once_are_refused(desk, clerk, make):
    Project.objects.bulk_create(
        Project(district=clerk.district, fiscal_year=2570, name=f"{n}", owner=clerk, created_by=clerk)
        for n in range(51)
    )
    response = desk.post(URL, {"action": "copy", "all": "on", "query": "fiscal_year=2570"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "“คัดลอกไปปีถัดไป” ทำได้ครั้งละไม่เกิน 50 รายการ โปรดเลือกให้น้อยลง"
    ]


def test_verb_and_action_are_asked_for_each_press(sign_in, clerk, make):
    project = make("ก")
    desk = sign_in(person("committee_member", clerk.district))
    answers = [desk.post(URL, {"action": name, "row": project.pk}).status_code for name in ("copy", "remind", "x")]
    assert (answers, project.copies.count()) == ([403, 403, 404], 0)


def test_reading_the_address_leads_to_the_list(desk):
    assert desk.get(URL).url == reverse("projects:project_list")


def test_reminder_goes_to_the_owner_once_a_day(desk, make, clerk):
    draft = make("ร่าง")
    proposed = project_in("submitted", district=clerk.district, fiscal_year=2570, name="เสนอ")
    Notice.objects.all().delete()
    form = {"action": "remind", "row": keys(draft, proposed), "confirmed": "yes"}
    first, second = outcomes(desk.post(URL, form)), outcomes(desk.post(URL, form))
    assert first == {
        "ร่าง": (True, f"เตือนแล้ว: {draft.owner}"),
        "เสนอ": (False, "ยังไม่ถึงคราวของผู้รับผิดชอบ: โครงการอยู่ในสถานะเสนอแล้ว"),
    }
    assert second["ร่าง"] == (False, "วันนี้เตือนผู้รับผิดชอบไปแล้ว")
    assert [notice.recipient for notice in Notice.objects.all()] == [draft.owner]


def test_sheet_holds_the_ticked_rows(desk, make):
    one, two = make("หนึ่ง"), make("สอง")
    make("สาม")
    response = desk.post(URL, {"action": "sheet", "row": [one.pk, two.pk]})
    rows = [row[0].value for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()]
    assert sorted(rows[2:4]) == ["สอง", "หนึ่ง"]
    assert rows[4:6] == [None, None] or rows[4] is None


def test_proposals_are_made_by_one_job_for_the_same_press(desk, make, clerk, monkeypatch):
    one, two = make("หนึ่ง"), make("สอง")
    form = {"action": "proposals", "row": [one.pk, two.pk]}
    first = desk.post(URL, form)
    job = Job.objects.get()
    assert (first.url, job.started_by, sorted(job.params["projects"])) == (
        job.get_absolute_url(),
        clerk,
        sorted([one.pk, two.pk]),
    )


def test_bundle_joins_the_proposals_of_visible_projects(make, clerk, settings, tmp_path):
    from io import BytesIO

    import pikepdf

    from qa_portal.core import jobs

    settings.MEDIA_ROOT = tmp_path
    mine, foreign = make("หนึ่ง"), make("ข", district=DistrictFactory())
    job = Job.objects.create(
        kind="proposals", label="แบบเสนอ", params={"projects": [mine.pk, foreign.pk]}, started_by=clerk,
        district=clerk.district,
    )  # fmt: skip
    jobs.do(job.pk)
    job.refresh_from_db()
    with job.result.content.open("rb") as file, pikepdf.open(BytesIO(file.read())) as book:
        assert (job.state, len(book.pages)) == ("done", job.result.pages)
