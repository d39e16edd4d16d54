"""The search: what is found, by whom, and that neither rows nor counts tell of anything else."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from qa_portal.core import search
from qa_portal.core.roles import ROLES, Scope
from qa_portal.core.thai import excerpt, search_key
from schools.models import Sar, StandardSection
from supervision.models import AgreedAction, Finding, FindingCategory, Order, Visit
from tests.factories.core import person
from tests.factories.practices import draft_practice
from tests.factories.projects import ProjectFactory
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.on_each]

WORD = "กระบวนการจัดสวนน้ำ"  # stands in every text below


def found(user, text=WORD, **only):
    """{kind: count} of what the user finds."""
    return {group.kind.key: group.count for group in search.find(user, text, **only)}


class Corner:
    """A school and its office, with the word in one row of each kind. Nothing has been sent or reported."""

    def __init__(self):
        self.desk = Desk()
        self.school, self.district = self.desk.school, self.desk.district
        standard = self.desk.sar.framework.standards.first()
        words = {"strengths": f"โรงเรียนมี{WORD}ที่ดี"}
        StandardSection.objects.create(sar=self.desk.sar, standard=standard, **words)
        self.visit = VisitFactory(school=self.school, problems=f"ยังขาด{WORD}")
        about = FindingCategory.objects.first() or FindingCategory.objects.create(code="x", name="x")
        Finding.objects.create(visit=self.visit, kind="develop", category=about, text=WORD)
        AgreedAction.objects.create(visit=self.visit, what=WORD, due_on="2026-12-01")
        ProjectFactory(district=self.district, rationale=f"เพราะ{WORD}สำคัญ")
        Order.objects.create(district=self.district, subject=WORD)
        self.practice = draft_practice(self.school, how=WORD)
        person("plan_staff", self.district, position=WORD)

    def send_all(self):
        Sar.objects.filter(pk=self.desk.sar.pk).update(state="submitted")
        Visit.objects.filter(pk=self.visit.pk).update(state="reported")
        type(self.practice).objects.filter(pk=self.practice.pk).update(state="sent")


OFFICE_HAS = {"visits": 1, "findings": 1, "actions": 1, "projects": 1, "orders": 1, "people": 1}
SENT = {"sars": 1, "practices": 1}
FOUND_UNSENT = {
    "school_head": SENT,
    "school_teacher": SENT,
    "school_board": SENT,
}
SEEN = {"visits": 1, "findings": 1, "actions": 1}
FOUND_SENT = {
    "school_head": SENT | SEEN,
    "school_teacher": SENT | SEEN,
    "school_board": SENT,
}


def people_of(corner):
    for slug, role in ROLES.items():
        is_school = role.scope is Scope.SCHOOL
        yield slug, school_person(slug, corner.school) if is_school else person(slug, corner.district)


def test_search_finds_for_each_role_what_it_may_read():
    corner = Corner()
    people = dict(people_of(corner))
    assert {slug: found(user) for slug, user in people.items()} == {
        slug: FOUND_UNSENT.get(slug, OFFICE_HAS) for slug in ROLES
    }
    corner.send_all()
    assert {slug: found(user) for slug, user in people.items()} == {
        slug: FOUND_SENT.get(slug, OFFICE_HAS | SENT) for slug in ROLES
    }


def test_search_finds_nothing_of_another_office_or_school():
    corner, elsewhere = Corner(), Corner()
    corner.send_all()
    next_door = SchoolFactory(district=corner.district)
    assert found(person("director", elsewhere.district)) == OFFICE_HAS
    assert [found(school_person(slug, next_door)) for slug in ("school_head", "school_board")] == [{}, {}]
    assert found(person("national_viewer")) == dict.fromkeys(OFFICE_HAS, 2) | SENT


def test_search_says_no_count_of_words_that_are_not_sent(sign_in):
    corner = Corner()
    page = sign_in(person("director", corner.district)).get(reverse("core:search"), {"q": WORD, "kind": "sars"})
    assert page.context["groups"] == []
    assert "โรงเรียนมี" not in page.content.decode()


def test_search_of_a_kind_without_the_verb_finds_nothing():
    corner = Corner()
    assert found(corner.desk.head, only="projects") == {}
    assert found(corner.desk.head, only="nothing-of-the-kind") == {}


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("โรงเรียนบ้านหนองน้ำใส", "หนองน้ําใส"),  # ํ and า for ำ
        ("โรงเรียน บ้าน หนองน้ำใส", "บ้านหนองน้ำ"),
        ("โรงเรียนบ้านหนองน้ำใส", "หนอง น้ำ ใส"),
        ("โรงเรียนอนุบาล ๑๒๓", "อนุบาล123"),
        ("โรงเรียนอนุบาล 123", "อนุบาล ๑๒๓"),
        ("โรงเรียนแม่แตง", "เเม่เเตง"),
        ("English Program School", "english program"),
        ("โรงเรียนร้อยละ 50%_", "50%_"),
    ],
)
def test_search_is_tolerant_of_spelling(stored, typed):
    school = SchoolFactory(name=stored)
    other = SchoolFactory(district=school.district, name="โรงเรียนทั่วไป")
    groups = search.find(person("director", other.district), typed)
    assert [[hit.url for hit in group.hits] for group in groups] == [[school.get_absolute_url()]]


@pytest.mark.parametrize("typed", ["โรงเรียนบ้านน้ำใส", "รร.บ้านน้ำใส", "ร.ร. บ้านน้ำใส", "บ้านน้ำใส"])
def test_search_finds_a_school_with_the_word_for_school_in_front(typed):
    school = SchoolFactory(name="บ้านน้ำใส")
    assert found(person("director", school.district), typed) == {"schools": 1}


def test_search_text_in_sql_is_the_search_key():
    text = "ที่ ๑๒๓\tสํานักงาน  เเม่แตง\r\nABC\u00a0ก\u200bข"
    project = ProjectFactory(rationale="")
    type(project).objects.filter(pk=project.pk).update(rationale=text)
    rows = type(project).objects.annotate(key=search.SearchText("rationale"))
    assert rows.get().key == search_key(text)


def test_search_shows_the_passage_with_what_was_found():
    assert excerpt("ก่อน สำนักงาน ๑๒ หลัง", search_key("สํานักงาน12")) == ("ก่อน ", "สำนักงาน ๑๒", " หลัง")
    assert excerpt("ไม่มี", "โรงเรียน") is None
    before, hit, behind = excerpt("ก" * 300 + "พบแล้ว" + "ที่" * 100, "พบแล้ว")
    assert (before, hit, behind) == ("… " + "ก" * 60, "พบแล้ว", "ที่" * 20 + " …")


def test_search_escapes_what_people_wrote(sign_in):
    district = person("director").district
    ProjectFactory(district=district, name="<b>โครงการ</b> ทดสอบ")
    page = sign_in(person("director", district)).get(reverse("core:search"), {"q": "<b>โครงการ"})
    assert "<mark>&lt;b&gt;โครงการ</mark>&lt;/b&gt; ทดสอบ" in page.content.decode()


def test_short_queries_are_refused_kindly(sign_in):
    client = sign_in(person("director"))
    told = [
        client.get(reverse("core:search"), {"q": text}).context["refusal"] for text in ("", "กข", "ก ข\u200b", "กขค")
    ]
    assert told[1] == told[2] == "โปรดพิมพ์อย่างน้อย 3 ตัวอักษร เพราะคำที่สั้นกว่านี้พบได้เกือบทุกที่"
    assert told[3] == ""
    assert told[0] == "พิมพ์ชื่อโรงเรียน โครงการ บุคคล หรือคำใด ๆ ในช่องค้นหาด้านบน"


def test_search_stops_counting_at_a_hundred(sign_in):
    district = SchoolFactory().district
    for _number in range(search.COUNTED + 2):
        SchoolFactory(district=district)
    page = sign_in(person("director", district)).get(reverse("core:search"), {"q": "โรงเรียนสมมุติ", "kind": "schools"})
    (group,) = page.context["groups"]
    assert (len(group.hits), group.is_uncounted) == (search.COUNTED, True)


def test_search_asks_as_much_of_many_rows_as_of_one(django_assert_num_queries):
    corner = Corner()
    corner.send_all()
    director = person("director", corner.district)
    assert director.verbs  # asked beforehand, as the frame does
    with django_assert_num_queries(32):
        search.find(director, WORD)
    for _number in range(2):
        ProjectFactory(district=corner.district, name=WORD)
        VisitFactory(school=corner.school, notes=WORD)
    with django_assert_num_queries(32):
        search.find(director, WORD)


def test_search_box_stands_on_pages_for_those_who_are_signed_in(client, sign_in):
    assert 'id="search-all"' not in client.get(reverse("account_login")).content.decode()
    assert 'id="search-all"' in sign_in(person("director")).get(reverse("core:notice_list")).content.decode()


def test_colleague_page_is_for_the_own_office(sign_in):
    director = person("director", phone="056 000 000")
    client = sign_in(person("supervisor", director.district))
    assert [
        term in client.get(director.get_absolute_url()).content.decode() for term in (str(director), "056 000 000")
    ] == [
        True,
        True,
    ]
    assert client.get(person("director").get_absolute_url()).status_code == 404
    head = school_person("school_head", SchoolFactory(district=director.district))
    assert client.get(head.get_absolute_url()).status_code == 404
    assert sign_in(head).get(director.get_absolute_url()).status_code == 403


def test_search_indexes_are_built_once(capsys):
    call_command("index_search")
    call_command("index_search")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == said[1]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'search\\_%'")
            assert cursor.fetchone() == (sum(len(kind.sources) for kind in search.KINDS),)
