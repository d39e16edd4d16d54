"""Points for the assessors: gathered from what the office has seen, or dropped. Nothing enters the register by itself;
what a person leaves out stays known as dropped, so that it is not offered again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Refused
from schools.models import School
from supervision.models import AssessorIssue, Finding, FindingKind, IssueSource
from supervision.models.visit import SENT

WEAK = (FindingKind.DEVELOP, FindingKind.PROBLEM)


def weak_findings():
    """What visits found to be developed or a problem, once their reports are sent."""
    return Finding.objects.filter(kind__in=WEAK, visit__state__in=SENT)


def unlooked_findings():
    """Those of which nobody has said yet whether the assessors are to look at them."""
    return weak_findings().filter(assessor_issue=None)


def finding_refusal(finding):
    """Why this finding is not offered, or ""."""
    if AssessorIssue.objects.filter(finding=finding).exists():
        return _("Somebody has decided about this finding already.")
    return "" if weak_findings().filter(pk=finding.pk).exists() else _("The report of the visit has not been sent yet.")


def take_finding(finding, *, by, is_dropped=False):
    """The finding as a point of the register, or as one that was looked at and left out. The caller holds its row."""
    visit = finding.visit
    issue = AssessorIssue(
        school=visit.school,
        academic_year=visit.academic_year,
        level=finding.standard.framework.level if finding.standard else "",
        source=IssueSource.VISIT,
        source_text=visit.code,
        standard=finding.standard,
        finding=finding,
        text=finding.text,
    )
    return _save(issue, by=by, is_dropped=is_dropped)


@transaction.atomic
def take_difference(row, text, *, by, is_dropped=False):
    """A row of `reports.claims` as a point of the register, once in a year; None where somebody took it before."""
    School.objects.select_for_update().get(pk=row.school_id)  # two who tick the same are one after the other
    about = {"school_id": row.school_id, "level": row.level, "standard_id": row.standard_id}
    about |= {"academic_year": row.cycle.academic_year, "source": IssueSource.DIFFERENCE}
    if AssessorIssue.objects.filter(**about).exists():
        return None
    return _save(AssessorIssue(text=text, **about), by=by, is_dropped=is_dropped)


def _save(issue, *, by, is_dropped):
    if is_dropped:
        issue.dropped_at, issue.dropped_by = timezone.now(), by
    issue.save(by=by)
    return issue


# ---------------------------------------------------------------- dropping and putting back


def drop_refusal(issue):
    if issue.is_sent:
        return _("It was sent to the agency already.")
    return _("It was dropped already.") if issue.is_dropped else ""


def restore_refusal(issue):
    return "" if issue.is_dropped and not issue.is_sent else _("It was not dropped.")


@transaction.atomic
def drop_issue(issue, *, by):
    """It does not go out; it stays in the register and can be put back. Refused once sent."""
    return _stamp(issue, drop_refusal, timezone.now(), by)


@transaction.atomic
def restore_issue(issue, *, by):
    return _stamp(issue, restore_refusal, None, by)


def _stamp(issue, refusal, at, by):
    locked = AssessorIssue.objects.select_for_update().get(pk=issue.pk)
    if sentence := refusal(locked):
        raise Refused(sentence)
    locked.dropped_at, locked.dropped_by = at, by if at else None
    locked.save(by=by)
    return locked
