"""Forms that the office asks for: given out, filled in, sent."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from qa_portal.core.workflow import OutOfScope, Refused, perform
from schools.evidence_sources import offers_of
from schools.timeline import debts_of, timeline_of
from supervision.models import Collection, Sheet, SheetAnswer, SheetReminder
from supervision.services.answers import answers_version
from supervision.services.collections import add_file, extend_sheet, give_sheets
from supervision.services.instruments import make_edition
from supervision.services.sheet_reminders import remind_by_hand, remind_sheets
from supervision.views.collections import collection_figures
from tests.factories.collections import draft_collection, fill, open_collection, sent_sheet, sheet_of
from tests.factories.core import person
from tests.factories.instruments import items_of, many_kinds
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def keeper(school):
    return person("supervisor", school.district)


@pytest.fixture
def head(school):
    return school_person("school_head", school)


@pytest.fixture
def teacher(school):
    return school_person("school_teacher", school)


@pytest.fixture
def sheet(keeper, school, head):
    return sheet_of(open_collection(keeper, [school]), school)


# ---------------------------------------------------------------- who is asked


def test_collection_asks_the_schools_that_meet_each_condition(keeper, school):
    network = NetworkFactory(district=school.district)
    inside, too_large = (SchoolFactory(district=school.district, network=network) for _number in range(2))
    type(inside).objects.filter(pk=inside.pk).update(pupil_count=80)
    type(inside).objects.filter(pk=too_large.pk).update(pupil_count=900)
    collection = draft_collection(keeper, school_rule="rule", size="small")
    collection.networks.add(network)
    collection = perform(collection, "open", by=keeper)
    assert list(collection.sheets.values_list("school", flat=True)) == [inside.pk]


def test_collection_for_everybody_asks_each_open_school_of_its_own_office_once(keeper, school):
    SchoolFactory()
    SchoolFactory(district=school.district, closed_on=date(2020, 1, 1))
    collection = open_collection(keeper, school_rule="all")
    give_sheets(collection, by=keeper)
    assert list(collection.sheets.values_list("school", flat=True)) == [school.pk]


def test_collection_without_anybody_to_ask_is_not_opened(keeper):
    with pytest.raises(Refused):
        open_collection(keeper, [])


def test_school_added_later_gets_its_sheet_and_nobody_loses_theirs(keeper, school, head):
    collection = open_collection(keeper, [school])
    other = SchoolFactory(district=school.district)
    collection.schools.set([other])
    assert [sheet.school for sheet in give_sheets(collection, by=keeper)] == [other]
    assert collection.sheets.count() == 2


def test_opening_tells_the_school_once_and_leads_to_its_sheet(keeper, school, head):
    sheet = sheet_of(open_collection(keeper, [school]), school)
    assert list(Notice.objects.values_list("recipient", "url")) == [(head.pk, sheet.get_absolute_url())]


def test_person_of_the_office_fills_in_and_does_not_accept_their_own(keeper):
    collection = open_collection(keeper, people=[keeper])
    sheet = perform(fill(sheet_of(collection, keeper), by=keeper), "send", by=keeper)
    with pytest.raises(Refused):
        perform(sheet, "accept", by=keeper)
    assert perform(sheet, "accept", by=person("group_head", keeper.district)).state == "accepted"


# ---------------------------------------------------------------- whose it is


def test_draft_is_read_by_the_school_alone_until_it_is_sent(keeper, school, head, teacher, sheet):
    fill(sheet, by=teacher)
    rows = Sheet.objects
    assert [rows.readable_by(user).count() for user in (teacher, head, keeper)] == [1, 1, 0]
    perform(sheet, "send", by=head)
    assert rows.readable_by(keeper).count() == 1
    perform(sheet, "return", by=keeper, note="แก้จำนวนครู")
    assert rows.readable_by(keeper).count() == 0
    assert rows.visible_to(keeper).count() == 1


def test_school_sees_no_sheet_of_a_neighbour(school, sheet):
    neighbour = school_person("school_head", SchoolFactory(district=school.district))
    assert Sheet.objects.visible_to(neighbour).count() == 0
    with pytest.raises(OutOfScope):
        perform(sheet, "begin", by=neighbour)


def test_office_neither_begins_nor_sends_in_a_schools_name(keeper, head, sheet):
    with pytest.raises(Refused):
        perform(sheet, "begin", by=keeper)
    fill(sheet, by=head)
    with pytest.raises(Refused):
        perform(sheet, "send", by=keeper)


def test_office_page_of_a_draft_shows_no_answer(client, keeper, head, sheet):
    fill(sheet, by=head, text="ความลับของโรงเรียน")
    client.force_login(keeper)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert ("ความลับของโรงเรียน" in page, "อ่านสิ่งที่กรอกได้เมื่อส่งแล้ว" in page) == (False, True)
    assert client.get(reverse("supervision:sheet_pdf", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("supervision:sheet_section", args=[sheet.pk, 1])).status_code == 404


# ---------------------------------------------------------------- filling in


def section_data(sheet, position, values):
    """What the form of a section would send: {item number: what was typed}."""
    section = sheet.instrument.sections.get(position=position)
    numbers = {item.number: item.pk for item in section.items.all()}
    typed = {f"answer_{numbers[number]}": value for number, value in values.items()}
    return {"opened": answers_version(sheet, section), **typed}


def post_section(client, sheet, position, values, **more):
    data = section_data(sheet, position, values) | more
    return client.post(reverse("supervision:sheet_section", args=[sheet.pk, position]), data)


def test_first_save_begins_the_sheet_and_leads_to_the_next_section(client, teacher, sheet):
    client.force_login(teacher)
    response = post_section(client, sheet, 1, {"1.1": "5", "1.2": "na"})
    sheet.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("supervision:sheet_section", args=[sheet.pk, 2]))
    said = {answer.item.number: answer.typed for answer in sheet.answers.select_related("item", "level")}
    assert (sheet.state, said) == ("draft", {"1.1": "5", "1.2": "na"})


def test_same_section_sent_twice_is_saved_once(client, teacher, sheet):
    client.force_login(teacher)
    data = section_data(sheet, 1, {"1.1": "5", "1.2": "4"})
    url = reverse("supervision:sheet_section", args=[sheet.pk, 1])
    assert [client.post(url, data).status_code for _click in range(2)] == [302, 302]
    assert SheetAnswer.objects.count() == 2
    assert {answer.history.count() for answer in SheetAnswer.objects.all()} == {1}


def test_stale_section_keeps_what_was_typed_and_shows_both(client, head, teacher, sheet):
    client.force_login(teacher)
    stale = section_data(sheet, 1, {"1.1": "2"})
    post_section(client, sheet, 1, {"1.1": "5"})
    response = client.post(reverse("supervision:sheet_section", args=[sheet.pk, 1]), stale)
    name = next(key for key in stale if key.startswith("answer_"))
    errors = [str(error) for error in response.context["form"].errors[name]]
    assert (response.status_code, errors) == (422, ["ข้อมูลในระบบขณะนี้: ระดับ 5"])
    assert response.context["form"].data[name] == "2"
    assert sheet.answers.get().level.value == 5


def test_typing_that_was_kept_comes_back_and_goes_with_the_save(client, teacher, sheet):
    client.force_login(teacher)
    url = reverse("supervision:sheet_section", args=[sheet.pk, 2])
    text = items_of(sheet.instrument)["2.3"].pk
    fields = f'[["opened", "0"], ["answer_{text}", "พิมพ์ค้างไว้"]]'
    client.post(reverse("core:unsaved_keep"), {"path": url, "seen": "", "fields": fields})
    assert client.get(url).context["form"][f"answer_{text}"].value() == "พิมพ์ค้างไว้"
    post_section(client, sheet, 2, {"2.3": "พิมพ์ค้างไว้"})
    assert client.get(url).context["unsaved"] is None


def test_photo_that_answers_an_item_is_kept_with_its_caption_once(client, keeper, school, teacher):
    instrument = make_edition(many_kinds(audience="school"), district=school.district)
    type(instrument).objects.filter(pk=instrument.pk).update(state="published")
    instrument.refresh_from_db()
    sheet = sheet_of(open_collection(keeper, [school], instrument=instrument), school)
    photo = items_of(instrument)["2.3"].pk
    client.force_login(teacher)
    for _click in range(2):
        more = {f"photo_{photo}": photo_upload(), f"caption_{photo}": "ป้ายโรงเรียน"}
        assert post_section(client, sheet, 2, {}, **more).status_code == 302
    kept = sheet.files.get()
    assert (kept.item_id, kept.caption) == (photo, "ป้ายโรงเรียน")
    served = client.get(kept.url)
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    list(served)


def test_sheet_with_open_items_is_not_sent_and_says_where(head, sheet):
    perform(sheet, "begin", by=head)
    with pytest.raises(Refused) as refused:
        perform(sheet, "send", by=head)
    places = [missing.url for missing in refused.value.missing]
    assert places == [reverse("supervision:sheet_section", args=[sheet.pk, position]) for position in (1, 2)]


def test_sending_empties_the_answers_that_are_not_asked(keeper, school, head):
    instrument = make_edition(many_kinds(audience="school"), district=school.district)
    type(instrument).objects.filter(pk=instrument.pk).update(state="published")
    instrument.refresh_from_db()
    sheet = fill(sheet_of(open_collection(keeper, [school], instrument=instrument), school), [3], by=head, is_yes=False)
    items = items_of(instrument)
    SheetAnswer.objects.create(sheet=sheet, item=items["1.3"], number=50)
    SheetAnswer.objects.create(sheet=sheet, item=items["2.1"], choice=items["2.1"].choices.get(text="พร้อม"))
    perform(sheet, "send", by=head)
    assert sheet.answers.get(item=items["1.2"]).is_given is False


def test_teacher_goes_on_where_something_is_missing_and_reads_who_sends(client, teacher, sheet):
    client.force_login(teacher)
    page = sheet.get_absolute_url()
    first, second = (reverse("supervision:sheet_section", args=[sheet.pk, number]) for number in (1, 2))
    assert client.get(page).context["go_on_url"] == first
    post_section(client, sheet, 1, {"1.1": "3", "1.2": "3"})
    answer = client.get(page)
    assert (answer.context["go_on_url"], len(answer.context["missing"]) > 0) == (second, True)
    assert "เมื่อกรอกครบแล้ว ผู้อำนวยการสถานศึกษาเป็นผู้ส่ง" in answer.content.decode()
    fill(Sheet.objects.get(pk=sheet.pk), by=teacher)
    answer = client.get(page)
    assert answer.context["missing"] == []
    assert "<div>กรอกครบแล้ว ผู้อำนวยการสถานศึกษาเป็นผู้ส่ง" in answer.content.decode()


def test_teacher_cannot_send(client, teacher, sheet):
    fill(sheet, by=teacher)
    client.force_login(teacher)
    assert client.post(reverse("supervision:sheet_transition", args=[sheet.pk, "send"])).status_code == 403


def test_second_click_on_send_says_the_state(client, head, sheet):
    fill(sheet, by=head)
    client.force_login(head)
    url = reverse("supervision:sheet_transition", args=[sheet.pk, "send"])
    assert [client.post(url).status_code for _click in range(2)] == [302, 302]
    assert list(Sheet.objects.values_list("state", flat=True)) == ["sent"]


def test_sent_sheet_takes_no_more_writing(client, head, sheet):
    perform(fill(sheet, by=head), "send", by=head)
    client.force_login(head)
    response = post_section(client, sheet, 1, {"1.1": "1"})
    assert (response.status_code, response.url) == (302, sheet.get_absolute_url())
    assert set(sheet.answers.filter(item__number="1.1").values_list("level__value", flat=True)) == {4}


def test_closed_collection_takes_no_sheet_until_it_is_opened_again(keeper, head, sheet):
    sheet = fill(sheet, by=head)
    collection = perform(sheet.collection, "close", by=keeper)
    with pytest.raises(Refused):
        perform(Sheet.objects.get(), "send", by=head)
    perform(collection, "reopen", by=keeper)
    assert perform(Sheet.objects.get(), "send", by=head).state == "sent"


# ---------------------------------------------------------------- reminders and more time


def noon_of(day):
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(12))), tick=False)


def test_reminder_by_hand_is_one_notice_a_person_and_one_a_day(keeper, school, head):
    for _number in range(2):
        open_collection(keeper, [school])
    Notice.objects.all().delete()
    plan = remind_by_hand(Sheet.objects.all(), by=keeper)
    assert (len(plan.reached), [notice.recipient for notice in Notice.objects.all()]) == (2, [head])
    assert remind_by_hand(Sheet.objects.all(), by=keeper).reached == {}


def test_daily_reminder_tells_each_mark_once(keeper, school, head):
    collection = open_collection(keeper, [school], due_on=timezone.localdate() + timedelta(days=30))
    told = []
    for days in (-20, -14, -14, -10, -7, -1, 0, 1, 3, 10):
        with noon_of(collection.due_on + timedelta(days=days)):
            told.append(remind_sheets())
    assert told == [0, 1, 0, 0, 1, 1, 1, 0, 1, 1]
    assert list(SheetReminder.objects.values_list("days", flat=True)) == [-14, -7, -1, 0, 3, 10]


def test_sent_sheet_is_not_reminded(keeper, school, head):
    collection = open_collection(keeper, [school])
    sent_sheet(collection, school, head)
    with noon_of(collection.due_on):
        assert remind_sheets() == 0


def test_more_time_moves_the_last_day_of_one_school(keeper, school, head, sheet):
    until = sheet.collection.due_on + timedelta(days=5)
    extend_sheet(sheet, until=until, note="น้ำท่วม", by=keeper)
    after = sheet.collection.due_on + timedelta(days=1)
    assert Sheet.objects.standing("overdue", after).count() == 0
    assert Sheet.objects.standing("overdue", until + timedelta(days=1)).count() == 1
    assert Notice.objects.latest("pk").text.endswith("น้ำท่วม") is True


# ---------------------------------------------------------------- the school's desk, its page, its evidence


def test_school_desk_asks_for_the_form_until_it_is_sent(keeper, school, head, sheet):
    assert [(debt.url, debt.due) for debt in debts_of(school, head)] == [(sheet.get_absolute_url(), sheet.due_on)]
    perform(fill(sheet, by=head), "send", by=head)
    assert debts_of(school, head) == []
    assert [entry.url for entry in timeline_of(school, keeper)] == [sheet.get_absolute_url()]


def test_sent_form_is_offered_as_evidence_of_its_year(keeper, school, head):
    sheet = sent_sheet(open_collection(keeper, [school], year=2568), school, head)
    assert [offer.row for offer in offers_of(school, 2568)] == [sheet]
    assert offers_of(school, 2567) == []


# ---------------------------------------------------------------- lists and bulk


def test_every_number_of_a_collection_opens_its_rows(client, keeper, school, head):
    others = [SchoolFactory(district=school.district) for _number in range(2)]
    collection = open_collection(keeper, [school, *others])
    sent_sheet(collection, school, head)
    client.force_login(keeper)
    figures = collection_figures(Collection.objects.with_counts().get())
    found = [(count, client.get(url).context["page_obj"].paginator.count) for _label, count, url in figures]
    assert found == [(3, 3), (1, 1), (1, 1), (0, 0), (2, 2), (0, 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_whatever_the_rows(client, keeper, school, head, django_assert_num_queries, count):
    for _number in range(count):
        other = SchoolFactory(district=school.district, network=NetworkFactory(district=school.district))
        sent_sheet(open_collection(keeper, [other]), other, school_person("school_head", other))
    client.force_login(keeper)
    for name, queries in (("collection_list", COLLECTIONS), ("sheet_list", SHEETS)):
        client.get(reverse(f"supervision:{name}"))
        with django_assert_num_queries(queries):
            client.get(reverse(f"supervision:{name}"))


@pytest.mark.parametrize("count", [1, 3])
def test_answers_ask_as_often_whatever_the_sheets(client, keeper, school, django_assert_num_queries, count):
    schools = [SchoolFactory(district=school.district) for _number in range(count)]
    collection = open_collection(keeper, schools)
    for each in schools:
        sent_sheet(collection, each, school_person("school_head", each))
    client.force_login(keeper)
    for name, queries in (("collection_answers", ANSWERS), ("collection_summary", SUMMARY), ("collection_xlsx", BOOK)):
        url = reverse(f"supervision:{name}", args=[collection.pk])
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


COLLECTIONS, SHEETS, ANSWERS, SUMMARY, BOOK = 5, 6, 12, 11, 11


def test_many_are_accepted_at_once_and_what_was_not_sent_is_left(client, keeper, school, head):
    other = SchoolFactory(district=school.district)
    collection = open_collection(keeper, [school, other])
    sheet = sent_sheet(collection, school, head)
    client.force_login(keeper)
    rows = [sheet.pk, sheet_of(collection, other).pk]
    client.post(reverse("supervision:sheet_bulk"), {"action": "accept", "row": rows, "confirmed": "1"})
    assert sorted(Sheet.objects.values_list("state", flat=True)) == ["accepted", "waiting"]


def test_many_go_back_with_one_remark(client, keeper, school, head, sheet):
    perform(fill(sheet, by=head), "send", by=head)
    client.force_login(keeper)
    asked = client.post(reverse("supervision:sheet_bulk"), {"action": "return", "row": [sheet.pk]})
    assert asked.context["form"].initial["row"] == str(sheet.pk)
    url = reverse("supervision:sheet_return_many")
    assert client.post(url, {"row": str(sheet.pk), "note": ""}).status_code == 422
    client.post(url, {"row": str(sheet.pk), "note": "แก้จำนวนครู"})
    sheet.refresh_from_db()
    client.force_login(head)
    assert (sheet.state, client.get(sheet.get_absolute_url()).context["remark"].note) == ("returned", "แก้จำนวนครู")
    assert Collection.objects.with_counts().get().owed_count == 1


def test_paper_goes_along_and_is_taken_off(client, head, sheet):
    paper = add_file(sheet, upload=photo_upload(), caption="คำสั่ง", by=head)
    client.force_login(head)
    client.post(reverse("supervision:sheet_file_remove", args=[sheet.pk, paper.pk]))
    assert sheet.files.count() == 0
