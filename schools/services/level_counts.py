"""The counts of quality levels that synthesis and dashboards read: moved by the step that brings a report to the office
or takes it back, in the same transaction. A report's levels stand still while it is at the office."""

from django.db import transaction
from django.db.models import Count, F

from schools.models import AT_OFFICE, ItemRating, LevelCount, StandardSection


def count_in(sar):
    """The report has come to the office."""
    _move(sar, 1)


def count_out(sar):
    """The report has gone back to its school."""
    _move(sar, -1)


def _move(sar, step):
    """Rows are made in one order and locked in one order, so that two reports at once wait and never block."""
    keys = _keys_of(sar)
    LevelCount.objects.bulk_create(
        (LevelCount(cycle_id=sar.cycle_id, standard_id=s, indicator_id=i, level_id=v) for s, i, v in keys),
        ignore_conflicts=True,
    )
    rows = LevelCount.objects.filter(cycle=sar.cycle_id, level__framework=sar.framework_id).order_by("pk")
    mine = [row.pk for row in rows.select_for_update(of=("self",)) if row.key in set(keys)]
    LevelCount.objects.filter(pk__in=mine).update(count=F("count") + step)


def _keys_of(sar):
    """(standard, item or None, level) of all that the report rates, in one order."""
    standards = sar.sections.exclude(level=None).order_by().values_list("standard", "level")
    items = sar.ratings.exclude(level=None).order_by()
    return sorted(
        [
            *((standard, None, level) for standard, level in standards),
            *items.values_list("indicator__standard", "indicator", "level"),
        ],
        key=lambda key: (key[0], key[1] or 0, key[2]),
    )


def counted(cycles):
    """{(cycle, standard, item or None, level): count} from the reports themselves."""
    at_office = {"sar__cycle__in": cycles, "sar__state__in": AT_OFFICE}
    found = {}
    of_standards = StandardSection.objects.filter(**at_office).exclude(level=None).order_by()
    for cycle, standard, level, count in of_standards.values_list("sar__cycle", "standard", "level").annotate(
        count=Count("pk")
    ):
        found[cycle, standard, None, level] = count
    of_items = ItemRating.objects.filter(**at_office).exclude(level=None).order_by()
    fields = ("sar__cycle", "indicator__standard", "indicator", "level")
    for *key, count in of_items.values_list(*fields).annotate(count=Count("pk")):
        found[tuple(key)] = count
    return found


def wrong_counts(cycles):
    """{key: (kept, counted)} where the kept count is not what the reports say; {} when all is well."""
    kept = {(row.cycle_id, *row.key): row.count for row in LevelCount.objects.filter(cycle__in=cycles)}
    now = counted(cycles)
    return {
        key: (kept.get(key, 0), now.get(key, 0))
        for key in kept.keys() | now.keys()
        if kept.get(key, 0) != now.get(key, 0)
    }


@transaction.atomic
def recount(cycles):
    """Counts anew, after reports were brought in by another way than their steps."""
    LevelCount.objects.filter(cycle__in=cycles).delete()
    LevelCount.objects.bulk_create(
        (
            LevelCount(cycle_id=cycle, standard_id=standard, indicator_id=item, level_id=level, count=count)
            for (cycle, standard, item, level), count in counted(cycles).items()
        ),
        batch_size=2000,
    )
