"""Rounds 3 and 4 of external assessment with their scales, and the first readiness form (B6, A6-01)."""

from django.db import migrations

from supervision.data.external_assessment import FORM, LEVELS, QUESTIONS, ROUNDS


def add(apps, schema_editor):
    for data in ROUNDS:
        add_round(apps, data)
    form = apps.get_model("supervision", "ReadinessForm").objects.create(edition=1, name=FORM)
    for position, (proof, is_needed, text) in enumerate(QUESTIONS, start=1):
        form.items.create(position=position, proof=proof, is_needed=is_needed, text=text)


def add_round(apps, data):
    first, last = data["years"]
    apps.get_model("supervision", "AssessmentRound").objects.create(
        number=data["number"],
        name=data["name"],
        first_year=first,
        last_year=last,
        has_scores=data["has_scores"],
        **{f"{level}_framework": add_framework(apps, data, level) for level in LEVELS},
    )


def add_framework(apps, data, level):
    name, school_framework = LEVELS[level]
    framework = apps.get_model("schools", "Framework").objects.create(
        code=data["code"].format(level="EC" if level == "early_childhood" else "BASIC"),
        name=data["framework"].format(level=name),
        kind="assessor",
        level=level,
        year=data["year"],
        in_force_from=data["years"][0],
    )
    add_scale(apps, framework, data["scale"])
    if data["takes_standards"]:
        add_standards(apps, framework, school_framework)
    return framework


def add_scale(apps, framework, scale):
    bands = apps.get_model("supervision", "ScoreBand").objects
    for value, word, least in scale:
        level = framework.levels.create(value=value, name=word)
        if least is not None:
            bands.create(level=level, least_score=least)


def add_standards(apps, framework, school_framework):
    """The school's standards by name, each linked with the one that it is."""
    links = apps.get_model("supervision", "StandardLink").objects
    for theirs in apps.get_model("schools", "Standard").objects.filter(framework__code=school_framework):
        standard = framework.standards.create(number=theirs.number, name=theirs.name)
        links.create(assessor_standard=standard, school_standard=theirs)


def remove(apps, schema_editor):
    """Only what this migration added; PROTECT refuses while an assessment uses it."""
    codes = [data["code"].format(level=level) for data in ROUNDS for level in ("EC", "BASIC")]
    numbers = [data["number"] for data in ROUNDS]
    apps.get_model("supervision", "ReadinessItem").objects.filter(form__district=None, form__edition=1).delete()
    apps.get_model("supervision", "ReadinessForm").objects.filter(district=None, edition=1).delete()
    apps.get_model("supervision", "AssessmentRound").objects.filter(district=None, number__in=numbers).delete()
    apps.get_model("supervision", "StandardLink").objects.filter(assessor_standard__framework__code__in=codes).delete()
    apps.get_model("supervision", "ScoreBand").objects.filter(level__framework__code__in=codes).delete()
    apps.get_model("schools", "Standard").objects.filter(framework__code__in=codes).delete()
    apps.get_model("schools", "QualityLevel").objects.filter(framework__code__in=codes).delete()
    apps.get_model("schools", "Framework").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_readiness_confirmed"), ("schools", "0010_practices")]

    operations = [migrations.RunPython(add, remove)]
