from django.db import migrations

from schools.data.frameworks_2561 import FRAMEWORKS, LEVELS


def load(apps, schema_editor):
    framework_model = apps.get_model("schools", "Framework")
    for data in FRAMEWORKS:
        framework = framework_model.objects.create(
            code=data["code"], name=data["name"], kind="school", level=data["level"], year=2561, in_force_from=2561
        )
        add_levels(apps, framework)
        add_standards(apps, framework, data["standards"])


def add_levels(apps, framework):
    level_model = apps.get_model("schools", "QualityLevel")
    level_model.objects.bulk_create(level_model(framework=framework, value=value, name=name) for value, name in LEVELS)


def add_standards(apps, framework, standards):
    standard_model, indicator_model = apps.get_model("schools", "Standard"), apps.get_model("schools", "Indicator")
    for number, (name, items) in enumerate(standards, start=1):
        standard = standard_model.objects.create(framework=framework, number=number, name=name)
        indicator_model.objects.bulk_create(
            indicator_model(standard=standard, position=position, code=code, group=group, name=text)
            for position, (code, group, text) in enumerate(items, start=1)
        )


def unload(apps, schema_editor):
    """Only what this migration added; PROTECT refuses while a cycle uses it."""
    codes = [data["code"] for data in FRAMEWORKS]
    apps.get_model("schools", "Indicator").objects.filter(standard__framework__code__in=codes).delete()
    apps.get_model("schools", "Standard").objects.filter(framework__code__in=codes).delete()
    apps.get_model("schools", "QualityLevel").objects.filter(framework__code__in=codes).delete()
    apps.get_model("schools", "Framework").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_sar_cycle")]

    operations = [migrations.RunPython(load, unload)]
