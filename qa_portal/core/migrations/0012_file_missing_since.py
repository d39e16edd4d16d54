from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("core", "0011_refusal")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="missing_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="missing since"),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("missing_since__isnull", False)), fields=["missing_since"], name="stored_file_lost"
            ),
        ),
    ]
