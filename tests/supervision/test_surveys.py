"""Satisfaction surveys (K14): made, answered by anybody once and by nobody known, counted with their arithmetic."""

import io
import uuid
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from projects.services import measures
from qa_portal.core.workflow import Refused, perform
from supervision.data.survey_questions import SCALE, TEXT
from supervision.documents.survey import render_poster, render_result, render_result_docx
from supervision.models import Survey, SurveyAnswer, SurveyResponse
from supervision.reports.survey import asides_of, hidden_groups, result_of
from tests.core import docx_kit
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import person
from tests.factories.doing import activity_of
from tests.factories.projects import project_in
from tests.factories.surveys import answered, closed_survey, draft_survey, open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("supervisor")


def address(survey):
    return reverse("survey:survey_answer", args=[survey.key])


def filled(survey, points=5, **more):
    """What a browser sends: a new id, the same points for every question."""
    names = {f"question_{question.pk}": points for question in survey.questions.filter(kind="scale")}
    return {"uid": str(uuid.uuid4()), "role": "teacher", **names, **more}


# ---------------------------------------------------------------- made


def test_survey_begins_with_the_ready_questions(lead, sign_in):
    today = timezone.localdate()
    day = f"{today.day}/{today.month}/{today.year + 543}"
    typed = {
        "title": "อบรมผู้ประเมิน",
        "opens_on": day,
        "closes_on": day,
        "asked": 30,
        "satisfied_from": "3.51",
        "target_percent": 80,
    }
    page = sign_in(lead).post(reverse("supervision:survey_add"), typed)
    survey = Survey.objects.get()
    assert (page.status_code, page.url) == (302, survey.get_absolute_url())
    asked = list(survey.questions.values_list("position", "kind", "text"))
    ready = [("scale", text) for text in SCALE] + [("text", text) for text in TEXT]
    assert asked == [(position, *row) for position, row in enumerate(ready, 1)]


def question_rows(survey, **changes):
    """The page of the questions as it stands, with these fields typed otherwise."""
    rows = list(survey.questions.all())
    data = {"questions-TOTAL_FORMS": len(rows) + 1, "questions-INITIAL_FORMS": len(rows)}
    for n, row in enumerate(rows):
        place = f"questions-{n}"
        data |= {f"{place}-id": row.pk, f"{place}-text": row.text, f"{place}-kind": row.kind, f"{place}-ORDER": n + 1}
    return data | {f"questions-{len(rows)}-kind": "scale"} | changes


def test_questions_of_a_draft_change_order_go_and_come(lead, sign_in):
    survey = draft_survey(lead)
    changes = {"questions-0-ORDER": 2, "questions-1-ORDER": 1, "questions-2-DELETE": "on", "questions-8-text": "ข้อใหม่"}
    page = sign_in(lead).post(
        reverse("supervision:survey_questions", args=[survey.pk]), question_rows(survey, **changes)
    )
    assert page.status_code == 302
    texts = [SCALE[1], SCALE[0], *SCALE[3:], *TEXT, "ข้อใหม่"]
    assert list(survey.questions.values_list("position", "text")) == list(enumerate(texts, 1))


def test_questions_stay_once_the_survey_is_open(lead, sign_in):
    survey = open_survey(lead)
    page = sign_in(lead).post(reverse("supervision:survey_questions", args=[survey.pk]), {})
    assert (page.status_code, page.url, survey.questions.count()) == (302, survey.get_absolute_url(), 8)


def test_survey_opens_only_with_a_question_and_people_asked(lead):
    survey = draft_survey(lead, asked=0)
    survey.questions.filter(kind="scale").delete()
    with pytest.raises(Refused) as refused:
        perform(survey, "open", by=lead)
    assert len(refused.value.missing) == 2


def test_open_survey_keeps_what_was_asked(lead, sign_in):
    survey = open_survey(lead)
    later = survey.closes_on + timedelta(days=1)
    day = f"{later.day}/{later.month}/{later.year + 543}"
    typed = {"title": "อื่น", "asked": 50, "closes_on": day, "opened_version": survey.version}
    page = sign_in(lead).post(reverse("supervision:survey_edit", args=[survey.pk]), typed)
    assert page.status_code == 302
    survey.refresh_from_db()
    assert (survey.title, survey.asked, survey.closes_on) == ("ความพึงพอใจสมมุติ", 50, later)


# ---------------------------------------------------------------- answered


def test_anybody_answers_without_signing_in(client, lead):
    survey = open_survey(lead)
    texts = {f"question_{survey.questions.get(text=TEXT[1]).pk}": "เพิ่มเวลา"}
    page = client.post(address(survey), filled(survey, 4, **texts))
    assert page.url == reverse("survey:survey_thanks", args=[survey.key])
    response = survey.responses.get()
    assert response.role == "teacher"
    assert list(response.answers.values_list("points", "text")) == [(4, "")] * 6 + [(None, "เพิ่มเวลา")]


def test_a_double_tap_counts_once(client, lead):
    survey = open_survey(lead)
    sent = filled(survey)
    pages = [client.post(address(survey), sent) for _tap in range(2)]
    assert [page.status_code for page in pages] == [302, 302]
    assert (survey.responses.count(), SurveyAnswer.objects.count()) == (1, 6)


def test_an_unanswered_question_is_asked_again_and_nothing_is_lost(client, lead):
    survey = open_survey(lead)
    sent = filled(survey)
    first = f"question_{survey.questions.first().pk}"
    page = client.post(address(survey), {key: value for key, value in sent.items() if key != first})
    assert (page.status_code, list(page.context["form"].errors), survey.responses.count()) == (422, [first], 0)
    assert page.context["form"]["uid"].value() == sent["uid"]


DAYS = timedelta(days=3)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "said"),
    [
        ("draft", -DAYS, DAYS, "แบบสำรวจนี้ยังไม่เปิดรับคำตอบ"),
        ("open", DAYS, DAYS, "แบบสำรวจนี้ยังไม่เปิดรับคำตอบ"),
        ("open", -DAYS, -DAYS, "แบบสำรวจนี้ปิดรับคำตอบแล้ว"),
        ("closed", -DAYS, DAYS, "แบบสำรวจนี้ปิดรับคำตอบแล้ว"),
    ],
)
def test_survey_that_takes_no_answers_says_so(client, lead, state, opens, closes, said):
    today = timezone.localdate()
    survey = draft_survey(lead, opens_on=today + opens, closes_on=today + closes)
    Survey.objects.filter(pk=survey.pk).update(state=state)
    page = client.post(address(survey), filled(survey))
    assert (page.status_code, page.templates[0].name, survey.responses.count()) == (200, "survey/shut.html", 0)
    assert page.content.decode().count(f"<h1>{said}</h1>") == 1


def test_unknown_survey_is_not_found(client, lead):
    assert client.get(reverse("survey:survey_answer", args=[uuid.uuid4()])).status_code == 404


def test_nothing_in_the_tables_says_who_answered(client, lead):
    client.force_login(lead, backend="qa_portal.core.sign_in.SignInBackend")
    survey = open_survey(lead)
    client.post(address(survey), filled(survey), REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="telephone")
    fields = [[field.name for field in model._meta.fields] for model in (SurveyResponse, SurveyAnswer)]
    assert fields == [["id", "survey", "uid", "role", "answered_on"], ["id", "response", "question", "points", "text"]]
    with connection.cursor() as cursor:
        kept = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += [row for row in cursor.fetchall() if "203.0.113.9" in str(row) or "telephone" in str(row)]
    assert kept == []


def test_answering_leaves_no_session_and_no_history(client, lead):
    survey = open_survey(lead)
    client.post(address(survey), filled(survey))
    assert ("sessionid" in client.cookies, hasattr(SurveyResponse, "history")) == (False, False)


# ---------------------------------------------------------------- counted

FIVE = [5, 5, 4, [4, 4, 4, 4, 3, 3], 2]


def test_result_with_its_arithmetic(lead):
    result = result_of(closed_survey(lead, FIVE))
    assert (result.responses, result.rate, result.satisfied, result.share) == (5, Decimal("50.00"), 4, Decimal("80.00"))
    assert (result.total, result.answered, result.mean) == (118, 30, Decimal("3.93"))
    assert (result.is_reached, result.look) == (True, ("บรรลุเป้าหมาย: 80.00%", "success", "check-circle"))
    first, last = result.questions[0], result.questions[-1]
    assert (first.counts, first.total, first.mean) == ((2, 2, 0, 1, 0), 20, Decimal("4.00"))
    assert (first.satisfied, first.share) == (4, Decimal("80.00"))
    assert (last.counts, last.satisfied, last.share) == ((2, 1, 1, 1, 0), 3, Decimal("60.00"))


def test_result_below_the_target_says_so(lead):
    result = result_of(closed_survey(lead, [5, 5, 4, 2, 2]))
    assert result.look == ("ต่ำกว่าเป้าหมาย: 60.00%", "danger", "x-circle")


def test_fewer_than_five_answers_are_not_shown(lead, sign_in):
    survey = closed_survey(lead, [5, 5, 5, 1])
    result = result_of(survey)
    assert (result.responses, result.share, result.questions, result.words) == (4, None, (), ())
    assert result.look == ("มีผู้ตอบน้อยเกินกว่าจะแสดงผล", "secondary", "eye-slash")
    page = sign_in(lead).get(reverse("supervision:survey_xlsx", args=[survey.pk]))
    assert (page.status_code, page.url) == (302, survey.get_absolute_url())


def test_nothing_is_shown_before_the_survey_has_ended(lead):
    survey = open_survey(lead)
    for points in FIVE:
        answered(survey, points)
    result = result_of(survey)
    assert (result.responses, result.is_shown, result.questions) == (5, False, ())
    assert result.look == ("กำลังรับคำตอบ", "info", "broadcast")


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 6}, set()),
        ({"a": 9, "b": 6, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 2, "c": 2}, {"a", "b", "c"}),
    ],
)
def test_small_groups_are_hidden_and_cannot_be_reckoned(sizes, hidden):
    assert hidden_groups(sizes) == hidden


def test_words_stand_by_the_alphabet_not_by_the_person(lead):
    survey = open_survey(lead)
    for words in ("ดีมาก", "กิจกรรมดี", "", "ขอให้จัดอีก", "อาหารอร่อย"):
        answered(survey, 5, words=words)
    result = result_of(perform(survey, "close", by=lead))
    assert [texts for _question, texts in result.words] == [["กิจกรรมดี", "ขอให้จัดอีก", "ดีมาก", "อาหารอร่อย"], []]


# ---------------------------------------------------------------- papers


def test_sheet_cell_by_cell(lead, sign_in):
    survey = closed_survey(lead, FIVE)
    content = sign_in(lead).get(reverse("supervision:survey_xlsx", args=[survey.pk])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["รายข้อ"].iter_rows(values_only=True))
    assert [row[0] for row in rows[:3]] == [
        "ความพึงพอใจสมมุติ",
        "ตอบ 5 คน จากผู้ได้รับแบบสำรวจ 10 คน (ร้อยละ 50.00)",
        "พึงพอใจ 4 จาก 5 คน คิดเป็นร้อยละ 80.00 (เป้าหมายร้อยละ 80)",
    ]
    assert rows[4] == (SCALE[0], 2, 2, 0, 1, 0, 5, 20, 4, 4, 80)
    assert rows[9] == (SCALE[5], 2, 1, 1, 1, 0, 5, 19, 3.8, 3, 60)
    assert rows[10] == ("รวมทุกข้อ", None, None, None, None, None, 30, 118, 3.93, None, None)
    assert book.sheetnames == ["รายข้อ", "คำตอบที่เขียน"]


def test_result_papers_say_the_same(lead):
    survey = closed_survey(lead, FIVE)
    for text in (poppler_text(render_result(survey)), docx_kit.text_of(render_result_docx(survey))):
        said = squeezed(text)
        for words in ("ผู้พึงพอใจ 4 ÷ 5 = ร้อยละ 80.00", "เป้าหมาย ร้อยละ 80 ผล บรรลุเป้าหมาย", "118 ÷ 30 = 3.93"):
            assert said.count(squeezed(words)) == 1, words


def test_poster_has_the_address(lead):
    survey = draft_survey(lead)
    said = squeezed(poppler_text(render_poster(survey)))
    assert (said.count(squeezed(survey.public_url)), said.count(squeezed("ขอเชิญตอบแบบสำรวจความพึงพอใจ"))) == (1, 1)


# ---------------------------------------------------------------- lists and projects


def test_list_makes_as_many_queries_for_three_rows_as_for_one(lead, sign_in, django_assert_num_queries):
    client, page = sign_in(lead), reverse("supervision:survey_list")
    closed_survey(lead, FIVE)
    client.get(page)
    with django_assert_num_queries(4):
        assert len(client.get(page).context["object_list"]) == 1
    closed_survey(lead, FIVE), open_survey(lead)
    with django_assert_num_queries(4):
        assert len(client.get(page).context["object_list"]) == 3


def test_measure_of_a_project_adds_up_to_its_rows(lead):
    project = project_in("running")
    activity = activity_of(project)
    shown = closed_survey(project.owner, FIVE, activity=activity)
    closed_survey(project.owner, [1, 1], activity=activity)  # too few
    open_survey(project.owner, activity=activity)
    closed_survey(project.owner, [1] * 5)  # of no activity
    measure = measures.MEASURES["satisfied_share"]
    found = measure.count(project)
    assert (found.value, found.part, found.whole) == (Decimal("80.00"), 4, 5)
    assert [(row.value, row.url) for row in measure.rows(project)] == [(4, shown.get_absolute_url())]


def test_activity_shows_its_surveys(sign_in):
    project = project_in("running")
    activity = activity_of(project)
    survey = closed_survey(project.owner, FIVE, activity=activity)
    [aside] = asides_of(activity, project.owner)
    assert (aside.text, aside.url) == (survey.title, survey.get_absolute_url())
    page = sign_in(project.owner).get(activity.get_absolute_url())
    assert page.context["asides"] == [aside]


def test_poster_is_one_page(lead):
    survey = draft_survey(lead, title="ความพึงพอใจต่อการประชุมเชิงปฏิบัติการพัฒนาระบบการประกันคุณภาพภายในสถานศึกษา " * 2)
    assert len(pypdfium2.PdfDocument(render_poster(survey))) == 1
