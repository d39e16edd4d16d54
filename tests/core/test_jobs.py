from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from qa_portal.core import jobs
from qa_portal.core.models import Job, JobState, Notice, StoredFile
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from tests.factories.core import DistrictFactory, UserFactory, person

pytestmark = pytest.mark.django_db


def content_of(job):
    with job.result.content.open("rb") as file:
        return file.read()


class Book:
    """Work of three parts, each kept in the job's folder; it breaks before the part `breaks_at`."""

    def __init__(self):
        self.made, self.breaks_at, self.error = [], None, RuntimeError("no more paper")

    def __call__(self, job, progress):
        for number in range(3):
            if number == self.breaks_at:
                raise self.error
            part = progress.folder / str(number)
            if not part.exists():
                self.made.append(number)
                part.write_text(f"{number}")
            progress(number + 1, 3)
        content = "".join((progress.folder / str(number)).read_text() for number in range(3))
        return jobs.Made(content.encode(), "book.txt", "text/plain", pages=3)


@pytest.fixture
def book(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # a job's folder goes with its transaction
    work = Book()
    monkeypatch.setitem(jobs.KINDS, "test_book", jobs.Kind("test_book", Verb.EXPORT_REPORTS, work))
    return work


@pytest.fixture
def asked(book):
    """A waiting job that nothing has begun."""
    user = person("director", DistrictFactory())
    return jobs.start("test_book", label="สมุด", params={"year": 2570}, by=user)


def test_job_runs_and_keeps_its_file(book, django_capture_on_commit_callbacks):
    user = person("director", DistrictFactory())
    with django_capture_on_commit_callbacks(execute=True):
        asked = jobs.start("test_book", label="สมุด", params={}, by=user)
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total, asked.percent) == (JobState.DONE, 3, 3, 100)
    assert (content_of(asked), asked.result.name, asked.result.pages) == (b"012", "book.txt", 3)
    assert not jobs.folder_of(asked).exists()
    notice = Notice.objects.get(recipient=user)
    assert (notice.text, notice.url) == ("“สมุด” พร้อมแล้ว", f"/jobs/{asked.pk}/")


def test_job_of_what_has_a_page_of_its_own_leads_there(book, monkeypatch, sign_in, asked):
    made = jobs.Made(b"x", "x.txt", "text/plain", page="/office/publications/7/")
    monkeypatch.setitem(
        jobs.KINDS, "test_book", jobs.Kind("test_book", Verb.EXPORT_REPORTS, lambda job, progress: made)
    )
    jobs.do(asked.pk)
    page = sign_in(asked.started_by).get(asked.get_absolute_url()).content.decode()
    assert (page.count('href="/office/publications/7/"'), Job.objects.get().page) == (1, "/office/publications/7/")


def test_second_press_gives_the_job_that_is_waiting(asked):
    user = asked.started_by
    again = jobs.start("test_book", label="สมุด", params={"year": 2570}, by=user)
    other_year = jobs.start("test_book", label="สมุด", params={"year": 2571}, by=user)
    other_person = jobs.start("test_book", label="สมุด", params={"year": 2570}, by=person("deputy", user.district))
    assert again == asked
    assert len({asked.pk, other_year.pk, other_person.pk}) == 3


def test_press_after_the_end_makes_a_new_file(asked):
    jobs.do(asked.pk)
    assert jobs.start("test_book", label="สมุด", params={"year": 2570}, by=asked.started_by) != asked


def test_work_that_broke_goes_on_from_its_parts(book, asked, caplog):
    book.breaks_at = 2
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert asked.message == (
        f"ระบบจัดทำไฟล์ไม่สำเร็จ กรุณาลองอีกครั้ง ส่วนที่ทำเสร็จแล้วยังเก็บไว้ หากไม่สำเร็จอีก โปรดแจ้งหมายเลขงานนี้แก่ผู้ดูแลระบบ: {asked.pk}"
    )
    assert "no more paper" in caplog.text
    book.breaks_at = None
    jobs.go_on(asked)
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.message, content_of(asked)) == (JobState.DONE, "", b"012")
    assert book.made == [0, 1, 2]


def test_refusal_of_the_work_is_told_in_its_own_words(book, asked):
    book.breaks_at, book.error = 0, Refused("ปีนี้ยังไม่มีโครงการ")
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.message) == (JobState.FAILED, "ปีนี้ยังไม่มีโครงการ")


def test_killed_worker_leaves_the_job_to_the_next(book, asked):
    Job.objects.filter(pk=asked.pk).update(state=JobState.WORKING, worked_at=timezone.now())
    jobs.do(asked.pk)
    assert book.made == []
    Job.objects.filter(pk=asked.pk).update(worked_at=timezone.now() - timedelta(minutes=3))
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, book.made) == (JobState.DONE, [0, 1, 2])


def test_two_workers_at_the_end_leave_one_file(book, asked):
    jobs.do(asked.pk)
    jobs._finish(asked, jobs.Made(b"012", "book.txt", "text/plain"))
    jobs._fail(asked, RuntimeError())
    assert (StoredFile.objects.count(), Notice.objects.count()) == (1, 1)
    asked.refresh_from_db()
    assert asked.state == JobState.DONE


def test_silent_job_is_taken_up_by_a_second_press(book, asked, django_capture_on_commit_callbacks):
    Job.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(minutes=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.start("test_book", label="สมุด", params={"year": 2570}, by=asked.started_by) == asked
    asked.refresh_from_db()
    assert asked.state == JobState.DONE


def test_finished_job_is_not_taken_up_again(asked, sign_in):
    jobs.do(asked.pk)
    client = sign_in(asked.started_by)
    response = client.post(f"/jobs/{asked.pk}/again/", follow=True)
    assert [str(message) for message in response.context["messages"]] == ["งานนี้ไม่ได้รอให้ทำต่อ"]
    asked.refresh_from_db()
    assert asked.state == JobState.DONE


def test_stopped_work_ends_at_its_next_step_and_goes_on_from_there(book, asked, sign_in, caplog):
    work = book.__call__

    def interrupted(job, progress):
        sign_in(asked.started_by).post(f"/jobs/{asked.pk}/stop/")
        return work(job, progress)

    jobs.KINDS["test_book"] = jobs.Kind("test_book", Verb.EXPORT_REPORTS, interrupted)
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.result, book.made, Notice.objects.count()) == (JobState.FAILED, None, [0], 0)
    jobs.KINDS["test_book"] = jobs.Kind("test_book", Verb.EXPORT_REPORTS, work)
    jobs.go_on(asked)
    jobs.do(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, book.made, content_of(asked)) == (JobState.DONE, [0, 1, 2], b"012")
    with pytest.raises(Refused):
        jobs.stop(asked)


def test_page_asks_for_itself_only_while_the_job_is_unfinished(asked, sign_in):
    client = sign_in(asked.started_by)
    address = f"/jobs/{asked.pk}/"
    assert f'hx-get="{address}" hx-trigger="every 2s"' in client.get(address, headers={"HX-Request": "true"}).text
    jobs.do(asked.pk)
    done = client.get(address, headers={"HX-Request": "true"}).text
    assert ("hx-trigger" in done, f"{address}file/" in done, "<html" in done) == (False, True, False)


def test_file_is_for_the_one_who_asked(asked, sign_in):
    jobs.do(asked.pk)
    address = f"/jobs/{asked.pk}/file/"
    response = sign_in(asked.started_by).get(address)
    assert b"".join(response.streaming_content) == b"012"
    assert sign_in(person("director", asked.district)).get(address).status_code == 404


def test_file_is_for_those_who_still_may(asked, sign_in):
    jobs.do(asked.pk)
    asked.started_by.groups.clear()
    assert sign_in(asked.started_by).get(f"/jobs/{asked.pk}/file/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_job_list_costs_the_same_for_one_and_three(book, sign_in, django_assert_num_queries, count):
    user = person("director", DistrictFactory())
    for number in range(count):
        jobs.do(jobs.start("test_book", label="สมุด", params={"year": number}, by=user).pk)
    client = sign_in(user)
    with django_assert_num_queries(4):
        response = client.get("/jobs/")
    assert response.text.count("/file/") == count


def test_list_without_jobs_says_what_comes_here(sign_in):
    response = sign_in(UserFactory()).get("/jobs/")
    assert "ท่านยังไม่ได้สั่งทำงานที่ใช้เวลานาน" in response.text


def test_clear_jobs_throws_old_files_away(book, asked):
    jobs.do(asked.pk)
    asked.refresh_from_db()
    young = jobs.start("test_book", label="สมุด", params={}, by=asked.started_by)
    Job.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(days=31))
    call_command("clear_jobs", days=30, verbosity=0)
    assert (list(Job.objects.all()), StoredFile.objects.count()) == ([young], 0)


def test_clearing_keeps_a_content_that_another_file_shares(book, asked, django_capture_on_commit_callbacks):
    twin = jobs.start("test_book", label="สมุด", params={}, by=asked.started_by)
    for job in (asked, twin):
        jobs.do(job.pk)
    Job.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clear_jobs", days=30, verbosity=0)
    twin.refresh_from_db()
    assert content_of(twin) == b"012"
