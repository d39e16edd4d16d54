"""What is asked before an external assessment and heard after it: readiness, oral report, observers."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from schools.models import Conflict
from schools.timeline import debts_of, timeline_of
from supervision.models import (
    ExternalAssessment,
    Observer,
    ReadinessAnswer,
    ReadinessForm,
)
from supervision.services.assessments import take_step
from supervision.services.readiness import readiness_of
from tests.core.document_kit import poppler_text
from tests.factories.core import person
from tests.factories.external import as_typed_day, day
from tests.factories.schools import school_person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def typed(ago):
    return as_typed_day(day(ago))


@pytest.fixture
def office(sign_in, keeper):
    return sign_in(keeper)


def asked_by_people(district):
    """A form with two questions for people, one of which must be met."""
    form = ReadinessForm.objects.create(district=district, edition=1, name="แบบของเขต")
    form.items.create(position=1, text="มีแผน")
    form.items.create(position=2, text="มีอินเทอร์เน็ต", is_needed=False)
    return form


# ---------------------------------------------------------------- readiness


def answers(form, value="yes", **more):
    return {f"met_{item.pk}": value for item in form.items.all()} | more


def test_school_and_office_answer_the_readiness_form(sign_in, office, assessment):
    form = asked_by_people(assessment.school.district)
    page = url("assessment_readiness", assessment.pk)
    school_client = sign_in(school_person("school_teacher", assessment.school))
    assert school_client.post(page, answers(form)).url == page
    assert readiness_of(assessment).is_ready is False


def test_school_is_not_asked_again_for_what_waits_for_the_office(sign_in, keeper, assessment):
    form = asked_by_people(assessment.school.district)
    page, teacher = url("assessment_readiness", assessment.pk), school_person("school_teacher", assessment.school)

    def lacking(user):
        return [str(row.item) for row in sign_in(user).get(page).context["lacking"]]

    plan = str(form.items.get(position=1))
    assert (lacking(teacher), lacking(keeper)) == ([plan], [plan])
    sign_in(teacher).post(page, answers(form))
    assert (lacking(teacher), lacking(keeper)) == ([], [plan])
    assert "คำตอบของโรงเรียน 2 ข้อรอเขตยืนยัน" in sign_in(teacher).get(page).content.decode()
    sign_in(teacher).post(page, answers(form, "no"))
    assert lacking(teacher) == [plan]


def test_office_confirms_by_saving(office, assessment):
    form = asked_by_people(assessment.school.district)
    page = url("assessment_readiness", assessment.pk)
    assert office.post(page, answers(form)).url == page
    assert readiness_of(assessment).is_ready is True
    assert office.post(url("assessment_transition", assessment.pk, "declare_ready"), {"readied_on": typed(1)}).url == (
        assessment.get_absolute_url()
    )
    assert office.post(page, answers(form, "no")).url == assessment.get_absolute_url()
    assert set(ReadinessAnswer.objects.values_list("is_met", flat=True)) == {True}


def test_answers_that_somebody_else_gave_meanwhile_are_not_overwritten(office, assessment):
    form = asked_by_people(assessment.school.district)
    page = url("assessment_readiness", assessment.pk)
    opened = office.get(page).context["form"]["opened"].value()
    office.post(page, answers(form))
    response = office.post(page, answers(form, "no", opened=opened))
    assert response.status_code == 422
    assert set(ReadinessAnswer.objects.values_list("is_met", flat=True)) == {True}


def test_note_without_an_answer_is_asked_for_one(office, assessment):
    form = asked_by_people(assessment.school.district)
    item = form.items.first()
    response = office.post(url("assessment_readiness", assessment.pk), {f"note_{item.pk}": "ดูแล้ว"})
    assert (response.status_code, ReadinessAnswer.objects.count()) == (422, 0)


def test_national_viewer_reads_the_readiness_form_but_does_not_answer(sign_in, assessment):
    form = asked_by_people(assessment.school.district)
    client = sign_in(person("national_viewer"))
    page = url("assessment_readiness", assessment.pk)
    assert client.get(page).context["may_answer"] is False
    assert client.post(page, answers(form)).url == assessment.get_absolute_url()
    assert ReadinessAnswer.objects.count() == 0


def test_readiness_form_is_printed_with_its_result(office, assessment):
    response = office.get(url("readiness_pdf", assessment.pk))
    lines = [line.strip() for line in poppler_text(response.content, "-layout").splitlines()]
    assert [line for line in lines if line.startswith("แบบประเมิน")] == ["แบบประเมินความพร้อมรับการประเมินคุณภาพภายนอก"]
    assert [line for line in lines if line.startswith("สรุปผล")] == [
        "สรุปผล ยังไม่พร้อม ต้องดำเนินการเพิ่มเติม 11 ข้อ ได้แก่ ข้อ 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12"
    ]


# ---------------------------------------------------------------- oral report, observers


def attendees(*rows, said="ดี", initial=0):
    data = {"oral_report": said, "person-TOTAL_FORMS": len(rows), "person-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"person-{number}-{name}": value for name, value in ({"side": "office"} | row).items()}
    return data


def test_oral_report_keeps_who_heard_it(office, assessment):
    deputy = person("deputy", assessment.school.district, position="รองผู้อำนวยการ")
    rows = {"user": deputy.pk}, {"name": "นายคลองใส ลองระบบ", "side": "other"}, {}
    response = office.post(url("assessment_hearing", assessment.pk), attendees(*rows))
    assert response.url == assessment.get_absolute_url()
    found = assessment.attendees.values_list("side", "user", "name", "position")
    assert set(found) == {("office", deputy.pk, "", "รองผู้อำนวยการ"), ("other", None, "นายคลองใส ลองระบบ", "")}


def test_nobody_hears_the_oral_report_twice(office, assessment):
    deputy = person("deputy", assessment.school.district)
    response = office.post(
        url("assessment_hearing", assessment.pk), attendees({"user": deputy.pk}, {"user": deputy.pk})
    )
    assert (response.status_code, assessment.attendees.count()) == (422, 0)


def test_observer_is_sent_and_told_once(office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    response = office.post(url("observer_add", assessment.pk), {"user": supervisor.pk, "order_number": "๑๒/๒๕๖๙"})
    observer = Observer.objects.get()
    assert (response.url, observer.order_number) == (assessment.get_absolute_url(), "๑๒/๒๕๖๙")
    assert list(Notice.objects.values_list("recipient", "url")) == [(supervisor.pk, observer.get_absolute_url())]


def test_person_with_a_conflict_of_interest_is_not_sent_to_observe(office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    Conflict.objects.create(user=supervisor, school=assessment.school, reason="ญาติเป็นครู", since=date(2020, 1, 1))
    response = office.post(url("observer_add", assessment.pk), {"user": supervisor.pk})
    assert response.status_code == 422
    (error,) = response.context["form"].errors["user"]
    assert (error.endswith("ญาติเป็นครู"), Observer.objects.count()) == (True, 0)


def test_person_who_belonged_to_the_school_is_not_sent_to_observe(office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    assessment.school.memberships.create(user=supervisor)
    assert office.post(url("observer_add", assessment.pk), {"user": supervisor.pk}).status_code == 422


def test_observer_writes_and_nobody_else(sign_in, office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    observer = Observer.objects.create(assessment=assessment, user=supervisor)
    assert office.get(url("observation_edit", observer.pk)).status_code == 404
    response = sign_in(supervisor).post(url("observation_edit", observer.pk), {"observed": "ดูการสอน", "told": ""})
    observer.refresh_from_db()
    assert (response.url, observer.observed, observer.reported_at is None) == (
        observer.get_absolute_url(),
        "ดูการสอน",
        False,
    )


def test_oral_report_sent_twice_keeps_everybody_once(office, assessment):
    deputy = person("deputy", assessment.school.district)
    data = attendees({"user": deputy.pk}, {"name": "นายคลองใส ลองระบบ", "side": "other"})
    statuses = [office.post(url("assessment_hearing", assessment.pk), data).status_code for _time in range(2)]
    assert (statuses, assessment.attendees.count()) == ([302, 422], 2)


def test_observer_who_has_not_written_is_called_back(office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    observer = Observer.objects.create(assessment=assessment, user=supervisor)
    assert office.post(url("observer_recall", observer.pk)).url == assessment.get_absolute_url()
    assert (Observer.objects.count(), Notice.objects.get().recipient) == (0, supervisor)


def test_observer_who_has_written_stays(office, assessment):
    supervisor = person("supervisor", assessment.school.district)
    observer = Observer.objects.create(assessment=assessment, user=supervisor, reported_at=timezone.now())
    office.post(url("observer_recall", observer.pk))
    assert list(Observer.objects.all()) == [observer]


# ---------------------------------------------------------------- the school's desk


def test_school_owes_answers_and_documents_until_they_are_sent(keeper, assessment):
    form = asked_by_people(assessment.school.district)
    ExternalAssessment.objects.update(documents_due_on=day(1))
    head = school_person("school_head", assessment.school)
    debts = [debt for debt in debts_of(assessment.school, head) if "/assessments/" in debt.url]
    assert [(debt.label, debt.is_overdue) for debt in debts] == [
        ("ตอบแบบประเมินความพร้อม 2 ข้อ (การศึกษาขั้นพื้นฐาน)", True),
        ("เอกสารสำหรับผู้ประเมินภายนอก (การศึกษาขั้นพื้นฐาน)", True),
    ]
    assert form.items.count() == 2
    assessment.refresh_from_db()
    take_step(assessment, "send", sent_on=day(1), by=keeper)
    assert [debt for debt in debts_of(assessment.school, head) if "/assessments/" in debt.url] == []


def test_assessment_is_on_the_schools_timeline(assessment):
    head = school_person("school_head", assessment.school)
    entries = [entry for entry in timeline_of(assessment.school, head) if "/assessments/" in entry.url]
    assert [(entry.day, entry.badge[0]) for entry in entries] == [(day(60), "รับหนังสือแจ้ง")]
