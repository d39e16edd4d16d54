"""The yearly coverage rule (A5-09), the categories of findings and the first instrument."""

from django.db import migrations

from supervision.data.first_instrument import (
    CATEGORIES,
    CODE,
    FRAMEWORK,
    GUIDANCE,
    INDICATORS,
    LEVELS,
    NAME,
    SECTIONS,
)

RULE = "ติดตามตรวจสอบสถานศึกษาอย่างน้อยปีละ ๑ ครั้ง"


def add(apps, schema_editor):
    apps.get_model("supervision", "CoverageRule").objects.create(visits=1, years=1, source=RULE)
    category_model = apps.get_model("supervision", "FindingCategory")
    for position, (code, name) in enumerate(CATEGORIES, start=1):
        category_model.objects.create(code=code, name=name, position=position)
    add_instrument(apps)


def add_instrument(apps):
    instrument = apps.get_model("supervision", "Instrument").objects.create(
        code=CODE, edition=1, name=NAME, guidance=GUIDANCE, state="published"
    )
    levels = {
        value: instrument.levels.create(value=value, word=word, description=description, least_mean=least)
        for value, word, description, least in LEVELS
    }
    indicators = {row.code: row for row in standard_items(apps)}
    for number, (title, items) in enumerate(SECTIONS, start=1):
        section = instrument.sections.create(position=number, title=title)
        for position, item in enumerate(items, start=1):
            add_item(section, levels, position, indicators.get(INDICATORS.get(f"{number}.{position}", "2.2")), *item)


def standard_items(apps):
    return apps.get_model("schools", "Indicator").objects.filter(standard__framework__code=FRAMEWORK)


def add_item(section, levels, position, indicator, kind, text, look, descriptions):
    item = section.items.create(
        position=position,
        number=f"{section.position}.{position}",
        indicator=indicator if kind == "rated" else None,
        kind=kind,
        text=text,
        help=look,
    )
    for value, description in descriptions.items():
        item.descriptions.create(level=levels[value], text=description)


def remove(apps, schema_editor):
    """Only what this migration added; PROTECT refuses while a visit uses it."""
    apps.get_model("supervision", "Instrument").objects.filter(code=CODE, edition=1, district=None).delete()
    apps.get_model("supervision", "FindingCategory").objects.filter(district=None).delete()
    apps.get_model("supervision", "CoverageRule").objects.filter(district=None).delete()


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_visits"), ("schools", "0003_frameworks_2561")]

    operations = [migrations.RunPython(add, remove)]
