from django.db import migrations
from django.db.models import Count

AT_OFFICE = ("submitted", "accepted")


def load(apps, schema_editor):
    """Counts the reports that are at an office already."""
    count_model = apps.get_model("schools", "LevelCount")
    of_standards = _rows(apps.get_model("schools", "StandardSection"), "standard")
    of_items = _rows(apps.get_model("schools", "ItemRating"), "indicator__standard", "indicator")
    count_model.objects.bulk_create(
        (
            *(count_model(cycle_id=c, standard_id=s, level_id=v, count=n) for c, s, v, n in of_standards),
            *(count_model(cycle_id=c, standard_id=s, indicator_id=i, level_id=v, count=n) for c, s, i, v, n in of_items),
        ),
        batch_size=2000,
    )


def _rows(model, *places):
    rows = model.objects.filter(sar__state__in=AT_OFFICE).exclude(level=None).order_by()
    return rows.values_list("sar__cycle", *places, "level").annotate(count=Count("pk"))


def unload(apps, schema_editor):
    apps.get_model("schools", "LevelCount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0008_level_counts")]

    operations = [migrations.RunPython(load, unload)]
