from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0020_photo_consent'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['school', 'held_on', 'fiscal_year', 'state', 'id'], name='visit_of_school'),
        ),
        migrations.RemoveIndex(model_name='visit', name='supervision_school__592a28_idx'),
        migrations.AddIndex(
            model_name='agreedaction',
            index=models.Index(fields=['visit', 'due_on', 'owner', 'id'], name='action_of_visit'),
        ),
    ]
