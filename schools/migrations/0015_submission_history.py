import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from qa_portal.core.schema import ChangeTables


def columns(**kept):
    """Those of a tracked row. `kept`: the default that the database fills in for the version that runs meanwhile."""
    day = {"db_default": Now()} if kept else {}
    fields = {
        "version": models.PositiveIntegerField(default=0, editable=False, verbose_name="version", **kept),
        "created_at": models.DateTimeField(auto_now_add=True, verbose_name="created at", **day),
        "updated_at": models.DateTimeField(auto_now=True, verbose_name="updated at", **day),
    }
    return [migrations.AddField("submission", name, field) for name, field in fields.items()]


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0014_sar_waiting_by_school'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[ChangeTables(columns(db_default=0))], state_operations=columns()
        ),
        migrations.CreateModel(
            name='HistoricalSubmission',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('content', models.JSONField(default=dict, verbose_name='what it held')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('is_accepted', models.BooleanField(null=True, verbose_name='accepted')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.sarfile', verbose_name='PDF')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sar', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.sar', verbose_name='self-assessment report')),
                ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'historical sending of a SAR',
                'verbose_name_plural': 'historical sendings of SARs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
