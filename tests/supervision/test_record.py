"""Recording a visit: saved step by step, nothing typed is lost, and nothing changes after the report."""

import io
import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.workflow import Refused, perform
from supervision.models import AgreedAction, Answer, Finding, FindingCategory, Holiday, Visit
from supervision.services.findings import delete_finding
from supervision.services.photos import add_photo
from supervision.services.report_text import report_text
from tests.factories.core import person
from tests.factories.plan import item_of, plan_of
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    done_visit,
    photo_upload,
    rate,
    reported_visit,
    small_instrument,
)

pytestmark = pytest.mark.django_db


def address(name, visit, *args):
    return reverse(f"supervision:{name}", args=[visit.pk, *args])


def errors_of(response, form="form"):
    return response.context[form].errors


# ---------------------------------------------------------------- instrument


@pytest.fixture
def rated(sign_in):
    visit = VisitFactory(instrument=small_instrument())
    client = sign_in(visit.lead)
    return visit, client, address("visit_section", visit, 1)


def section_items(visit, position=1):
    return list(visit.instrument.sections.get(position=position).items.all())


def test_section_is_saved_half_filled_and_leads_to_the_next(rated):
    visit, client, here = rated
    first, second = section_items(visit)
    response = client.post(here, {"opened": 0, f"answer_{first.pk}": "4", f"note_{first.pk}": "มีหลักฐาน"})
    assert response.url == address("visit_section", visit, 2)
    answer = Answer.objects.get(visit=visit)
    assert (answer.item, answer.level.value, answer.note) == (first, 4, "มีหลักฐาน")
    assert visit.answers.filter(item=second).count() == 0


def test_section_keeps_every_kind_of_answer(rated):
    visit, client, _here = rated
    rated_item, yes_no, text = section_items(visit, 2)
    data = {"opened": 0, f"answer_{rated_item.pk}": "na", f"answer_{yes_no.pk}": "no", f"answer_{text.pk}": "ดี"}
    client.post(address("visit_section", visit, 2), data)
    rows = visit.answers.order_by("item__position").values_list("not_applicable", "level", "is_yes", "text")
    assert list(rows) == [(True, None, None, ""), (False, None, False, ""), (False, None, None, "ดี")]


def test_section_opened_before_another_saved_is_refused_with_both_answers(rated):
    visit, client, here = rated
    first, _second = section_items(visit)
    client.post(here, {"opened": 0, f"answer_{first.pk}": "4"})
    late = {"opened": 0, f"answer_{first.pk}": "2", f"note_{first.pk}": "พิมพ์ไว้"}
    response = client.post(here, late)
    form = response.context["form"]
    assert response.status_code == 422
    assert form[f"answer_{first.pk}"].value() == "2"
    assert form[f"note_{first.pk}"].value() == "พิมพ์ไว้"
    assert form.errors[f"answer_{first.pk}"] == ["ข้อมูลในระบบขณะนี้: ระดับ 4"]
    assert visit.answers.get().level.value == 4
    assert client.post(here, late | {"opened": form["opened"].value()}).status_code == 302
    assert visit.answers.get().level.value == 2


def test_section_saved_again_unchanged_writes_no_history(rated):
    visit, client, here = rated
    first, _second = section_items(visit)
    client.post(here, {"opened": 0, f"answer_{first.pk}": "4"})
    answer = visit.answers.get()
    client.post(here, {"opened": answer.version, f"answer_{first.pk}": "4"})
    assert answer.history.count() == 1


def test_instrument_cannot_change_once_items_are_answered(sign_in):
    visit = VisitFactory(instrument=small_instrument())
    rate(visit, [3])
    other = small_instrument()
    data = facts(visit) | {"instrument": other.pk}
    response = sign_in(visit.lead).post(address("visit_facts", visit), data)
    assert list(errors_of(response)) == ["instrument"]


# ---------------------------------------------------------------- facts


def facts(visit, **changes):
    return {
        "opened_version": Visit.objects.get(pk=visit.pk).version,
        "visited_on": f"{timezone.localdate():%d/%m}/{timezone.localdate().year + 543}",
        "lead": visit.lead.pk,
        "purpose": "iqa",
        "instrument": visit.instrument_id or "",
    } | changes


def test_facts_set_the_day_and_the_team(sign_in):
    visit = VisitFactory()
    helper = person("committee_member", visit.school.district)
    new_lead = person("supervisor", visit.school.district)
    data = facts(visit, lead=new_lead.pk, members=[helper.pk, visit.lead.pk])
    assert sign_in(visit.lead).post(address("visit_facts", visit), data).status_code == 302
    fresh = Visit.objects.get(pk=visit.pk)
    assert fresh.visited_on == timezone.localdate()
    assert (fresh.lead, {member.user for member in fresh.team}) == (new_lead, {new_lead, helper, visit.lead})


def test_facts_saved_on_an_old_version_keep_what_was_typed(sign_in):
    visit = VisitFactory()
    stale = facts(visit, others="คุณครูผู้ร่วมนิเทศ")
    Visit.objects.get(pk=visit.pk).save()
    response = sign_in(visit.lead).post(address("visit_facts", visit), stale)
    assert response.status_code == 422
    assert response.context["form"]["others"].value() == "คุณครูผู้ร่วมนิเทศ"
    assert Visit.objects.get(pk=visit.pk).others == ""


def test_facts_refuse_a_day_to_come(sign_in):
    visit = VisitFactory()
    response = sign_in(visit.lead).post(address("visit_facts", visit), facts(visit, visited_on="1/1/2699"))
    assert errors_of(response) == {"visited_on": ["วันที่นี้ยังมาไม่ถึง"]}


# ---------------------------------------------------------------- findings and promises


def finding_data(uid=None, **changes):
    row = {"what": "จัดทำเครื่องมือ", "owed_by": "school", "due_on": "1/1/2699", "uid": uuid.uuid4(), "opened_version": 0}
    return {
        "uid": uid or uuid.uuid4(),
        "kind": "develop",
        "category": FindingCategory.objects.get(code="iqa").pk,
        "text": "ยังไม่มีเครื่องมือ",
        "opened_version": 0,
        "action-TOTAL_FORMS": 1,
        "action-INITIAL_FORMS": 0,
        **{f"action-0-{name}": value for name, value in row.items()},
        "initial-action-0-uid": uuid.uuid4(),
    } | changes


def test_finding_is_saved_with_its_promise_and_both_get_numbers(sign_in):
    visit = VisitFactory()
    response = sign_in(visit.lead).post(address("finding_create", visit), finding_data())
    assert response.url == address("visit_findings", visit)
    (action,) = visit.actions.all()
    assert (action.finding.code, action.code) == (f"{visit.code}-01", f"{visit.code}-A01")


def test_finding_sent_twice_is_one_finding(sign_in):
    visit, data = VisitFactory(), finding_data()
    client = sign_in(visit.lead)
    statuses = [client.post(address("finding_create", visit), data).status_code for _time in range(2)]
    assert (statuses, Finding.objects.count(), AgreedAction.objects.count()) == ([302, 302], 1, 1)


def test_promise_row_left_empty_is_no_promise(sign_in):
    visit, key = VisitFactory(), uuid.uuid4()
    empty = {"action-0-what": "", "action-0-due_on": "", "action-0-uid": key, "initial-action-0-uid": key}
    sign_in(visit.lead).post(address("finding_create", visit), finding_data(**empty))
    assert (Finding.objects.count(), AgreedAction.objects.count()) == (1, 0)


def test_promise_due_before_the_visit_is_refused_and_the_finding_kept_as_typed(sign_in):
    visit = VisitFactory()
    response = sign_in(visit.lead).post(
        address("finding_create", visit), finding_data(**{"action-0-due_on": "1/1/2560"})
    )
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == "ยังไม่มีเครื่องมือ"
    assert response.context["promises"].errors == [{"due_on": ["วันที่นี้อยู่ก่อนวันนิเทศ"]}]
    assert not Finding.objects.exists()


def test_finding_number_is_never_given_again():
    visit = VisitFactory()
    first, second = FindingFactory(visit=visit), FindingFactory(visit=visit)
    AgreedActionFactory(visit=visit, finding=second)
    delete_finding(second)
    third = FindingFactory(visit=visit)
    action = AgreedActionFactory(visit=visit, finding=third)
    assert (first.number, third.number, action.number) == (1, 3, 2)


def test_visit_number_counts_in_school_and_year_and_stays():
    school = SchoolFactory(moe_code="1099123456")
    day = timezone.datetime(2025, 9, 30).date()
    first, second = (VisitFactory(school=school, planned_on=day) for _time in range(2))
    next_year = VisitFactory(school=school, planned_on=timezone.datetime(2025, 10, 1).date())
    codes = [visit.code for visit in (first, second, next_year)]
    assert codes == ["123456-68-V01", "123456-68-V02", "123456-69-V01"]
    second.planned_on = timezone.datetime(2025, 10, 2).date()
    second.save()
    assert (second.code, second.fiscal_year) == ("123456-68-V02", 2569)


# ---------------------------------------------------------------- photos


def test_photo_is_stored_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "กล้องสมมุติ"
    exif.get_ifd(0x8825)[1] = "N"
    upload = photo_upload(exif=exif.tobytes())
    assert 0x8825 in Image.open(io.BytesIO(upload.read())).getexif()
    visit = VisitFactory()
    photo = add_photo(visit, upload=upload, caption="ห้องเรียน", has_consent=True, by=visit.lead)
    with photo.file.content.open("rb") as content:
        assert dict(Image.open(content).getexif()) == {}


def test_photo_of_the_wrong_kind_is_refused_with_a_sentence(sign_in):
    visit = VisitFactory()
    wrong = SimpleUploadedFile("ภาพ.jpg", b"%PDF-1.7", "image/jpeg")
    response = sign_in(visit.lead).post(address("visit_photos", visit), {"photo": wrong, "caption": "ห้องเรียน"})
    assert response.status_code == 422
    assert list(errors_of(response)) == ["photo"]
    assert response.context["form"]["caption"].value() == "ห้องเรียน"


def test_photo_sent_twice_is_one_photo(sign_in):
    visit = VisitFactory()
    client = sign_in(visit.lead)
    for caption in ("ห้องเรียน", "ห้องเรียนชั้น ป.1"):
        client.post(address("visit_photos", visit), {"photo": photo_upload(), "caption": caption})
    assert list(visit.photos.values_list("caption", "position")) == [("ห้องเรียนชั้น ป.1", 1)]


def test_photo_without_consent_hinders_the_report():
    visit = done_visit()
    add_photo(visit, upload=photo_upload(), caption="นักเรียน", has_consent=False, by=visit.lead)
    with pytest.raises(Refused) as refused:
        perform(visit, "report", by=visit.lead)
    sentence = "มีภาพที่ยังไม่ยืนยันความยินยอมของบุคคลในภาพ ให้ยืนยันหรือนำภาพออก"
    assert [item.sentence for item in refused.value.missing] == [sentence]


def test_photo_of_the_wrong_kind_is_refused_by_the_service():
    visit = VisitFactory()
    with pytest.raises(ValidationError):
        add_photo(visit, upload=SimpleUploadedFile("a.txt", b"x"), caption="x", has_consent=True, by=visit.lead)


# ---------------------------------------------------------------- after the report


def test_report_freezes_its_text_under_its_hash():
    visit = done_visit(instrument=None)
    AgreedActionFactory(visit=visit)
    visit = perform(visit, "report", by=visit.lead)
    assert visit.report_sha256 == fingerprint(visit.report_text)
    perform(visit, "acknowledge", by=school_person("school_head", visit.school), note="รับทราบ")
    fresh = Visit.objects.get(pk=visit.pk)
    assert report_text(fresh) == fresh.report_text


def test_record_pages_after_the_report_say_so_and_lead_back(sign_in):
    visit = reported_visit()
    finding = visit.findings.get()
    client = sign_in(visit.lead)
    names = [("visit_facts",), ("visit_words",), ("visit_findings",), ("finding_edit", finding.pk), ("visit_photos",)]
    answers = [client.post(address(name, visit, *args), {}) for name, *args in names]
    assert [answer.url for answer in answers] == [visit.get_absolute_url()] * len(names)
    assert list(visit.findings.values_list("text", flat=True)) == [finding.text]


def test_record_pages_are_not_found_for_those_outside_the_team(sign_in):
    visit = VisitFactory()
    client = sign_in(person("supervisor", visit.school.district))
    assert client.get(address("visit_facts", visit)).status_code == 404


# ---------------------------------------------------------------- plan


def plan_data(schools, lead, **changes):
    today = timezone.localdate()
    return {
        "uid": uuid.uuid4(),
        "schools": [school.pk for school in schools],
        "planned_on": f"{today:%d/%m}/{today.year + 543}",
        "lead": lead.pk,
        "purpose": "iqa",
    } | changes


def test_plan_sent_twice_makes_one_visit_for_each_school(sign_in):
    lead = person("supervisor")
    schools = [SchoolFactory(district=lead.district) for _number in range(3)]
    data, client = plan_data(schools, lead), sign_in(lead)
    for _time in range(2):
        client.post(reverse("supervision:visit_create"), data)
    rows = Visit.objects.order_by("school__moe_code").values_list("school", "state", "members__user")
    assert list(rows) == [(school.pk, "planned", lead.pk) for school in schools]


def test_plan_tells_the_others_of_the_team_once(sign_in):
    planner = person("group_head")
    lead, helper = (person("supervisor", planner.district) for _number in range(2))
    data = plan_data([SchoolFactory(district=planner.district)], lead, members=[helper.pk, planner.pk])
    client = sign_in(planner)
    for _time in range(2):
        client.post(reverse("supervision:visit_create"), data)
    assert [user.notices.count() for user in (planner, lead, helper)] == [0, 1, 1]


def test_plan_refuses_a_school_of_another_district_and_a_day_gone_by(sign_in):
    lead = person("supervisor")
    data = plan_data([SchoolFactory()], lead, planned_on="1/1/2560")
    response = sign_in(lead).post(reverse("supervision:visit_create"), data)
    assert (response.status_code, set(errors_of(response))) == (422, {"schools", "planned_on"})


def test_plan_says_what_stands_against_the_day_and_plans_all_the_same(sign_in):
    visit = VisitFactory(planned_on=date(2099, 12, 10))
    Holiday.objects.create(district=None, day=date(2099, 12, 10), name="วันรัฐธรรมนูญ")
    data = plan_data([visit.school], visit.lead, planned_on="10/12/2642")
    answer = sign_in(visit.lead).post(reverse("supervision:visit_create"), data, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == [
        "วางแผนการนิเทศแล้ว 1 ครั้ง",
        "วันที่เลือกเป็นวันหยุด: วันรัฐธรรมนูญ",
        f"โรงเรียนมีการนิเทศอื่นในวันที่เลือก: {visit.code}",
        f"{visit.lead} ไปนิเทศ{visit.school.name}ในวันที่เลือก",
    ]
    assert Visit.objects.count() == 2


def test_plan_of_several_schools_says_nothing_of_each_other(sign_in):
    lead = person("supervisor")
    schools = [SchoolFactory(district=lead.district) for _number in range(2)]
    data = plan_data(schools, lead, planned_on="10/12/2642")
    answer = sign_in(lead).post(reverse("supervision:visit_create"), data, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["วางแผนการนิเทศแล้ว 2 ครั้ง"]


def test_visit_says_which_item_of_the_plan_it_is_counted_for(sign_in):
    visit = VisitFactory(planned_on=date(2099, 12, 10))
    visit.plan_item = item_of(plan_of(district=visit.school.district), title="นิเทศภายในของสถานศึกษา")
    visit.save()
    page = sign_in(visit.lead).get(visit.get_absolute_url()).content.decode()
    assert page.count(f"<dd>{visit.plan_item}</dd>") == 1


def test_plan_for_another_purpose_asks_which(sign_in):
    lead = person("supervisor")
    data = plan_data([SchoolFactory(district=lead.district)], lead, purpose="other")
    response = sign_in(lead).post(reverse("supervision:visit_create"), data)
    assert errors_of(response) == {"purpose_text": ["โปรดระบุวัตถุประสงค์ของการนิเทศ"]}


def test_unplanned_visit_is_recorded_on_its_day(sign_in):
    lead = person("supervisor")
    school = SchoolFactory(district=lead.district)
    data = plan_data([], lead, school=school.pk, visited_on="20/11/2568")
    response = sign_in(lead).post(reverse("supervision:visit_unplanned"), data)
    (visit,) = Visit.objects.all()
    assert (response.url, visit.visited_on.isoformat(), visit.fiscal_year) == (
        visit.get_absolute_url(),
        "2025-11-20",
        2569,
    )


# ---------------------------------------------------------------- the school answers


def test_school_answers_the_whole_and_each_finding(sign_in):
    visit = reported_visit()
    finding = visit.findings.get()
    client = sign_in(school_person("school_head", visit.school))
    data = {
        "note": "รับทราบ",
        f"verdict_{finding.pk}": "agree",
        f"plan_{finding.pk}": "มอบหมายครู",
        f"due_on_{finding.pk}": "1/1/2699",
    }
    response = client.post(address("visit_acknowledge", visit), data)
    visit.refresh_from_db()
    assert (response.status_code, visit.state, visit.school_answer) == (302, "acknowledged", "รับทราบ")
    assert (finding.reply.verdict, finding.reply.plan) == ("agree", "มอบหมายครู")


def test_school_disagreeing_says_why(sign_in):
    visit = reported_visit()
    finding = visit.findings.get()
    client = sign_in(school_person("school_head", visit.school))
    response = client.post(address("visit_acknowledge", visit), {"note": "ทราบ", f"verdict_{finding.pk}": "disagree"})
    assert errors_of(response) == {f"plan_{finding.pk}": ["โปรดระบุเหตุผลที่ไม่เห็นด้วย"]}
    visit.refresh_from_db()
    assert visit.state == "reported"


def test_school_answer_sent_twice_is_one_answer(sign_in):
    visit = reported_visit()
    client = sign_in(school_person("school_head", visit.school))
    statuses = [client.post(address("visit_acknowledge", visit), {"note": "ทราบ"}).status_code for _time in range(2)]
    visit.refresh_from_db()
    assert (statuses, visit.state) == ([302, 302], "acknowledged")
