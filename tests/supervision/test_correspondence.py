"""The log of letters with the assessors: what waits for an answer, what answers what, and that it is the office's."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from supervision.models import Correspondence
from supervision.services.correspondence import chain_of
from tests.factories.core import person
from tests.factories.external import as_typed_day, assessment_of, letter_of
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return person("group_head")


def today():
    return timezone.localdate()


def typed(**fields):
    data = {"direction": "in", "counterpart": "สมศ.", "number": "สมศ ๑/๒๕๖๙", "dated": as_typed_day(today())}
    return data | {"subject": "ขอข้อมูล", "opened_version": 0} | fields


def url(name, *args):
    return reverse(f"supervision:correspondence_{name}", args=args)


def waiting():
    return list(Correspondence.objects.waiting())


def test_letter_waits_until_it_is_answered(user):
    letter = letter_of(user.district, needs_answer=True)
    assert waiting() == [letter]
    letter_of(user.district, direction="out", reply_to=letter)
    assert waiting() == []


def test_letter_is_overdue_the_day_after_its_answer_was_due(user):
    letter_of(user.district, needs_answer=True, answer_due_on=today())
    late = letter_of(user.district, needs_answer=True, answer_due_on=today() - timedelta(days=1))
    assert list(Correspondence.objects.overdue()) == [late]


def test_new_letter_sent_twice_is_one(sign_in, user):
    client = sign_in(user)
    answers = [client.post(url("add"), typed(paper=photo_upload())) for _time in range(2)]
    letter = Correspondence.objects.get()
    assert [answer.url for answer in answers] == [letter.get_absolute_url()] * 2
    assert (letter.district, letter.number, letter.stored.media_type) == (user.district, "สมศ ๑/๒๕๖๙", "image/jpeg")


def test_letter_about_an_assessment_is_about_its_school(sign_in, user):
    assessment = assessment_of(SchoolFactory(district=user.district))
    client = sign_in(user)
    form = client.get(f"{url('add')}?assessment={assessment.pk}").context["form"]
    assert (form["assessment"].value(), form["school"].value()) == (assessment.pk, assessment.school.pk)
    client.post(url("add"), typed(assessment=assessment.pk))
    assert Correspondence.objects.get().school == assessment.school


def test_answer_goes_the_other_way_and_settles_the_waiting(sign_in, user):
    letter = letter_of(user.district, needs_answer=True, counterpart="หน่วยประเมิน")
    client = sign_in(user)
    form = client.get(url("reply", letter.pk)).context["form"]
    assert (form["direction"].value(), form["counterpart"].value()) == ("out", "หน่วยประเมิน")
    client.post(url("reply", letter.pk), typed(direction="out", subject="ส่งข้อมูล"))
    assert (Correspondence.objects.get(direction="out").reply_to, waiting()) == (letter, [])


def test_chain_holds_every_answer_from_the_first_letter_on(user):
    first = letter_of(user.district, dated=today() - timedelta(days=3))
    second = letter_of(user.district, reply_to=first, dated=today() - timedelta(days=2))
    third = letter_of(user.district, reply_to=second)
    letter_of(user.district)
    assert [list(chain_of(letter)) for letter in (first, second, third)] == [[first, second, third]] * 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"answer_due_on": "1/1/2599"}, "needs_answer"),
        ({"needs_answer": "on", "answer_due_on": "1/1/2550"}, "answer_due_on"),
        ({"dated": "1/1/2599"}, "dated"),
        ({"subject": ""}, "subject"),
    ],
)
def test_letter_with_a_slip_is_refused_at_its_field(fields, field, sign_in, user):
    answer = sign_in(user).post(url("add"), typed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_settled_letter_waits_no_more_and_says_how(sign_in, user):
    letter = letter_of(user.district, needs_answer=True)
    client = sign_in(user)
    assert list(client.post(url("settle", letter.pk), {"how": " "}).context["form"].errors) == ["how"]
    client.post(url("settle", letter.pk), {"how": "ตอบทางโทรศัพท์แล้ว"})
    letter.refresh_from_db()
    assert (letter.settled_how, letter.settled_by, waiting()) == ("ตอบทางโทรศัพท์แล้ว", user, [])
    assert client.get(url("settle", letter.pk)).url == letter.get_absolute_url()


def test_stale_letter_is_refused(sign_in, user):
    letter = letter_of(user.district)
    letter.subject = "ของเพื่อน"
    letter.save()
    answer = sign_in(user).post(url("edit", letter.pk), typed(opened_version=1))
    assert (answer.status_code, answer.context["form"].errors["subject"]) == (422, ["ข้อมูลในระบบขณะนี้: ของเพื่อน"])


def test_letters_are_the_offices_own(sign_in, user):
    letter = letter_of(user.district)
    school_head = school_person("school_head", SchoolFactory(district=user.district))
    pages = [url("list"), letter.get_absolute_url(), url("file", letter.pk)]
    assert [sign_in(school_head).get(page).status_code for page in pages] == [403] * 3
    assert sign_in(person("supervisor")).get(letter.get_absolute_url()).status_code == 404
    assert sign_in(person("director", user.district)).get(url("edit", letter.pk)).status_code == 403


def test_list_counts_and_is_asked_by_what_waits_direction_and_year(sign_in, user):
    school = SchoolFactory(district=user.district)
    late = letter_of(user.district, needs_answer=True, answer_due_on=today() - timedelta(days=1), school=school)
    letter_of(user.district, needs_answer=True)
    letter_of(user.district, direction="out")
    client = sign_in(user)
    page = client.get(url("list"))
    assert (page.context["waiting"], page.context["overdue"], len(page.context["object_list"])) == (2, 1, 3)
    counts = {}
    for query in ({"standing": "waiting"}, {"standing": "overdue"}, {"direction": "out"}, {"school": school.pk}):
        counts[next(iter(query))] = len(client.get(url("list"), query).context["object_list"])
    assert counts == {"standing": 1, "direction": 1, "school": 1}
    year = dict(page.context["filter"].form.fields["year"].choices)
    assert len(year) == 2  # none, and this one
    assert list(client.get(url("list"), {"q": school.name}).context["object_list"]) == [late]


def test_register_as_a_sheet_holds_hostile_words_as_text(sign_in, user):
    letter_of(user.district, subject="=1+1", needs_answer=True)
    answer = sign_in(user).get(url("list"), {"format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    rows = book.get_sheet_by_index(0).to_python()
    assert (rows[2][0], rows[2][7]) == ("=1+1", "รอคำตอบ")


def test_list_makes_as_many_queries_for_three_rows_as_for_one(sign_in, user, django_assert_num_queries):
    client, school = sign_in(user), SchoolFactory(district=user.district)
    letter_of(user.district, school=school, needs_answer=True)
    client.get(url("list"))
    with django_assert_num_queries(8):
        assert len(client.get(url("list")).context["object_list"]) == 1
    for _row in range(2):
        letter_of(user.district, school=school, needs_answer=True)
    with django_assert_num_queries(8):
        assert len(client.get(url("list")).context["object_list"]) == 3
