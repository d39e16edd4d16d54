from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schools", "0013_school_position")]

    operations = [
        migrations.AddIndex(
            "sar",
            models.Index(
                condition=models.Q(("state", "submitted")), fields=["school"], name="sar_waiting_by_school"
            ),
        )
    ]
