"""The register of evidence: what comes in, where it is shown, who sees it, and when it stays as it is."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qa_portal.core import files
from qa_portal.core.workflow import Refused, perform
from schools.evidence_sources import offers_of
from schools.models import Evidence, EvidenceUse
from schools.reports.evidence import evidence_of, linked
from schools.services import evidence as services
from tests.factories.core import person
from tests.factories.doing import reported
from tests.factories.evidence import piece_of, shown_in
from tests.factories.projects import project_in
from tests.factories.sar import TINY_PDF, Desk
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import done_visit

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"schools:{name}", args=args)


def at(desk, key, **data):
    return url("evidence_at", desk.school.pk, 2568, key)


def upload():
    return SimpleUploadedFile("คำสั่ง.pdf", TINY_PDF, files.PDF)


def visit_of(desk):
    """A visit of the report's year that was reported to the school."""
    visit = perform(done_visit(school=desk.school, lead=desk.reader), "report", by=desk.reader)
    type(visit).objects.filter(pk=visit.pk).update(academic_year=2568)
    return visit


# ---------------------------------------------------------------- coming in


def test_uploaded_evidence_is_shown_at_once_where_it_was_asked_for(sign_in):
    desk = Desk().reach("drafting")
    key = f"appendix-{desk.sar.pk}"
    page = url("evidence_add", desk.school.pk, 2568) + f"?at={key}"
    answer = sign_in(desk.teacher).post(page, {"title": "คำสั่ง", "upload": upload(), "opened_version": 0})
    piece = Evidence.objects.get()
    assert answer.url == url("sar_appendix", desk.sar.pk)
    assert (piece.stored.name, piece.uses.get().sar) == ("คำสั่ง.pdf", desk.sar)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "ก"}, "upload"),
        ({"title": "ก", "url": "https://example.org/", "upload": "x"}, "url"),
        ({"title": "", "url": "https://example.org/"}, "title"),
        ({"title": "ก", "url": "javascript:alert(1)"}, "url"),
    ],
)
def test_evidence_is_a_file_or_an_address(sign_in, data, field):
    desk = Desk().reach("drafting")
    data = data | ({"upload": upload()} if "upload" in data else {}) | {"opened_version": 0}
    answer = sign_in(desk.teacher).post(url("evidence_add", desk.school.pk, 2568), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_portal_offers_reported_visits_and_activities_that_name_the_school():
    desk = Desk().reach("drafting")
    visit = visit_of(desk)
    done_visit(school=desk.school, lead=desk.reader)  # not reported to the school yet
    project = project_in("running", district=desk.district)
    activity = project.activities.get()
    report = reported(activity, day=date(2025, 6, 1), schools=[desk.school])
    reported(activity, day=date(2025, 6, 2))  # does not name the school
    assert {offer.row for offer in offers_of(desk.school, 2568)} == {visit, report}


def test_picked_twice_is_one_row(sign_in):
    desk = Desk().reach("drafting")
    visit_of(desk)
    (offer,) = offers_of(desk.school, 2568)
    client, page = sign_in(desk.teacher), url("evidence_pick", desk.school.pk, 2568)
    client.post(page, {"offers": offer.key})
    assert client.get(page).context["kinds"] == []
    services.pick(desk.school, 2568, offer)
    assert Evidence.objects.get().record == offer.row


# ---------------------------------------------------------------- where it is shown


def test_ticks_at_a_place_are_what_is_shown_there(sign_in):
    desk = Desk().reach("drafting")
    pieces = [piece_of(desk.school, by=desk.teacher, title=title) for title in "กขค"]
    item = desk.sar.framework.standards.get(number=2).indicators.first()
    page = at(desk, f"item-{desk.sar.pk}-{item.pk}")
    client = sign_in(desk.teacher)
    client.post(page, {"evidence": [pieces[0].pk, pieces[1].pk]})
    answer = client.post(page, {"evidence": [pieces[1].pk, pieces[2].pk]})
    assert answer.url == f"{url('sar_standard', desk.sar.pk, 2)}#item-{item.pk}"
    shown = evidence_of(desk.sar).items[item.pk]
    assert [(piece.number, piece.evidence) for piece in shown] == [(1, pieces[1]), (2, pieces[2])]


def test_evidence_of_one_report_is_numbered_in_the_order_of_the_report():
    desk = Desk().reach("drafting")
    first, second, third = (piece_of(desk.school, by=desk.teacher, title=title) for title in "กขค")
    standards = list(desk.sar.framework.standards.all())
    shown_in(desk.sar, first)
    shown_in(desk.sar, second, standard=standards[1])
    shown_in(desk.sar, third, standard=standards[0], indicator=standards[0].indicators.last())
    shown_in(desk.sar, second)
    found = evidence_of(desk.sar)
    assert [(piece.number, piece.evidence, len(piece.places)) for piece in found.all] == [
        (1, third, 1),
        (2, second, 2),
        (3, first, 1),
    ]
    assert [piece.number for piece in found.appendix] == [3, 2]


def test_evidence_of_a_step_makes_its_record(sign_in):
    desk = Desk().reach("drafting")
    piece = piece_of(desk.school, by=desk.teacher)
    place = next(place for place in services.places_of(desk.school, 2568).values() if place.make_facts)
    answer = sign_in(desk.teacher).post(at(desk, place.key), {"evidence": [piece.pk]})
    use = piece.uses.get()
    assert (answer.url, use.step.school, use.step.standing) == (place.url, desk.school, "todo")


def test_places_of_a_piece_are_added_and_taken(sign_in):
    desk = Desk().reach("drafting")
    piece = piece_of(desk.school, by=desk.teacher)
    keys = list(services.places_of(desk.school, 2568))
    client, page = sign_in(desk.teacher), url("evidence_places", piece.pk)
    client.post(page, {"places": [keys[0], f"appendix-{desk.sar.pk}"]})
    assert piece.uses.count() == 2
    client.post(page, {"places": [f"appendix-{desk.sar.pk}"]})
    assert piece.uses.get().standard is None


@pytest.mark.parametrize("state", ["with_board", "submitted"])
def test_report_that_is_away_keeps_its_evidence(sign_in, state):
    desk = Desk().reach("drafting")
    piece = piece_of(desk.school, by=desk.teacher)
    shown_in(desk.sar, piece)
    desk.rate_all()
    desk.do("to_board", desk.teacher)
    if state == "submitted":
        desk.record_minutes()
        desk.do("record_approval", desk.head)
        desk.attach()
        desk.do("submit", desk.head)
    client = sign_in(desk.teacher)
    key = f"appendix-{desk.sar.pk}"
    assert client.post(at(desk, key), {}).url == desk.sar.get_absolute_url()
    assert client.post(url("evidence_remove", piece.pk)).url == piece.get_absolute_url()
    assert client.post(url("evidence_edit", piece.pk), {"title": "อื่น"}).url == piece.get_absolute_url()
    client.post(url("evidence_places", piece.pk), {"places": []})
    piece.refresh_from_db()
    assert (piece.title, piece.uses.count()) == ("คำสั่งแต่งตั้งคณะทำงาน", 1)
    with pytest.raises(Refused):
        services.remove(piece)


def test_removal_asks_first_and_takes_the_places_with_it(sign_in):
    desk = Desk().reach("drafting")
    piece = piece_of(desk.school, by=desk.teacher)
    shown_in(desk.sar, piece)
    client, page = sign_in(desk.teacher), url("evidence_remove", piece.pk)
    assert len(client.get(page).context["uses"]) == 1
    assert Evidence.objects.count() == 1
    client.post(page)
    assert (Evidence.objects.count(), EvidenceUse.objects.count()) == (0, 0)
    assert Evidence.history.filter(id=piece.pk, history_type="-").count() == 1


# ---------------------------------------------------------------- who sees it


def test_office_reads_what_hangs_on_a_report_that_it_may_read(sign_in):
    desk = Desk().reach("submitted")
    shown, hidden = (piece_of(desk.school, by=desk.teacher, title=title) for title in "กข")
    shown_in(desk.sar, shown)
    assert list(Evidence.objects.visible_to(desk.reader)) == [shown]
    client = sign_in(desk.reader)
    assert [client.get(piece.get_absolute_url()).status_code for piece in (shown, hidden)] == [200, 404]
    assert client.get(hidden.file_url).status_code == 404
    assert b"".join(client.get(shown.file_url).streaming_content) == TINY_PDF
    desk.do("return", desk.reader, "เพิ่ม")
    assert list(Evidence.objects.visible_to(desk.reader)) == []


def test_another_school_sees_no_evidence(sign_in):
    desk = Desk().reach("submitted")
    piece = piece_of(desk.school, by=desk.teacher)
    shown_in(desk.sar, piece)
    client = sign_in(school_person("school_head", SchoolFactory(district=desk.district)))
    pages = [piece.get_absolute_url(), piece.file_url, url("evidence_list", desk.school.pk, 2568)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_record_that_the_reader_may_not_open_shows_its_title_only():
    desk = Desk().reach("drafting")
    project = project_in("running", district=desk.district)
    reported(project.activities.get(), day=date(2025, 6, 1), schools=[desk.school])
    (offer,) = offers_of(desk.school, 2568)
    piece = services.pick(desk.school, 2568, offer)
    (of_school,), (of_office,) = linked([piece], desk.teacher), linked([piece], desk.reader)
    assert (of_school.url, of_office.url) == ("", offer.row.get_absolute_url())


def test_register_says_what_is_shown_nowhere(sign_in):
    desk = Desk().reach("drafting")
    used, unused = (piece_of(desk.school, by=desk.teacher, title=title) for title in "กข")
    shown_in(desk.sar, used)
    client, page = sign_in(desk.teacher), url("evidence_list", desk.school.pk, 2568)
    answer = client.get(page)
    assert (answer.context["unused"], len(answer.context["object_list"])) == (1, 2)
    assert list(client.get(page, {"unused": "1"}).context["object_list"]) == [unused]


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_a_fixed_number_of_queries(sign_in, django_assert_num_queries, count):
    desk = Desk().reach("drafting")
    for number in range(count):
        shown_in(desk.sar, piece_of(desk.school, by=desk.teacher, title=str(number)))
    client = sign_in(desk.teacher)
    with django_assert_num_queries(7):
        client.get(url("evidence_list", desk.school.pk, 2568))


def test_board_reads_and_does_not_write(sign_in):
    desk = Desk().reach("drafting")
    piece = piece_of(desk.school, by=desk.teacher)
    client = sign_in(desk.board)
    assert client.get(piece.get_absolute_url()).context["can_write"] is False
    assert client.post(url("evidence_remove", piece.pk)).status_code == 403
    assert person("director", desk.district).can("rate_sar") is False
