import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models
from qa_portal.core.schema import ChangeTables


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_personal_data'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedIn',
            fields=[
                ('session', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='signed_in', serialize=False, to='sessions.session', verbose_name='session')),
                ('number', models.UUIDField(default=uuid.uuid4, help_text='In addresses: the key is a secret.', unique=True, verbose_name='number')),
                ('device', models.CharField(blank=True, max_length=60, verbose_name='device')),
                ('signed_in_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed in at')),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last used at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signed_in', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'place of sign-in',
                'verbose_name_plural': 'places of sign-in',
                'ordering': ['-used_at'],
            },
        ),
        ChangeTables([
            migrations.AlterField(
                model_name='personact',
                name='act',
                field=models.CharField(choices=[('export', 'Give out all data of the person'), ('erase', 'Erase the person'), ('second-factor', 'Turn off the second factor'), ('sign-ins', 'Sign out everywhere')], max_length=20, verbose_name='what was done'),
            ),
            migrations.AlterField(
                model_name='retentionproposal',
                name='district',
                field=models.ForeignKey(blank=True, help_text='None: of people who belong to no office.', null=True, on_delete=django.db.models.deletion.PROTECT, to='core.district', verbose_name='education area office'),
            ),
            migrations.AddConstraint(
                model_name='retentionproposal',
                constraint=models.UniqueConstraint(condition=models.Q(('district', None)), fields=('rule', 'fiscal_year'), name='retention_of_no_office_once'),
            ),
        ]),
    ]
