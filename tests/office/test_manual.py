"""The manual of operations: the shipped processes, versions of an office's own, the flow chart, the papers (A4-05)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from qa_portal.core.workflow import Refused, perform
from qa_portal.office.documents.flow_chart import flow_charts, wrapped
from qa_portal.office.models import ProcessState, ProcessStep, WorkProcess
from qa_portal.office.services.manual import begin_version, missing_to_issue, remove_row
from tests.core.document_kit import poppler_text
from tests.factories.core import DistrictFactory, person
from tests.factories.manual import draft_of, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def writer(client, district):
    user = person("supervisor", district)
    client.force_login(user)
    return user


@pytest.fixture
def director(district):
    return person("director", district)


def told(process):
    """Everything that a copy must have."""
    steps = [(row.number, row.short, row.text, row.no_target and row.no_target.number) for row in process.steps.all()]
    forms = list(process.forms.values_list("position", "name", "code"))
    references = list(process.references.values_list("position", "document", "text"))
    return process.name, process.purpose, process.scope, process.definitions, steps, forms, references


def decide(process, number, target):
    step = process.steps.get(number=number)
    step.no_target = process.steps.get(number=target)
    step.save()
    return step


# ---------------------------------------------------------------- what comes with the portal


def test_five_processes_come_with_all_their_sections():
    rows = WorkProcess.objects.filter(district=None)
    counts = [(row.steps.count(), row.forms.count(), row.references.count()) for row in rows]
    assert counts == [(26, 3, 6), (19, 3, 9), (8, 3, 9), (22, 2, 10), (7, 3, 4)]
    assert [name for row in rows for name in ("purpose", "scope", "definitions") if not getattr(row, name)] == []


def test_each_form_of_the_manual_leads_to_an_instrument(client, writer):
    pages = [client.get(row.get_absolute_url()) for row in WorkProcess.objects.filter(district=None)]
    codes = [instrument and instrument.form_code for page in pages for _form, instrument in page.context["forms"]]
    assert codes == [
        f"งาน {work} แบบ {form}" for work, most in enumerate((3, 3, 3, 2, 3), 1) for form in range(1, most + 1)
    ]


# ---------------------------------------------------------------- versions


def test_new_version_is_a_whole_copy_and_begun_once(district):
    process = shipped("external")
    draft = begin_version(process, district)
    assert (told(draft), draft.edition, draft.state) == (told(process), 1, ProcessState.DRAFT)
    assert begin_version(process, district) == draft


def test_copy_keeps_decisions_within_itself(district, director):
    draft = draft_of(district)
    decide(draft, "5", "4")
    held = perform(draft, "issue", by=director)
    copy = begin_version(held, district)
    step = copy.steps.get(number="5")
    assert (copy.edition, step.no_target.number, step.no_target.process) == (2, "4", copy)


def test_issued_version_replaces_the_older_one(district, director):
    first = perform(draft_of(district), "issue", by=director)
    second = perform(begin_version(first, district), "issue", by=director)
    first.refresh_from_db()
    assert (first.state, second.state, second.issued_by) == (ProcessState.REPLACED, ProcessState.IN_FORCE, director)


def test_own_version_holds_instead_of_the_portals(district, director):
    own = perform(draft_of(district), "issue", by=director)
    held = WorkProcess.objects.in_force_for(district)
    assert list(held.filter(code="external")) == [own]
    assert (held.count(), WorkProcess.objects.in_force_for(DistrictFactory()).filter(district=None).count()) == (5, 5)


def test_version_without_purpose_or_steps_is_not_issued(district, director):
    draft = draft_of(district)
    draft.steps.all().delete()
    draft.purpose = " "
    draft.save()
    assert [missing.sentence for missing in missing_to_issue(draft)] == ["หัวข้อ “วัตถุประสงค์” ยังว่างอยู่", "ยังไม่มีขั้นตอน"]
    with pytest.raises(Refused):
        perform(draft, "issue", by=director)


def test_shipped_process_is_not_the_offices_to_take_out_of_force(director):
    with pytest.raises(Refused):
        perform(shipped(), "replace", by=director)


# ---------------------------------------------------------------- rows


def add_step(client, draft, **facts):
    facts = {"number": "9", "text": "ขั้นใหม่", "opened_version": 0} | facts
    return client.post(reverse("office:process_row_add", args=[draft.pk, "steps"]), facts)


def numbers(draft):
    return [(row.position, row.number) for row in ProcessStep.objects.filter(process=draft)]


def test_step_is_put_in_its_place(client, writer, district):
    draft = draft_of(district)
    assert add_step(client, draft, position=2).status_code == 302
    assert add_step(client, draft, number="10").status_code == 302
    assert numbers(draft) == list(enumerate(["1", "9", "2", "3", "4", "5", "6", "7", "8", "10"], 1))


def test_step_number_stands_once_in_a_process(client, writer, district):
    response = add_step(client, draft_of(district), number="8")
    assert list(response.context["form"].errors) == ["number"]


def test_step_to_which_a_decision_goes_back_stays(district):
    draft = draft_of(district)
    decide(draft, "5", "4")
    with pytest.raises(Refused):
        remove_row(draft.steps.get(number="4"))
    remove_row(draft.steps.get(number="5"))
    assert numbers(draft) == list(enumerate(["1", "2", "3", "4", "6", "7", "8"], 1))


def test_version_in_force_is_not_written_on(client, writer, district, director):
    held = perform(draft_of(district), "issue", by=director)
    assert add_step(client, held).status_code == 404
    with pytest.raises(Refused):
        remove_row(held.steps.first())


# ---------------------------------------------------------------- the flow chart


def test_flow_chart_has_a_box_for_each_step_and_parts_that_a_page_holds():
    charts = flow_charts(shipped("monitoring").steps.all(), title="x")
    assert [chart.count('rx="3"') for chart in charts] == [8, 8, 3]
    assert [chart.count('rx="14"') for chart in charts] == [2, 2, 2]


def test_flow_chart_draws_a_decision_with_its_way_back(district):
    draft = draft_of(district)
    plain = flow_charts(draft.steps.all(), title="x")[0]
    decide(draft, "5", "4")
    asked = flow_charts(draft.steps.select_related("no_target"), title="x")[0]
    assert (plain.count(">ไม่ใช่ →"), asked.count(">ไม่ใช่ →")) == (0, 1)
    assert asked.count('rx="3"') == plain.count('rx="3"') - 1
    assert asked.count("<path") == plain.count("<path") + 3


def test_wrapped_text_breaks_at_blanks_and_never_before_a_mark():
    assert wrapped("หนึ่ง สอง สาม", room=9) == ["หนึ่ง สอง", "สาม"]
    lines = wrapped("กี่กี่กี่กี่กี่", room=2)
    assert lines == ["กี่กี่", "กี่กี่", "กี่"]
    assert wrapped("ก ข ค ง", room=1, most=2) == ["ก", "ข…"]


# ---------------------------------------------------------------- pages and papers


def test_process_list_asks_as_often_for_three_as_for_one(client, writer, district, django_assert_num_queries):
    url = reverse("office:process_list")
    draft_of(district)
    client.get(url, {"own": "true"})
    with django_assert_num_queries(4):
        assert len(client.get(url, {"own": "true"}).context["object_list"]) == 1
    draft_of(district, "research")
    draft_of(district, "network")
    with django_assert_num_queries(4):
        assert len(client.get(url, {"own": "true"}).context["object_list"]) == 3


def test_process_pdf_says_the_eight_sections_and_every_step(client, writer):
    process = shipped("external")
    text = poppler_text(client.get(reverse("office:process_pdf", args=[process.pk])).content)
    heads = [
        "ชื่องาน",
        "วัตถุประสงค์",
        "ขอบเขตของงาน",
        "คำจำกัดความ",
        "ขั้นตอนการปฏิบัติงาน",
        "Flow Chart",
        "แบบฟอร์มที่ใช้",
        "เอกสาร",
    ]
    assert [head for head in heads if head not in text] == []


def test_step_workbook_has_each_step_once(client, writer):
    process = shipped("research")
    response = client.get(reverse("office:process_xlsx", args=[process.pk]))
    rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    numbers = [row[0] for row in rows]
    assert [step.number for step in process.steps.all() if numbers.count(step.number) != 1] == []
