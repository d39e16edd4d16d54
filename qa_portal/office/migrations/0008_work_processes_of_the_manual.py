import json
from pathlib import Path

from django.db import migrations

from qa_portal.office.data.library import DOCUMENTS

SEEDED = Path(__file__).parents[1] / "data" / "work_processes.json"
TITLES = {facts["key"]: facts["title"] for facts in DOCUMENTS}


def load(apps, schema_editor):
    """The five processes of the manual (A4-05), for every office; an office changes a version of its own."""
    def rows(model, process, facts):
        for position, each in enumerate(facts, 1):
            apps.get_model("office", model).objects.create(process=process, position=position, **each)

    library = apps.get_model("office", "LibraryDocument").objects.filter(district=None)
    for facts in json.loads(SEEDED.read_text(encoding="utf-8")):
        steps, forms, references = (facts.pop(kind) for kind in ("steps", "forms", "references"))
        process = apps.get_model("office", "WorkProcess").objects.create(state="in_force", **facts)
        rows("ProcessStep", process, [dict(zip(("number", "short", "text"), step)) for step in steps])
        names = enumerate(forms, 1)
        rows("ProcessForm", process, [{"name": name, "code": f"งาน {process.position} แบบ {n}"} for n, name in names])
        rows("ProcessReference", process, [{"document": library.get(title=TITLES[key])} for key in references])


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0007_work_processes'),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
