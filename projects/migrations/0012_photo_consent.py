from django.db import migrations, models
from qa_portal.core.schema import ChangeTables

AGREED = models.BooleanField(db_default=False, default=False, verbose_name='Nobody can be recognised, or all who can be have agreed to be shown')


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0011_shipped_templates_version'),
    ]

    operations = [
        ChangeTables([
            migrations.AlterField(model_name=model, name='has_consent', field=AGREED)
            for model in ('historicalprojectphoto', 'projectphoto')
        ]),
    ]
