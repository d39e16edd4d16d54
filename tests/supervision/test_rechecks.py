"""What a later visit sees of an earlier one: what is open, what it does when the report is sent, and its page (F35)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.workflow import Refused, perform
from supervision.models import AgreedAction, Finding, OwedBy, Recheck
from supervision.reports import record_steps
from supervision.services.actions import settle_action
from supervision.services.photos import add_photo
from supervision.services.rechecks import rows_to_check, save_recheck, target_of
from tests.factories.core import person
from tests.factories.schools import school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    VisitFactory,
    agreed_action,
    close_with_photo,
    done_visit,
    photo_upload,
)

pytestmark = pytest.mark.django_db


def earlier(**kwargs):
    """An action of a reported visit of last month, whose one finding is a point to develop."""
    day = timezone.localdate() - timedelta(days=30)
    visit = VisitFactory(visited_on=day, planned_on=day)
    FindingFactory(visit=visit)
    return agreed_action(perform(visit, "finish", by=visit.lead), **kwargs)


def later(action, day=None):
    visit = done_visit(school=action.visit.school, lead=action.visit.lead)
    assert Finding.objects.exclude(visit=visit).count() >= 1
    return visit


def keys(visit):
    return [(row.kind, row.earlier.pk) for row in rows_to_check(visit)]


def send(visit):
    return perform(visit, "report", by=visit.lead)


def state_of(action):
    return AgreedAction.objects.get(pk=action.pk).state


def test_visit_opens_with_what_is_open_of_both_sides():
    action = earlier()
    office = AgreedActionFactory(visit=action.visit, owed_by=OwedBy.OFFICE, due_on=action.due_on)
    FindingFactory(visit=action.visit, kind="strength")
    weak = action.visit.findings.get(kind="develop")
    assert keys(later(action)) == [("action", action.pk), ("action", office.pk), ("finding", weak.pk)]


def test_nothing_is_open_of_drafts_of_other_schools_and_of_later_days():
    action = earlier()
    done_visit(school=action.visit.school)  # a draft
    agreed_action()  # another school
    first = VisitFactory(school=action.visit.school, visited_on=action.visit.held_on - timedelta(days=1))
    assert keys(first) == []


def test_promise_closed_on_paper_is_offered_until_a_visit_saw_it():
    action = earlier()
    close_with_photo(action, by=action.visit.lead)
    second = later(action)
    assert ("action", action.pk) in keys(second)
    save_recheck(second, {"action": action}, verdict="fixed")
    send(second)
    assert ("action", action.pk) not in keys(later(action))


def test_fixed_counts_when_the_report_is_sent_and_not_before():
    action = earlier()
    visit = later(action)
    save_recheck(visit, {"action": action}, verdict="fixed", note="มีเครื่องมือครบ")
    assert state_of(action) == "open"
    send(visit)
    closed = AgreedAction.objects.get(pk=action.pk)
    assert (closed.state, closed.closed_by) == ("closed", visit.lead)


@pytest.mark.parametrize("step", ["finish", "close"])
def test_not_fixed_opens_again_what_was_said_to_be_done_or_closed(step):
    action = earlier()
    if step == "close":
        close_with_photo(action, by=action.visit.lead)
    else:
        perform(action, "finish", by=school_person("school_head", action.visit.school), note="เสร็จ")
    visit = later(action)
    save_recheck(visit, {"action": action}, verdict="not_fixed", note="ยังขาด")
    send(visit)
    assert state_of(action) == "open"
    assert action.history.count() == 3


@pytest.mark.parametrize("verdict", ["not_fixed", "not_checked"])
def test_open_promise_stays_open(verdict):
    action = earlier()
    visit = later(action)
    save_recheck(visit, {"action": action}, verdict=verdict)
    send(visit)
    assert state_of(action) == "open"


def test_owner_who_finds_their_own_promise_kept_leaves_the_closing_to_another():
    action = earlier()
    own = AgreedActionFactory(visit=action.visit, owed_by=OwedBy.OFFICE, owner=action.visit.lead)
    visit = later(action)
    save_recheck(visit, {"action": own}, verdict="fixed")
    send(visit)
    assert state_of(own) == "done"


def test_finding_is_open_until_the_newest_look_found_it_fixed():
    action = earlier()
    weak = action.visit.findings.get()
    for verdict, is_open in (("not_checked", True), ("not_fixed", True), ("fixed", False)):
        visit = later(action)
        save_recheck(visit, {"finding": weak}, verdict=verdict)
        send(visit)
        assert Finding.objects.to_fix().filter(pk=weak.pk).exists() == is_open
    assert list(Finding.objects.fixed()) == [weak]


def test_closing_without_evidence_and_without_a_look_is_refused():
    action = earlier()
    with pytest.raises(Refused, match="ยังไม่มีหลักฐาน"):
        perform(action, "close", by=action.visit.lead, note="เห็นแล้ว")
    assert state_of(action) == "open"


def test_evidence_from_before_a_reopening_proves_nothing_more():
    action = earlier()
    lead = action.visit.lead
    close_with_photo(action, by=lead)
    perform(action, "reopen", by=lead, note="ยังขาด")
    with pytest.raises(Refused):
        perform(action, "close", by=lead, note="เห็นแล้ว")
    assert close_with_photo(action, by=lead).state == "closed"


def test_closing_page_asks_for_a_file_and_keeps_what_was_typed(sign_in):
    action = earlier()
    address = reverse("supervision:action_transition", args=[action.pk, "close"])
    response = sign_in(action.visit.lead).post(address, {"note": "เห็นกับตา"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["evidence"])
    assert response.context["form"]["note"].value() == "เห็นกับตา"
    sign_in(action.visit.lead).post(address, {"note": "เห็นกับตา", "evidence": photo_upload()})
    assert state_of(action) == "closed"


# ---------------------------------------------------------------- the page


def page_of(visit):
    return reverse("supervision:visit_rechecks", args=[visit.pk])


def posted(visit, opened=0, **fields):
    return {"opened": opened, **fields}


def test_page_comes_first_and_only_where_something_is_open():
    action = earlier()
    visit = later(action)
    assert record_steps(visit)[0].url == page_of(visit)
    assert page_of(done_visit()) not in [step.url for step in record_steps(done_visit())]


def test_page_saves_verdict_note_and_photo_and_sent_twice_is_one(sign_in):
    action = earlier()
    visit = later(action)
    client = sign_in(visit.lead)
    for _time in range(2):
        opened = client.get(page_of(visit)).context["form"].fields["opened"].initial
        sent = posted(visit, opened, **{f"verdict_action_{action.pk}": "fixed", f"note_action_{action.pk}": "ครบแล้ว"})
        sent |= {f"photo_action_{action.pk}": photo_upload(), f"consent_action_{action.pk}": "on"}
        assert client.post(page_of(visit), sent).url == reverse("supervision:visit_facts", args=[visit.pk])
    row = Recheck.objects.get()
    assert (row.action, row.verdict, row.note, row.photos.get().has_consent) == (action, "fixed", "ครบแล้ว", True)


def test_page_refuses_a_note_without_a_verdict(sign_in):
    action = earlier()
    visit = later(action)
    response = sign_in(visit.lead).post(page_of(visit), posted(visit, **{f"note_action_{action.pk}": "ครบแล้ว"}))
    assert (response.status_code, Recheck.objects.count()) == (422, 0)


def test_page_that_is_stale_keeps_what_was_typed_and_shows_both(sign_in):
    action = earlier()
    visit = later(action)
    save_recheck(visit, {"action": action}, verdict="fixed")
    sent = posted(visit, 0, **{f"verdict_action_{action.pk}": "not_fixed"})
    response = sign_in(visit.lead).post(page_of(visit), sent)
    form = response.context["form"]
    assert (response.status_code, Recheck.objects.get().verdict) == (422, "fixed")
    assert form.errors[f"verdict_action_{action.pk}"] == ["ข้อมูลในระบบขณะนี้: แก้ไขแล้ว"]
    assert form[f"verdict_action_{action.pk}"].value() == "not_fixed"


def test_page_makes_as_many_queries_for_three_rows_as_for_one(sign_in, django_assert_max_num_queries):
    action = earlier()
    visit = later(action)
    client = sign_in(visit.lead)
    client.get(page_of(visit))
    with django_assert_max_num_queries(40) as few:
        client.get(page_of(visit))
    for _row in range(2):
        AgreedActionFactory(visit=action.visit)
        FindingFactory(visit=action.visit)
    with django_assert_max_num_queries(len(few)):
        assert len(list(client.get(page_of(visit)).context["form"].rows())) == 6


def test_target_is_only_what_is_open_to_this_visit():
    action = earlier()
    visit = later(action)
    assert target_of(visit, f"action:{action.uid}") == {"action": action}
    assert target_of(done_visit(), f"action:{action.uid}") is None
    assert target_of(visit, f"nothing:{action.uid}") is None


def test_report_says_what_was_looked_at_again():
    action = earlier()
    visit = later(action)
    save_recheck(visit, {"action": action}, verdict="not_fixed", note="ยังไม่ครบ")
    assert f"ติดตาม {action.code} not_fixed ยังไม่ครบ" in send(visit).report_text.splitlines()


def test_photo_of_a_look_stays_with_the_visit_when_the_look_is_taken_back():
    action = earlier()
    visit = later(action)
    row = save_recheck(visit, {"action": action}, verdict="fixed")
    photo = add_photo(visit, upload=photo_upload(), caption="ห้องสมุด", has_consent=True, recheck=row, by=visit.lead)
    save_recheck(visit, {"action": action}, verdict="")
    photo.refresh_from_db()
    assert (photo.recheck, visit.rechecks.count()) == (None, 0)


def test_close_after_finish_needs_proof_too():
    action = earlier()
    settle_action(action, "finish", note="เสร็จ", by=school_person("school_head", action.visit.school))
    with pytest.raises(Refused):
        perform(action, "close", by=person("director", action.visit.school.district), note="ทราบ")
