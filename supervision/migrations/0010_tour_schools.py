from django.db import migrations, models

from qa_portal.core.schema import ChangeTables


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0011_award_judging'),
        ('supervision', '0009_plan_frequency'),
    ]

    operations = [
        ChangeTables([
            migrations.AlterField(
                model_name='historicaltourperson',
                name='role',
                field=models.CharField(choices=[('lead', 'Leads the team'), ('member', 'Member')], default='member', max_length=10, verbose_name='role'),
            ),
            migrations.AlterField(
                model_name='tourperson',
                name='role',
                field=models.CharField(choices=[('lead', 'Leads the team'), ('member', 'Member')], default='member', max_length=10, verbose_name='role'),
            ),
            migrations.AddField(
                model_name='tour',
                name='schools',
                field=models.ManyToManyField(blank=True, related_name='tours', to='schools.school', verbose_name='schools to be visited'),
            ),
        ]),
    ]
