from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_projects_and_budgets")]

    operations = [
        migrations.RenameModel("Indicator", "ProjectIndicator"),
        migrations.RenameModel("HistoricalIndicator", "HistoricalProjectIndicator"),
        migrations.AlterModelOptions(
            name="projectindicator",
            options={
                "default_related_name": "indicators",
                "ordering": ["project_id", "order", "pk"],
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
            },
        ),
    ]
