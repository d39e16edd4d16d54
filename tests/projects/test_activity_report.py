"""The report of an activity as a phone sends it."""

import io
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projects.models import Activity, ActivityReport, ActivityState, Expense, ProjectPhoto
from qa_portal.core.models import StoredFile
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused, perform
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.projects import LineFactory, project_in
from tests.factories.schools import NetworkFactory, SchoolFactory
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY}T05:00:00Z", tick=False):
        yield


@pytest.fixture
def project():
    return project_in("running")


@pytest.fixture
def activity(project):
    return project.activities.get()


@pytest.fixture
def owner(project, sign_in):
    return sign_in(project.owner)


def typed(**changes):
    """What the form sends when only date and result are filled."""
    return {
        "token": str(uuid.uuid4()),
        "done_on": "20/11/2569",
        "done_until": "",
        "place": "ห้องประชุม",
        "result": "จัดประชุมแล้ว",
        "problems": "",
        "spending-TOTAL_FORMS": "1",
        "spending-INITIAL_FORMS": "0",
        "spending-MIN_NUM_FORMS": "0",
        "spending-MAX_NUM_FORMS": "30",
    } | changes


def address(activity):
    return f"/projects/activities/{activity.pk}/report/"


def errors(response):
    sheet = response.context["sheet"]
    found = {name: list(sentences) for name, sentences in sheet.form.errors.items()}
    for row in sheet.spending or ():
        found |= {f"spending.{name}": list(sentences) for name, sentences in row.errors.items()}
    return found


# ---------------------------------------------------------------- a report that is right


def test_report_opens_with_today_and_the_place_of_the_plan(owner, activity):
    Activity.objects.filter(pk=activity.pk).update(place="หอประชุมอำเภอ")
    form = owner.get(address(activity)).context["sheet"].form
    assert (form["done_on"].value(), form["place"].value()) == (TODAY, "หอประชุมอำเภอ")
    assert 'value="21/11/2569"' in str(form["done_on"])


def test_report_is_kept_with_people_schools_photos_papers_and_spending(owner, project, activity):
    network = NetworkFactory(district=project.district)
    schools = [SchoolFactory(district=project.district, network=network) for _each in range(2)]
    lone = SchoolFactory(district=project.district)
    line = project.lines.get()
    response = owner.post(
        address(activity),
        typed(
            people_teacher="12",
            people_school_head="๓",
            people_pupil="0",
            networks=[network.pk],
            schools=[lone.pk],
            photos=[photo_upload("ก.jpg"), photo_upload("ข.jpg", colour="green")],
            photos_caption=["พิธีเปิด", ""],
            papers=[SimpleUploadedFile("ลงชื่อ.pdf", pdf())],
            papers_caption=["รายชื่อ"],
            has_consent="on",
            finishes="on",
            **{"spending-0-line": line.pk, "spending-0-amount": "๑,๒๐๐.-", "spending-0-document_number": "บจ 1/2570"},
        ),
    )
    report = ActivityReport.objects.get()
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    assert (report.done_on, report.place, report.reported_by) == (date(2026, 11, 20), "ห้องประชุม", project.owner)
    assert dict(report.attendances.values_list("kind", "count")) == {"teacher": 12, "school_head": 3}
    assert set(report.schools.all()) == {*schools, lone}
    photos = list(report.photos.values_list("caption", "taken_on", "place", "has_consent", "order"))
    day = date(2026, 11, 20)
    assert photos == [("พิธีเปิด", day, "ห้องประชุม", True, 1), ("ประชุม", day, "ห้องประชุม", True, 2)]
    assert list(report.evidence.values_list("caption", "file__name")) == [("รายชื่อ", "ลงชื่อ.pdf")]
    expense = report.expenses.get()
    assert (expense.line, expense.activity, expense.amount) == (line, activity, 1200)
    assert (expense.paid_on, expense.document_number) == (day, "บจ 1/2570")
    activity.refresh_from_db()
    assert (activity.state, activity.finished_by) == (ActivityState.DONE, project.owner)


def pdf():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PDF")
    return out.getvalue()


def test_report_sent_twice_is_one_report_with_its_photos_once(owner, activity):
    sent = typed(people_teacher="5", **{"spending-0-amount": "100"})
    first = owner.post(address(activity), sent | {"photos": [photo_upload()]})
    second = owner.post(address(activity), sent | {"photos": [photo_upload()]})
    assert first.url == second.url
    counts = [model.objects.count() for model in (ActivityReport, ProjectPhoto, Expense, StoredFile)]
    assert counts == [1, 1, 1, 1]


def test_report_drops_the_place_that_a_camera_wrote_into_a_photo(owner, activity):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (13.0, 45.0, 0.0)}
    owner.post(address(activity), typed(photos=[photo_upload(exif=exif)]))
    with ProjectPhoto.objects.get().file.content.open() as kept:
        assert dict(Image.open(kept).getexif()) == {}


# ---------------------------------------------------------------- a report that is to be mended


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"done_on": "22/11/2569"}, {"done_on": ["วันที่นี้ยังมาไม่ถึง"]}),
        (
            {"done_on": "30/9/2569"},
            {"done_on": [f"ปีงบประมาณของโครงการเริ่มวันที่ {format_date(date(2026, 10, 1))}"]},
        ),
        ({"done_until": "19/11/2569"}, {"done_until": ["วันสิ้นสุดมาก่อนวันเริ่ม"]}),
        ({"people_teacher": "-1"}, {"people_teacher": ["ค่าต้องไม่น้อยกว่า 0"]}),
        ({"people_teacher": "10000000000"}, {"people_teacher": ["ค่าต้องไม่เกิน 99999"]}),
        ({"result": ""}, {"result": ["กรุณากรอกข้อมูลในช่องนี้"]}),
    ],
)
def test_report_is_refused_with_a_sentence_at_the_field(owner, activity, changes, expected):
    response = owner.post(address(activity), typed(**changes))
    assert (response.status_code, ActivityReport.objects.count()) == (422, 0)
    found = errors(response)
    assert found.keys() == expected.keys()
    for name, sentences in expected.items():
        assert [sentence.rstrip(".") for sentence in found[name]] == sentences
    assert response.context["sheet"].form["place"].value() == "ห้องประชุม"


@pytest.mark.parametrize("amount", ["-5", "1000000000000000", "100x", "0"])
def test_report_with_an_impossible_amount_is_refused_at_its_row(owner, activity, amount):
    response = owner.post(address(activity), typed(**{"spending-0-amount": amount}))
    assert (response.status_code, list(errors(response))) == (422, ["spending.amount"])
    assert (ActivityReport.objects.count(), Expense.objects.count()) == (0, 0)


def test_report_with_a_line_of_another_activity_is_refused(owner, project, activity):
    other = LineFactory(project=project, activity=activity_of(project), stated_text="500")
    sent = typed(**{"spending-0-line": other.pk, "spending-0-amount": "10"})
    response = owner.post(address(activity), sent)
    assert errors(response) == {"spending.line": ["รายการนี้เป็นของกิจกรรมอื่น"]}


def test_report_above_the_money_writes_nothing_at_all(owner, activity):
    response = owner.post(address(activity), typed(photos=[photo_upload()], **{"spending-0-amount": "2801"}))
    assert list(errors(response)) == ["spending.amount"]
    assert [model.objects.count() for model in (ActivityReport, ProjectPhoto, Expense)] == [0, 0, 0]


def test_report_keeps_good_photos_and_receipts_while_a_date_is_mended(owner, activity):
    sent = typed(done_on="", photos=[photo_upload()], photos_caption=["พิธีเปิด"])
    sent |= {"spending-0-amount": "100", "spending-0-receipt": photo_upload("ใบเสร็จ.jpg", colour="red")}
    response = owner.post(address(activity), sent)
    [(ticket, stored, caption)] = response.context["sheet"].photos.tickets
    assert (stored.name, caption) == ("ภาพ.jpg", "พิธีเปิด")
    receipt = response.context["sheet"].spending[0]["receipt_kept"].value()
    again = typed(photos_kept=[ticket], photos_kept_caption=["เปิดงาน"])
    again |= {"spending-0-amount": "100", "spending-0-receipt_kept": receipt}
    owner.post(address(activity), again)
    report = ActivityReport.objects.get()
    assert list(report.photos.values_list("caption", "file")) == [("เปิดงาน", stored.pk)]
    assert report.expenses.get().receipt.name == "ใบเสร็จ.jpg"


def test_report_leaves_out_a_kept_file_that_is_ticked_away_or_forged(owner, activity):
    response = owner.post(address(activity), typed(done_on="", photos=[photo_upload()]))
    [(ticket, _stored, _caption)] = response.context["sheet"].photos.tickets
    forged = "WzEsMV0:1abcde:forged"
    owner.post(address(activity), typed(photos_kept=[ticket, forged], photos_out=[ticket]))
    assert ActivityReport.objects.get().photos.count() == 0


def test_kept_file_of_another_person_is_not_theirs_to_send(owner, sign_in, project, activity):
    response = owner.post(address(activity), typed(done_on="", photos=[photo_upload()]))
    [(ticket, _stored, _caption)] = response.context["sheet"].photos.tickets
    client = sign_in(person("plan_staff", project.district))
    client.post(address(activity), typed(photos_kept=[ticket]))
    assert ActivityReport.objects.get().photos.count() == 0


def test_report_says_which_photo_is_too_large_or_no_photo(owner, activity, settings):
    settings.MAX_UPLOAD_MB = 0
    response = owner.post(address(activity), typed(photos=[photo_upload()]))
    [sentence] = errors(response)["__all__"]
    assert sentence.startswith("ภาพ.jpg: ")
    settings.MAX_UPLOAD_MB = 50
    response = owner.post(address(activity), typed(photos=[SimpleUploadedFile("x.jpg", b"MZ\x00\x01")]))
    [sentence] = errors(response)["__all__"]
    assert (response.status_code, sentence.startswith("x.jpg: ")) == (422, True)


@pytest.mark.parametrize("token", ["", "x", "0" * 400])
def test_report_without_a_token_of_its_form_is_refused(owner, activity, token):
    assert owner.post(address(activity), typed(token=token)).status_code == 422


# ---------------------------------------------------------------- who, and when


def test_report_belongs_to_the_project_people_and_those_responsible(sign_in, project, activity):
    helper, stranger = person("supervisor", project.district), person("supervisor", project.district)
    activity.responsible.add(helper)
    asked = {
        "owner": project.owner,
        "responsible": helper,
        "manager": person("plan_staff", project.district),
        "stranger": stranger,
        "director": person("director", project.district),
        "away": person("plan_staff"),
        "finance": person("finance_staff", project.district),
    }
    answers = {name: sign_in(user).get(address(activity)).status_code for name, user in asked.items()}
    assert answers == {
        "owner": 200,
        "responsible": 200,
        "manager": 200,
        "stranger": 404,
        "director": 404,
        "away": 404,
        "finance": 403,
    }


def test_report_of_a_project_that_does_not_run_is_answered_with_a_sentence(sign_in):
    project = project_in("approved")
    activity = project.activities.get()
    response = sign_in(project.owner).post(address(activity), typed(), follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["รายงานกิจกรรมได้เมื่อโครงการกำลังดำเนินการ"]
    assert ActivityReport.objects.count() == 0


def test_report_is_changed_and_its_spending_stays(owner, activity):
    report = reported(activity, people={"teacher": 5, "pupil": 2}, photos=["ก"])
    same = [photo_upload(colour="red"), photo_upload("อีกครั้ง.jpg", colour="red")]
    sent = {"done_on": "10/11/2569", "result": "แก้ไขแล้ว", "people_teacher": "6", "opened_version": report.version}
    owner.post(f"/projects/activity-reports/{report.pk}/edit/", sent | {"photos": same})
    report.refresh_from_db()
    assert (report.result, dict(report.attendances.values_list("kind", "count"))) == ("แก้ไขแล้ว", {"teacher": 6})
    assert report.photos.count() == 2
    assert report.history.count() == 2


def test_stale_change_of_a_report_keeps_what_was_typed(owner, activity):
    report = reported(activity)
    sent = {"done_on": "10/11/2569", "result": "ของฉัน", "opened_version": report.version}
    report.result = "ของเพื่อน"
    report.save()
    response = owner.post(f"/projects/activity-reports/{report.pk}/edit/", sent)
    form = response.context["sheet"].form
    assert (response.status_code, form["result"].value()) == (422, "ของฉัน")
    assert form.errors["result"] == ["ข้อมูลในระบบขณะนี้: ของเพื่อน"]


# ---------------------------------------------------------------- states


def test_activity_is_finished_reopened_and_cancelled_by_its_people(project, activity):
    done = perform(activity, "finish", by=project.owner)
    assert (done.state, done.finished_by) == ("done", project.owner)
    planned = perform(done, "reopen", by=project.owner)
    assert (planned.state, planned.finished_at, planned.finished_by) == ("planned", None, None)
    with pytest.raises(Refused):
        perform(planned, "cancel", by=project.owner)
    assert perform(planned, "cancel", by=project.owner, note="น้ำท่วม").state == "cancelled"


def test_activity_of_others_is_not_theirs_to_finish(project, activity):
    with pytest.raises(Refused) as refused:
        perform(activity, "finish", by=person("supervisor", project.district))
    assert str(refused.value) == "ทำขั้นตอนนี้ได้เฉพาะผู้รับผิดชอบกิจกรรมและเจ้าของโครงการ"


def test_cancelled_activity_is_not_reported(owner, project, activity):
    perform(activity, "cancel", by=project.owner, note="น้ำท่วม")
    assert owner.get(address(activity)).status_code == 302


# ---------------------------------------------------------------- the photo register


def test_register_points_out_photos_from_outside_the_time_of_the_project(owner, project, activity):
    inside = reported(activity, photos=["ใน"]).photos.get()
    outside = reported(activity, photos=["นอก"]).photos.get()
    ProjectPhoto.objects.filter(pk=outside.pk).update(taken_on=project.period_start - timedelta(days=100))
    context = owner.get(f"/projects/{project.pk}/photos/").context
    assert ([photo.pk for photo in context["outside"]], len(context["photos"])) == ([outside.pk], 2)
    assert inside.pk in context["editable"]


def test_photo_is_taken_out_of_the_register_and_stays_in_its_history(owner, project, activity):
    photo = reported(activity, photos=["ก"]).photos.get()
    sent = {"caption": "ก", "is_removed": "on", "opened_version": photo.version}
    owner.post(f"/projects/photos/{photo.pk}/edit/", sent)
    context = owner.get(f"/projects/{project.pk}/photos/").context
    assert (context["photos"], [row.pk for row in context["removed"]]) == ([], [photo.pk])
    assert photo.history.first().history_user == project.owner


def test_photo_and_paper_of_another_office_are_not_found(sign_in, activity):
    photo = reported(activity, photos=["ก"]).photos.get()
    away = sign_in(person("director"))
    assert away.get(f"/projects/photos/{photo.pk}/").status_code == 404
    assert away.get(f"/projects/activity-reports/{photo.report_id}/").status_code == 404
