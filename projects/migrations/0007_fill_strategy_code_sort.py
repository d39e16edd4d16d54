from django.db import migrations

from projects.models.strategy import code_sort_key


def fill(apps, schema_editor):
    StrategyItem = apps.get_model("projects", "StrategyItem")
    for item in StrategyItem.objects.filter(code_sort="").iterator():
        StrategyItem.objects.filter(pk=item.pk).update(code_sort=code_sort_key(item.code))


class Migration(migrations.Migration):
    """The order of the codes that were there before they had a key."""

    dependencies = [("projects", "0006_strategy_code_sort")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
