"""A school's yearly steps of internal quality assurance (A4-01), in the words of their regulation (A1-31)."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from simple_history.utils import bulk_create_with_history

from qa_portal.core.prepared import prepared
from schools.models import Cycle, School, SchoolStep, StepSet


def step_set_of(district, academic_year):
    """The steps of a district's year: those that its cycle names, else the newest in force; None without any."""
    return next(iter(_step_set_of(district, academic_year=academic_year)), None)


@prepared
def _step_set_of(district, *, academic_year):
    cycles = Cycle.objects.filter(district=district, academic_year=academic_year, step_set=OuterRef("pk"))
    rows = StepSet.objects.annotate(is_named=Exists(cycles))
    rows = rows.filter(Q(is_named=True) | Q(in_force_from__lte=academic_year))
    return rows.order_by("-is_named", "-in_force_from")[:1]


def steps_of(school, academic_year):
    """[(step, the school's record)] in order; the record is unsaved while nothing was recorded. A step that was
    recorded under another regulation is still shown, after those of today's."""
    step_set = step_set_of(school.district_id, academic_year)
    records = school.steps.filter(academic_year=academic_year).select_related("step__step_set")
    found = {record.step_id: record for record in records}
    steps = list(step_set.steps.all()) if step_set else []
    older = [record.step for record in found.values() if record.step.step_set_id != (step_set and step_set.pk)]
    return [(step, found.get(step.pk) or new_record(school, academic_year, step)) for step in [*steps, *older]]


def new_record(school, academic_year, step):
    return SchoolStep(school=school, academic_year=academic_year, step=step)


@transaction.atomic
def record_of(school, academic_year, step):
    """The school's record of a step, made blank when there is none."""
    School.objects.select_for_update().get(pk=school.pk)
    record = SchoolStep.objects.filter(school=school, academic_year=academic_year, step=step).first()
    if record is None:
        (record,) = bulk_create_with_history([new_record(school, academic_year, step)], SchoolStep)
    return record
