"""A supervision plan whose items are written as A8-03 writes them."""

from qa_portal.core.thai import fiscal_year_range
from supervision.models import PlanItem, SupervisionPlan

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
