from datetime import date, timedelta

from django.db import migrations

BE_OFFSET = 543
DAYS = 30  # no office had a rule of its own yet


def set_due(apps, schema_editor):
    """Projects that were started before result reports had a due day: as if they were started now (A18)."""
    projects = apps.get_model("projects", "Project").objects
    for project in projects.filter(state="running", report_due_on=None).iterator():
        last = project.period_end or date(project.fiscal_year - BE_OFFSET, 9, 30)
        projects.filter(pk=project.pk).update(report_due_on=last + timedelta(days=DAYS))


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_signed_copy")]

    operations = [migrations.RunPython(set_due, migrations.RunPython.noop)]
