"""The history of one school's supervision: what it holds, for whom, on the page and on paper."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from supervision.documents.school_history import render_history, render_history_docx
from supervision.models import score_of, whole_scores
from supervision.reports.school_history import school_history
from tests.core import docx_kit
from tests.core.document_kit import poppler_text, squeezed
from tests.factories.core import person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person
from tests.factories.supervision import (
    AgreedActionFactory,
    FindingFactory,
    agreed_action,
    done_visit,
    rate,
    reported_visit,
    small_instrument,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("supervisor")


@pytest.fixture
def school(lead):
    return SchoolFactory(district=lead.district, network=NetworkFactory(district=lead.district), name="บ้านสมมุติ")


def rated_visit(school, lead, points, day=None):
    visit = done_visit(school=school, lead=lead, instrument=small_instrument())
    rate(visit, points)
    type(visit).objects.filter(pk=visit.pk).update(state="reported", **({"held_on": day} if day else {}))
    return type(visit).objects.get(pk=visit.pk)


def test_history_holds_what_was_reported_of_this_school(lead, school):
    first = rated_visit(school, lead, [5, 4, 4], date(2025, 1, 9))
    second = agreed_action(done_visit(school=school, lead=lead), what="จัดทำแผน").visit
    done_visit(school=school, lead=lead)  # not reported yet
    reported_visit(lead=lead, school=SchoolFactory(district=lead.district))
    history = school_history(school, lead)
    assert [visit.pk for visit in history.visits] == [second.pk, first.pk]
    assert [visit.score and visit.score.mean for visit in history.visits] == [None, Decimal("4.33")]
    assert [finding.visit_id for finding in history.findings] == [second.pk, first.pk]
    assert [row.what for row in history.promises] == ["จัดทำแผน"]
    assert [count for _word, count in history.outcomes] == [0, 0, 0, 1]


def test_scores_of_many_visits_are_those_of_each(lead, school):
    visits = [rated_visit(school, lead, points) for points in ([5, "na", 4], [1, None, None], [])]
    assert whole_scores(visits) == {visit.pk: score_of(visit).whole for visit in visits}


def test_history_asks_as_much_for_three_visits_as_for_one(lead, school, sign_in, django_assert_num_queries):
    client, page = sign_in(lead), reverse("supervision:history_detail", args=[school.pk])
    instrument = small_instrument()

    def visit():
        row = done_visit(school=school, lead=lead, instrument=instrument)
        rate(row, [5, 4, 3])
        AgreedActionFactory(visit=row, finding=FindingFactory(visit=row))
        type(row).objects.filter(pk=row.pk).update(state="reported")

    visit()
    client.get(page)
    with django_assert_num_queries(11):
        client.get(page)
    visit(), visit()
    with django_assert_num_queries(11):
        client.get(page)


def test_school_sees_its_own_history_only(lead, school, sign_in):
    reported_visit(school=school, lead=lead)
    neighbour = SchoolFactory(district=lead.district)
    client = sign_in(school_person("school_head", school))
    pages = [client.get(reverse("supervision:history_detail", args=[row.pk])) for row in (school, neighbour)]
    assert [page.status_code for page in pages] == [200, 404]
    assert len(pages[0].context["history"].visits) == 1


def test_papers_say_what_the_page_says(lead, school):
    visit = rated_visit(school, lead, [5, 4, 4], date(2025, 1, 9))
    history = school_history(school, lead)
    for text in (poppler_text(render_history(history)), docx_kit.text_of(render_history_docx(history))):
        said = squeezed(text)
        for words in ("โรงเรียนบ้านสมมุติ", "1. การนิเทศ 1 ครั้ง", "4.33 (ระดับ 4)", "ยังไม่มีเครื่องมือประเมิน", "ไม่มีข้อตกลง"):
            assert (words, said.count(squeezed(words))) == (words, 1)
        assert said.count(squeezed(visit.code)) >= 1
