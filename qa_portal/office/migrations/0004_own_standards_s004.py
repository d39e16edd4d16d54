from django.db import migrations

from qa_portal.office.data.own_standards_s004 import FRAMEWORK, INDICATOR, ITEMS, LEVEL_WORDS, LEVELS, STANDARD


def load(apps, schema_editor):
    """The country's own-standards framework, with its items, criteria and the words of its levels."""
    model = apps.get_model
    framework = model("schools", "Framework").objects.create(**FRAMEWORK)
    levels = {
        value: model("schools", "QualityLevel").objects.create(framework=framework, value=value, name=name)
        for value, name in LEVELS.items()
    }
    standard = model("schools", "Standard").objects.create(framework=framework, **STANDARD)
    indicator = model("schools", "Indicator").objects.create(standard=standard, **INDICATOR)
    for value, text in LEVEL_WORDS.items():
        model("office", "LevelWords").objects.create(indicator=indicator, level=levels[value], text=text)
    for position, facts in enumerate(ITEMS, 1):
        facts = dict(facts)
        ticks = facts.pop("ticks", ())
        item = model("office", "OwnItem").objects.create(indicator=indicator, position=position, **facts)
        for number, name in enumerate(ticks, 1):
            model("office", "OwnTick").objects.create(item=item, position=number, name=name)


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0003_own_standards'),
        ('schools', '0011_award_judging'),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
