"""What the portal counts for indicators: each value beside the rows that it is made of."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import IndicatorActual, Met, ProjectIndicator
from projects.reports import indicators as indicator_actuals
from projects.services import measures, spending
from qa_portal.core.thai import academic_year, fiscal_year
from qa_portal.core.workflow import perform
from supervision.models import AssessmentRound
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.external import assessment_of, result_of
from tests.factories.projects import project_in
from tests.factories.sar import Desk
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import done_visit, photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return project_in("running")


@pytest.fixture
def activity(project):
    return project.activities.get()


def counted(project, code):
    found = measures.MEASURES[code].count(project)
    return found.value, found.part, found.whole


def indicator(project, **kwargs):
    values = {"text": "จำนวนผู้ประเมินที่ได้รับการพัฒนา", "target_value": 100, "unit": "คน"} | kwargs
    return ProjectIndicator.objects.create(project=project, order=9, **values)


def certified_on(school, day):
    """The school got its certificate at that day, and is being assessed at another level."""
    assessment = assessment_of(school, noticed_on=day, finalised_on=day, state="final")
    result_of(assessment, overall=4, is_certified=True)
    assessment_of(school, AssessmentRound.objects.get(number=4), level="early_childhood", noticed_on=day)


def record_everything(project, activity):
    """People, schools, money, SARs and visits: something for every measure to count."""
    schools = [SchoolFactory(district=project.district) for _each in range(4)]
    reported(activity, people={"assessor": 30, "school_head": 5}, schools=schools[:2])
    reported(activity, people={"assessor": 11}, schools=schools[1:3])
    spending.record_expense(project, amount=Decimal(700), line=project.lines.get(), by=project.owner)
    perform(activity, "finish", by=project.owner)
    activity_of(project)
    Desk(school=schools[0], academic_year=project.fiscal_year - 1).reach("submitted")
    done_visit(school=schools[3])
    certified_on(schools[2], date(project.fiscal_year - 543, 9, 30))
    reported(activity_of(project_in("running")), people={"assessor": 99}, schools=[SchoolFactory()])
    return schools


def test_measures_count_the_records_of_the_project(project, activity):
    record_everything(project, activity)
    values = {code: counted(project, code) for code in measures.MEASURES}
    assert values["people"] == (46, None, None)
    assert (values["people_assessor"][0], values["people_school_head"][0], values["people_pupil"][0]) == (41, 5, 0)
    assert (values["reports"][0], values["activities"][0]) == (2, 1)
    assert values["activities_share"] == (Decimal("50.00"), 1, 2)
    assert (values["schools"][0], values["schools_share"]) == (3, (Decimal("75.00"), 3, 4))
    assert values["budget_use"] == (Decimal("25.00"), Decimal(700), Decimal(2800))
    assert (values["visited_share"], values["visits"][0]) == ((Decimal("25.00"), 1, 4), 1)
    assert values["covered_share"] == (Decimal("25.00"), 1, 4)
    assert values["certified_share"] == (Decimal("25.00"), 1, 4)
    assert values["sars_share"][1] == 1


@pytest.fixture(scope="module")
def recorded(module_rows):
    """A project with everything recorded, which the tests of all measures read."""
    project = project_in("running")
    record_everything(project, project.activities.get())
    return project


@pytest.mark.parametrize("code", list(measures.MEASURES))
def test_measure_is_what_its_source_rows_add_up_to(code, recorded, sign_in):
    context = sign_in(person("director", recorded.district)).get(f"/projects/{recorded.pk}/measures/{code}/").context
    assert context["total"] == context["counted"].counted
    assert (context["how"], context["how"].count("%(")) == (measures.MEASURES[code].explain(recorded), 0)


def test_every_measure_is_offered_for_an_indicator():
    codes = [code for code, label in measures.choices()]
    assert codes == list(dict.fromkeys(codes))
    assert {"people_assessor", "schools_share", "sars_share", "visited_share", "covered_share", "budget_use"} <= {
        *codes
    }


def test_share_of_nothing_is_not_known(project):
    assert counted(project, "schools_share") == (None, 0, 0)


def test_unknown_measure_is_not_found(project, sign_in):
    client = sign_in(person("director", project.district))
    assert client.get(f"/projects/{project.pk}/measures/x/").status_code == 404


def test_sars_are_those_of_the_year_that_ends_in_the_fiscal_year(project):
    last_day = date(project.fiscal_year - 543, 3, 31)
    assert measures.sar_year(project) == academic_year(last_day)
    assert fiscal_year(last_day) == project.fiscal_year


# ---------------------------------------------------------------- what an indicator came to


@pytest.mark.parametrize(
    ("people", "goal", "expected", "share"),
    [(100, 100, Met.YES, "100.00"), (41, 100, Met.PARTLY, "41.00"), (0, 100, Met.NO, "0.00")],
)
def test_line_suggests_whether_the_target_is_reached_with_its_sum(project, activity, people, goal, expected, share):
    reported(activity, people={"assessor": people} if people else {})
    line = indicator_actuals.line_of(indicator(project, measure="people_assessor", target_value=goal))
    met, sentence = line.suggestion
    assert (line.value, met, sentence) == (people, expected, f"{people} จากเป้าหมาย {goal} = ร้อยละ {share}")


def test_line_of_another_unit_suggests_nothing(project, activity):
    line = indicator_actuals.line_of(indicator(project, measure="people_assessor", unit="ร้อยละ"))
    assert (line.has_same_unit, line.suggestion) == (False, None)


def test_indicators_make_the_same_queries_for_three_reports_as_for_one(
    project, activity, sign_in, django_assert_num_queries
):
    for number in range(3):
        indicator(project, measure="people_assessor", text=f"จำนวน {number}")
    client = sign_in(person("director", project.district))
    client.get(f"/projects/{project.pk}/indicators/")
    for _each in range(2):
        reported(activity, people={"assessor": 3})
        with django_assert_num_queries(7):
            client.get(f"/projects/{project.pk}/indicators/")


def send(client, row, **fields):
    return client.post(f"/projects/indicators/{row.pk}/", {"met": "", "text": "", "evidence_text": ""} | fields)


def test_actual_is_typed_with_evidence_where_the_portal_does_not_count(project, sign_in):
    row = indicator(project)
    paper = SimpleUploadedFile("ผล.csv", b"%PDF-x")
    client = sign_in(project.owner)
    assert send(client, row, value="80", file=paper).status_code == 422  # a file that only calls itself a paper
    send(client, row, value="๘๐", met="partly", text="ขาดอีก 20 คน", evidence_text="บัญชีลงเวลา")
    actual = IndicatorActual.objects.get()
    assert (actual.value, actual.met, actual.recorded_by) == (80, "partly", project.owner)
    send(client, row, value="90", met="yes", opened_version=actual.version)
    actual.refresh_from_db()
    assert (actual.value, actual.history.count()) == (90, 2)


def test_actual_keeps_its_evidence_while_a_word_is_mended(project, sign_in):
    row, client = indicator(project), sign_in(project.owner)
    form = send(client, row, value="มาก", file=photo_upload("บัญชี.jpg")).context["form"]
    send(client, row, value="80", file_kept=form["file_kept"].value())
    actual = IndicatorActual.objects.get()
    assert actual.evidence.name == "บัญชี.jpg"
    send(client, row, value="90", opened_version=actual.version)
    actual.refresh_from_db()
    assert (actual.value, actual.evidence.name) == (90, "บัญชี.jpg")


def test_actual_that_only_repeats_the_target_is_refused(project, sign_in):
    row = indicator(project, target_text="ผู้ประเมิน 100 คน ได้รับการพัฒนา")
    client = sign_in(project.owner)
    for text in ("ผู้ประเมิน 100 คนได้รับการพัฒนา", row.text, ""):
        assert send(client, row, text=text).status_code == 422
    assert IndicatorActual.objects.count() == 0


def test_actual_of_a_counted_indicator_has_no_number_to_type(project, activity, sign_in):
    reported(activity, people={"assessor": 41})
    row = indicator(project, measure="people_assessor")
    client = sign_in(project.owner)
    assert "value" not in client.get(f"/projects/indicators/{row.pk}/").context["form"].fields
    send(client, row, value="100", met="partly")
    actual = IndicatorActual.objects.get()
    assert (actual.value, indicator_actuals.line_of(row).value) == (None, 41)


@pytest.mark.parametrize("value", ["-1", "10000000000000", "มาก"])
def test_impossible_actual_is_refused_at_its_field(project, sign_in, value):
    response = send(sign_in(project.owner), indicator(project), value=value, text="ผล")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["value"])
    assert response.context["form"]["text"].value() == "ผล"


def test_stale_actual_keeps_what_was_typed(project, sign_in):
    row = indicator(project)
    actual = IndicatorActual.objects.create(indicator=row, text="เก่า", recorded_by=project.owner)
    opened = actual.version
    actual.text = "ของเพื่อน"
    actual.save()
    response = send(sign_in(project.owner), row, text="ของฉัน", opened_version=opened)
    assert (response.status_code, response.context["form"]["text"].value()) == (422, "ของฉัน")


def test_actual_is_written_by_the_authors_while_the_project_runs(project, sign_in):
    row = indicator(project)
    stranger = person("supervisor", project.district)
    assert sign_in(stranger).get(f"/projects/indicators/{row.pk}/").status_code == 404
    waiting = project_in("approved")
    closed = indicator(waiting)
    assert send(sign_in(waiting.owner), closed, text="ผล").status_code == 302
    assert IndicatorActual.objects.count() == 0
