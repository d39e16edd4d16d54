"""Writes of the registry. Every one is a transaction, keeps the history, and says no with `Refused`."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused
from schools.models import GradeCount, School, SchoolFacts, SupervisorAssignment, YearFigures

BEGINNING = date(1900, 1, 1)
"""`since` of the first known facts of a school whose opening day is not known."""


def _save(row, by):
    row.save(by=by)
    return row


def _lock(row):
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def _dated(school):
    return {name: getattr(school, name) for name in SchoolFacts.FACTS}


def first_facts(school, reason):
    """The unsaved row of dated facts that a new school begins with."""
    return SchoolFacts(school=school, since=school.opened_on or BEGINNING, reason=reason, **_dated(school))


# ---------------------------------------------------------------- the facts of a school


@transaction.atomic
def register_school(school, *, reason="", by):
    """Save a new school with its first dated facts."""
    _save(school, by)
    _save(first_facts(school, reason), by)
    return school


@transaction.atomic
def change_school(school, *, since=None, reason="", by, **facts):
    """Change facts of a school (dated and plain ones) and return it, freshly locked and saved.

    With `since` (not in the future), dated facts that differ begin on that day and what held before ends the day
    before; without it they correct the row in force. Nothing differs: nothing is written."""
    school = _lock(school)
    changed = {name: value for name, value in facts.items() if getattr(school, name) != value}
    if not changed:
        return school
    for name, value in changed.items():
        setattr(school, name, value)
    if changed.keys() & set(SchoolFacts.FACTS):
        _write_facts(school, since, reason, by)
    return _save(school, by)


def rename_school(school, *, name, since, reason, by):
    return change_school(school, since=since, reason=reason, by=by, name=name)


def _write_facts(school, since, reason, by):
    in_force = SchoolFacts.objects.select_for_update().filter(school=school, until=None).first()
    if in_force is None:
        raise Refused(_("The school is closed: its facts do not change any more."))
    if since is None or since == in_force.since:
        return _correct_facts(in_force, school, reason, by)
    if since > timezone.localdate():
        raise Refused(_("The day lies in the future. Record the change on the day from which it holds."))
    if since < in_force.since:
        raise Refused(
            _("The present facts hold since %(day)s. Choose a later day, or correct them without a day.")
            % {"day": format_date(in_force.since)}
        )
    in_force.until = since - timedelta(days=1)
    _save(in_force, by)
    return _save(SchoolFacts(school=school, since=since, reason=reason, **_dated(school)), by)


def _correct_facts(in_force, school, reason, by):
    for name, value in _dated(school).items():
        setattr(in_force, name, value)
    in_force.reason = reason or in_force.reason
    return _save(in_force, by)


# ---------------------------------------------------------------- the end of a school


@transaction.atomic
def close_school(school, *, on, reason, by):
    """The school is closed from the day `on`; its records stay. A closed school is not opened again (a school that
    begins anew gets a new ministry code)."""
    return _end_school(_lock(school), on, reason, by)


@transaction.atomic
def merge_school(school, *, into, on, reason, by):
    """The school is part of another one of its district from the day `on`; its records stay its own."""
    school, into = _lock_in_order(school, into)
    if into.pk == school.pk:
        raise Refused(_("A school cannot be merged into itself."))
    if into.district_id != school.district_id:
        raise Refused(_("Both schools must belong to the same district."))
    if into.closed_on is not None:
        raise Refused(_("“%(school)s” is closed and cannot take over another school.") % {"school": into})
    school.successor = into
    return _end_school(school, on, reason, by)


def _lock_in_order(*schools):
    """The schools in the order given, locked in one order always."""
    locked = {
        row.pk: row for row in School.objects.select_for_update().filter(pk__in=[s.pk for s in schools]).order_by("pk")
    }
    return [locked[school.pk] for school in schools]


def _end_school(school, on, reason, by):
    if school.closed_on is not None:
        raise Refused(_("The school was closed on %(day)s already.") % {"day": format_date(school.closed_on)})
    in_force = school.facts.filter(until=None).first()
    if in_force and on <= in_force.since:
        raise Refused(
            _("The day must lie after %(day)s, since when the present facts hold.")
            % {"day": format_date(in_force.since)}
        )
    school.closed_on, school.closing_reason = on, reason
    last_day = on - timedelta(days=1)
    if in_force:
        in_force.until = last_day
        _save(in_force, by)
    for assignment in school.assignments.current_or_coming():
        _end_on(assignment, last_day, by)
    return _save(school, by)


# ---------------------------------------------------------------- supervisors


@transaction.atomic
def assign_supervisor(schools, *, supervisor, since, reason="", by, is_lead=True):
    """The supervisor answers for the schools from the day `since`; whoever led them leads to the day before.

    Returns the new assignments. Schools that the supervisor already leads are left as they are; one school that
    cannot be handed over refuses all."""
    made = []
    for school in School.objects.select_for_update().filter(pk__in=[s.pk for s in schools]).order_by("pk"):
        if school.closed_on is not None:
            raise Refused(_("“%(school)s” is closed and needs no supervisor.") % {"school": school})
        if _may_begin(school, supervisor, since, is_lead, by):
            row = SupervisorAssignment(
                school=school, supervisor=supervisor, since=since, is_lead=is_lead, reason=reason
            )
            made.append(_save(row, by))
    return made


def _may_begin(school, supervisor, since, is_lead, by):
    """Make room for the assignment; False when it holds already."""
    rows = [row for row in school.assignments.select_for_update() if row.until is None or row.until >= since]
    same = [row for row in rows if row.supervisor_id == supervisor.pk and row.is_lead == is_lead]
    if any(row.since <= since and row.until is None for row in same):
        return False
    for lead in [row for row in rows if row.is_lead and is_lead]:
        if lead.since >= since:
            raise Refused(
                _("“%(school)s” has %(supervisor)s since %(day)s. Choose a later day for the hand-over.")
                % {"school": school, "supervisor": lead.supervisor, "day": format_date(lead.since)}
            )
        _end_on(lead, since - timedelta(days=1), by)
    return True


@transaction.atomic
def end_assignment(assignment, *, on, by):
    """The assignment ends with the day `on`."""
    assignment = _lock(assignment)
    if assignment.until is not None and assignment.until < on:
        raise Refused(_("The assignment ended on %(day)s already.") % {"day": format_date(assignment.until)})
    if on < assignment.since:
        raise Refused(
            _("The assignment began on %(day)s and cannot end before.") % {"day": format_date(assignment.since)}
        )
    return _end_on(assignment, on, by)


def _end_on(assignment, last_day, by):
    """Never before its first day (an assignment that had not begun lasts that one day), never later than it would."""
    last_day = max(last_day, assignment.since)
    if assignment.until is None or assignment.until > last_day:
        assignment.until = last_day
        _save(assignment, by)
    return assignment


# ---------------------------------------------------------------- figures


@transaction.atomic
def record_year_figures(school, *, academic_year, grades, teachers_male=None, teachers_female=None, by):
    """State a school's figures of an academic year (B.E.): `grades` maps Grade to (boys, girls, rooms); a grade that
    is not in it is not taught. The pupils of the latest year become the school's `pupil_count`."""
    school = _lock(school)
    figures = YearFigures.objects.filter(school=school, academic_year=academic_year).first()
    figures = figures or YearFigures(school=school, academic_year=academic_year)
    is_changed = _set(figures, teachers_male=teachers_male, teachers_female=teachers_female) or figures.pk is None
    if not is_changed and grades == figures.by_grade():
        return figures
    _save(figures, by)
    _write_grades(figures, grades, by)
    _count_pupils(school, by)
    return figures


def _set(row, **values):
    """Whether any value differed."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _write_grades(figures, grades, by):
    kept = {row.grade: row for row in figures.grades.all()}
    for grade in kept.keys() - grades.keys():
        kept[grade].delete(by=by)
    for grade, (boys, girls, rooms) in grades.items():
        row = kept.get(grade) or GradeCount(figures=figures, grade=grade)
        if _set(row, boys=boys, girls=girls, rooms=rooms) or row.pk is None:
            _save(row, by)


def _count_pupils(school, by):
    latest = school.figures.with_totals().order_by("-academic_year").first()
    if _set(school, pupil_count=(latest.boys or 0) + (latest.girls or 0)):
        _save(school, by)
