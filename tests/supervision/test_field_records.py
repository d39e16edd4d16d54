"""Records of the field arrive exactly once, and nothing of either side is dropped (F60-F63)."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.workflow import perform
from supervision.models import (
    FieldConflict,
    FieldRecord,
    FieldRevision,
    FindingCategory,
    Visit,
    VisitMember,
    VisitPhoto,
)
from supervision.services.field_conflicts import settle_conflict
from supervision.services.field_parts import held_parts
from supervision.workflow.visit import missing_to_report
from tests.factories.core import person
from tests.factories.field import Phone, finding_part, photo_part, picture
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    done_visit,
    reported_visit,
    small_instrument,
)

pytestmark = pytest.mark.django_db
KINDS = {"kind": "develop", "standard": "", "severity": ""}


@pytest.fixture
def visit():
    return VisitFactory(instrument=small_instrument())


@pytest.fixture
def phone(visit, sign_in):
    return Phone(visit, visit.lead, sign_in(visit.lead))


def category():
    return FindingCategory.objects.get(code="iqa")


def counts():
    return FieldRecord.objects.count(), FieldRevision.objects.count(), FieldConflict.objects.count()


# ---------------------------------------------------------------- once


def test_record_goes_straight_into_the_lead_s_visit(phone, visit):
    item = visit.instrument.sections.first().items.first()
    key = uuid.uuid4()
    parts = {
        f"answer__{item.pk}": {"value": "4", "note": "ดูจากแผน"},
        f"finding__{key}": finding_part(category()),
        f"action__{uuid.uuid4()}": {
            "finding": str(key),
            "what": "จัดทำเครื่องมือ",
            "owed_by": "school",
            "owner_text": "",
            "due_on": "2027-01-31",
        },
        "visit__impressions": "ครูร่วมมือดี",
        "visit__visited_on": timezone.localdate().isoformat(),
    }
    answer = phone.write(**parts).send()
    revision = FieldRevision.objects.get()
    assert (answer.status_code, answer.json()["standing"], answer.json()["receipt"]) == (200, "taken", revision.receipt)
    visit.refresh_from_db()
    assert (visit.impressions, visit.visited_on) == ("ครูร่วมมือดี", timezone.localdate())
    assert list(visit.answers.values_list("level__value", "note")) == [(4, "ดูจากแผน")]
    assert [(action.finding.uid, action.what) for action in visit.actions.all()] == [(key, "จัดทำเครื่องมือ")]
    assert revision.receipt == f"R-2570-{revision.pk:06}"


def test_record_sent_again_has_the_same_receipt(phone):
    answers = [phone.write(visit__notes="ครั้งเดียว").send().json()["receipt"]]
    answers += [phone.send().json()["receipt"] for _time in range(3)]
    assert (len(set(answers)), counts()) == (1, (1, 1, 0))


def test_record_written_on_top_of_the_last_revision_is_the_next_one(phone, visit):
    phone.write(visit__notes="หนึ่ง").send()
    answer = phone.write(visit__notes="สอง", on_top_of=1).send()
    visit.refresh_from_db()
    assert (answer.json()["revision"], visit.notes, counts()) == (2, "สอง", (1, 2, 0))


def test_record_with_an_old_base_is_a_conflict_of_which_both_sides_stay(phone, visit):
    phone.write(visit__notes="ในเครื่องแรก").send()
    other = Phone(visit, visit.lead, phone.client).write(visit__notes="ในเครื่องที่สอง")
    answers = [other.send() for _time in range(2)]
    conflict = FieldConflict.objects.get()
    assert [answer.status_code for answer in answers] == [409, 409]
    assert (counts(), conflict.record.parts["visit:notes"]) == ((1, 1, 1), "ในเครื่องแรก")
    assert conflict.content["parts"]["visit:notes"] == "ในเครื่องที่สอง"


def test_record_whose_answer_was_lost_while_another_device_went_on_keeps_its_own_revision(phone, visit):
    first = json.dumps(phone.write(visit__notes="หนึ่ง").body())
    phone.send()
    phone.write(visit__notes="สอง", on_top_of=1).send()
    again = phone.client.post(phone.address, first, content_type="application/json").json()
    assert (again["revision"], counts()) == (1, (1, 2, 0))


def test_record_with_a_wrong_hash_is_refused_and_nothing_is_stored(phone):
    answer = phone.write(visit__notes="ก").send(sha256="0" * 64)
    assert (answer.status_code, counts()) == (422, (0, 0, 0))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"content": {"format": 1}}', b"\xff"])
def test_what_is_no_record_is_refused_with_a_sentence(phone, body):
    answer = phone.client.post(phone.address, body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["message"])


def test_record_with_text_that_no_database_stores_is_refused(phone):
    for text in ("\0", "\ud800"):
        phone.content["parts"] = {"visit:notes": text}
        answer = phone.client.post(
            phone.address, {"content": phone.content, "sha256": "0" * 64}, content_type="application/json"
        )
        assert answer.status_code == 422


# ---------------------------------------------------------------- who


def test_record_of_another_s_visit_is_not_found(visit, sign_in):
    stranger = person("supervisor", visit.school.district)
    assert Phone(visit, stranger, sign_in(stranger)).write(visit__notes="ก").send().status_code == 404
    assert counts() == (0, 0, 0)


def test_school_people_send_no_records(visit, sign_in):
    head = school_person("school_head", visit.school)
    assert Phone(visit, head, sign_in(head)).send().status_code == 403


def test_pack_holds_one_s_own_visits_alone(visit, sign_in):
    chief = person("group_head", visit.school.district)
    client = sign_in(chief)
    assert client.get(reverse("field:pack_list")).json()["visits"] == []
    assert client.get(reverse("field:pack", args=[visit.uid])).status_code == 404


def test_pack_opens_with_what_is_open_and_is_where_the_record_begins(visit, sign_in):
    earlier = done_visit(school=visit.school, lead=visit.lead)
    action = AgreedActionFactory(visit=earlier)
    perform(earlier, "report", by=visit.lead)
    visit.notes = "พิมพ์ไว้บนเว็บ"
    visit.save()
    pack = sign_in(visit.lead).get(reverse("field:pack", args=[visit.uid])).json()
    codes = {row["part"].split(":")[1]: row["code"] for row in pack["open"]}
    assert codes == {"action": action.code, "finding": earlier.findings.get().code}
    assert pack["record"]["parts"] == {"visit:notes": "พิมพ์ไว้บนเว็บ"} == pack["record"]["base"]
    assert [len(section["items"]) for section in pack["instrument"]["sections"]] == [2, 3]


def test_pack_list_asks_no_more_of_the_database_for_more_visits(sign_in, django_assert_num_queries):
    lead = person("supervisor")
    client = sign_in(lead)
    small_instrument()
    for _number in range(3):
        VisitFactory(lead=lead, school=SchoolFactory(district=lead.district))
        client.get(reverse("field:pack_list"))
        with django_assert_num_queries(15):
            client.get(reverse("field:pack_list"))


def test_shell_and_worker_say_nothing_of_a_person(visit, client, sign_in):
    addresses = [reverse("field:shell"), reverse("field:worker")]
    before = [client.get(address).content for address in addresses]
    assert [sign_in(visit.lead).get(address).content for address in addresses] == before


# ---------------------------------------------------------------- a colleague brings it


def test_record_that_a_colleague_brings_stays_its_author_s_and_waits(phone, visit, sign_in):
    helper = person("supervisor", visit.school.district)
    VisitMember.objects.create(visit=visit, user=helper)
    phone.client = sign_in(helper)
    answer = phone.write(visit__notes="เขียนโดยหัวหน้าทีม").send().json()
    revision = FieldRevision.objects.get()
    visit.refresh_from_db()
    assert (answer["standing"], revision.record.user, revision.sent_by) == ("waiting", visit.lead, helper)
    assert visit.notes == ""


# ---------------------------------------------------------------- portal and device both wrote


def test_part_that_the_portal_changed_meanwhile_waits_and_the_others_go_in(phone, visit):
    visit.notes = "แก้บนเว็บ"
    visit.save()
    answer = phone.write(visit__notes="พิมพ์ในเครื่อง", visit__problems="ไม่มีภารโรง").send().json()
    visit.refresh_from_db()
    assert (visit.notes, visit.problems) == ("แก้บนเว็บ", "ไม่มีภารโรง")
    assert (answer["standing"], answer["clashes"]) == ("waiting", ["visit:notes"])


def test_waiting_part_is_chosen_on_the_portal_and_is_not_asked_again(phone, visit):
    visit.notes = "แก้บนเว็บ"
    visit.save()
    phone.write(visit__notes="พิมพ์ในเครื่อง").send()
    page = reverse("supervision:visit_parts", args=[visit.pk])
    (choice,) = phone.client.get(page).context["choices"]
    assert [side.words for side in choice.sides] == [["แก้บนเว็บ"], ["พิมพ์ในเครื่อง"]]
    assert (choice.is_clash, choice.preset) == (True, "")
    phone.client.post(page, {"visit:notes": "portal"})
    answer = phone.write(visit__problems="ใหม่", on_top_of=1).send().json()
    visit.refresh_from_db()
    assert (visit.notes, visit.problems, answer["standing"]) == ("แก้บนเว็บ", "ใหม่", "taken")


def test_part_taken_out_on_the_device_is_taken_out_of_the_visit(phone, visit):
    key = f"finding__{uuid.uuid4()}"
    phone.write(**{key: finding_part(category())}).send()
    phone.write(on_top_of=1, **{key: None}).send()
    assert (visit.findings.count(), held_parts(visit)) == (0, {})


def test_members_part_waits_until_the_lead_chooses(phone, visit, sign_in):
    item = visit.instrument.sections.first().items.first()
    helper = person("supervisor", visit.school.district)
    VisitMember.objects.create(visit=visit, user=helper)
    answer = Phone(visit, helper, sign_in(helper)).write(**{f"answer__{item.pk}": {"value": "3", "note": ""}}).send()
    page = reverse("supervision:visit_parts", args=[visit.pk])
    record = FieldRecord.objects.get()
    assert (answer.json()["standing"], visit.answers.count()) == ("waiting", 0)
    assert phone.client.post(page, {f"answer:{item.pk}": str(record.pk)}).status_code == 403
    sign_in(visit.lead).post(page, {f"answer:{item.pk}": str(record.pk)})
    record.refresh_from_db()
    assert (visit.answers.get().level.value, record.merged_by) == (3, visit.lead)


# ---------------------------------------------------------------- same rules as the plain form


def test_invalid_parts_are_told_and_the_rest_goes_in(phone, visit):
    first, second = visit.instrument.sections.first().items.all()
    bad = uuid.uuid4()
    answer = phone.write(
        **{
            f"answer__{first.pk}": {"value": "9", "note": ""},
            f"answer__{second.pk}": {"value": "na", "note": ""},
            f"finding__{bad}": finding_part(category(), text=" "),
            "answer__999999": {"value": "1", "note": ""},
            "visit__visited_on": "2999-01-01",
            "visit__notes": "เก็บได้",
        }
    ).send()
    visit.refresh_from_db()
    told = set(answer.json()["problems"])
    assert told == {f"answer:{first.pk}", f"finding:{bad}", "answer:999999", "visit:visited_on"}
    assert (answer.status_code, visit.notes, visit.visited_on) == (200, "เก็บได้", None)
    assert list(visit.answers.values_list("item", "not_applicable")) == [(second.pk, True)]
    assert set(FieldRevision.objects.get().content["parts"]) >= told


def test_what_is_wrong_is_told_with_the_name_of_its_field(phone, visit):
    promise = f"action:{uuid.uuid4()}"
    said = {"finding": "", "what": "", "owed_by": "school", "owner_text": "", "due_on": ""}
    answer = phone.write(**{promise.replace(":", "__"): said, "visit__visited_on": "2999-01-01"}).send().json()
    assert answer["problems"] == {
        promise: ["สิ่งที่ตกลง: กรุณากรอกข้อมูลในช่องนี้", "กำหนดแล้วเสร็จ: กรุณากรอกข้อมูลในช่องนี้"],
        "visit:visited_on": ["วันที่ออกนิเทศ: ปีต้องอยู่ระหว่าง พ.ศ. 2400 ถึง พ.ศ. 2700"],
    }
    assert (answer["standing"], answer["standing_said"]) == (
        "mend",
        "ระบบเก็บไว้แล้ว บางส่วนยังกรอกไม่ครบจึงยังไม่เข้ารายการนิเทศ",
    )


def test_part_mended_and_sent_again_goes_in(phone, visit):
    first = visit.instrument.sections.first().items.first()
    phone.write(**{f"answer__{first.pk}": {"value": "9", "note": ""}}).send()
    answer = phone.write(on_top_of=1, **{f"answer__{first.pk}": {"value": "5", "note": ""}}).send().json()
    assert (answer["standing"], answer["problems"], visit.answers.get().level.value) == ("taken", {}, 5)


def test_recheck_of_an_earlier_promise_is_taken_in(phone, visit):
    earlier = done_visit(school=visit.school, lead=visit.lead)
    action = AgreedActionFactory(visit=earlier)
    perform(earlier, "report", by=visit.lead)
    part = f"recheck__action:{action.uid}"
    phone.write(**{part: {"verdict": "fixed", "note": "เห็นแล้ว"}}).send()
    assert list(visit.rechecks.values_list("action", "verdict", "note")) == [(action.pk, "fixed", "เห็นแล้ว")]


def test_signature_goes_in_with_the_hash_of_what_was_signed(phone, visit):
    signed = {
        "side": "school",
        "name": "นางสมมุติ ตัวอย่าง",
        "position": "ผู้อำนวยการ",
        "signed_at": "2026-11-21T03:00:00Z",
        "text_sha256": "a" * 64,
        "sha256": "",
        "size": 0,
    }
    phone.write(**{f"sign__{uuid.uuid4()}": signed}).send()
    assert list(visit.sign_offs.values_list("name", "text_sha256")) == [("นางสมมุติ ตัวอย่าง", "a" * 64)]


# ---------------------------------------------------------------- unplanned, reported


def test_unplanned_visit_is_made_once(sign_in):
    lead = person("supervisor")
    school = SchoolFactory(district=lead.district)
    made = {
        "school": school.moe_code,
        "visited_on": timezone.localdate().isoformat(),
        "instrument": "",
        "purpose": "iqa",
    }
    phone = Phone(None, lead, sign_in(lead), unplanned=made).write(visit__notes="แวะเยี่ยม")
    statuses = [phone.send().status_code for _time in range(2)]
    visit = Visit.objects.get()
    assert (statuses, visit.school, visit.lead, visit.notes) == ([200, 200], school, lead, "แวะเยี่ยม")


def test_unplanned_visit_to_a_school_of_another_office_is_refused(sign_in):
    lead = person("supervisor")
    made = {"school": SchoolFactory().moe_code, "visited_on": "2026-11-01", "instrument": "", "purpose": "iqa"}
    answer = Phone(None, lead, sign_in(lead), unplanned=made).send()
    assert (answer.status_code, Visit.objects.count()) == (422, 0)


def test_record_that_comes_after_the_report_is_kept_and_changes_nothing(sign_in):
    visit = reported_visit()
    answer = Phone(visit, visit.lead, sign_in(visit.lead)).write(visit__notes="มาทีหลัง").send()
    visit.refresh_from_db()
    assert (answer.status_code, answer.json()["standing"], visit.notes) == (200, "late", "")
    page = sign_in(visit.lead).get(reverse("supervision:visit_parts", args=[visit.pk]))
    assert "มาหลังจากส่งรายงานแล้ว" in page.content.decode()


def test_report_waits_for_what_the_phone_brought_until_it_is_taken_in_or_left_out(phone, visit):
    first = visit.instrument.sections.first().items.first()
    Visit.objects.filter(pk=visit.pk).update(visited_on=visit.planned_on)
    part = f"answer:{first.pk}"
    phone.write(**{f"answer__{first.pk}": {"value": "9", "note": ""}}).send()
    page = reverse("supervision:visit_parts", args=[visit.pk])

    def said():
        return [(row.sentence, row.url) for row in missing_to_report(Visit.objects.get(pk=visit.pk)) if row.url == page]

    assert said() == [("บันทึกจากภาคสนาม 1 ส่วนยังไม่เข้ารายงาน โปรดรับเข้าหรือตัดออก", page)]
    phone.client.post(page, {part: "portal"})
    assert said() == []


def test_report_waits_until_two_versions_of_a_field_record_are_settled(phone, visit):
    phone.write(visit__notes="ก").send()
    Phone(visit, visit.lead, phone.client).write(visit__notes="ข").send()
    page = reverse("supervision:visit_parts", args=[visit.pk])
    assert [row.url for row in missing_to_report(visit)].count(page) == 1
    settle_conflict(FieldConflict.objects.get(), chosen={}, by=visit.lead)
    assert [row.url for row in missing_to_report(visit)].count(page) == 0


# ---------------------------------------------------------------- conflicts are settled


@pytest.mark.parametrize(
    ("choice", "notes", "problems", "kept"),
    [
        ({"whole": "portal"}, "ก1", "ข1", "portal"),
        ({"whole": "device"}, "ก2", "ข2", "device"),
        ({"visit:notes": "device", "visit:problems": "portal"}, "ก2", "ข1", "both"),
    ],
)
def test_conflict_is_settled_side_by_side(phone, visit, choice, notes, problems, kept):
    phone.write(visit__notes="ก1", visit__problems="ข1").send()
    other = Phone(visit, visit.lead, phone.client).write(visit__notes="ก2", visit__problems="ข2")
    address = other.send().json()["conflict_url"]
    assert [choice.preset for choice in phone.client.get(address).context["choices"]] == ["", ""]
    phone.client.post(address, choice)
    visit.refresh_from_db()
    conflict = FieldConflict.objects.get()
    assert (visit.notes, visit.problems, conflict.choice) == (notes, problems, kept)
    told = other.send()
    assert (told.status_code, told.json()["is_settled"]) == (200, True)
    assert (told.json()["parts"]["visit:notes"], told.json()["revision"]) == (notes, conflict.record.revision)


def test_conflict_asks_for_every_part(phone, visit):
    phone.write(visit__notes="ก1", visit__problems="ข1").send()
    address = Phone(visit, visit.lead, phone.client).write(visit__notes="ก2").send().json()["conflict_url"]
    assert phone.client.post(address, {"visit:notes": "device"}).status_code == 422
    assert FieldConflict.objects.get().settled_at is None


# ---------------------------------------------------------------- photos


def test_photo_comes_in_pieces_and_is_there_byte_for_byte_once(phone, visit):
    content, uid = picture(), uuid.uuid4()
    told = phone.write(**{f"photo__{uid}": photo_part(content)}).send().json()
    assert told["standing"] == "files"
    answers = [phone.put(uid, content[:300]), phone.put(uid, content[300:], offset=300)]
    assert [answer.json()["offset"] for answer in answers] == [300, len(content)]
    assert phone.put(uid, content).json()["is_stored"]
    photo = VisitPhoto.objects.get()
    with photo.file.content.open("rb") as stored:
        assert (photo.uid, photo.caption, stored.read()) == (uid, "หน้าห้องเรียน", content)
    assert FieldRecord.objects.get().merged_at is not None


def test_piece_at_the_wrong_place_is_refused_and_the_right_place_told(phone):
    content, uid = picture(), uuid.uuid4()
    phone.write(**{f"photo__{uid}": photo_part(content)}).send()
    phone.put(uid, content[:300])
    assert phone.put(uid, content[:300]).status_code == 409
    assert phone.client.get(reverse("field:file", args=[phone.uid, uid])).json()["offset"] == 300


def test_photo_that_is_not_what_the_device_said_is_refused(phone):
    content, uid = picture(), uuid.uuid4()
    phone.write(**{f"photo__{uid}": photo_part(content)}).send()
    answer = phone.put(uid, picture("red").ljust(len(content), b"x")[: len(content)])
    assert (answer.status_code, VisitPhoto.objects.count()) == (422, 0)


def test_photo_of_which_no_record_speaks_is_not_taken(phone):
    phone.write(visit__notes="ก").send()
    assert phone.put(uuid.uuid4(), picture()).status_code == 404


def test_photo_of_another_s_record_is_not_found(phone, visit, sign_in):
    content, uid = picture(), uuid.uuid4()
    phone.write(**{f"photo__{uid}": photo_part(content)}).send()
    phone.client = sign_in(person("supervisor", visit.school.district))
    assert phone.put(uid, content).status_code == 404


# ---------------------------------------------------------------- receipts


def test_receipt_proves_what_is_stored_and_shows_a_change(phone):
    address = phone.write(visit__notes="ก").send().json()["receipt_url"]
    assert "ตรงกับค่าแฮช" in phone.client.get(address).content.decode()
    FieldRevision.objects.update(content={"parts": {"visit:notes": "ข"}})
    page = phone.client.get(address)
    assert page.context["reckoned"] != page.context["revision"].sha256


def test_receipt_is_for_the_team_alone(phone, visit, sign_in):
    address = phone.write(visit__notes="ก").send().json()["receipt_url"]
    assert sign_in(person("supervisor", visit.school.district)).get(address).status_code == 404


def test_findings_of_the_plain_form_are_where_a_record_begins(visit):
    finding = FindingFactory(visit=visit)
    assert held_parts(visit) == {
        f"finding:{finding.uid}": KINDS | {"category": str(finding.category_id), "text": finding.text}
    }


def test_unplanned_visit_keeps_the_instrument_that_was_chosen(sign_in):
    lead = person("supervisor")
    school, form = SchoolFactory(district=lead.district), small_instrument()
    today = timezone.localdate().isoformat()
    made = {"school": school.moe_code, "visited_on": today, "instrument": str(form.pk), "purpose": "iqa"}
    item = form.sections.first().items.first()
    phone = Phone(None, lead, sign_in(lead), unplanned=made).write(**{f"answer__{item.pk}": {"value": "3", "note": ""}})
    assert phone.send().json()["standing"] == "taken"
    assert Visit.objects.get().instrument == form
