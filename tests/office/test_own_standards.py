"""The office's report on its own standards: written, weighed, proposed, approved, kept (A9)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from qa_portal.core.desk import desk_of
from qa_portal.core.models import Notice, UnsavedForm
from qa_portal.core.workflow import Refused, perform
from qa_portal.office.checks.own_standards import advice, counts_as_done, lacks
from qa_portal.office.models import (
    Clarity,
    LevelWords,
    OfficeEvidence,
    OfficeEvidenceUse,
    OwnAnswer,
    OwnAssessment,
    OwnItem,
    OwnProject,
    OwnTick,
)
from qa_portal.office.services import own_framework
from qa_portal.office.services.own_standards import begin, missing_to_propose, take_away
from schools.models import Framework
from tests.factories.core import DistrictFactory, person
from tests.factories.own_standards import begun, fill, own_version, paper_at, s004, set_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def head(district):
    return person("group_head", district)


@pytest.fixture
def director(district):
    return person("director", district)


def sentences(report):
    return [missing.sentence for missing in missing_to_propose(report)]


def proposed(district, head):
    report = fill(begun(district))
    set_level(report, 4, suggested=4)
    return perform(report, "propose", by=head)


# ---------------------------------------------------------------- the framework


def test_s004_has_five_items_six_criteria_and_four_levels():
    items = OwnItem.objects.of_framework(s004())
    ticks = [item.ticks.count() for item in items]
    assert (ticks, [item.least_projects for item in items]) == ([0, 0, 0, 3, 3], [1, 1, 1, 0, 0])
    assert list(LevelWords.objects.order_by("level__value").values_list("level__value", flat=True)) == [1, 2, 3, 4]


def test_framework_is_frozen_once_a_report_uses_it(district):
    version = own_version(district)
    item = OwnItem.objects.of_framework(version).first()
    assert version.is_used is False
    begin(district, version, 2570)
    assert Framework.objects.get(pk=version.pk).is_used is True
    with pytest.raises(Refused):
        own_framework.save_item(item, ["x"])
    with pytest.raises(Refused):
        own_framework.remove_item(item)
    with pytest.raises(Refused):
        own_framework.save_level_words(item.indicator, {})


def test_new_version_has_items_criteria_and_words_of_the_older(district):
    def told(framework):
        items = OwnItem.objects.of_framework(framework)
        facts = list(items.values_list("position", "name", "needs", "least_projects", "words", "traces"))
        ticks = OwnTick.objects.filter(item__in=items).order_by("item__position", "position").values_list("name")
        words = LevelWords.objects.filter(indicator__standard__framework=framework).order_by("level__value")
        return facts, list(ticks), list(words.values_list("level__value", "text"))

    assert told(own_version(district)) == told(s004())


def test_item_removed_lets_those_below_move_up(district):
    version = own_version(district)
    names = list(OwnItem.objects.of_framework(version).values_list("name", flat=True))
    own_framework.remove_item(OwnItem.objects.of_framework(version).first())
    left = OwnItem.objects.of_framework(version).values_list("position", "name")
    assert list(left) == list(enumerate(names[1:], 1))


# ---------------------------------------------------------------- answers


def test_begin_lays_out_every_item_and_indicator_once(district):
    report = begun(district)
    assert begun(district) == report
    assert (report.answers.count(), report.levels.count(), OwnAssessment.objects.count()) == (5, 1, 1)


def test_answer_with_a_criterion_left_out_does_not_count_as_done(district):
    answer = fill(begun(district)).answers.whole()[3]
    assert counts_as_done(answer) is True
    answer.ticked = [1, 3]
    answer.save()
    answer = answer.assessment.answers.whole()[3]
    assert counts_as_done(answer) is False
    assert list(lacks(answer)) == ["ยังไม่ได้เลือกเกณฑ์: ทันตามกำหนดเวลา"]


def test_answer_without_the_project_it_asks_for_does_not_count_as_done(district):
    report = fill(begun(district))
    OwnProject.objects.filter(answer__item__position=1).delete()
    assert list(lacks(report.answers.whole()[0])) == ["ต้องมีอย่างน้อย 1 แผนงาน/โครงการ ขณะนี้มี 0"]


def test_answer_said_to_have_evidence_needs_some(district):
    report = fill(begun(district), clarity=Clarity.NONE)
    answer = report.answers.whole()[0]
    assert list(lacks(answer)) == []
    answer.clarity = Clarity.CLEAR
    assert list(lacks(answer)) == ["ระบุว่ามีหลักฐาน แต่ยังไม่ได้เพิ่มหลักฐาน"]


def test_dash_and_nothing_are_answers_and_blank_is_none(district):
    report = fill(begun(district))
    OwnProject.objects.filter(answer__item__position=1).update(problems="ไม่มี", ways="")
    assert list(advice(report.answers.whole()[0])) == [
        "“โครงการสมมุติ” ยังไม่ได้เขียนหัวข้อ “แนวทางการพัฒนา” (ตอบ “-” หรือ “ไม่มี” ก็ได้)"
    ]


def test_evidence_stands_at_several_items_and_stays_in_the_register(district, head):
    report = begun(district)
    first, second = report.answers.whole()[:2]
    use = paper_at(first, head)
    OfficeEvidenceUse.objects.create(answer=second, evidence=use.evidence)
    take_away(use)
    assert OfficeEvidence.objects.get().uses.get().answer == second


# ---------------------------------------------------------------- the workflow


def test_report_unwritten_says_what_each_item_lacks(district):
    found = sentences(begun(district))
    assert len(found) == 10
    assert found[:2] == ["ข้อที่ 1: ระบุว่าดำเนินการแล้วหรือไม่", "ข้อที่ 1: ระบุความชัดเจนของหลักฐาน"]


def test_report_whose_items_changed_since_its_level_was_set_has_to_be_looked_at_again(district):
    report = fill(begun(district))
    set_level(report, 4, suggested=4)
    assert sentences(report) == []
    report.answers.filter(item__position=1).update(clarity=Clarity.UNCLEAR)
    assert sentences(report) == ["ข้อต่าง ๆ เปลี่ยนไปหลังจากกำหนดระดับ โปรดพิจารณาระดับอีกครั้ง"]


def test_report_with_another_level_than_suggested_needs_the_reason(district):
    report = fill(begun(district))
    set_level(report, 3, suggested=4)
    assert sentences(report) == ["ระดับที่กำหนดต่างจากระดับที่ระบบเสนอ ให้ระบุเหตุผล"]
    set_level(report, 3, suggested=4, reason="หลักฐานข้อ 4 ยังไม่ครบ")
    assert sentences(report) == []


def test_report_with_an_item_not_done_may_go_without_a_level_but_not_with_one(district):
    report = fill(begun(district))
    report.answers.filter(item__position=1).update(is_done=False)
    assert sentences(report) == []
    set_level(report, 1, suggested=1)
    assert sentences(report) == ["กำหนดระดับไว้แล้ว แต่ยังดำเนินการไม่ครบทุกข้อ ให้ยกเลิกระดับที่กำหนดไว้"]


def test_report_goes_to_the_director_and_is_kept_as_approved(district, head, director):
    report = proposed(district, head)
    assert Notice.objects.get(recipient=director).url == report.get_absolute_url()
    report = perform(report, "approve", by=director, note="เห็นชอบ")
    edition = report.editions.get()
    assert (edition.number, edition.approved_by, edition.content["indicators"][0]["level"]) == (1, director, 4)
    with edition.pdf.content.open("rb") as paper:
        assert paper.read(5) == b"%PDF-"


def test_report_proposed_waits_on_the_directors_desk_and_for_the_writer_at_others(district, head, director):
    report = proposed(district, head)
    today = report.proposed_at.date()
    asked = [task.url for _key, _label, tasks in desk_of(director, today).groups for task in tasks]
    waits = [task.url for task in desk_of(head, today).others]
    assert (asked, waits) == ([report.get_absolute_url()], [report.get_absolute_url()])


def test_report_opened_again_keeps_its_approved_version_and_gets_a_second(district, head, director):
    report = perform(proposed(district, head), "approve", by=director)
    report = perform(report, "reopen", by=head, note="แก้ไขข้อ 4")
    assert (report.state, report.approved_by, report.proposed_by) == ("draft", None, None)
    OwnProject.objects.filter(answer__item__position=1).update(typed_title="โครงการอื่น")
    perform(perform(report, "propose", by=head), "approve", by=director)
    titles = [edition.content["indicators"][0]["items"][0]["titles"] for edition in report.editions.order_by("number")]
    assert titles == [["โครงการสมมุติ"], ["โครงการอื่น"]]


def test_report_is_not_opened_again_without_a_reason(district, head, director):
    report = perform(proposed(district, head), "approve", by=director)
    with pytest.raises(Refused):
        perform(report, "reopen", by=head)


def test_report_is_not_approved_by_who_wrote_a_word_of_it(district, head, client):
    both = person("director", district)
    both.groups.add(head.groups.get())
    report = begun(district)
    client.force_login(both)
    answer = report.answers.whole()[0]
    data = {"is_done": "True", "clarity": "none", "project-TOTAL_FORMS": 0, "project-INITIAL_FORMS": 0}
    client.post(reverse("office:own_item", args=[report.pk, answer.pk]), data)
    fill(report)
    set_level(report, 4, suggested=4)
    report = perform(report, "propose", by=head)
    with pytest.raises(Refused):
        perform(report, "approve", by=both)


def test_report_is_approved_by_the_director_alone(district, head):
    report = proposed(district, head)
    for role in ("deputy", "group_head", "plan_staff"):
        with pytest.raises(PermissionDenied):
            perform(report, "approve", by=person(role, district))


# ---------------------------------------------------------------- pages


def answered(**more):
    return {"is_done": "True", "clarity": "clear", "project-TOTAL_FORMS": 1, "project-INITIAL_FORMS": 0} | more


def test_item_page_saves_answer_and_projects_together(district, head, client):
    report = begun(district)
    answer = report.answers.whole()[3]
    client.force_login(head)
    address = reverse("office:own_item", args=[report.pk, answer.pk])
    response = client.post(
        address,
        answered(**{"ticked": ["1", "2"], "project-0-typed_title": "โครงการ ก", "project-0-problems": "-"}),
    )
    answer.refresh_from_db()
    row = answer.projects.get()
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    assert (answer.is_done, answer.ticked, answer.clarity) == (True, [1, 2], "clear")
    assert (row.title, row.problems, row.ways, row.position) == ("โครงการ ก", "-", "", 1)
    assert answer.history.first().history_user == head


def test_item_page_refuses_a_stale_save_and_keeps_what_was_typed(district, head, client):
    report = begun(district)
    answer = report.answers.whole()[0]
    opened = answer.version
    answer.clarity = "unclear"
    answer.save()
    client.force_login(head)
    address = reverse("office:own_item", args=[report.pk, answer.pk])
    response = client.post(address, answered(opened_version=opened, **{"project-0-typed_title": "พิมพ์ค้างไว้"}))
    answer.refresh_from_db()
    assert (response.status_code, answer.clarity, OwnProject.objects.count()) == (422, "unclear", 0)
    assert 'value="พิมพ์ค้างไว้"' in response.content.decode()


def test_item_page_puts_typing_back(district, head, client):
    report = begun(district)
    answer = report.answers.whole()[0]
    client.force_login(head)
    address = reverse("office:own_item", args=[report.pk, answer.pk])
    fields = [["project-TOTAL_FORMS", "1"], ["project-INITIAL_FORMS", "0"], ["project-0-ways", "ยังไม่บันทึก"]]
    UnsavedForm.objects.create(user=head, path=address, fields=fields, row_version=answer.version)
    assert ">\nยังไม่บันทึก</textarea>" in client.get(address).content.decode()
    client.post(address, answered())
    assert UnsavedForm.objects.exists() is False


def test_item_page_is_gone_once_the_report_is_proposed(district, head, client):
    report = proposed(district, head)
    client.force_login(head)
    assert client.get(reverse("office:own_item", args=[report.pk, report.answers.first().pk])).status_code == 404


def test_level_page_refuses_a_level_while_an_item_is_not_done(district, head, client):
    report = fill(begun(district))
    report.answers.filter(item__position=2).update(is_done=None)
    row, level = report.levels.get(), report.framework.levels.get(value=4)
    client.force_login(head)
    response = client.post(reverse("office:own_level", args=[report.pk, row.pk]), {"level": level.pk})
    row.refresh_from_db()
    assert (response.status_code, row.level) == (422, None)


def test_level_page_keeps_both_levels_and_the_reason(district, head, client):
    report = fill(begun(district))
    row, level = report.levels.get(), report.framework.levels.get(value=3)
    client.force_login(head)
    address = reverse("office:own_level", args=[report.pk, row.pk])
    assert client.post(address, {"level": level.pk}).status_code == 422
    assert client.post(address, {"level": level.pk, "reason": "ข้อ 4 ยังไม่ครบ"}).status_code == 302
    row.refresh_from_db()
    assert (row.level.value, row.suggested, row.reason) == (3, 4, "ข้อ 4 ยังไม่ครบ")


def test_list_asks_as_often_for_three_reports_as_for_one(district, head, client, django_assert_num_queries):
    client.force_login(head)
    client.get(reverse("office:own_list"))
    for year in (2570, 2568, 2567):
        set_level(begun(district, year=year), 4, suggested=4)
        with django_assert_num_queries(7):
            client.get(reverse("office:own_list"))


def test_answers_of_another_office_are_out_of_reach(district, client):
    report = begun(DistrictFactory())
    client.force_login(person("group_head", district))
    answer = OwnAnswer.objects.filter(assessment=report).first()
    pages = [
        ("own_detail", [report.pk]),
        ("own_item", [report.pk, answer.pk]),
        ("own_evidence", [report.pk, answer.pk]),
    ]
    assert [client.get(reverse(f"office:{name}", args=args)).status_code for name, args in pages] == [404] * 3
