"""The list and the page of findings: only what was reported, each filter, and what later visits saw."""

import pytest
from django.urls import reverse

from qa_portal.core.workflow import Refused, perform
from schools.timeline import debts_of
from supervision.lists.findings import FINDING_COLUMNS
from supervision.models import Finding, Visit
from supervision.services.rechecks import save_recheck
from supervision.services.replies import answer_finding
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import FindingFactory, done_visit, photo_upload, reported_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("supervisor")


def found(lead, **kwargs):
    """A finding of a reported visit at a new school of the lead's office."""
    school = SchoolFactory(district=lead.district, network=NetworkFactory(district=lead.district))
    visit = done_visit(school=school, lead=lead)
    visit.findings.update(**kwargs)
    return perform(visit, "report", by=lead).findings.get()


def shown(client, **query):
    return list(client.get(reverse("supervision:finding_list"), query).context["object_list"])


def test_list_shows_only_what_is_reported(sign_in, lead):
    seen = found(lead)
    done_visit(school=seen.visit.school, lead=lead)
    assert shown(sign_in(lead)) == [seen]


@pytest.mark.parametrize(
    "query", [{"kind": "problem"}, {"severity": "high"}, {"standing": "to_fix"}, {"standing": "fixed"}]
)
def test_list_filters(sign_in, lead, query):
    wanted = {"kind": "problem", "severity": "high"}
    one, other = found(lead, **wanted), found(lead, kind="strength")
    if query == {"standing": "fixed"}:
        visit = done_visit(school=one.visit.school, lead=lead)
        visit.findings.update(kind="strength")
        save_recheck(visit, {"finding": one}, verdict="fixed")
        perform(visit, "report", by=lead)
    assert shown(sign_in(lead), **query) == [one]
    assert other not in shown(sign_in(lead), **query)


def test_list_filters_by_place_and_people(sign_in, lead):
    one, _other = found(lead), found(lead)
    client = sign_in(lead)
    assert shown(client, network=one.visit.school.network_id) == [one]
    assert shown(client, q=one.visit.school.moe_code) == [one]
    assert len(shown(client, supervisor=lead.pk, year=one.visit.fiscal_year, category=one.category_id)) == 2


def test_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, lead, django_assert_num_queries):
    client, address = sign_in(lead), reverse("supervision:finding_list")
    found(lead)
    client.get(address)
    with django_assert_num_queries(7):
        assert len(client.get(address).context["object_list"]) == 1
    for _row in range(2):
        found(lead)
    with django_assert_num_queries(7):
        assert len(client.get(address).context["object_list"]) == 3


def test_page_shows_the_first_record_beside_the_later_looks(sign_in, lead):
    one = found(lead)
    visit = done_visit(school=one.visit.school, lead=lead)
    save_recheck(visit, {"finding": one}, verdict="not_fixed", note="ยังไม่มีเครื่องมือ")
    address = reverse("supervision:finding_detail", args=[one.pk])
    school = sign_in(school_person("school_head", one.visit.school))
    assert list(school.get(address).context["looks"]) == []  # a draft
    perform(visit, "report", by=lead)
    response = school.get(address)
    assert [(row.verdict, row.note) for row in response.context["looks"]] == [("not_fixed", "ยังไม่มีเครื่องมือ")]
    assert one.code in response.content.decode()


def test_strength_is_never_pressing(sign_in, lead):
    visit = done_visit(school=SchoolFactory(district=lead.district), lead=lead)
    address = reverse("supervision:finding_create", args=[visit.pk])
    client = sign_in(lead)
    page = client.get(address)
    empty = {"action-TOTAL_FORMS": 0, "action-INITIAL_FORMS": 0, "uid": page.context["form"]["uid"].value()}
    facts = {"category": visit.findings.get().category_id, "text": "ห้องสมุดมีชีวิต", "severity": "high"}
    client.post(address, {"kind": "strength", **facts, **empty})
    assert Finding.objects.get(text="ห้องสมุดมีชีวิต").severity == ""
    client.post(address, {"kind": "problem", **facts, **empty, "uid": FindingFactory.build(visit=visit).uid})
    assert list(visit.findings.filter(kind="problem").values_list("severity", flat=True)) == ["high"]


def test_finding_of_another_school_is_not_found(sign_in, lead):
    one = found(lead)
    stranger = school_person("school_head", SchoolFactory(district=lead.district))
    assert sign_in(stranger).get(reverse("supervision:finding_detail", args=[one.pk])).status_code == 404
    assert reported_visit().findings.get() != one


# ---------------------------------------------------------------- the school's answers


def fix(finding, lead):
    """A later visit of the same school that found it fixed."""
    visit = done_visit(school=finding.visit.school, lead=lead)
    visit.findings.update(kind="strength")
    save_recheck(visit, {"finding": finding}, verdict="fixed")
    perform(visit, "report", by=lead)


@pytest.fixture
def seen(lead):
    return found(lead, kind="problem")


@pytest.fixture
def head(seen, sign_in):
    return sign_in(school_person("school_head", seen.visit.school))


def answer_address(finding):
    return reverse("supervision:finding_answer", args=[finding.pk])


def test_school_answers_again_and_the_newest_stands(seen, head, lead, sign_in):
    head.post(answer_address(seen), {"verdict": "disagree", "plan": "ข้อมูลไม่ครบ"})
    perform(
        Visit.objects.get(pk=seen.visit_id), "acknowledge", by=seen.visit.school.memberships.get().user, note="ทราบ"
    )
    upload = photo_upload()
    head.post(answer_address(seen), {"verdict": "agree", "plan": "แก้ไข", "due_on": "1/1/2699", "upload": upload})
    context = sign_in(lead).get(seen.get_absolute_url()).context
    finding, (earlier,) = context["finding"], context["earlier_replies"]
    assert (finding.reply.verdict, finding.reply.plan, earlier.verdict) == ("agree", "แก้ไข", "disagree")
    assert finding.reply.due_on.isoformat() == "2156-01-01"
    assert finding.reply.said_by == str(seen.visit.school.memberships.get().user)
    texts = list(lead.notices.order_by("pk").values_list("text", flat=True))
    assert texts[-1] == f"โรงเรียนตอบข้อค้นพบ {seen.code} แล้ว: เห็นด้วย"
    file = reverse("supervision:reply_file", args=[seen.pk, finding.reply.pk])
    with finding.reply.evidence.content.open("rb") as kept:
        assert b"".join(head.get(file)) == kept.read()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"plan": "ทำ"}, {"verdict"}),
        ({"verdict": "disagree"}, {"plan"}),
        ({"verdict": "agree", "due_on": "ไม่ใช่วันที่"}, {"due_on"}),
    ],
)
def test_answer_says_what_it_lacks(seen, head, typed, errors):
    response = head.post(answer_address(seen), typed)
    assert (response.status_code, set(response.context["form"].errors)) == (422, errors)
    assert not seen.replies.exists()


def test_what_was_found_fixed_is_not_answered_any_more(seen, head, lead):
    fix(seen, lead)
    page = head.post(answer_address(seen), {"verdict": "agree"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["การนิเทศครั้งต่อมาพบว่าแก้ไขแล้ว จึงไม่ต้องตอบอีก"]
    assert not seen.replies.exists()
    with pytest.raises(Refused):
        answer_finding(seen, verdict="agree", by=lead)


def test_report_is_answered_by_the_same_rule(seen, head, lead):
    fix(seen, lead)
    page = head.get(reverse("supervision:visit_acknowledge", args=[seen.visit_id]))
    assert page.context["form"].findings == []


def test_neighbour_and_supervisor_answer_nothing(seen, lead, sign_in):
    other = school_person("school_head", SchoolFactory(district=lead.district))
    assert sign_in(other).post(answer_address(seen), {"verdict": "agree"}).status_code == 404
    assert sign_in(lead).post(answer_address(seen), {"verdict": "agree"}).status_code == 403


def test_silence_is_shown_until_the_school_answers(seen, lead, sign_in):
    school_person("school_head", seen.visit.school)
    office = sign_in(lead)
    assert shown(office, standing="silent") == [seen]
    assert sheet_words(seen) == "ไม่ตอบ"
    answer_finding(seen, verdict="agree", by=seen.visit.school.memberships.get().user)
    assert (shown(office, standing="silent"), sheet_words(seen)) == ([], "เห็นด้วย")


def sheet_words(finding):
    column = next(column for column in FINDING_COLUMNS if column.key == "answer")
    return column.value(Finding.objects.with_reply().get(pk=finding.pk))


def test_desk_asks_for_the_answers_that_are_missing(seen, head):
    school, user = seen.visit.school, seen.visit.school.memberships.get().user
    perform(Visit.objects.get(pk=seen.visit_id), "acknowledge", by=user, note="ทราบ")
    assert [debt.label for debt in debts_of(school, user)] == ["ตอบข้อค้นพบ 1 ข้อ"]
    head.post(answer_address(seen), {"verdict": "agree"})
    assert debts_of(school, user) == []
