from django.db import migrations

from schools.data.checklist import IN_FORCE_FROM, NAME, QUESTIONS
from schools.data.steps import STEP_SETS


def load(apps, schema_editor):
    add_steps(apps)
    add_checklist(apps)
    newest = apps.get_model("schools", "StepSet").objects.order_by("-in_force_from").first()
    apps.get_model("schools", "Cycle").objects.filter(step_set=None).update(step_set=newest)


def add_steps(apps):
    set_model, step_model = apps.get_model("schools", "StepSet"), apps.get_model("schools", "Step")
    for data in STEP_SETS:
        row = set_model.objects.create(**{name: data[name] for name in ("code", "name", "in_force_from")})
        step_model.objects.bulk_create(
            step_model(step_set=row, number=number, name=name) for number, name in enumerate(data["steps"], start=1)
        )


def add_checklist(apps):
    question_model = apps.get_model("schools", "ChecklistQuestion")
    checklist = apps.get_model("schools", "Checklist").objects.create(name=NAME, in_force_from=IN_FORCE_FROM)
    question_model.objects.bulk_create(
        question_model(checklist=checklist, position=position, part=part, text=text)
        for position, (part, text) in enumerate(QUESTIONS, start=1)
    )


def unload(apps, schema_editor):
    """Only what this migration added; PROTECT refuses while something uses it."""
    codes = [data["code"] for data in STEP_SETS]
    apps.get_model("schools", "Cycle").objects.filter(step_set__code__in=codes).update(step_set=None)
    apps.get_model("schools", "Step").objects.filter(step_set__code__in=codes).delete()
    apps.get_model("schools", "StepSet").objects.filter(code__in=codes).delete()
    apps.get_model("schools", "ChecklistQuestion").objects.filter(checklist__name=NAME).delete()
    apps.get_model("schools", "Checklist").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0006_sar_year")]

    operations = [migrations.RunPython(load, unload)]
