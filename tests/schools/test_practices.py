"""Good practices: written, sent, returned, published, taken back, withdrawn; and who sees which of them."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from qa_portal.core.models import Notice
from qa_portal.core.workflow import OutOfScope, Refused, perform, steps
from schools.evidence_sources import offers_of
from schools.models import Award, Conflict, Nomination, Practice, PracticeFile
from schools.services.practices import delete_draft, remove_file
from schools.timeline import debts_of, timeline_of
from tests.factories.core import person
from tests.factories.practices import draft_practice, published_practice, sent_practice, with_file
from tests.factories.sar import TINY_PDF, pdf
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> {{7*7}} %(row)s =1+1 😀"


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def teacher(school):
    return school_person("school_teacher", school)


@pytest.fixture
def office(school):
    return person("supervisor", school.district)


def whole(response):
    """The bytes of a file; None for a page."""
    return b"".join(response) if response.streaming else None


def neighbour(school):
    """A teacher of another school of the same office."""
    return school_person("school_teacher", SchoolFactory(district=school.district))


def typed(practice, **changes):
    """What the form of an entry sends."""
    names = ("title", "kind", "academic_year", "level", "authors", "why", "how", "results", "url")
    data = {name: getattr(practice, name) for name in names} | {"opened_version": practice.version}
    return data | {"standards": [row.pk for row in practice.standards.all()]} | changes


# ---------------------------------------------------------------- the machine


def test_practice_is_sent_published_and_both_sides_are_told(school, teacher):
    chief = person("group_head", school.district)
    sent = perform(draft_practice(school, by=teacher), "send", by=teacher)
    assert (sent.state, list(Notice.objects.values_list("recipient", flat=True))) == ("sent", [chief.pk])
    published = perform(sent, "publish", by=chief)
    assert (published.state, published.published_by, bool(published.published_at)) == ("published", chief, True)
    assert Notice.objects.latest("pk").recipient == teacher


def test_send_says_what_is_missing(school, teacher):
    bare = draft_practice(school, by=teacher, how="", results="")
    bare.standards.clear()
    with pytest.raises(Refused) as refused:
        perform(bare, "send", by=teacher)
    edit = url("practice_edit", bare.pk)
    assert [item.url for item in refused.value.missing] == [
        f"{edit}#id_how",
        f"{edit}#id_results",
        f"{edit}#div_id_standards",
    ]


@pytest.mark.parametrize("proof", ["file", "url"])
def test_file_or_address_stands_in_for_a_standard(school, teacher, proof):
    practice = draft_practice(school, by=teacher, url="https://example.org/" if proof == "url" else "")
    practice.standards.clear()
    if proof == "file":
        with_file(practice, by=teacher)
    assert perform(practice, "send", by=teacher).state == "sent"


def test_held_file_cannot_be_sent(school, teacher):
    practice = draft_practice(school, by=teacher)
    stored = with_file(practice, by=teacher).stored
    stored.held_since = timezone.now()
    stored.save()
    with pytest.raises(Refused) as refused:
        perform(practice, "send", by=teacher)
    assert [item.url for item in refused.value.missing] == [f"{practice.get_absolute_url()}#files"]


def test_returned_practice_is_mended_and_sent_again(school, teacher, office, sign_in):
    sent = sent_practice(school, by=teacher)
    with pytest.raises(Refused):
        perform(sent, "return", by=office, note=" ")
    returned = perform(sent, "return", by=office, note="ขอผลเป็นตัวเลข")
    page = sign_in(teacher).get(returned.get_absolute_url())
    assert (page.context["sent_back"].note, page.context["may_write"]) == ("ขอผลเป็นตัวเลข", True)
    assert list(Practice.objects.editable_by(teacher)) == [returned]
    assert perform(returned, "send", by=teacher).state == "sent"


@pytest.mark.parametrize(("step", "whose"), [("withdraw", "office"), ("take_back", "teacher")])
def test_published_practice_leaves_every_page_with_a_reason(school, teacher, office, step, whose):
    published = published_practice(school, by=teacher, publisher=office, is_public=True)
    back = perform(published, step, by={"office": office, "teacher": teacher}[whose], note="ขอปรับภาพ")
    assert (back.state, back.published_at, back.published_by) == ("returned", None, None)
    assert not Practice.objects.visible_to(neighbour(school)).exists()
    assert not Practice.objects.public().exists()


def test_entry_stays_as_it_is_while_it_is_judged(school, teacher, office):
    sent, today = sent_practice(school, by=teacher), timezone.localdate()
    days = {"opens_on": today, "closes_on": today}
    award = Award.objects.create(district=school.district, academic_year=2568, name="IQA", state="judging", **days)
    nomination = Nomination.objects.create(award=award, practice=sent, nominated_by=teacher)
    for step, by in (("take_back", teacher), ("return", office)):
        with pytest.raises(Refused):
            perform(sent, step, by=by, note="แก้")
    nomination.withdrawn_at, nomination.withdrawn_by = timezone.now(), teacher
    nomination.save()
    assert perform(sent, "return", by=office, note="แก้").state == "returned"


def test_nobody_publishes_the_work_of_their_own_school(school, teacher):
    both = school_person("supervisor", school)
    with pytest.raises(Refused):
        perform(sent_practice(school, by=teacher), "publish", by=both)


def test_conflict_of_interest_keeps_from_publishing(school, teacher, office):
    Conflict.objects.create(user=office, school=school, reason="คู่สมรสเป็นครู", since=timezone.localdate())
    with pytest.raises(Refused, match="คู่สมรสเป็นครู"):
        perform(sent_practice(school, by=teacher), "publish", by=office)


def test_steps_are_for_those_whose_they_are(school, teacher, office):
    sent = sent_practice(school, by=teacher)
    with pytest.raises(PermissionDenied):
        perform(sent, "publish", by=teacher)
    with pytest.raises(OutOfScope):
        perform(sent, "take_back", by=neighbour(school), note="x")
    published = perform(sent, "publish", by=office)
    offered = [step.is_offered for step in steps(published, neighbour(school))]
    assert offered == [False]
    assert [step.transition.name for step in steps(published, office) if step.is_offered] == ["withdraw"]


# ---------------------------------------------------------------- drafts


def test_only_a_draft_that_was_never_sent_is_deleted(school, teacher, office):
    practice = draft_practice(school, by=teacher)
    with_file(practice, by=teacher)
    delete_draft(practice, by=teacher)
    assert (Practice.objects.count(), PracticeFile.objects.count(), Practice.history.count()) == (0, 0, 2)
    returned = perform(sent_practice(school, by=teacher), "return", by=office, note="แก้")
    with pytest.raises(Refused):
        delete_draft(returned, by=teacher)


def test_delete_page_asks_and_refuses_what_was_sent(school, teacher, sign_in):
    client, draft, sent = sign_in(teacher), draft_practice(school, by=teacher), sent_practice(school, by=teacher)
    assert client.post(url("practice_delete", draft.pk)).url == url("practice_list")
    assert client.post(url("practice_delete", sent.pk)).url == sent.get_absolute_url()
    assert list(Practice.objects.all()) == [sent]


def test_entry_is_begun_with_title_and_kind_alone(school, teacher, sign_in):
    response = sign_in(teacher).post(
        url("practice_add", school.pk), {"title": "นิทานท้องถิ่น", "kind": "research", "academic_year": 2569}
    )
    practice = Practice.objects.get()
    assert (response.url, practice.school, practice.state) == (practice.get_absolute_url(), school, "draft")
    assert practice.history.get().history_user == teacher


def test_standards_on_offer_are_those_in_force(school, teacher, sign_in):
    practice = draft_practice(school, by=teacher)
    form = sign_in(teacher).get(url("practice_edit", practice.pk)).context["form"]
    offered = [(name, len(rows)) for name, rows in form.fields["standards"].choices]
    assert sorted(count for _name, count in offered) == [3, 3]
    other = form.fields["standards"].queryset.get(framework__code="EC-2561", number=2)
    sign_in(teacher).post(url("practice_edit", practice.pk), typed(practice, standards=[other.pk]))
    assert list(practice.standards.all()) == [other]


def test_stale_form_keeps_what_was_typed_and_saves_nothing(school, teacher, sign_in):
    practice = draft_practice(school, by=teacher)
    old = typed(practice, title="ชื่อของฉัน")
    practice.title = "ชื่อของเพื่อน"
    practice.save()
    response = sign_in(teacher).post(url("practice_edit", practice.pk), old)
    practice.refresh_from_db()
    assert (response.status_code, practice.title) == (422, "ชื่อของเพื่อน")
    assert response.context["form"]["title"].value() == "ชื่อของฉัน"
    assert response.context["form"].errors["title"] == ["ข้อมูลในระบบขณะนี้: ชื่อของเพื่อน"]


def test_typing_into_what_was_sent_meanwhile_is_given_back(school, teacher, sign_in):
    practice = draft_practice(school, by=teacher)
    perform(practice, "send", by=teacher)
    response = sign_in(teacher).post(url("practice_edit", practice.pk), typed(practice, why="เหตุผลที่พิมพ์ค้าง"))
    assert (response.status_code, "เหตุผลที่พิมพ์ค้าง" in response.context["typed"]) == (409, True)
    assert sign_in(teacher).get(url("practice_edit", practice.pk)).url == practice.get_absolute_url()


def test_hostile_text_is_shown_as_text(school, teacher, office, sign_in):
    words = dict.fromkeys(("title", "authors", "why", "how", "results", "success_factors", "advice"), HOSTILE)
    practice = draft_practice(school, by=teacher, **words)
    with_file(practice, by=teacher, caption=HOSTILE)
    perform(perform(practice, "send", by=teacher), "publish", by=office)
    for page in (practice.get_absolute_url(), url("practice_list"), url("practice_shared")):
        body = sign_in(teacher).get(page).content.decode()
        assert ("<script>alert(1)" in body, "&lt;script&gt;alert(1)" in body) == (False, True)
    book = load_workbook(BytesIO(sign_in(office).get(url("practice_list"), {"format": "xlsx"}).content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}


# ---------------------------------------------------------------- files


def test_files_are_added_one_after_the_other(school, teacher, sign_in):
    practice, client = draft_practice(school, by=teacher), sign_in(teacher)
    page = url("practice_file_add", practice.pk)
    first = client.post(page, {"upload": pdf(), "caption": "ฉบับเต็ม", "more": "1"})
    last = client.post(page, {"upload": pdf(extra=b"\n"), "is_public": "on"})
    assert (first.url, last.url) == (page, practice.get_absolute_url())
    assert list(practice.files.values_list("caption", "is_public")) == [("ฉบับเต็ม", False), ("", True)]


def test_bad_file_is_refused_with_a_sentence(school, teacher, sign_in):
    practice = draft_practice(school, by=teacher)
    upload = SimpleUploadedFile("x.pdf", b"MZ not a pdf")
    response = sign_in(teacher).post(url("practice_file_add", practice.pk), {"upload": upload})
    assert (response.status_code, list(response.context["form"].errors), practice.files.count()) == (422, ["upload"], 0)


def test_files_stand_still_once_the_entry_is_sent(school, teacher, sign_in):
    practice = draft_practice(school, by=teacher)
    row = with_file(practice, by=teacher)
    perform(practice, "send", by=teacher)
    pages = [url("practice_file_add", practice.pk)]
    pages += [url(name, practice.pk, row.pk) for name in ("practice_file_edit", "practice_file_remove")]
    answers = {sign_in(teacher).post(page, {"caption": "ใหม่"}).url for page in pages}
    row.refresh_from_db()
    assert (answers, row.caption) == ({practice.get_absolute_url()}, "รายงานฉบับเต็ม")
    with pytest.raises(Refused):
        remove_file(row, by=teacher)


def test_file_words_are_changed_and_files_taken_out(school, teacher, sign_in):
    practice, client = draft_practice(school, by=teacher), sign_in(teacher)
    row = with_file(practice, by=teacher)
    client.post(url("practice_file_edit", practice.pk, row.pk), {"caption": "ภาพ", "is_public": "on"})
    row.refresh_from_db()
    assert (row.caption, row.is_public) == ("ภาพ", True)
    client.post(url("practice_file_remove", practice.pk, row.pk))
    assert practice.files.count() == 0


@pytest.mark.parametrize(("is_public", "status"), [(True, 200), (False, 404)])
def test_other_schools_open_only_files_that_may_be_shown(school, teacher, office, sign_in, is_public, status):
    practice = draft_practice(school, by=teacher)
    row = with_file(practice, by=teacher, is_public=is_public)
    perform(perform(practice, "send", by=teacher), "publish", by=office)
    page = url("practice_file", practice.pk, row.pk)
    answers = [sign_in(user).get(page) for user in (neighbour(school), teacher, office)]
    assert [(answer.status_code, whole(answer)) for answer in answers] == [
        (status, TINY_PDF if is_public else None),
        (200, TINY_PDF),
        (200, TINY_PDF),
    ]


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize(
    ("make", "statuses"),
    [
        (draft_practice, [200, 404, 404, 404]),
        (sent_practice, [200, 200, 404, 404]),
        (published_practice, [200, 200, 200, 404]),
    ],
)
def test_entry_is_seen_by_school_office_and_others_in_turn(school, teacher, office, sign_in, make, statuses):
    practice = make(school, by=teacher)
    people = (teacher, office, neighbour(school), person("supervisor"))
    assert [sign_in(user).get(practice.get_absolute_url()).status_code for user in people] == statuses


def test_lists_are_the_schools_own_the_offices_and_the_shared(school, teacher, office, sign_in):
    draft, sent = draft_practice(school, by=teacher), sent_practice(school, by=teacher)
    shared = published_practice(school, by=teacher, publisher=office)
    other = published_practice(SchoolFactory(district=school.district), publisher=office)

    def listed(user, name):
        return set(sign_in(user).get(url(name)).context["page_obj"])

    assert listed(teacher, "practice_list") == {draft, sent, shared}
    assert listed(office, "practice_list") == {sent, shared, other}
    assert listed(teacher, "practice_shared") == listed(office, "practice_shared") == {shared, other}


def test_register_is_filtered_by_every_choice(school, teacher, office, sign_in):
    wanted = sent_practice(school, by=teacher, kind="research", level="basic", academic_year=2567, title="วิจัยการอ่าน")
    published_practice(SchoolFactory(district=school.district), publisher=office)
    school.network = NetworkFactory(district=school.district)
    school.save()
    standard = wanted.standards.get().pk
    for query in (
        {"state": "sent"},
        {"kind": "research"},
        {"level": "basic"},
        {"academic_year": 2567},
        {"network": school.network_id},
        {"q": "วิจัย"},
    ):
        found = sign_in(office).get(url("practice_list"), query).context["page_obj"]
        assert (query, list(found)) == (query, [wanted])
    assert len(sign_in(office).get(url("practice_list"), {"standard": standard}).context["page_obj"]) == 2


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("practice_list", 10), ("practice_shared", 9)])
def test_list_queries_do_not_grow(school, office, sign_in, django_assert_num_queries, name, queries, size):
    for _ in range(size):
        published_practice(SchoolFactory(district=school.district), publisher=office)
    client = sign_in(office)
    with django_assert_num_queries(queries):
        response = client.get(url(name))
    assert len(response.context["page_obj"]) == size


# ---------------------------------------------------------------- what others make of it


def test_sar_may_show_what_is_at_the_office_as_evidence(school, teacher):
    draft_practice(school, by=teacher)
    sent = sent_practice(school, by=teacher)
    sent_practice(school, by=teacher, academic_year=2567)
    assert [(offer.row, offer.title) for offer in offers_of(school, 2568)] == [(sent, f"วิธีปฏิบัติที่ดี: {sent.title}")]


def test_timeline_shows_what_is_published_and_the_desk_what_came_back(school, teacher, office):
    published = published_practice(school, by=teacher, publisher=office)
    returned = perform(sent_practice(school, by=teacher), "return", by=office, note="แก้")
    shown = [entry.url for entry in timeline_of(school, office)]
    assert (published.get_absolute_url() in shown, returned.get_absolute_url() in shown) == (True, False)
    assert returned.get_absolute_url() in [debt.url for debt in debts_of(school, teacher)]
    assert returned.get_absolute_url() not in [debt.url for debt in debts_of(school, office)]


# ---------------------------------------------------------------- entered by the office for a school (F56)


def entered(client, school, **changes):
    sample = draft_practice(SchoolFactory(district=school.district))
    standard = sample.standards.get()
    data = typed(sample, opened_version=0, standards=[standard.pk], entered_for="นายสมมุติ ผู้อำนวยการ โทรศัพท์แจ้ง")
    return client.post(f"{url('practice_enter')}?school={school.pk}", data | changes)


def test_office_enters_for_a_school_which_is_told_and_shown_both_names(sign_in, school, teacher, office):
    assert entered(sign_in(office), school).status_code == 302
    practice = Practice.objects.get(school=school)
    assert (practice.entered_by, practice.entered_for) == (office, "นายสมมุติ ผู้อำนวยการ โทรศัพท์แจ้ง")
    (notice,) = teacher.notices.all()
    assert notice.text == (
        f"{office} กรอก “{practice}” แทนสถานศึกษาของท่าน ตามที่นายสมมุติ ผู้อำนวยการ โทรศัพท์แจ้ง ขอ ท่านแก้ไขต่อได้"
    )
    page = sign_in(teacher).get(practice.get_absolute_url())
    assert page.context["may_write"] is True
    assert page.content.decode().count(str(office)) >= 1


def test_who_entered_it_sends_it_and_another_publishes(sign_in, school, teacher, office):
    entered(sign_in(office), school)
    practice = perform(Practice.objects.get(school=school), "send", by=office)
    with pytest.raises(Refused):
        perform(practice, "publish", by=office)
    published = perform(practice, "publish", by=person("group_head", school.district))
    assert published.state == "published"
    assert teacher.notices.count() == 3


def test_another_of_the_office_reads_it_and_writes_nothing(sign_in, school, office):
    entered(sign_in(office), school)
    practice, colleague = Practice.objects.get(school=school), person("supervisor", school.district)
    client = sign_in(colleague)
    assert client.get(practice.get_absolute_url()).context["may_write"] is False
    assert client.get(url("practice_edit", practice.pk)).status_code == 404
    assert sign_in(office).get(url("practice_edit", practice.pk)).context["form"].instance == practice


def test_entry_needs_who_asked_and_a_school_of_the_office(sign_in, school, office):
    client = sign_in(office)
    response = entered(client, school, entered_for="")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["entered_for"])
    assert entered(client, SchoolFactory()).status_code == 404
    assert list(client.get(url("practice_enter")).context["schools"].filter(pk=school.pk)) == [school]
