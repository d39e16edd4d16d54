from django.db import migrations, models

ARRIVALS = [
    ('at_school', 'At the school (within 300 m)'),
    ('near', 'Near the school (within 2 km)'),
    ('far', 'Elsewhere'),
    ('unknown', 'Not known'),
]


def changed(model):
    field = models.CharField(blank=True, choices=ARRIVALS, max_length=10, verbose_name='where it was begun')
    return migrations.AlterField(model_name=model, name='arrival', field=field)


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0018_answers_and_rules'),
    ]

    operations = [changed('historicalvisit'), changed('visit')]
