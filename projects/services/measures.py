"""What the portal counts by itself for the indicators of projects (A14): one registry of measures.

A measure gives its value for a project and the rows that make it up, so that nobody has to believe a number. The apps
above register theirs in their AppConfig.ready; nothing is imported upward. Each value is counted in SQL."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.models import ActivityState, Attendance, AttendeeKind
from qa_portal.core.figures import percent
from qa_portal.core.thai import fiscal_year_range
from schools.models import Sar, School, year_collected_in

PEOPLE, SHARE, TIMES, ACTIVITIES, SCHOOLS = _("people"), "%", _("reports"), _("activities"), _("schools")


@dataclass(frozen=True)
class Counted:
    """`value` is None where there is nothing to divide by. Of a share, `part` of `whole` says how it came about."""

    value: Decimal | int | None
    part: Decimal | int | None = None
    whole: Decimal | int | None = None

    @classmethod
    def share(cls, part, whole):
        return cls(percent(part, whole), part, whole)

    @property
    def counted(self):
        """What the source rows add up to."""
        return self.value if self.whole is None else self.part


@dataclass(frozen=True)
class SourceRow:
    """One row that a measure counts, and how much it adds (1 where it is one of many)."""

    text: str
    value: Decimal | int = 1
    url: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Measure:
    """`how` says in one sentence what is counted; "%(fiscal)s", "%(academic)s" and "%(office)s" stand in it for the
    project's years (B.E.) and office. `count(project)` is its value, `rows(project)` what that is made of."""

    code: str
    label: str
    unit: str
    how: str
    count: Callable[[object], Counted]
    rows: Callable[[object], Iterable[SourceRow]]

    def explain(self, project):
        return self.how % {
            "fiscal": project.fiscal_year,
            "academic": sar_year(project),
            "office": project.district.short_name,
        }

    def url(self, project):
        return reverse("projects:measure_rows", args=[project.pk, self.code])


MEASURES: dict[str, Measure] = {}


def register(*measures):
    MEASURES.update({measure.code: measure for measure in measures})


def choices():
    """(code, label) of every measure, for the form of an indicator."""
    return [(measure.code, measure.label) for measure in MEASURES.values()]


def sar_year(project):
    return year_collected_in(project.fiscal_year)


def schools_of(project):
    """The schools of the project's office, open at the end of its fiscal year, or today if that is sooner."""
    day = min(timezone.localdate(), fiscal_year_range(project.fiscal_year)[1])
    return School.objects.filter(district=project.district_id).open_at(day)


# ---------------------------------------------------------------- people: K01, K04, K05


def _attendances(project, kind=None):
    rows = Attendance.objects.filter(report__project=project)
    return rows.filter(kind=kind) if kind else rows


def _people(project, kind=None):
    return Counted(_attendances(project, kind).aggregate(sum=Sum("count", default=0))["sum"])


def _people_rows(project, kind=None):
    for row in _attendances(project, kind).select_related("report__activity").order_by("report__done_on", "pk"):
        text = f"{row.report.activity} · {row.get_kind_display()}"
        yield SourceRow(text, row.count, row.report.get_absolute_url(), row.report.done_on)


def _people_measure(kind):
    return Measure(
        f"people_{kind.value}",
        format_lazy("{}: {}", _("People who took part"), kind.label),
        PEOPLE,
        _("Numbers of this kind in all reports of the project's activities; who came twice counts twice."),
        partial(_people, kind=kind),
        partial(_people_rows, kind=kind),
    )


# ---------------------------------------------------------------- activities and money: K17


def _reports(project):
    return Counted(project.activity_reports.count())


def _report_rows(project):
    for report in project.activity_reports.select_related("activity"):
        yield SourceRow(str(report.activity), 1, report.get_absolute_url(), report.done_on)


def _done(project):
    return project.activities.top().filter(state=ActivityState.DONE)


def _done_count(project):
    return Counted(_done(project).count())


def _done_share(project):
    return Counted.share(
        _done(project).count(), project.activities.top().exclude(state=ActivityState.CANCELLED).count()
    )


def _done_rows(project):
    for activity in _done(project):
        yield SourceRow(str(activity), 1, activity.get_absolute_url(), activity.finished_at.date())


def _budget_use(project):
    return Counted.share(project.expenses.total(), project.approved_amount)


def _expense_rows(project):
    page = reverse("projects:project_expenses", args=[project.pk])
    for expense in project.expenses.select_related("line").order_by("paid_on", "pk"):
        text = " · ".join(filter(None, (expense.line.item if expense.line else "", expense.document_number)))
        yield SourceRow(text or str(project), expense.amount, page, expense.paid_on)


# ---------------------------------------------------------------- schools: K09, K10


def _supported(project):
    return School.objects.filter(activity_reports__project=project).distinct()


def _supported_count(project):
    return Counted(_supported(project).count())


def _supported_share(project):
    everyone = schools_of(project)
    return Counted.share(everyone.filter(activity_reports__project=project).distinct().count(), everyone.count())


def school_rows(schools):
    """A source row for each school."""
    return (SourceRow(str(school), 1, school.get_absolute_url()) for school in schools.order_by("name_sort", "pk"))


def _sars(project):
    return Sar.objects.filter(school__district=project.district_id).in_year(sar_year(project))


def _sent_share(project):
    return Counted.share(_sars(project).exclude(handed_in_on=None).count(), _sars(project).count())


def _sent_rows(project):
    sent = _sars(project).exclude(handed_in_on=None).select_related("school").order_by("school__name_sort", "pk")
    for sar in sent:
        yield SourceRow(f"{sar.school} · {sar.get_level_display()}", 1, sar.get_absolute_url(), sar.handed_in_on)


register(
    Measure(
        "people",
        _("People who took part: all kinds"),
        PEOPLE,
        _("Numbers of people in all reports of the project's activities; who came twice counts twice."),
        _people,
        _people_rows,
    ),
    *(_people_measure(kind) for kind in AttendeeKind),
    Measure(
        "schools",
        _("Schools that took part (number)"),
        SCHOOLS,
        _("Schools named in the reports of the project's activities, each once."),
        _supported_count,
        lambda project: school_rows(_supported(project)),
    ),
    Measure(
        "schools_share",
        _("Schools that took part (per cent of the office's schools)"),
        SHARE,
        _("Schools of %(office)s named in the reports, of all that are open in fiscal year %(fiscal)s."),
        _supported_share,
        lambda project: school_rows(schools_of(project).filter(activity_reports__project=project).distinct()),
    ),
    Measure(
        "sars_share",
        _("SARs sent (per cent of those expected)"),
        SHARE,
        _("SARs of academic year %(academic)s that schools of %(office)s have sent, of all that are expected."),
        _sent_share,
        _sent_rows,
    ),
    Measure(
        "reports",
        _("Reports of activities (times)"),
        TIMES,
        _("Reports of the project's activities."),
        _reports,
        _report_rows,
    ),
    Measure(
        "activities",
        _("Activities done (number)"),
        ACTIVITIES,
        _("Activities of the project that are marked as done."),
        _done_count,
        _done_rows,
    ),
    Measure(
        "activities_share",
        _("Activities done (per cent of all)"),
        SHARE,
        _("Activities that are marked as done, of all that are not cancelled."),
        _done_share,
        _done_rows,
    ),
    Measure(
        "budget_use",
        _("Money spent (per cent of the approved amount)"),
        SHARE,
        _("Spent according to the ledger, of the amount approved for fiscal year %(fiscal)s, in baht."),
        _budget_use,
        _expense_rows,
    ),
)
