import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_signed_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('route', models.CharField(max_length=200, verbose_name='page')),
                ('method', models.CharField(max_length=10, verbose_name='how it was asked')),
                ('status', models.PositiveSmallIntegerField(choices=[(403, 'Not allowed'), (404, 'Not found, or not theirs')], verbose_name='why')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='times')),
                ('last_at', models.DateTimeField(verbose_name='last at')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='core.district', verbose_name='education area office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'refused access',
                'verbose_name_plural': 'refused accesses',
                'ordering': ['-last_at', '-pk'],
                'indexes': [models.Index(fields=['district', '-last_at'], name='refusal_of_office'), models.Index(fields=['day'], name='refusal_of_day')],
                'constraints': [models.UniqueConstraint(fields=('user', 'day', 'route', 'method', 'status'), name='refusal_once_a_day'), models.CheckConstraint(condition=models.Q(('status__in', [403, 404])), name='refusal_status_is_a_refusal')],
            },
        ),
    ]
