"""A cycle's line of days, its papers and the time it gave to single schools."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import Notice
from schools.models import Cycle, CyclePaper, Sar
from schools.reports.cycle import extensions, moments
from schools.services.cycle_papers import add_paper
from schools.services.expected import extend, withdraw_extension
from tests.factories.core import DistrictFactory, person
from tests.factories.sar import CycleFactory, Desk, open_cycle, pdf
from tests.factories.schools import SchoolFactory, school_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def days(**changes):
    opens = {"opens_on": date(2026, 3, 1), "due_on": date(2026, 5, 30), "late_until": date(2026, 6, 15)}
    return Cycle(**opens | {"remind_from": date(2026, 5, 1)} | changes)


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (date(2026, 2, 1), ["today", "opens", "remind", "due", "late", "closed"]),
        (date(2026, 3, 1), ["opens", "remind", "due", "late", "closed"]),
        (date(2026, 4, 1), ["opens", "today", "remind", "due", "late", "closed"]),
        (date(2026, 6, 1), ["opens", "remind", "due", "today", "late", "closed"]),
        (date(2026, 7, 1), ["opens", "remind", "due", "late", "today", "closed"]),
    ],
)
def test_moments_have_today_in_its_place(today, keys):
    line = moments(days(), today)
    assert [row.key for row in line] == keys
    assert [row.day for row in line if row.standing == "today"] == [today]


def test_moments_say_what_nobody_has_set():
    words = {row.key: row.words for row in moments(days(remind_from=None, late_until=None), date(2026, 4, 1))}
    assert (words["remind"], words["late"]) == ("ไม่มีการเตือนอัตโนมัติ", "จนกว่าจะปิดรอบ")


# ---------------------------------------------------------------- form


def form_data(**changes):
    data = {"academic_year": "2568", "opens_on": "1/3/2569", "due_on": "30/5/2569", "instructions": ""}
    return data | {"remind_every": "5"} | changes


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"remind_from": "28/2/2569"}, "วันเริ่มเตือนต้องไม่ก่อนวันเปิดรอบ"),
        ({"remind_from": "31/5/2569"}, "วันเริ่มเตือนต้องไม่เกินวันสุดท้ายที่รับรายงาน"),
        ({"remind_from": "20/6/2569", "late_until": "15/6/2569"}, "วันเริ่มเตือนต้องไม่เกินวันสุดท้ายที่รับรายงาน"),
    ],
)
def test_cycle_form_refuses_reminders_outside_the_window(sign_in, changes, sentence):
    answer = sign_in(person("group_head")).post(url("cycle_add"), form_data(**changes))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"remind_from": [sentence]})


def test_cycle_form_keeps_reminders_and_steps(sign_in):
    client = sign_in(person("group_head"))
    form = client.get(url("cycle_add")).context["form"]
    assert form.initial["step_set"] == form.fields["step_set"].queryset.get(code="iqa-9").pk
    client.post(url("cycle_add"), form_data(remind_from="1/5/2569", step_set=form.initial["step_set"]))
    cycle = Cycle.objects.get()
    assert (str(cycle.remind_from), cycle.remind_every, cycle.step_set.code) == ("2026-05-01", 5, "iqa-9")


# ---------------------------------------------------------------- papers


def test_paper_is_added_by_the_office_and_downloaded_by_schools(sign_in):
    school = SchoolFactory()
    cycle = open_cycle(district=school.district)
    answer = sign_in(cycle.opened_by).post(url("cycle_paper_add", cycle.pk), {"title": "แบบรายงาน", "file": pdf()})
    paper = CyclePaper.objects.get()
    assert (answer.url, paper.title, paper.history.get().history_user) == (
        cycle.get_absolute_url(),
        "แบบรายงาน",
        cycle.opened_by,
    )
    client = sign_in(school_person("school_teacher", school))
    assert list(client.get(cycle.get_absolute_url()).context["papers"]) == [paper]
    assert list(client.get(url("school_desk")).context["papers"]) == [paper]
    assert b"".join(client.get(url("cycle_paper", cycle.pk, paper.pk))).startswith(b"%PDF")


def test_paper_of_another_office_is_not_found(sign_in):
    cycle = open_cycle()
    paper = add_paper(cycle, pdf(), title="แบบ", by=cycle.opened_by)
    stranger = sign_in(person("group_head", DistrictFactory()))
    assert stranger.get(url("cycle_paper", cycle.pk, paper.pk)).status_code == 404
    assert stranger.post(url("cycle_paper_remove", cycle.pk, paper.pk)).status_code == 404


def test_paper_without_a_title_is_refused(sign_in):
    cycle = CycleFactory()
    client = sign_in(person("group_head", cycle.district))
    answer = client.post(url("cycle_paper_add", cycle.pk), {"title": " ", "file": pdf()})
    assert (answer.status_code, list(answer.context["form"].errors), CyclePaper.objects.count()) == (422, ["title"], 0)


def test_paper_removed_is_gone_for_schools_and_kept_in_history(sign_in):
    cycle = open_cycle()
    paper = add_paper(cycle, pdf(), title="แบบ", by=cycle.opened_by)
    client = sign_in(cycle.opened_by)
    assert client.get(url("cycle_paper_remove", cycle.pk, paper.pk)).context["paper"] == paper
    client.post(url("cycle_paper_remove", cycle.pk, paper.pk))
    kept = CyclePaper.history.filter(id=paper.pk).values_list("history_type", "history_user", "title")
    assert (CyclePaper.objects.count(), kept.first()) == (0, ("-", cycle.opened_by.pk, "แบบ"))


# ---------------------------------------------------------------- extensions


def test_extensions_are_marked_running_expired_or_used():
    desk = Desk().reach("submitted")
    today = timezone.localdate()
    words = {"extension_reason": "น้ำท่วม"}
    Sar.objects.filter(pk=desk.sar.pk).update(extended_to=today + 30 * DAY, **words)
    other = desk.cycle.sars.get(level="basic")
    for until, word in ((today - DAY, "หมดเวลาแล้ว"), (today, "มีผลอยู่")):
        Sar.objects.filter(pk=other.pk).update(extended_to=until, **words)
        found = {row.sar.pk: (row.look[0], row.can_be_withdrawn) for row in extensions(desk.cycle.sars.all(), today)}
        assert found == {desk.sar.pk: ("ส่งแล้ว", False), other.pk: (word, True)}


def test_withdraw_returns_to_the_day_of_everybody_and_tells_why():
    desk = Desk().reach("submitted")
    until = desk.cycle.due_on + 10 * DAY
    sar = desk.cycle.sars.get(level="basic")
    extend(sar, until=until, reason="น้ำท่วม", by=desk.manager)
    Notice.objects.all().delete()
    assert withdraw_extension(sar, reason="น้ำลดแล้ว", by=desk.manager) == [sar]
    sar.refresh_from_db()
    assert (sar.extended_to, sar.extension_reason, sar.due_on) == (None, "", desk.cycle.due_on)
    told = {(notice.recipient, notice.text.endswith("เหตุผล: น้ำลดแล้ว")) for notice in Notice.objects.all()}
    assert told == {(desk.head, True), (desk.teacher, True)}


def test_withdraw_page_says_what_happens_and_refuses_what_has_no_extension(sign_in):
    desk = Desk()
    client = sign_in(desk.manager)
    answer = client.get(url("sar_withdraw_extension", desk.sar.pk), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["รายงานนี้ไม่มีการขยายเวลาที่จะยกเลิกได้"]
    extend(desk.sar, until=desk.cycle.due_on + DAY, reason="น้ำท่วม", by=desk.manager)
    assert client.post(url("sar_withdraw_extension", desk.sar.pk), {"reason": ""}).status_code == 422
    client.post(url("sar_withdraw_extension", desk.sar.pk), {"reason": "ผิดโรงเรียน"})
    assert desk.cycle.sars.exclude(extended_to=None).count() == 0
