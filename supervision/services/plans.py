"""The year's plan of supervision: what it lacks, copied from the year before, acknowledged by a meeting."""

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.thai import fiscal_year_range
from qa_portal.core.workflow import Missing
from supervision.models import CommitteeKind, Meeting, MeetingState, PlanItem, SchoolBand, SupervisionPlan
from supervision.services.plan_schools import schools_by_item, with_rules

FAR = 10_000  # positions that no plan reaches, while others move
NOT_COPIED = {"id", "plan", "version", "created_at", "updated_at", "activity", "begins_on", "ends_on"}


def missing_to_propose(plan):
    items = list(with_rules(plan.items.all()))
    if not items:
        yield Missing(_("At least one item."), reverse("supervision:plan_item_add", args=[plan.pk]))
    found = schools_by_item(items)
    for item in items:
        page = reverse("supervision:plan_item_edit", args=[plan.pk, item.pk])
        if item.is_by_school and not found[item.pk]:
            yield Missing(_("“%(item)s”: no school meets its conditions.") % {"item": item}, f"{page}#id_school_rule")


def open_again(plan, by, note):
    """A plan that is a draft again was neither proposed nor approved."""
    plan.proposed_at = plan.proposed_by = plan.approved_at = plan.approved_by = plan.meeting = None


def same_day(day, years):
    """The day as many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def copy_plan(plan, *, fiscal_year, name):
    """A draft for another fiscal year (B.E.) with the items of this one: dates as many years later, the same people and
    schools. The paying activity and the groups by results are of their own year: groups are matched by name."""
    made = SupervisionPlan.objects.create(district=plan.district, fiscal_year=fiscal_year, name=name, aims=plan.aims)
    for item in plan.items.prefetch_related("schools", "networks", "bands", "owners"):
        _copy_item(item, made)
    return made


def _copy_item(item, plan):
    years = plan.fiscal_year - item.plan.fiscal_year
    fields = [field.name for field in PlanItem._meta.fields if field.name not in NOT_COPIED]
    first, last = fiscal_year_range(plan.fiscal_year)
    copied = PlanItem.objects.create(
        plan=plan,
        begins_on=max(same_day(item.begins_on, years), first),
        ends_on=min(same_day(item.ends_on, years), last),
        **{name: getattr(item, name) for name in fields},
    )
    for name in ("schools", "networks", "owners"):
        getattr(copied, name).set(getattr(item, name).all())
    names = [band.name for band in item.bands.all()]
    copied.bands.set(SchoolBand.objects.filter(district=plan.district_id, fiscal_year=plan.fiscal_year, name__in=names))


@transaction.atomic
def move_item(item, step):
    """The item up (-1) or down (1) in its plan; at the end of the list nothing moves. The positions count from 1."""
    SupervisionPlan.objects.select_for_update().get(pk=item.plan_id)
    rows = list(PlanItem.objects.filter(plan=item.plan_id).order_by("position"))
    place = rows.index(item) + step
    if not 0 <= place < len(rows):
        return
    rows.remove(item)
    rows.insert(place, item)
    moved = [(number, row) for number, row in enumerate(rows, 1) if row.position != number]
    PlanItem.objects.filter(pk__in=[row.pk for _number, row in moved]).update(position=F("position") + FAR)
    for number, row in moved:
        row.position = number
        row.save()


def acknowledging_meetings(plan):
    """Meetings of the office's ก.ต.ป.น. that took place: one of them acknowledges the plan."""
    return Meeting.objects.filter(
        committee__district=plan.district_id,
        committee__kind=CommitteeKind.MONITORING,
        state__in=(MeetingState.HELD, MeetingState.CONFIRMED),
    ).select_related("committee")
