"""Which schools an item of the plan is for (A8-03): one rule, for pages, figures and the proposed calendar; and which a
form is asked of (services.collections)."""

from django.db.models import IntegerField, Value
from django.utils import timezone

from qa_portal.core.thai import fiscal_year_range
from schools.models import School
from supervision.models import ExternalAssessment, SchoolRule, SupportPlan


def with_rules(items):
    """The items with all that their rules of schools ask, in a number of queries that does not grow."""
    return items.select_related("plan__district").prefetch_related("networks", "bands")


def schools_of(item):
    """The schools of one item: those that are open, today or at the end of the plan's year if that is over."""
    day = min(timezone.localdate(), fiscal_year_range(item.plan.fiscal_year)[1])
    rows = School.objects.filter(district=item.plan.district_id).open_at(day)
    if item.school_rule == SchoolRule.NONE:
        return rows.none()
    if item.school_rule == SchoolRule.CHOSEN:
        return rows.filter(pk__in=item.schools.through.objects.filter(planitem=item.pk).values("school"))
    return _by_rule(rows, item) if item.school_rule == SchoolRule.RULE else rows


def narrowed(rows, asks, kind):
    """The schools that meet each condition that is set on `asks` (its networks, size and level). `kind`: the office's,
    which says what is small."""
    if networks := asks.networks.all():
        rows = rows.filter(network__in=[network.pk for network in networks])
    if asks.size:
        rows = rows.of_size(asks.size, kind)
    return rows.filter(**{asks.level: True}) if asks.level else rows


def _by_rule(rows, item):
    """The schools that meet each condition that is set."""
    rows = narrowed(rows, item, item.plan.district.kind)
    if bands := item.bands.all():
        through = type(bands[0]).schools.through.objects.filter(schoolband__in=[band.pk for band in bands])
        rows = rows.filter(pk__in=through.values("school"))
    if item.only_uncertified:
        rows = rows.filter(pk__in=_uncertified())
    if item.only_below_standard:
        rows = rows.filter(pk__in=SupportPlan.objects.running().values("school"))
    return rows


def _uncertified():
    """Schools whose newest final report of some level says that they are not certified."""
    newest = ExternalAssessment.objects.final_by(timezone.localdate()).with_outcome()
    return newest.filter(certified=False).values("school")


def schools_by_item(items):
    """{item's pk: set of its schools' pks} of many items (`with_rules`) by one query."""
    found = {item.pk: set() for item in items}
    asked = [
        schools_of(item).order_by().annotate(item=Value(item.pk, IntegerField())).values_list("item", "pk")
        for item in items
        if item.is_by_school
    ]
    if asked:
        for item, school in asked[0].union(*asked[1:], all=True):
            found[item].add(school)
    return found
