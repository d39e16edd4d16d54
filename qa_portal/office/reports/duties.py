"""Where the office must have been, by rule: schools assessed once a year (K20, S002:253) and checked once in three
years (K21, S002:516), and each member of the area's committee at a school once a semester (K18, A5-06)."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from supervision.models import CommitteeKind, CommitteeMember, SemesterDays, Visit, VisitPurpose

from . import links
from .tables import Figure, Line, Table, figure_column, label_column, percent_column

YEARS_OF_CHECK = 3
SCHOOL_DUTIES = {
    "assessed": _("Assessment visit of the area, once a fiscal year (K20)"),
    "checked": _("Checked by a visit, once in three fiscal years (K21)"),
}
SEMESTERS = {1: _("Semester that begins in November"), 2: _("Semester that begins in May")}


def done_at(year, duty):
    """The condition of schools at which a duty is done."""
    visits = Visit.objects.filter(school__district=year.district).counted()
    if duty == "assessed":
        visits = visits.in_fiscal_year(year.fiscal).filter(purpose=VisitPurpose.ASSESSMENT)
    else:
        visits = visits.filter(fiscal_year__range=(year.fiscal - YEARS_OF_CHECK + 1, year.fiscal))
    return Q(pk__in=visits.order_by().values("school"))


def semester_of(semesters, fiscal, number):
    """First and last day of the semester of a fiscal year (B.E.) by its key of SEMESTERS; `semesters` are the office's
    (SemesterDays.objects.by_year)."""
    return semesters[fiscal - 1][1] if number == 1 else semesters[fiscal][0]


def seats(rows, first, last):
    """Of these CommitteeMember rows those who sat on the area's committee between two days, with `visit_count`: their
    visits to schools of these days."""
    there = Q(committee__until=None) | Q(committee__until__gte=first)
    own = (Q(since=None) | Q(since__lte=last)) & (Q(until=None) | Q(until__gte=first))
    rows = rows.filter(there, own, committee__kind=CommitteeKind.AREA, committee__since__lte=last)
    visits = Visit.objects.counted().filter(
        purpose=VisitPurpose.BOARD, held_on__range=(first, last), members__user=OuterRef("user")
    )
    counted = visits.order_by().values("members__user").annotate(n=Count("pk", distinct=True)).values("n")
    return rows.annotate(visit_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def duties(year):
    """Due, done and missing of each duty, with the rows behind. The committee belongs to the whole office: of some
    schools only there is no line of it."""
    return Table(
        key="duties",
        title=_("Visits that the rules ask for"),
        short=_("Duties"),
        columns=[
            label_column(_("Duty")),
            figure_column("due", _("Due")),
            figure_column("done", _("Done")),
            figure_column("missing", _("Missing")),
            percent_column("share", _("Percentage done")),
        ],
        rows=[*_school_lines(year), *(() if year.narrowing else board_lines(year))],
        note=_("Members of the committee of the education area count by the visits in whose team they were."),
        empty=_("The office has no open school yet."),
    )


def _school_lines(year):
    counts = {duty: Count("pk", filter=done_at(year, duty)) for duty in SCHOOL_DUTIES}
    found = year.schools.order_by().aggregate(due=Count("pk"), **counts)
    for duty, label in SCHOOL_DUTIES.items():
        addresses = {
            "due": links.schools(year),
            "done": links.schools(year, duty=duty),
            "missing": links.schools(year, duty=f"no_{duty}"),
        }
        yield _line(label, found["due"], found[duty], addresses)


def board_lines(year):
    semesters = SemesterDays.objects.by_year(year.district)
    return [_member_line(year, number, semesters) for number in SEMESTERS]


def _member_line(year, number, semesters):
    rows = CommitteeMember.objects.filter(committee__district=year.district)
    found = seats(rows, *semester_of(semesters, year.fiscal, number)).order_by()
    counted = found.aggregate(due=Count("pk"), done=Count("pk", filter=Q(visit_count__gt=0)))
    asked = {"fiscal_year": year.fiscal, "semester": number}
    addresses = {
        "due": links.rows("board", year, **asked),
        "done": links.rows("board", year, **asked, visited="yes"),
        "missing": links.rows("board", year, **asked, visited="no"),
    }
    label = _("Visit of each member of the area's committee (K18): %(semester)s") % {"semester": SEMESTERS[number]}
    return _line(label, counted["due"], counted["done"], addresses)


def _line(label, due, done, addresses):
    values = {"due": (_("Due"), due), "done": (_("Done"), done), "missing": (_("Missing"), due - done)}
    figures = {key: Figure(key, word, value, addresses[key]) for key, (word, value) in values.items()}
    return Line(label, figures, {"share": percent(done, due)})


MEMBER_COLUMNS = [
    Column("name", _("Member"), str, 30, "name"),
    Column("position", _("Position"), lambda row: row.position or (row.user and row.user.position), 34),
    Column("role", _("Role"), lambda row: row.get_role_display(), 24, "role"),
    Column("committee", _("Committee"), lambda row: str(row.committee), 40),
    Column("visits", _("Visits in the semester"), lambda row: row.visit_count, 14, "visit_count", kind="number"),
]
