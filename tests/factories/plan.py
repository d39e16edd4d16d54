"""A supervision plan whose items are written as A8-03 writes them."""

from qa_portal.core.thai import fiscal_year_range
from supervision.models import PlanItem, SemesterDays, SupervisionPlan, usual_semesters

from .core import DistrictFactory


def plan_of(year=2558, district=None, **kwargs):
    district = district or DistrictFactory()
    return SupervisionPlan.objects.create(
        district=district, fiscal_year=year, name=f"แผนการนิเทศ ปีงบประมาณ {year}", **kwargs
    )


def item_of(plan, **kwargs):
    begins_on, ends_on = fiscal_year_range(plan.fiscal_year)
    facts = {"position": plan.items.count() + 1, "title": "กิจกรรมสมมุติ", "begins_on": begins_on, "ends_on": ends_on}
    return PlanItem.objects.create(plan=plan, **facts | kwargs)


def semester_days_of(district, year=2569, **kwargs):
    """The usual days, or others by the names of the fields."""
    (first, first_end), (second, second_end) = usual_semesters(year)
    facts = {
        "first_begins_on": first,
        "first_ends_on": first_end,
        "second_begins_on": second,
        "second_ends_on": second_end,
    }
    return SemesterDays.objects.create(district=district, academic_year=year, **facts | kwargs)
