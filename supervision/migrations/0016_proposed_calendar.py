import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from qa_portal.core.schema import ChangeTables, CreateTables

TRACKED = [
    ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
]


def history_of(name, plural):
    return {
        'options': {
            'verbose_name': f'historical {name}',
            'verbose_name_plural': f'historical {plural}',
            'ordering': ('-history_date', '-history_id'),
            'get_latest_by': ('history_date', 'history_id'),
        },
        'bases': (simple_history.models.HistoricalChanges, models.Model),
    }


def history_fields():
    return [
        ('history_id', models.AutoField(primary_key=True, serialize=False)),
        ('history_date', models.DateTimeField(db_index=True)),
        ('history_change_reason', models.TextField(null=True)),
        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
    ]


def kept(to, **kwargs):
    """A foreign key as a history keeps it."""
    return models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=to, **kwargs)


def days():
    return [
        ('academic_year', models.PositiveSmallIntegerField(verbose_name='academic year')),
        ('first_begins_on', models.DateField(verbose_name='first day of semester 1')),
        ('first_ends_on', models.DateField(verbose_name='last day of semester 1')),
        ('second_begins_on', models.DateField(verbose_name='first day of semester 2')),
        ('second_ends_on', models.DateField(verbose_name='last day of semester 2')),
    ]


def facts():
    return [
        ('options', models.JSONField(default=dict, verbose_name='settings')),
        ('visits_made', models.PositiveIntegerField(default=0, verbose_name='visits made')),
        ('visits_taken_back', models.PositiveIntegerField(default=0, verbose_name='visits taken back')),
        ('taken_back_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='taken back at')),
    ]


def turn():
    return models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='which time of the item at this school')


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_uploads'),
        ('supervision', '0015_duties_and_id_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='SemesterDays',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    *TRACKED,
                    *days(),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='semesters', to='core.district', verbose_name='education area office')),
                ],
                options={
                    'verbose_name': 'semester days',
                    'verbose_name_plural': 'semester days',
                    'ordering': ['-academic_year'],
                    'constraints': [
                        models.UniqueConstraint(fields=('district', 'academic_year'), name='semester_days_once_a_year'),
                        models.CheckConstraint(condition=models.Q(('first_begins_on__lt', models.F('first_ends_on')), ('first_ends_on__lt', models.F('second_begins_on')), ('second_begins_on__lt', models.F('second_ends_on'))), name='semester_days_in_order'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='HistoricalSemesterDays',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    *days(),
                    *history_fields(),
                    ('district', kept('core.district', verbose_name='education area office')),
                ],
                **history_of('semester days', 'semester days'),
            ),
            migrations.CreateModel(
                name='CalendarProposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    *TRACKED,
                    ('uid', models.UUIDField(editable=False, unique=True, verbose_name='unique id')),
                    *facts(),
                    ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendars', to='supervision.supervisionplan', verbose_name='supervision plan')),
                    ('taken_back_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'proposed calendar',
                    'verbose_name_plural': 'proposed calendars',
                    'ordering': ['-created_at', '-pk'],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='calendar_proposal_taken_back_pair'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='HistoricalCalendarProposal',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('uid', models.UUIDField(db_index=True, editable=False, verbose_name='unique id')),
                    *facts(),
                    *history_fields(),
                    ('confirmed_by', kept(settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                    ('plan', kept('supervision.supervisionplan', verbose_name='supervision plan')),
                    ('taken_back_by', kept(settings.AUTH_USER_MODEL, editable=False)),
                ],
                **history_of('proposed calendar', 'proposed calendars'),
            ),
        ]),
        ChangeTables([
            migrations.AddField('visit', 'turn', turn()),
            migrations.AddField('historicalvisit', 'turn', turn()),
            migrations.AddField(
                'visit',
                'proposal',
                models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='supervision.calendarproposal', verbose_name='proposed calendar that it came from'),
            ),
            migrations.AddField(
                'historicalvisit',
                'proposal',
                kept('supervision.calendarproposal', editable=False, verbose_name='proposed calendar that it came from'),
            ),
            migrations.AddConstraint(
                'visit',
                models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('plan_item', 'school', 'turn'), name='visit_once_a_turn'),
            ),
        ]),
    ]
