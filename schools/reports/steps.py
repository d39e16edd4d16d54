"""The page of a school's yearly steps."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from schools.models import EvidenceUse, SchoolStep, Step
from schools.services.steps import step_set_of, steps_of


@dataclass(frozen=True)
class StepRow:
    step: Step
    record: SchoolStep
    evidence_count: int

    @property
    def url(self):
        return reverse("schools:school_step", args=[self.record.school_id, self.record.academic_year, self.step.number])


def steps_page(school, academic_year):
    rows = step_rows(school, academic_year)
    return {
        "step_set": step_set_of(school.district_id, academic_year),
        "rows": rows,
        "done": sum(row.record.standing == "done" for row in rows),
        "cycle_steps": len(rows),
    }


def step_rows(school, academic_year):
    uses = EvidenceUse.objects.filter(step__school=school, step__academic_year=academic_year)
    counts = dict(uses.order_by().values_list("step").annotate(Count("pk")))
    pairs = steps_of(school, academic_year)
    return [StepRow(step, record, counts.get(record.pk, 0)) for step, record in pairs]
