"""What is done: reports of activities with all that belongs to them, each written in one transaction."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import (
    Activity,
    ActivityEvidence,
    ActivityReport,
    ActivityState,
    Attendance,
    BudgetLine,
    Project,
    ProjectPhoto,
    ProjectState,
    stuck_rules,
)
from projects.services import spending
from qa_portal.core.models import StoredFile
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Viewer
from qa_portal.core.workflow import Refused, perform


@dataclass(frozen=True)
class KeptFile:
    """An upload that is stored, and what its sender says of it."""

    stored: StoredFile
    caption: str = ""


@dataclass(frozen=True)
class Spent:
    """One expense of a report (baht)."""

    amount: Decimal
    line: BudgetLine | None = None
    document_number: str = ""
    receipt: StoredFile | None = None


@dataclass(frozen=True)
class Doing:
    """All that a report says beside its own words. `people` is {kind: count}; nobody of a kind is no row."""

    people: dict
    schools: object
    photos: tuple[KeptFile, ...] = ()
    evidence: tuple[KeptFile, ...] = ()
    spending: tuple[Spent, ...] = ()
    has_consent: bool = False
    finishes: bool = False


class SpendingRefused(Refused):
    """The ledger refused the expense at `place` (from 0), for what stands in its `field`; nothing was written."""

    def __init__(self, place, refused):
        super().__init__(str(refused))
        self.place, self.field = place, getattr(refused, "field", "amount")


def closed_to_reports(activity):
    """The sentence why nothing is reported of an activity now, or ""."""
    if activity.project.state != ProjectState.RUNNING:
        return _("Activities are reported while their project is running.")
    if activity.state == ActivityState.CANCELLED:
        return _("The activity is cancelled. Open it again to report it.")
    return ""


@transaction.atomic
def report_activity(report, doing, *, by):
    """Write a new report with all that belongs to it; sent twice (by its token) it is one report. Raises Refused, and
    SpendingRefused where the money is not there."""
    activity = _lock(report.activity, by)
    earlier = ActivityReport.objects.filter(token=report.token).first()
    if earlier and earlier.activity_id == activity.pk:
        return earlier
    report.token = uuid4() if earlier else report.token  # one of another activity's form
    report.project, report.reported_by = activity.project, by
    report.save()
    _write(report, doing)
    _spend(report, doing.spending, by)
    if doing.finishes and activity.state == ActivityState.PLANNED:
        perform(activity, "finish", by=by)
    return report


@transaction.atomic
def change_report(report, doing, *, by):
    """Save a report that was written on, with its people, schools and what came to its files. Its spending is the
    ledger's and does not change."""
    _lock(report.activity, by)
    report.save()
    _write(report, doing)
    return report


def _lock(activity, by):
    """The activity, its project locked, when this person may report it now."""
    Project.objects.select_for_update().get(pk=activity.project_id)
    activity = Activity.objects.select_related("project").get(pk=activity.pk)
    if not Activity.objects.reportable_by(by).filter(pk=activity.pk).exists():
        raise PermissionDenied
    refusal = closed_to_reports(activity)
    if refusal:
        raise Refused(refusal)
    return activity


def _write(report, doing):
    report.schools.set(doing.schools)
    _write_people(report, doing.people)
    _add_photos(report, doing.photos, doing.has_consent)
    _add_evidence(report, doing.evidence)


def _write_people(report, people):
    known = {row.kind: row for row in report.attendances.all()}
    for kind, count in people.items():
        row = known.pop(kind, None) or Attendance(report=report, kind=kind)
        if row.count != count:
            row.count = count
            row.save()
    for row in known.values():
        row.delete()


def _add_photos(report, photos, has_consent):
    """After those that are there; the same photo again is the photo that is there."""
    there = set(report.photos.values_list("file__sha256", flat=True))
    order = report.project.photos.aggregate(last=Max("order"))["last"] or 0
    for photo in photos:
        if photo.stored.sha256 in there:
            continue
        there.add(photo.stored.sha256)
        order += 1
        ProjectPhoto.objects.create(
            project=report.project,
            report=report,
            file=photo.stored,
            caption=photo.caption or report.activity.title[:300],
            taken_on=report.done_on,
            place=report.place,
            has_consent=has_consent,
            order=order,
        )


def _add_evidence(report, papers):
    there = set(report.evidence.values_list("file__sha256", flat=True))
    for paper in papers:
        if paper.stored.sha256 not in there:
            there.add(paper.stored.sha256)
            ActivityEvidence.objects.create(report=report, file=paper.stored, caption=paper.caption)


def _spend(report, rows, by):
    for place, row in enumerate(rows):
        try:
            spending.record_expense(
                report.project,
                line=row.line,
                activity=row.line.activity if row.line and row.line.activity else report.activity,
                amount=row.amount,
                paid_on=report.done_on,
                document_number=row.document_number,
                receipt=row.receipt,
                report=report,
                by=by,
            )
        except Refused as refused:
            raise SpendingRefused(place, refused) from refused


# ---------------------------------------------------------------- what is to be done


def late_count(district, day):
    return Activity.objects.in_hand().filter(project__district=district).late(day).count()


def stuck_count(district, day):
    return Activity.objects.in_hand().filter(project__district=district).stuck(day).count()


@dataclass(frozen=True)
class Board:
    """A project's activities as they stand today. `reportable` are the keys of those that the user may report."""

    activities: list
    reportable: set
    photo_count: int
    day: date

    @property
    def late(self):
        return [activity for activity in self.activities if activity.is_late]

    @property
    def stuck(self):
        return [activity for activity in self.activities if activity.is_stuck]


def board(project, user):
    """Two queries beside that of the offices' rules."""
    day = timezone.localdate()
    facts = {"day": day, "rules": tuple(stuck_rules()), "scope": user.scope, "verbs": user.verbs}
    activities = _standing(project.pk, user.district_id, user.pk, **facts)
    is_open = project.state == ProjectState.RUNNING
    return Board(
        activities=activities,
        reportable={activity.pk for activity in activities if activity.is_mine} if is_open else set(),
        photo_count=sum(_photos(project.pk)) if project.may_have("photos") else 0,
        day=day,
    )


@prepared
def _standing(project, office, person, *, day, rules, scope, verbs):
    """With `is_mine`: whether it is this person's to report."""
    mine = Activity.objects.reportable_by(Viewer(scope, verbs, office, person)).exclude(state=ActivityState.CANCELLED)
    rows = Activity.objects.filter(project=project).top().annotate(is_mine=Exists(mine.filter(pk=OuterRef("pk"))))
    return rows.with_standing(day, rules).with_doing().order_by("order", "pk")


@prepared
def _photos(project):
    """How many are in the register; nothing where there is none."""
    rows = ProjectPhoto.objects.filter(project=project).in_register().order_by()
    return rows.values("project").annotate(count=Count("pk")).values_list("count", flat=True)
