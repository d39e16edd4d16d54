"""The versions of a project that can be laid side by side: what was proposed in each round, what was approved, and what
it says now."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Baseline, ProposedVersion
from projects.reports.comparing import compare
from projects.services import snapshot
from qa_portal.core.thai import format_baht, format_date

NOW = "now"


@dataclass(frozen=True)
class Version:
    """`key` is its name in an address."""

    key: str
    label: str
    row: object = None

    def content(self, project):
        return snapshot.take(project) if self.row is None else type(self.row).objects.get(pk=self.row.pk).content


def versions_of(project):
    """In the order of time; what it says now comes last."""
    rows = [*project.proposed_versions.filter(amendment=None).defer("content"), *project.baselines.defer("content")]
    made = [_version(row) for row in sorted(rows, key=lambda row: (row.created_at, row.pk))]
    return [*made, Version(NOW, _("As it is now"))]


def _version(row):
    day = format_date(timezone.localtime(row.created_at).date())
    if isinstance(row, ProposedVersion):
        return Version(f"p{row.round}", _("Proposed, round %(round)s, %(day)s") % {"round": row.round, "day": day}, row)
    values = {"number": row.number, "day": day, "amount": format_baht(row.amount)}
    if row.number == 0:
        return Version("b0", _("Approved on %(day)s, %(amount)s baht") % values, row)
    return Version(f"b{row.number}", _("After amendment %(number)s, %(day)s, %(amount)s baht") % values, row)


def compare_versions(project, old, new):
    return compare(old.content(project), new.content(project))


def changes_of_round(versions):
    """What a proposal or an amendment that is proposed again says otherwise than the time before; None the first time.
    `versions`: its ProposedVersions."""
    latest = list(versions.order_by("-round")[:2])
    return compare(latest[1].content, latest[0].content) if len(latest) == 2 else None


def changes_of_amendment(amendment):
    """What an amendment changes: against the project as long as it is not approved, else against the version before."""
    baseline = Baseline.objects.filter(amendment=amendment).first()
    if baseline is None:
        return compare(snapshot.take(amendment.project), snapshot.take(amendment.working_copy))
    before = Baseline.objects.get(project=amendment.project_id, number=baseline.number - 1)
    return compare(before.content, baseline.content)
