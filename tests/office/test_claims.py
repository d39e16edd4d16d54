"""The pages of claims against what was seen (F40). "Now" is 21 November 2569 B.E.; the latest SARs are of 2568."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from qa_portal.office.reports import claims
from qa_portal.office.reports.period import OfficeYear
from schools.models import Cycle, Evidence, EvidenceUse, SupervisorAssignment
from tests.factories.claims import (
    NOON,
    YEAR,
    aim,
    assess,
    form_about,
    framework_of,
    link,
    new_framework,
    round_of,
    say,
    see,
    standard_of,
)
from tests.factories.core import DistrictFactory, person
from tests.factories.schools import NetworkFactory, SchoolFactory, school_person

pytestmark = pytest.mark.django_db

FOUR = {4: "ดีเยี่ยม", 3: "ดี", 2: "พอใช้", 1: "ปรับปรุง"}


class Claims:
    """An office with three schools: one claims 3 and 2 levels more than was seen, one 1.5 less, one was not seen."""

    def __init__(self):
        self.district = DistrictFactory()
        self.network = NetworkFactory(district=self.district)
        names = ("โรงเรียนก", "โรงเรียนข", "โรงเรียนค")
        self.high, self.low, self.unseen = (SchoolFactory(district=self.district, name=name) for name in names)
        self.low.network = self.network
        self.low.save()
        self.form = form_about([standard_of(framework_of(), number) for number in (1, 2)])
        for school, levels in ((self.high, {1: 5, 2: 5}), (self.low, {1: 3, 2: 3}), (self.unseen, {1: 4})):
            say(school, levels)
        see(self.high, self.form, [2, 3])
        form = form_about([standard_of(framework_of(), number) for number in (1, 1, 2)])
        see(self.low, form, [5, 4, 3])
        opened = {"opened_at": NOON, "opened_by": person("group_head", self.district)}
        Cycle.objects.filter(district=self.district).update(state="open", **opened)

    def add_result(self, school, values):
        framework = new_framework("ONESQA-9", FOUR, kind="assessor")
        for number in values:
            link(standard_of(framework, number), standard_of(framework_of(), number))
        return assess(school, round_of(self.district, 9, framework), values)


@pytest.fixture
def world():
    return Claims()


def address(world, **asked):
    base = reverse("office:claim_rows", args=[world.district.pk])
    return f"{base}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"


def lines(client, world, **asked):
    """(school, standard, difference) as the list shows them."""
    page = client.get(address(world, **asked))
    assert page.context["filter"].is_valid()
    return [(row.school.name, row.standard_number, row.difference) for row in page.context["page_obj"]]


@pytest.fixture
def desk(sign_in, world):
    return sign_in(person("director", world.district))


HIGH, LOW, UNSEEN = "โรงเรียนก", "โรงเรียนข", "โรงเรียนค"
ALL = [
    (HIGH, 1, 3.0),
    (HIGH, 2, 2.0),
    (LOW, 2, 0.0),
    (LOW, 1, -1.5),
    (HIGH, 3, None),
    (LOW, 3, None),
    (UNSEEN, 1, None),
    (UNSEEN, 2, None),
    (UNSEEN, 3, None),
]


def test_claim_list_shows_the_widest_first_and_what_is_missing_last(desk, world):
    assert lines(desk, world) == ALL
    upward = lines(desk, world, sort="difference")
    assert upward[:5] == [(LOW, 1, -1.5), (LOW, 2, 0.0), (HIGH, 2, 2.0), (HIGH, 1, 3.0), (HIGH, 3, None)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"direction": "more"}, ALL[:2]),
        ({"direction": "same"}, ALL[2:3]),
        ({"direction": "less"}, ALL[3:4]),
        ({"direction": "none"}, ALL[4:]),
        ({"steps": 2}, ALL[:2]),
        ({"steps": 1.5}, [*ALL[:2], ALL[3]]),
        ({"standard": 2}, [ALL[1], ALL[2], ALL[7]]),
        ({"level": "early_childhood"}, []),
        ({"year": 2567}, []),
        ({"each": "school"}, [ALL[0], ALL[2], ALL[6]]),
        ({"each": "school", "direction": "more"}, ALL[:1]),
        ({"against": "assessors", "direction": "more"}, []),
        ({"against": "visits", "direction": "more"}, ALL[:2]),
    ],
)
def test_claim_list_filters(desk, world, asked, expected):
    assert lines(desk, world, **asked) == expected


def test_claim_list_by_network_and_by_supervisor(desk, world):
    supervisor = person("supervisor", world.district)
    SupervisorAssignment.objects.create(school=world.unseen, supervisor=supervisor, since=date(2026, 1, 1))
    assert lines(desk, world, network=world.network.pk) == [ALL[2], ALL[3], ALL[5]]
    assert lines(desk, world, network="none", direction="more") == ALL[:2]
    assert lines(desk, world, supervisor=supervisor.pk) == ALL[6:]


def test_claim_list_counts_each_direction_of_the_filter(desk, world):
    def counted(**asked):
        return [(key, lines) for _label, key, lines in desk.get(address(world, **asked)).context["counted"]]

    assert counted() == [("more", 2), ("less", 1), ("same", 1), ("none", 5)]
    assert counted(standard=1) == [("more", 1), ("less", 1), ("same", 0), ("none", 1)]
    assert counted(each="school") == [("more", 1), ("less", 0), ("same", 1), ("none", 1)]


def test_claim_list_says_differences_in_words_colours_and_icons():
    with override("en"):
        looks = [claims.look_of(difference) for difference in (2.0, 1.99, 0.0, -0.5, None)]
        said = [(str(word), colour, icon) for word, colour, icon in looks]
    assert said == [
        ("2.00 above what was seen", "danger", "arrow-up-circle"),
        ("1.99 above what was seen", "warning", "arrow-up-circle"),
        ("As was seen", "success", "check-circle"),
        ("0.50 below what was seen", "info", "arrow-down-circle"),
        ("Not comparable", "secondary", "dash-circle"),
    ]


def test_claim_sheet_is_the_list(desk, world):
    world.add_result(world.high, {1: 3})
    aim(world.high, {1: 4})
    say(world.high, {1: 3}, year=YEAR - 1)
    response = desk.get(address(world, format="xlsx", direction="more"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    standards = {number: f"{number}. {standard_of(framework_of(), number).name}" for number in (1, 2)}
    assert [row for row in rows if row[0] == HIGH] == [
        [HIGH, "", "การศึกษาขั้นพื้นฐาน", standards[1], "5 ยอดเยี่ยม", "3 ดี", "4 ดีเลิศ", 2.0, "ดี (3.67)", 3.0],
        [HIGH, "", "การศึกษาขั้นพื้นฐาน", standards[2], "5 ยอดเยี่ยม", "", "", 3.0, "", 2.0],
    ]


def test_claim_list_asks_the_same_queries_whatever_the_number_of_schools(desk, world, django_assert_num_queries):
    desk.get(address(world))
    for name, count in ((HIGH, 1), ("", 3)):
        asked = {"network": "none", "direction": "more"} if name else {}
        with django_assert_num_queries(9):
            page = desk.get(address(world, **asked))
        assert len({row.school_id for row in page.context["page_obj"]}) == count


def test_claim_list_of_another_office_is_not_found(sign_in, world):
    assert sign_in(person("director", DistrictFactory())).get(address(world)).status_code == 404
    assert lines(sign_in(person("national_viewer")), world) == ALL


# ---------------------------------------------------------------- the dashboard


def test_figure_counts_schools_that_claim_far_more_and_opens_them(desk, world, django_assert_num_queries):
    year = OfficeYear.of(world.district).following()
    with django_assert_num_queries(1):
        figure = claims.figure(year)
    assert figure.value == 1
    page = desk.get(figure.url)
    assert [(row.school.name, row.difference) for row in page.context["page_obj"]] == [(HIGH, 3.0)]
    shown = desk.get(reverse("office:dashboard_area", args=[world.district.pk, "sar"])).context["page"]
    assert shown.line.value("far_claims") == 1


# ---------------------------------------------------------------- one school


def page_of(school, **asked):
    return f"{reverse('office:school_claims', args=[school.pk])}?{'&'.join(f'{k}={v}' for k, v in asked.items())}"


def first_line(client, school):
    return client.get(page_of(school)).context["groups"][0][1][0]


def test_school_page_shows_each_figure_with_its_arithmetic(desk, world):
    world.add_result(world.high, {1: 3})
    with override("en"):
        line = first_line(desk, world.high)
    assert (line.own.words, line.seen.words, line.external.words) == ("5 ยอดเยี่ยม", "2.00", "ดี")
    assert line.row.difference == 3.0
    assert [line.seen.difference, round(line.external.difference, 2)] == [3.0, 1.33]
    assert (len(line.seen.sentences), len(line.external.sentences)) == (3, 3)
    assert [sentence for sentence in line.seen.sentences if "1 + 25.00%" in sentence] == line.seen.sentences[1:2]
    assert [sentence for sentence in line.external.sentences if "66.67%" in sentence] == line.external.sentences[:2]


def test_school_page_works_it_out_as_the_list_does(desk, world):
    other = form_about([standard_of(framework_of(), 1)], scale=range(4))
    see(world.high, other, [1], state="acknowledged")
    line = first_line(desk, world.high)
    assert line.row.seen == 2.17
    assert len(line.seen.sentences) == 5
    assert [len(answers) for _visit, answers in line.visits] == [1, 1]
    assert "29.17%" in line.seen.sentences[2]


def test_school_page_opens_the_evidence_of_each_figure(desk, world):
    assessment = world.add_result(world.high, {1: 3})
    sheet = aim(world.high, {1: 4})
    before = say(world.high, {1: 3}, year=YEAR - 1)
    line = first_line(desk, world.high)
    piece = Evidence.objects.create(school=world.high, academic_year=YEAR, title="แฟ้มผลงาน", url="https://example.org/")
    sar = line.row
    EvidenceUse.objects.create(evidence=piece, sar_id=sar.pk, standard=standard_of(framework_of(), 1))
    line = first_line(desk, world.high)
    review = "{}?show=all#standard-1"
    assert line.own.url == review.format(reverse("schools:sar_review", args=[sar.pk]))
    assert line.last.url == review.format(reverse("schools:sar_review", args=[before.pk]))
    assert line.target.url == sheet.get_absolute_url()
    assert line.external.url == assessment.get_absolute_url()
    assert [use.evidence for use in line.evidence] == [piece]
    assert [visit.school for visit, _answers in line.visits] == [world.high]


def test_school_page_of_its_own_people(sign_in, world):
    head = sign_in(school_person("school_head", world.high))
    line = first_line(head, world.high)
    assert (line.own.words, line.seen.words) == ("5 ยอดเยี่ยม", "2.00")
    assert head.get(page_of(world.low)).status_code == 404
    assert head.get(address(world)).status_code == 403
    assert sign_in(school_person("school_board", world.high)).get(page_of(world.high)).status_code == 403


def test_school_page_hides_from_the_office_what_is_not_sent(sign_in, desk, world):
    sar = say(world.high, {1: 5}, year=2569, state="drafting")
    see(world.high, world.form, [3, 3], day=date(2026, 8, 1), state="done")
    line = first_line(desk, world.high)
    assert (line.own.words, line.own.url, line.seen.words, line.look[1]) == ("", "", "", "secondary")
    own = first_line(sign_in(school_person("school_teacher", world.high)), world.high)
    assert own.own.url == f"{reverse('schools:sar_review', args=[sar.pk])}?show=all#standard-1"
    assert (own.own.words, own.seen.words) == ("5 ยอดเยี่ยม", "")


def test_school_page_asks_the_same_queries_whatever_was_seen(desk, world, django_assert_num_queries):
    world.add_result(world.high, {1: 3})
    desk.get(page_of(world.high))
    with django_assert_num_queries(15):
        desk.get(page_of(world.high))
    for _ in range(2):
        see(world.high, form_about([standard_of(framework_of(), number) for number in (1, 2, 3)]), [3, 3, 3])
    with django_assert_num_queries(15):
        desk.get(page_of(world.high))


def test_school_without_a_report_says_so(desk, world):
    page = desk.get(page_of(SchoolFactory(district=world.district)))
    assert (page.context["year"], page.context["groups"]) == (None, [])


def test_lines_of_a_level_stand_beside_the_report(desk, world):
    page = desk.get(page_of(world.high, year=YEAR, level="basic"), headers={"HX-Request": "true"})
    assert next(template.name for template in page.templates) == "office/claims_beside.html"
    assert [(row.standard_number, row.own, row.difference) for row in page.context["rows"]] == [
        (1, 5, 3.0),
        (2, 5, 2.0),
        (3, None, None),
    ]
    sar = page.context["rows"][0]
    assert (
        f'hx-get="{page_of(world.high, year=YEAR)}'
        in desk.get(reverse("schools:sar_review", args=[sar.pk])).content.decode()
    )


def test_timeline_of_a_school_opens_its_claims(desk, world):
    timeline = desk.get(world.high.get_absolute_url()).context["timeline"]
    assert [(entry.day, entry.url) for entry in timeline if entry.icon == "rulers"] == [
        (date(2026, 4, 1), page_of(world.high, year=YEAR))
    ]
