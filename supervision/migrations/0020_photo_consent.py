from django.db import migrations, models
from qa_portal.core.schema import ChangeTables

AGREED = models.BooleanField(db_default=False, default=False, verbose_name='Nobody can be recognised, or all who can be have agreed to be shown')


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0019_arrival_not_known'),
    ]

    operations = [
        ChangeTables([
            *(migrations.AddField(model_name=model, name='has_consent', field=AGREED)
              for model in ('historicalmeetingphoto', 'meetingphoto')),
            *(migrations.AlterField(model_name=model, name='has_consent', field=AGREED)
              for model in ('historicalvisitphoto', 'visitphoto', 'historicalsheetfile', 'sheetfile')),
        ]),
    ]
