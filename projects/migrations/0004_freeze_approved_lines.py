from django.db import migrations
from django.db.models import DecimalField, Value
from django.db.models.functions import Coalesce


def freeze(apps, schema_editor):
    """Lines of projects approved before lines kept their approved amount: what they come to (A3-11)."""
    lines = apps.get_model("projects", "BudgetLine").objects
    approved = lines.filter(project__state__in=["approved", "running"], approved_amount=None)
    approved.update(approved_amount=Coalesce("computed", "stated", Value(0, DecimalField())))


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_from_strategy_to_closed_book")]
    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
