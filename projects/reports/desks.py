"""What pages show of the approval chain: where a proposal is, what lies on a desk, and how long desks take (F54)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Min, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Approval, ApprovalDesk, Decision
from projects.sections import EDITOR_OF_PART
from projects.services import approvals, desks, remarks, seats
from qa_portal.core.columns import Column
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import fiscal_year_range, format_month

# ---------------------------------------------------------------- where a proposal is


@dataclass(frozen=True)
class Place:
    """A desk of the present round; `people`: who may decide there now, each with the absent one for whom they act."""

    desk: ApprovalDesk
    approval: Approval | None = None
    people: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """The present round's desks in order, those still to come without an approval, and what earlier rounds said."""

    round: int
    places: list[Place]
    earlier: list[Approval]


def where(subject):
    """None for what has never been on a desk."""
    asked = approvals.approvals_in_order(subject)
    if not asked:
        return None
    latest = asked[-1].round
    present = [approval for approval in asked if approval.round == latest]
    places = [Place(row.desk, row, seats.deciders(row.desk, subject) if row.is_waiting else {}) for row in present]
    if any(row.is_waiting for row in present):
        steps = desks.steps_after(subject, max(row.step for row in present), [row.desk_id for row in present])
        places += [Place(desk) for step in steps for desk in step]
    return Where(latest, places, [approval for approval in asked if approval.round < latest])


def remarks_by_section(subject):
    """{section: remarks} of the last return, as long as they are to be answered or looked at."""
    found = {}
    for remark in remarks.remarks_of(subject) if subject.state in STILL_ASKED else ():
        found.setdefault(remark.section, []).append(remark)
    return found


STILL_ASKED = ("draft", "submitted", "returned")  # of a proposal and of an amendment


def remarks_by_part(by_section, shown):
    """{part of the page: remarks}: each section's at the first shown part of it, else at the top ("basics")."""
    placed = {}
    for section, rows in by_section.items():
        key = next((key for key in shown if EDITOR_OF_PART.get(key, key) == section), "basics")
        placed.setdefault(key, []).extend(rows)
    return placed


# ---------------------------------------------------------------- how long desks take


@dataclass
class DeskRow:
    """What one desk did in a fiscal year, and what lies on it now."""

    desk: ApprovalDesk
    count: int = 0
    returned: int = 0
    average: float | None = None
    longest: int | None = None
    waiting: int = 0
    overdue: int = 0
    oldest: int | None = None
    months: dict[date, float] = field(default_factory=dict)


def desk_rows(district, year):
    """A DeskRow for each desk in the order of the chain; four queries."""
    rows = {desk.pk: DeskRow(desk) for desk in ApprovalDesk.objects.filter(district=district).order_by("step", "pk")}
    decided = _decided(district, year)
    for found in decided.values("desk").annotate(
        count=Count("pk"),
        returned=Count("pk", filter=Q(decision=Decision.RETURNED)),
        average=Avg("waited"),
        longest=Max("waited"),
    ):
        row = rows[found["desk"]]
        row.count, row.returned = found["count"], found["returned"]
        row.average, row.longest = _days(found["average"]), found["longest"].days
    months = decided.annotate(month=TruncMonth("decided_at")).values("desk", "month")
    for found in months.annotate(average=Avg("waited")).order_by("month"):
        rows[found["desk"]].months[found["month"].date()] = _days(found["average"])
    _add_waiting(rows, district)
    return [row for row in rows.values() if row.desk.is_active or row.count or row.waiting]


def _decided(district, year):
    first, last = fiscal_year_range(year)
    waited = ExpressionWrapper(F("decided_at") - F("opened_at"), output_field=DurationField())
    rows = Approval.objects.decided().filter(desk__district=district, decided_at__date__range=(first, last))
    return rows.annotate(waited=waited).order_by()


def _add_waiting(rows, district):
    today = timezone.localdate()
    waiting = Approval.objects.waiting().filter(desk__district=district).order_by().values("desk")
    for found in waiting.annotate(
        count=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), oldest=Min("opened_at")
    ):
        row = rows[found["desk"]]
        row.waiting, row.overdue = found["count"], found["overdue"]
        row.oldest = (timezone.now() - found["oldest"]).days


def _days(duration):
    return round(duration.total_seconds() / 86_400, 1)


DESK_COLUMNS = [
    Column("desk", gettext_lazy("Desk"), lambda row: row.desk.title, width=36),
    Column("step", gettext_lazy("Step"), lambda row: row.desk.step, width=8, kind="number"),
    Column("count", gettext_lazy("Decided"), lambda row: row.count, kind="number"),
    Column("returned", gettext_lazy("of these returned"), lambda row: row.returned, kind="number"),
    Column("average", gettext_lazy("Days on average"), lambda row: row.average, kind="number"),
    Column("longest", gettext_lazy("Longest (days)"), lambda row: row.longest, kind="number"),
    Column("waiting", gettext_lazy("Waiting now"), lambda row: row.waiting, kind="number"),
    Column("overdue", gettext_lazy("of these overdue"), lambda row: row.overdue, kind="number"),
    Column("oldest", gettext_lazy("Oldest waits (days)"), lambda row: row.oldest, kind="number"),
]


def month_columns(rows):
    months = sorted({month for row in rows for month in row.months})
    return [
        Column("desk", gettext_lazy("Desk"), lambda row: row.desk.title, width=36),
        *(
            Column(f"{month}", format_month(month), lambda row, month=month: row.months.get(month), kind="number")
            for month in months
        ),
    ]


def desk_sheets(rows, year):
    heading = [_("Desks of the approval chain"), _("Fiscal year %(year)s") % {"year": year}]
    return [
        Sheet(_("Desks"), DESK_COLUMNS, rows, heading),
        Sheet(_("Days on average by month"), month_columns(rows), rows, heading),
    ]
