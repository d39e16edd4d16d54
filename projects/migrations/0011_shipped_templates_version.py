from django.db import migrations


def as_they_came(apps, schema_editor):
    """What came with a migration and was never saved has version 0; only later versions have a history."""
    apps.get_model("projects", "ProjectTemplate").objects.filter(district=None, version=1).update(version=0)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_due_reports_of_running"),
    ]

    operations = [
        migrations.RunPython(as_they_came, migrations.RunPython.noop),
    ]
