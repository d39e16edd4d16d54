"""Typing that is not saved yet: kept for its person alone, put back by the server, gone with the save."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Objective, Project
from qa_portal.core import unsaved
from qa_portal.core.models import UnsavedForm
from tests.factories.core import person
from tests.factories.projects import ProjectFactory, project_in
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import done_visit

pytestmark = pytest.mark.django_db

ROWS = {"objectives-TOTAL_FORMS": "1", "objectives-INITIAL_FORMS": "0", "objectives-0-text": "กำลังพิมพ์"}


def keep(client, path, fields, seen=""):
    return client.post("/unsaved/", {"path": path, "seen": seen, "fields": json.dumps(list(fields.items()))})


@pytest.fixture
def project():
    return ProjectFactory(rationale="ที่บันทึกแล้ว")


@pytest.fixture
def path(project):
    return reverse("projects:project_edit", args=[project.pk, "rationale"])


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def typed(project, **fields):
    return {"opened_version": str(project.version), "rationale": "ยังไม่บันทึก", **ROWS, **fields}


def test_unsaved_typing_is_put_back_by_the_server(author, project, path):
    answer = keep(author, path, typed(project)).json()
    page = author.get(path)
    assert (answer["time"], answer["elsewhere"]) == (f"{timezone.localtime():%H:%M}", False)
    form, table = page.context["form"], page.context["tables"][0]
    assert (form["rationale"].value(), table.forms[0]["text"].value()) == ("ยังไม่บันทึก", "กำลังพิมพ์")
    assert (form.errors, page.context["is_stale"], page.context["unsaved"].seen) == ({}, False, answer["seen"])
    project.refresh_from_db()
    assert (project.rationale, project.objectives.count()) == ("ที่บันทึกแล้ว", 0)


def test_half_filled_rows_are_put_back_without_blame(author, project, path):
    keep(author, path, typed(project) | {"objectives-0-text": "", "objectives-0-ORDER": "x"})
    assert 'id="form-errors"' not in author.get(path).content.decode()


def test_unsaved_typing_goes_with_the_save(author, project, path):
    keep(author, path, typed(project))
    assert author.post(path, typed(project)).status_code == 302
    assert (UnsavedForm.objects.count(), Objective.objects.get().text) == (0, "กำลังพิมพ์")


def test_unsaved_typing_stays_when_the_save_is_refused(author, project, path):
    fields = typed(project)
    keep(author, path, fields)
    project.save()
    assert author.post(path, fields).status_code == 422
    assert UnsavedForm.objects.count() == 1


def test_unsaved_typing_older_than_the_row_shows_both(author, project, path):
    keep(author, path, typed(project))
    Project.objects.get().save()
    page = author.get(path)
    assert (page.context["is_stale"], page.context["stored"]["project"].rationale) == (True, "ที่บันทึกแล้ว")
    assert page.context["form"]["rationale"].value() == "ยังไม่บันทึก"


def test_unsaved_typing_is_thrown_away_on_request(author, project, path):
    keep(author, path, typed(project))
    assert author.post("/unsaved/forget/", {"path": path}).url == path
    assert author.get(path).context["form"]["rationale"].value() == "ที่บันทึกแล้ว"


def test_unsaved_typing_is_ones_own(author, sign_in, project, path):
    keep(author, path, typed(project))
    head = sign_in(person("group_head", project.district))
    assert head.get(path).context["form"]["rationale"].value() == "ที่บันทึกแล้ว"
    head.post("/unsaved/forget/", {"path": path})
    assert UnsavedForm.objects.get().user == project.owner


def test_two_windows_hear_of_each_other(author, project, path):
    first = keep(author, path, typed(project)).json()
    second = keep(author, path, typed(project, rationale="อีกหน้าต่าง")).json()
    third = keep(author, path, typed(project), seen=second["seen"]).json()
    assert [first["elsewhere"], second["elsewhere"], third["elsewhere"]] == [False, True, False]
    assert unsaved.find(project.owner, path).data["rationale"] == "ยังไม่บันทึก"


def test_new_project_begun_and_left_is_put_back(sign_in):
    client = sign_in(person("supervisor"))
    keep(client, "/projects/add/", {"name": "โครงการครึ่งเดียว", "fiscal_year": ""})
    form = client.get("/projects/add/").context["form"]
    assert (form["name"].value(), form.errors) == ("โครงการครึ่งเดียว", {})


def test_secrets_are_never_kept(author, path):
    keep(author, path, {"csrfmiddlewaretoken": "a", "old_password": "b", "rationale": "ค"})
    assert UnsavedForm.objects.get().fields == [["rationale", "ค"]]


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/nowhere/at/all/", "[]"),
        ("https://elsewhere.example/", "[]"),
        ("/projects/add/", "not json"),
        ("/projects/add/", '[["a", 1]]'),
        ("/projects/add/", '[[1, "a"]]'),
        ("/projects/add/", "[1]"),
        ("/projects/add/", "[" * 5000),
        ("/projects/add/", json.dumps([["name", "a" * 500_000]])),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(author, page, fields):
    response = author.post("/unsaved/", {"path": page, "fields": fields})
    assert (response.status_code, list(response.json()), UnsavedForm.objects.count()) == (422, ["error"], 0)


def test_unsaved_typing_needs_the_token_of_a_page(project):
    client = Client(enforce_csrf_checks=True)
    client.force_login(project.owner, backend="qa_portal.core.sign_in.SignInBackend")
    assert keep(client, "/projects/add/", {"name": "ก"}).status_code == 403


def test_throwing_away_never_leads_to_another_site(author):
    assert author.post("/unsaved/forget/", {"path": "//elsewhere.example/"}).url == "/"


def test_one_person_keeps_a_hundred_forms_at_most(author, project):
    for number in range(102):
        UnsavedForm.objects.create(user=project.owner, path=f"/{number}")
    keep(author, "/projects/add/", {"name": "ก"})
    kept = set(UnsavedForm.objects.values_list("path", flat=True))
    assert (len(kept), {"/0", "/1", "/2"} & kept, "/projects/add/" in kept) == (100, set(), True)


def test_clear_unsaved_throws_old_typing_away(author, project, path, capsys):
    keep(author, path, typed(project))
    keep(author, "/projects/add/", {"name": "ก"})
    UnsavedForm.objects.filter(path=path).update(saved_at=timezone.now() - timedelta(days=31))
    call_command("clear_unsaved")
    assert (capsys.readouterr().out, UnsavedForm.objects.get().path) == (
        "1 unsaved forms thrown away\n",
        "/projects/add/",
    )


def test_section_sent_after_the_proposal_went_on_gives_the_text_back(sign_in):
    project = project_in("submitted")
    path = reverse("projects:project_edit", args=[project.pk, "rationale"])
    page = sign_in(project.owner).post(path, {"opened_version": project.version, "rationale": "พิมพ์ไว้ยาว"})
    assert (page.status_code, page.context["typed"]) == (409, ["พิมพ์ไว้ยาว"])


def test_half_written_activity_report_is_put_back(sign_in):
    project = project_in("running")
    activity = project.activities.get()
    path = reverse("projects:activity_report_add", args=[activity.pk])
    client = sign_in(project.owner)
    page = client.get(path)
    fields = {"token": str(page.context["sheet"].form["token"].value()), "place": "ห้องประชุม", "result": "ครึ่งเดียว"}
    rows = {"spending-TOTAL_FORMS": "1", "spending-INITIAL_FORMS": "0", "spending-0-document_number": "บค. 1"}
    keep(client, path, fields | rows)
    sheet = client.get(path).context["sheet"]
    assert (sheet.form["result"].value(), sheet.form.errors) == ("ครึ่งเดียว", {})
    assert str(sheet.form["token"].value()) == fields["token"]


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        ("office:letter_add", ["memo"], "body"),
        ("supervision:order_create", [], "authority"),
        ("supervision:support_create", [], "objectives"),
        ("supervision:visit_words", ["VISIT"], "impressions"),
    ],
)
def test_long_form_puts_back_what_was_typed(name, kind, field, sign_in):
    school = SchoolFactory()
    visit = done_visit(school=school, lead=person("group_head", school.district))
    path = reverse(name, args=[visit.pk] if kind == ["VISIT"] else kind)
    client = sign_in(visit.lead)
    keep(client, path, {field: "พิมพ์ไว้ครึ่งหนึ่ง"})
    page = client.get(path)
    assert (page.context["form"][field].value(), page.context["form"].errors) == ("พิมพ์ไว้ครึ่งหนึ่ง", {})
    assert page.content.decode().count(f'data-autosave="{page.context["unsaved"].seen}"') == 1
