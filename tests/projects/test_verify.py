"""What `manage.py verify` says of approvals, amendments and transfers that somebody changed by hand."""

from decimal import Decimal

import pytest

from projects.models import Approval, Baseline, ProposedVersion
from projects.services import amending, spending
from tests.core.verify_kit import all_told, expected
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.projects import LineFactory

pytestmark = pytest.mark.django_db

TABLE = [
    (
        "projects.places",
        "UPDATE projects_transferrow SET line_id = {strange} WHERE line_id = {line}",
        "Transfer {transfer} moves money of a line of another project.",
    ),
    (
        "projects.transfers",
        "UPDATE projects_transferrow SET amount = 11 WHERE amount = 10",
        "Transfer {transfer}: its rows come to 1.00 baht, not to zero.",
    ),
    (
        "projects.approved",
        "UPDATE projects_budgetline SET approved_amount = 2801 WHERE id = {line}",
        "Project {project}: 2,801.00 baht were approved for its lines, 2,800.00 for it.",
    ),
    (
        "projects.kept_versions",
        "UPDATE projects_baseline SET amount = 1 WHERE id = {baseline}",
        "Baseline {baseline}: it was changed after it was kept.",
    ),
    (
        "projects.kept_versions",
        "UPDATE projects_proposedversion SET content = '{{}}' WHERE id = {proposed}",
        "ProposedVersion {proposed}: it was changed after it was kept.",
    ),
    (
        "projects.baselines",
        "UPDATE projects_baseline SET number = 1 WHERE id = {baseline}",
        "Project {project}: an approved version is missing before version 1.",
    ),
    (
        "projects.numbers",
        "UPDATE projects_amendment SET number = 2",
        "Project {project}: of its amendments up to 2 one is missing.",
    ),
    (
        "projects.numbers",
        "UPDATE projects_transfer SET number = 3",
        "Project {project}: of its transfers up to 3 one is missing.",
    ),
    (
        "projects.own_work",
        "UPDATE projects_approval SET decided_by_id = {owner} WHERE id = {approval}",
        "Approval {approval} was given by somebody whose own work it was.",
    ),
    (
        "projects.own_work",
        "UPDATE projects_transfer SET approved_by_id = proposed_by_id, approved_at = created_at",
        "Transfer {transfer} was approved by somebody whose own work it was.",
    ),
]


@pytest.fixture
def world():
    office = Office()
    project = walk(office.proposed(transfers_allowed=True), *THROUGH, "start")
    clerk, line, other = office.people["finance_staff"], project.lines.get(), LineFactory(project=project)
    rows = [(line, Decimal(-10)), (other, Decimal(10))]
    transfer = spending.propose_transfer(project, rows, reason="ถัวจ่าย", by=clerk)
    amending.begin_amendment(project, reason="เปลี่ยนวันจัด", by=project.owner)
    return {
        "project": project.pk,
        "line": line.pk,
        "strange": LineFactory().pk,
        "transfer": transfer.pk,
        "baseline": Baseline.objects.get().pk,
        "proposed": ProposedVersion.objects.filter(project=project).get().pk,
        "approval": Approval.objects.filter(project=project).first().pk,
        "owner": project.owner_id,
    }


def test_each_row_that_was_changed_by_hand_is_told(world):
    assert all_told(world, TABLE) == expected(world, TABLE)
