from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models

from qa_portal.core.schema import ChangeTables


def degrees(label, least, most):
    checks = [MinValueValidator(Decimal(least)), MaxValueValidator(Decimal(most))]
    return models.DecimalField(label, blank=True, decimal_places=6, max_digits=9, null=True, validators=checks)


def added(model):
    return [
        migrations.AddField(model_name=model, name='latitude', field=degrees('latitude', 5, 21)),
        migrations.AddField(model_name=model, name='longitude', field=degrees('longitude', 97, 106)),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0012_practice_entered_for'),
    ]

    operations = [
        ChangeTables([
            *added('historicalschool'),
            *added('school'),
            migrations.AddConstraint(
                model_name='school',
                constraint=models.CheckConstraint(
                    condition=models.Q(latitude=None, longitude=None) | models.Q(latitude__isnull=False, longitude__isnull=False),
                    name='school_has_both_coordinates',
                ),
            ),
        ]),
    ]
