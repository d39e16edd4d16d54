"""What two people, or one ill-willed one, could break: it is refused with a sentence, or does what was meant."""

import io
import zipfile

import pytest
from django.urls import reverse

from projects.models import ActivityReport, Project
from projects.services import drafts, spending
from projects.services.amending import begin_amendment
from projects.services.doing import Doing, report_activity
from qa_portal.core import unsaved
from qa_portal.core.files import XLSX
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.workflow import Refused
from tests.factories.core import person
from tests.factories.doing import activity_of, reported
from tests.factories.projects import LineFactory, ProjectFactory, project_in

pytestmark = pytest.mark.django_db


def test_draft_that_was_copied_can_be_deleted():
    source = ProjectFactory()
    copy = drafts.copy_project(source, fiscal_year=source.fiscal_year + 1, by=source.owner)
    drafts.delete_draft(source, by=source.owner)
    assert list(Project.objects.values_list("pk", "copied_from")) == [(copy.pk, None)]


def test_expense_on_a_line_taken_out_meanwhile_is_refused():
    project = project_in("running")
    line = LineFactory(project=project, formula="10x10")
    type(line).objects.filter(pk=line.pk).delete()
    with pytest.raises(Refused):
        spending.record_expense(project, line=line, amount=1, by=person("finance_staff", project.district))


def test_token_of_another_activitys_report_makes_a_report_of_its_own():
    project = project_in("running")
    first = reported(activity_of(project))
    other = ActivityReport(activity=activity_of(project), token=first.token, done_on=first.done_on, result="เสร็จ")
    second = report_activity(other, Doing(people={}, schools=()), by=project.owner)
    assert (second.activity_id == first.activity_id, ActivityReport.objects.count()) == (False, 2)


def test_half_characters_and_nul_are_not_kept():
    project = ProjectFactory()
    path = reverse("projects:project_edit", args=[project.pk, "basics"])
    kept = unsaved.keep(project.owner, path, r'[["na\u0000me", "ก\ud800\u0000ข"]]')
    assert kept.fields == [["name", "กข"]]


def test_locked_zip_that_calls_itself_excel_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    content = out.getvalue()
    place = content.index(b"PK\x01\x02") + 8
    with pytest.raises(Unreadable):
        read_table(content[:place] + b"\x01" + content[place + 1 :], XLSX)


def test_position_of_five_thousand_digits_stands_last(sign_in):
    project = project_in("draft")
    row = project.objectives.get()
    data = {
        "opened_version": project.version,
        "rationale": "",
        "objectives-TOTAL_FORMS": 1,
        "objectives-INITIAL_FORMS": 1,
        "objectives-0-id": row.pk,
        "objectives-0-text": "",
        "objectives-0-ORDER": "9" * 5000,
    }
    assert sign_in(project.owner).post(f"/projects/{project.pk}/edit/rationale/", data).status_code == 422


def test_new_owner_in_an_amendment_does_not_approve_it():
    project = project_in("approved")
    director = person("director", project.district)
    amendment = begin_amendment(project, reason="เจ้าของใหม่", by=project.owner)
    copy = amendment.working_copy
    copy.owner = director
    copy.save()
    assert director in type(amendment).objects.get(pk=amendment.pk).authors
