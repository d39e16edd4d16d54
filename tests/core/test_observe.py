import json
import logging
import os
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from django_q.models import Failure, OrmQ, Success
from django_q.tasks import async_task

from qa_portal.core import files, lost, schedule
from qa_portal.core.backup.making import ENDING, NAME
from qa_portal.core.observe import logs, metrics, queries, state
from tests.factories.core import DistrictFactory, UserFactory, person


@login_not_required
def breaks(request, pk):
    raise LookupError(f"'teacher77' of สมชาย ใจดี, {request.GET['q']}, 081-234-5678, DETAIL: nothing")


urlpatterns = [path("breaks/<int:pk>/", breaks), path("", include("qa_portal.urls"))]


@pytest.fixture
def lines():
    """What is logged, as it leaves the machine."""

    class Kept(logging.Handler):
        def emit(self, record):
            found.append(json.loads(logs.JsonLines().format(record)))

    found, handler = [], Kept()
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)


# ---------------------------------------------------------------- logs


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no mail to teacher1@school.example.org today", "no mail to <mail> today"),
        ("bad key\nDETAIL:  Key (email)=(a@b.example) already exists.", "bad key"),
        ("GET /schools/?q=secret&page=2 failed", "GET /schools/?… failed"),
        ("โรงเรียน บ้านหนอง 12 is closed", "<thai> 12 is closed"),
        ("of 1-2345-67890-12-3 and 0812345678", "of <number> and <number>"),
        ("KeyError: 'somchai'", "KeyError: <value>"),
        ("Job 12 (annual_book) failed at 2026-11-22", "Job 12 (annual_book) failed at 2026-11-22"),
    ],
)
def test_log_keeps_nothing_that_is_somebodys(said, kept):
    assert logs.masked(said) == kept


@pytest.mark.django_db
def test_request_leaves_one_line_without_person_or_query(lines, sign_in, settings):
    settings.LOG_REQUESTS = True
    user = person("director", DistrictFactory())
    response = sign_in(user).get("/schools/", {"q": "somchai@example.org"})
    (line,) = [line for line in lines if line["logger"] == "qa_portal.requests"]
    assert line.pop("ms") > 0
    del line["at"]
    assert line == {
        "level": "info",
        "logger": "qa_portal.requests",
        "message": "request",
        "request": response["X-Request-ID"],
        "method": "GET",
        "route": "/schools/",
        "status": 200,
    }


@pytest.mark.django_db
@pytest.mark.urls("tests.core.test_observe")
def test_fault_is_told_by_place_and_kind_alone(lines):
    response = Client(raise_request_exception=False).get("/breaks/7/?q=somchai@example.org")
    line = next(line for line in lines if line["level"] == "error")
    (error,) = line["error"]
    assert (response.status_code, line["message"], line["request"]) == (
        500,
        "Internal Server Error: /breaks/<int:pk>/",
        response["X-Request-ID"],
    )
    assert (error["type"], error["message"]) == ("LookupError", "<value> of <thai>, <mail>, <number>, DETAIL: nothing")
    assert error["places"][-1].startswith("tests/core/test_observe.py:")


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "abcdef-0123456789", True), (0, "abcdef-0123456789", False), (1, 'x"}\n', False)],
)
def test_id_of_a_request_is_taken_from_our_own_proxy_alone(proxies, given, is_taken, settings, client):
    settings.PROXIES = proxies
    answer = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert ((answer == given), len(answer) >= 16) == (is_taken, True)


@pytest.mark.django_db
def test_task_carries_the_id_of_its_request(lines, settings):
    settings.LOG_REQUESTS = True
    token = logs.request_id.set("asked-for-by-this")
    async_task("django.utils.timezone.now", q_options={"sync": True})
    logs.request_id.reset(token)
    (line,) = [line for line in lines if line["logger"] == "qa_portal.requests"]
    facts = [line[name] for name in ("message", "request", "task", "success")]
    assert facts == ["task", "asked-for-by-this", "django.utils.timezone.now", True]
    assert Success.objects.count() == 1


@pytest.mark.django_db
def test_slow_query_is_told_without_its_values(lines, settings):
    settings.SLOW_QUERY_MS = 0.000001
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'somchai' WHERE 1 = %s", [4321])
    (line,) = [line for line in lines if line["logger"] == queries.logger.name]
    assert (line["sql"], line["ms"] >= 0) == ("SELECT ? WHERE ? = %s", True)


def fault(place):
    """The same fault at as many places of the code as wanted."""
    try:
        exec(compile("\n" * place + "1 / 0", "fault.py", "exec"))
    except ZeroDivisionError:
        logging.getLogger("qa_portal.tests").exception("Row %s broke", place)


def test_faults_are_mailed_once_an_hour_and_ten_at_most(settings, tmp_path, lines):
    settings.ADMINS, settings.RUN_DIR = [("it", "it@example.org")], tmp_path
    for _ in range(1000):
        fault(0)
    assert [letter.subject for letter in mail.outbox] == ["[QA Portal] qa_portal.tests: ZeroDivisionError"]
    for place in range(1, 30):
        fault(place)
    assert (len(mail.outbox), len(lines)) == (10, 1029)


# ---------------------------------------------------------------- what machines ask


@pytest.mark.django_db
def test_ready_when_all_answers_and_not_when_the_files_cannot_be_written(client, settings, tmp_path):
    assert client.get("/readyz").json() == dict.fromkeys(("database", "migrations", "queue", "storage"), "ok")
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    state._fine_until.clear()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["storage"]) == (503, "NotADirectoryError")


def test_alive_without_asking_the_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_metrics_ask_for_the_token_or_a_near_address(client, settings):
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "t0ken", ["10.1.0.0/16"]
    asked = [
        client.get("/metrics", headers={"Authorization": "Bearer t0ken"}),
        client.get("/metrics", REMOTE_ADDR="10.1.2.3"),
        client.get("/metrics", headers={"Authorization": "Bearer "}),
        client.get("/metrics"),
    ]
    assert [response.status_code for response in asked] == [200, 200, 404, 404]


@pytest.mark.django_db
def test_metrics_count_requests_and_tell_what_waits(client, settings):
    settings.METRICS_TOKEN = "t0ken"
    labels = {"method": "GET", "route": "/healthz", "status": "200"}
    before = metrics.REGISTRY.get_sample_value("portal_request_seconds_count", labels) or 0
    client.get("/healthz")
    OrmQ.objects.create(key="qa_portal", payload="", lock=timezone.now() - timedelta(minutes=20))
    text = client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).text
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    counted = 'portal_request_seconds_count{method="GET",route="/healthz",status="200"}'
    assert (float(told[counted]), told["portal_queue_waiting"]) == (before + 1, "1.0")
    assert 1200 <= float(told["portal_queue_age_seconds"]) < 1260


# ---------------------------------------------------------------- the operator's page


@pytest.mark.django_db
def test_operator_sees_what_failed_without_its_words_and_runs_it_again(sign_in):
    begun = timezone.now()
    Failure.objects.create(
        id="f" * 32, name="n", func="django.utils.timezone.now", args=(), kwargs={}, started=begun, stopped=begun,
        success=False, result="x : Traceback\n  File\nbuiltins.ValueError: somchai@example.org is wrong",
    )  # fmt: skip
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    page = visitor.get("/operation/").text
    assert ('<td data-label="ข้อผิดพลาด">ValueError</td>' in page, "somchai" in page) == (True, False)
    visitor.post(f"/operation/tasks/{'f' * 32}/again/")
    assert (Failure.objects.count(), Success.objects.get().func) == (0, "django.utils.timezone.now")


@pytest.mark.django_db
def test_page_of_the_machine_is_a_superusers_alone_and_stands_in_their_menu(sign_in):
    """Several offices share the machine: no administrator of one looks after it."""
    link, answers = 'href="/operation/"', {}
    people = {"office": person("district_admin", DistrictFactory()), "machine": UserFactory(is_superuser=True)}
    for name, user in people.items():
        visitor = sign_in(user)
        answers[name] = (visitor.get("/operation/").status_code, visitor.get("/notices/").text.count(link))
    assert answers == {"office": (403, 0), "machine": (200, 1)}


@pytest.mark.django_db
def test_operator_is_told_when_nobody_works_at_the_queue(sign_in):
    OrmQ.objects.create(key="qa_portal", payload="", lock=timezone.now() - timedelta(minutes=20))
    assert state.queue().standing == state.LATE_WORD
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    assert visitor.get("/operation/").text.count("หยุดนิ่ง") == 1


@pytest.mark.django_db
def test_operator_sees_each_lost_file_with_what_shows_it_until_it_is_back(sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    office = DistrictFactory()
    logo = files.keep(b"logo", "logo.png", files.PNG, district=office, by=person("director", office))
    type(office).objects.filter(pk=office.pk).update(logo=logo)
    content = tmp_path / logo.content.name
    content.rename(tmp_path / "elsewhere")
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    seen = [visitor.get("/operation/").text.count(">logo.png<"), lost.look()]
    page = visitor.get("/operation/")
    seen += [page.text.count(">logo.png<"), page.context["lost"]]
    (tmp_path / "elsewhere").rename(content)
    seen += [lost.look(), visitor.get("/operation/").text.count(">logo.png<")]
    assert seen == [0, 1, 1, [(logo, [(f"เขตพื้นที่การศึกษา: {office}", "")])], 0, 0]


@pytest.mark.django_db
def test_operator_is_told_when_last_nights_backup_is_not_there(sign_in, settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    standings = [visitor.get("/operation/").context["backup_standing"]]
    made = tmp_path / f"{NAME}20261122-010000{ENDING}"
    made.write_bytes(b"x")
    for hours in (25, 27):
        moment = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(made, (moment, moment))
        standings.append(visitor.get("/operation/").context["backup_standing"])
    assert standings == [state.NONE_WORD, state.FINE_WORD, state.OLD_WORD]


@pytest.mark.django_db
def test_operator_is_told_of_daily_work_that_nobody_was_told_to_do(sign_in):
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    seen = [visitor.get("/operation/").text.count("manage.py schedule_tasks")]
    schedule.write()
    assert [*seen, visitor.get("/operation/").text.count("manage.py schedule_tasks")] == [1, 0]


@pytest.mark.django_db
def test_operator_sees_the_backups_and_prometheus_when_the_last_was_made(sign_in, settings, tmp_path):
    settings.BACKUP_DIR, settings.METRICS_TOKEN = str(tmp_path), "t0ken"
    made = tmp_path / f"{NAME}20691122-010000{ENDING}"
    made.write_bytes(b"x" * 2048)
    os.utime(made, (1_800_000_000, 1_800_000_000))
    visitor = sign_in(UserFactory(is_superuser=True, district=None))
    assert visitor.get("/operation/").text.count(made.name) == 1
    told = visitor.get("/metrics", headers={"Authorization": "Bearer t0ken"}).text
    assert "\nportal_backup_time_seconds 1.8e+09\n" in told
