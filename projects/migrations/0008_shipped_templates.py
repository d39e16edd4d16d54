from django.db import migrations

from projects.data.project_templates import TEMPLATES


def load(apps, schema_editor):
    template_model = apps.get_model("projects", "ProjectTemplate")
    for name, hint, content in TEMPLATES:
        template_model.objects.create(name=name, hint=hint, content=content, version=1)


def unload(apps, schema_editor):
    names = [name for name, _hint, _content in TEMPLATES]
    apps.get_model("projects", "ProjectTemplate").objects.filter(district=None, name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_fill_strategy_code_sort")]

    operations = [migrations.RunPython(load, unload)]
